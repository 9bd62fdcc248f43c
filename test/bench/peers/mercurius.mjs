import fastify from 'fastify'
import mercurius from 'mercurius'
import pg from 'pg'
import { eur, window } from './answers.mjs'
import { accountIdOf } from './auth.mjs'
import { percentOf, plans } from './plans.mjs'

/** Mercurius with its loaders, its just-in-time compiler and named statements: one statement for each list of keys. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })

const schema = `
  type Query { viewer: Viewer }
  type Viewer { accountId: ID! email: String! displayName: String createdAt: String! credits: Credits!
    subscription: Subscription resources: Resources! }
  type Credits { wallet: Wallet! permanent: Int! monthly: Window additional: Window }
  type Wallet { available: String! held: String! }
  type Window { total: Int! remaining: Int! }
  type Subscription { status: String! currentPeriodEnd: String plan: Plan! usage: Usage! features: Features! }
  type Plan { key: String! name: String! }
  type Usage { spans: Meter! }
  type Meter { used: Int! percent: Float! limit: Limit! }
  type Limit { max: Int }
  type Features { alerts: Boolean! exports: Boolean! sso: Boolean! support: String! }
  type Resources { agentCount: Int! activeApiKeyCount: Int! }
`

/** One row for each account asked for, in their order. */
async function rowsOf(name, text, queries) {
  const ids = queries.map(({ obj }) => obj.accountId)
  const { rows } = await pool.query({ name, text, values: [ids] })
  const byAccount = new Map(rows.map((row) => [row.account_id, row]))
  return ids.map((id) => byAccount.get(id))
}

const live = 'remaining > 0 AND effective_at <= now() AND (expires_at IS NULL OR expires_at > now())'
const left = (pool) => `coalesce(sum(remaining) FILTER (WHERE pool = '${pool}'), 0)::bigint`
const total = (kind) => `max(window_total) FILTER (WHERE kind = '${kind}')`
const texts = {
  account: 'SELECT id, email, display_name, created_at FROM accounts WHERE id = $1',
  credits: `SELECT x.id AS account_id, g.*, w.*,
      (SELECT coalesce(sum(amount), 0)::bigint FROM credit_holds WHERE account_id = x.id AND state = 'OPEN'
        AND (expires_at IS NULL OR expires_at > now())) AS held
    FROM unnest($1::uuid[]) AS x (id)
    CROSS JOIN LATERAL (SELECT ${left('WALLET')} AS posted, ${left('PERMANENT')} AS permanent,
      ${left('MONTHLY')} AS monthly, ${left('ADDITIONAL')} AS additional
      FROM credit_grants WHERE account_id = x.id AND ${live}) g
    CROSS JOIN LATERAL (SELECT ${total('MONTHLY')} AS monthly_total, ${total('ADDITIONAL')} AS additional_total
      FROM credit_pools WHERE account_id = x.id) w`,
  subscription: `SELECT s.account_id, s.plan, s.status, s.current_period_end FROM accounts a
    JOIN subscriptions s ON s.id = a.governing_subscription_id WHERE a.id = ANY($1::uuid[])`,
  usage: `SELECT DISTINCT ON (account_id) account_id, used FROM usage_counters WHERE account_id = ANY($1::uuid[])
    AND meter = 'SPANS' AND (period_end IS NULL OR period_end > now()) ORDER BY account_id, period_start DESC`,
  resources: `SELECT x.id AS account_id,
      (SELECT count(*)::int FROM agents WHERE account_id = x.id AND archived_at IS NULL) AS agents,
      (SELECT count(*)::int FROM api_keys WHERE account_id = x.id AND revoked_at IS NULL) AS keys
    FROM unnest($1::uuid[]) AS x (id)`,
}

const resolvers = {
  Query: {
    viewer: async (_root, _args, { accountId }) => {
      const { rows } = await pool.query({ name: 'account', text: texts.account, values: [accountId] })
      const [{ id, email, display_name: displayName, created_at: createdAt }] = rows
      return { accountId: id, email, displayName, createdAt: createdAt.toISOString() }
    },
  },
}

/** Of each request its own: nobody is shown what was read for another request. */
const uncached = (loader) => ({ loader, opts: { cache: false } })

const loaders = {
  Viewer: {
    credits: uncached(async (queries) => {
      const rows = await rowsOf('credits', texts.credits, queries)
      return rows.map((row) => ({
        wallet: { available: eur(row.posted - row.held), held: eur(row.held) },
        permanent: Number(row.permanent),
        monthly: window(row.monthly, row.monthly_total),
        additional: window(row.additional, row.additional_total),
      }))
    }),
    subscription: uncached(async (queries) => {
      const rows = await rowsOf('subscription', texts.subscription, queries)
      return rows.map((row) => {
        const { key, name, features } = plans[row.plan]
        return {
          accountId: row.account_id,
          status: row.status.toUpperCase(),
          currentPeriodEnd: row.current_period_end.toISOString(),
          plan: { key, name },
          features: { ...features, support: features.support.toUpperCase() },
        }
      })
    }),
    resources: uncached(async (queries) => {
      const rows = await rowsOf('resources', texts.resources, queries)
      return rows.map(({ agents, keys }) => ({ agentCount: agents, activeApiKeyCount: keys }))
    }),
  },
  Subscription: {
    usage: uncached(async (queries) => {
      const rows = await rowsOf('usage', texts.usage, queries)
      return rows.map((row, index) => {
        const { spans } = plans[queries[index].obj.plan.key].features
        const used = Number(row?.used ?? 0)
        return { spans: { used, percent: percentOf(used, spans), limit: { max: spans === -1 ? null : spans } } }
      })
    }),
  },
}

const app = fastify()
app.register(mercurius, {
  schema,
  resolvers,
  loaders,
  jit: 1,
  context: ({ headers }) => ({ accountId: accountIdOf(headers.authorization) }),
})
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
