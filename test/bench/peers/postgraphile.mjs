import { createServer } from 'node:http'
import { postgraphile } from 'postgraphile'
import { TYPES } from 'postgraphile/@dataplan/pg'
import { makePgService } from 'postgraphile/adaptors/pg'
import { context } from 'postgraphile/grafast'
import { grafserv } from 'postgraphile/grafserv/node'
import { sql } from 'postgraphile/pg-sql2'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { extendSchema, gql, jsonPgSmartTags } from 'postgraphile/utils'
import { accountIdOf } from './auth.mjs'
import { plans } from './plans.mjs'

// It asks for Node 22, of which Node 20 lacks this alone; measured under a newer Node nothing stands in.
Promise.withResolvers ??= () => {
  const made = {}
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }))
  return made
}

/**
 * PostGraphile 5 set up for speed: plans, not resolvers; no settings of a session, so that a request is no transaction;
 * lists, not connections; what is no column is an expression in the one statement.
 */
const live = sql`remaining > 0 AND effective_at <= now() AND (expires_at IS NULL OR expires_at > now())`

/** A field of an account (or of a subscription) as an SQL expression over its row. */
const expression = (type, build) => ($row) => $row.select(build($row.getClassStep().alias), type)

const left = (pool) =>
  expression(
    TYPES.bigint,
    (a) => sql`(SELECT coalesce(sum(remaining), 0)::bigint FROM public.credit_grants
      WHERE account_id = ${a}.id AND pool = ${sql.literal(pool)} AND ${live})`,
  )
const total = (kind) =>
  expression(
    TYPES.bigint,
    (a) =>
      sql`(SELECT window_total FROM public.credit_pools WHERE account_id = ${a}.id AND kind = ${sql.literal(kind)})`,
  )
const count = (from) => expression(TYPES.int, (a) => sql`(SELECT count(*)::int FROM ${from} AND account_id = ${a}.id)`)

/** What a plan grants, from the catalogue in code, picked in the one statement. */
const granted = (type, of) =>
  expression(type, (s) => {
    const cases = Object.values(plans).map((plan) => sql`WHEN ${sql.literal(plan.key)} THEN ${sql.literal(of(plan))}`)
    return sql`(CASE ${s}.plan ${sql.join(cases, ' ')} END)`
  })

/** `Subscription` is the name of a root type of GraphQL. */
const NamesPlugin = jsonPgSmartTags({
  version: 1,
  config: { class: { 'public.subscriptions': { tags: { name: 'held_plans' } } } },
})

const ViewerPlugin = extendSchema((build) => {
  const { accounts } = build.input.pgRegistry.pgResources
  return {
    typeDefs: gql`
      extend type Query { me: Account }
      extend type Account {
        walletPosted: BigInt! walletHeld: BigInt! permanentLeft: BigInt! monthlyLeft: BigInt! monthlyTotal: BigInt
        additionalLeft: BigInt! additionalTotal: BigInt spansUsed: BigInt agentCount: Int! activeApiKeyCount: Int!
      }
      extend type HeldPlan {
        planName: String! spansLimit: Int! alerts: Boolean! exports: Boolean! sso: Boolean! support: String!
      }
    `,
    objects: {
      Query: { plans: { me: () => accounts.get({ id: context().get('accountId') }) } },
      Account: {
        plans: {
          walletPosted: left('WALLET'),
          walletHeld: expression(
            TYPES.bigint,
            (a) => sql`(SELECT coalesce(sum(amount), 0)::bigint FROM public.credit_holds WHERE account_id = ${a}.id
              AND state = 'OPEN' AND (expires_at IS NULL OR expires_at > now()))`,
          ),
          permanentLeft: left('PERMANENT'),
          monthlyLeft: left('MONTHLY'),
          monthlyTotal: total('MONTHLY'),
          additionalLeft: left('ADDITIONAL'),
          additionalTotal: total('ADDITIONAL'),
          spansUsed: expression(
            TYPES.bigint,
            (a) => sql`(SELECT used FROM public.usage_counters WHERE account_id = ${a}.id AND meter = 'SPANS'
              AND (period_end IS NULL OR period_end > now()) ORDER BY period_start DESC LIMIT 1)`,
          ),
          agentCount: count(sql`public.agents WHERE archived_at IS NULL`),
          activeApiKeyCount: count(sql`public.api_keys WHERE revoked_at IS NULL`),
        },
      },
      HeldPlan: {
        plans: {
          planName: granted(TYPES.text, ({ name }) => name),
          spansLimit: granted(TYPES.int, ({ features }) => features.spans),
          alerts: granted(TYPES.boolean, ({ features }) => features.alerts),
          exports: granted(TYPES.boolean, ({ features }) => features.exports),
          sso: granted(TYPES.boolean, ({ features }) => features.sso),
          support: granted(TYPES.text, ({ features }) => features.support),
        },
      },
    },
  }
})

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [NamesPlugin, ViewerPlugin],
  disablePlugins: ['NodePlugin'],
  pgServices: [
    makePgService({ connectionString: process.env.DATABASE_URL, schemas: ['public'], poolConfig: { max: 10 } }),
  ],
  schema: { defaultBehavior: '+list -connection' },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: {
    explain: false,
    context: ({ node }) => ({ accountId: accountIdOf(node?.req.headers.authorization) }),
  },
})
const server = createServer()
await instance.createServ(grafserv).addTo(server)
if (process.env.PRINT_SCHEMA) {
  const { printSchema } = await import('postgraphile/graphql')
  console.log(printSchema(await instance.getSchema()))
}
server.listen(Number(process.env.PORT), '127.0.0.1')
