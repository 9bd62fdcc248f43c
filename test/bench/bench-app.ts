import { randomUUID } from 'node:crypto'
import { reconcile } from '../../src/actions/reconcile.ts'
import { type App, createApp } from '../../src/app.ts'
import { createAuthenticator } from '../../src/auth/authenticate.ts'
import { mainIssuer } from '../../src/auth/issuers.ts'
import { mintToken } from '../../src/auth/mint.ts'
import { noBrowsers } from '../../src/edge/browsers.ts'
import { defaultLimits, type Limits } from '../../src/edge/limits.ts'
import { createMemoryRates } from '../../src/rates/rates.ts'
import { importBodies } from '../../src/rest/legacy/import-bodies.ts'
import { shapes, systems } from '../../src/rest/legacy/index.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createStore } from '../../src/store/store.ts'

export interface Account {
  readonly id: string
}

export interface BenchApp extends App {
  readonly accounts: readonly Account[]
  /** Holds a micro-EUR for a minute through the front door; anything but a hold is an error. */
  readonly hold: (account: Account, key: string) => Promise<void>
  /** A token for whoever is named: an account’s UUID or `service:NAME`. */
  readonly token: (subject: string, scopes?: readonly string[]) => Promise<string>
  /** That every ledger agrees with its journal. */
  readonly check: () => Promise<void>
  readonly close: () => Promise<void>
}

const secret = 'a secret of the benchmark, of forty-odd bytes'

/** The real app on a server of its own, with as many wallets as asked for, a million EUR in each. */
export async function createBenchApp(url: string, count: number, bounds: Partial<Limits> = {}): Promise<BenchApp> {
  const limits = { ...defaultLimits, ...bounds }
  const database = await openDatabase({ url, dataDir: '', poolSize: 20 })
  await database.migrate()
  const shape = shapes.find(({ system }) => system === 'ACCOUNT_PROFILE')
  if (!shape) throw new Error('There is an account-profile.')
  const now = new Date()
  const bodies = Array.from({ length: count }, (_, index) => bodyOf(index))
  await importBodies(database.prisma, shape, bodies, { now, linkByEmail: false, newId: () => randomUUID() })
  const accounts = await database.prisma.account.findMany({ select: { id: true }, orderBy: { id: 'asc' } })

  const store = createStore(database)
  const main = mainIssuer({ secret, jwksUrl: null, issuer: null, audience: null })
  const { authenticate } = createAuthenticator(
    { main, further: [], systems, bounds: limits },
    { findApiKey: store.apiKey, onKeyUse: () => {}, onTrouble: (error) => console.error(error) },
  )
  const app = createApp({
    store,
    authenticate,
    clock: () => new Date(),
    limits,
    rates: createMemoryRates({ ...limits, perAccount: 0, perApiKey: 0, perAddress: 0, perService: 0 }),
    trustedProxies: 0,
    browsers: noBrowsers,
    settings: { deprecations: {}, requireVersion: false },
    graph: { introspection: false, trusted: null },
    graphiql: null,
    pages: new Map(),
    unreadiness: async () => null,
    offers: { freeTrial: null },
    metrics: null,
    observers: [{ fault: (error) => console.error(error) }],
  })
  const mint: BenchApp['token'] = (subject, scopes) =>
    mintToken({ secret, subject, ttlSeconds: 86_400, now, ...(scopes && { scopes }) })
  const token = await mint('service:bench', ['credits:write'])
  const query =
    'mutation ($input: HoldCreditsInput!) { holdCredits(input: $input) { hold { id } userErrors { code } } }'
  return {
    fetch: app.fetch,
    accounts,
    token: mint,
    hold: async ({ id }, key) => {
      const input = { account: { accountId: id }, amount: { eur: '0.000001' }, ttlSeconds: 86_400, idempotencyKey: key }
      const request = new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables: { input } }),
      })
      const answer = (await (await app.fetch(request)).json()) as { data?: { holdCredits?: { hold?: object } } }
      if (!answer.data?.holdCredits?.hold) throw new Error(`No hold: ${JSON.stringify(answer)}`)
    },
    check: async () => {
      for await (const { differences } of reconcile(database.prisma)) {
        if (differences.length > 0)
          throw new Error(`The books and the journal differ: ${JSON.stringify(differences[0])}`)
      }
    },
    close: () => database.close(),
  }
}

function bodyOf(index: number): string {
  return JSON.stringify({
    user: {
      balance_eur: '1000000.000000',
      created_at: '2026-01-01T00:00:00Z',
      credit_limit_cents: 0,
      credits_expire_at: null,
      email: `bench-${index}@example.com`,
      email_verified: true,
      held_eur: '0.000000',
      id: `bench-${index}`,
      name: null,
      pending_credit_notice: false,
      prompt_analysis_opt_in: false,
      providers: null,
      two_factor_enabled: false,
    },
  })
}
