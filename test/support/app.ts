import { randomUUID } from 'node:crypto'
import { type App, createApp } from '../../src/app.ts'
import { createAuthenticator } from '../../src/auth/authenticate.ts'
import { type IssuerSettings, mainIssuer } from '../../src/auth/issuers.ts'
import { createKeyUses, type KeyUses } from '../../src/auth/key-uses.ts'
import { mintToken } from '../../src/auth/mint.ts'
import type { Offers } from '../../src/domain/free-trial.ts'
import { Refusal } from '../../src/domain/refusal.ts'
import { type BrowserSettings, noBrowsers } from '../../src/edge/browsers.ts'
import { defaultLimits, type Limits } from '../../src/edge/limits.ts'
import type { Observer } from '../../src/edge/observer.ts'
import type { Page } from '../../src/edge/page.ts'
import type { GraphSettings } from '../../src/graph/yoga.ts'
import { createMemoryRates, type Rates } from '../../src/rates/rates.ts'
import { type BodyImportOptions, type BodyOutcome, importBodies } from '../../src/rest/legacy/import-bodies.ts'
import { shapes, systems } from '../../src/rest/legacy/index.ts'
import type { RestSettings } from '../../src/rest/router.ts'
import { Prisma } from '../../src/store/client/client.ts'
import type { Database } from '../../src/store/database.ts'
import { createStore, type Store, type StoreOptions } from '../../src/store/store.ts'
import { openTestDatabase } from './database.ts'
import { keepingThePublished } from './openapi/contract.ts'

/** The instant every test takes place at, unless it moves the clock: the contract's own example. */
export const testNow = new Date('2026-02-07T00:00:00.000Z')

export const testSecret = 'a secret of the tests, of forty-odd bytes'

/** The real app on a throw-away database, with a clock that stands until it is moved. */
export interface TestApp extends App {
  readonly database: Database
  readonly clock: { now: Date }
  /** Everything the app reported as a bug: an honest test ends with none it did not cause. */
  readonly bugs: unknown[]
  /** Uses of API keys that nobody has written down yet: a test does so when it wants to see them. */
  readonly keyUses: KeyUses
  readonly losses: { readonly system: string; readonly loss: string }[]
  /** How many requests were refused as too many, as it was told. */
  readonly sheds: number[]
  /** Imports one body of a system as an operator would; the outcome is not checked. */
  importBody(system: string, body: string, options?: Partial<BodyImportOptions>): Promise<BodyOutcome>
  /** A token as the system's own clients carry it: `sub` is that system's id. */
  tokenOf(system: string, legacyId: string, scopes?: readonly string[]): Promise<string>
  /** A token for anything else: an account's UUID or `service:NAME`. */
  token(subject: string, scopes?: readonly string[]): Promise<string>
  get(path: string, token?: string | null, headers?: Record<string, string>): Promise<Response>
  send(
    method: string,
    path: string,
    body: unknown,
    token?: string | null,
    headers?: Record<string, string>,
  ): Promise<Response>
  /** A GraphQL request; answers the parsed body. */
  query(query: string, token?: string | null, variables?: Record<string, unknown>): Promise<GraphAnswer>
  close(): Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into as they come.
export type GraphAnswer = { status: number; headers: Headers; data?: any; errors?: any[] }

export interface TestAppOptions {
  /** Issuers beside the main one, as JWT_ISSUERS makes them. */
  readonly further?: readonly IssuerSettings[]
  /** Another database than a throw-away one; the app closes it. */
  readonly database?: Database
  /** Stands before the real store, for a test that makes it fail. */
  readonly wrapStore?: (store: Store) => Store
  /** GraphiQL, for the tests that visit it. */
  readonly graphiql?: Page | null
  /** What else people are shown, by path; nothing unless said. */
  readonly pages?: ReadonlyMap<string, Page>
  /** How the graph is shown; by itself to nobody, and no documents are known beforehand. */
  readonly graph?: Partial<GraphSettings>
  /** What new accounts are offered; nothing unless said. A test may go on changing its own object. */
  readonly offers?: Offers
  /** Told of all that happens, beside the test app's own lists. */
  readonly observers?: readonly Observer[]
  /** What is read at `/metrics`; nowhere unless said. */
  readonly metrics?: Page | null
  /** Told of credits that were moved. */
  readonly onMoved?: StoreOptions['onMoved']
  /** Bounds that differ from the usual ones; requests are neither counted nor too many at once unless said here. */
  readonly limits?: Partial<Limits>
  /** Where requests are counted; in the app itself unless said. */
  readonly rates?: Rates
  readonly trustedProxies?: number
  /** Answers that no client can bring about, so that the reference does not tell of them. */
  readonly isBeyondReference?: boolean
  /** What keeps it from serving; nothing unless said. */
  readonly unreadiness?: () => Promise<string | null>
  /** What browsers are told; nothing unless said. */
  readonly browsers?: Partial<BrowserSettings>
}

/** What depends on how much is asked, or on what else the machine does: for the tests that are about it. */
export const unbound = {
  ...{ perAccount: 0, perApiKey: 0, perAddress: 0, perService: 0 },
  ...{ inFlight: 1_000_000, loopDelayMs: 60_000 },
} as const

/** The suites once more with each request's statements its own, and each query left to the engine: TEST_LEVERS=off. */
const levers = process.env.TEST_LEVERS === 'off' ? { readBatch: 1, preparedQueries: 0 } : {}

export async function createTestApp(
  settings: Partial<RestSettings> = {},
  options: TestAppOptions = {},
): Promise<TestApp> {
  const { further = [], database: given, wrapStore = (store) => store, graphiql = null } = options
  const database = given ?? (await openTestDatabase())
  const clock = { now: testNow }
  const limits = { ...defaultLimits, ...unbound, ...levers, ...options.limits }
  const decisionTime = () => Prisma.sql`${clock.now}::timestamptz`
  const store = wrapStore(
    createStore(database, {
      decisionTime,
      readBatch: limits.readBatch,
      ...(options.onMoved && { onMoved: options.onMoved }),
    }),
  )
  const bugs: unknown[] = []
  const losses: { system: string; loss: string }[] = []
  const sheds: number[] = []
  const main = mainIssuer({ secret: testSecret, jwksUrl: null, issuer: null, audience: null })
  const keyUses = createKeyUses(store.saveApiKeyUses, limits.keyUseMs, (error) => bugs.push(error))
  const { authenticate } = createAuthenticator(
    { main, further, systems, bounds: limits },
    { findApiKey: store.apiKey, onKeyUse: keyUses.note, onTrouble: () => {} },
  )
  const restSettings = { deprecations: {}, requireVersion: false, ...settings }
  const app = createApp({
    store,
    authenticate,
    clock: () => clock.now,
    offers: options.offers ?? { freeTrial: null },
    limits,
    rates: options.rates ?? createMemoryRates(limits),
    trustedProxies: options.trustedProxies ?? 0,
    browsers: { ...noBrowsers, ...options.browsers },
    settings: restSettings,
    graph: { introspection: false, trusted: null, ...options.graph },
    graphiql,
    pages: options.pages ?? new Map(),
    unreadiness: options.unreadiness ?? (async () => null),
    metrics: options.metrics ?? null,
    observers: [
      {
        fault: (error) => {
          if (!(error instanceof Refusal)) bugs.push(error)
        },
        loss: (system, loss) => losses.push({ system, loss }),
        shed: (count) => sheds.push(count),
      },
      ...(options.observers ?? []),
    ],
  })

  const token = (subject: string, scopes?: readonly string[], system?: string) =>
    mintToken({
      secret: testSecret,
      subject,
      ttlSeconds: 3600,
      now: clock.now,
      ...(system === undefined ? {} : { system }),
      ...(scopes === undefined ? {} : { scopes }),
    })
  /** Every answer of every suite keeps what the reference says of it. */
  const fetch: TestApp['fetch'] = options.isBeyondReference
    ? app.fetch
    : async (request, from) => keepingThePublished(restSettings, request, await app.fetch(request, from))
  const send: TestApp['send'] = (method, path, body, bearer = null, headers = {}) =>
    fetch(
      new Request(`http://gateway.test${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
          ...headers,
        },
        body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
      }),
    )

  return {
    fetch,
    database,
    clock,
    bugs,
    keyUses,
    losses,
    sheds,
    importBody: async (system, body, options = {}) => {
      const shape = shapes.find((one) => one.system === system)
      if (!shape) throw new Error(`No shape of ${system}.`)
      const importing = { now: clock.now, linkByEmail: false, newId: () => randomUUID(), ...options }
      const [outcome] = await importBodies(database.prisma, shape, [body], importing)
      if (!outcome) throw new Error('An import answers for every body.')
      return outcome
    },
    tokenOf: (system, legacyId, scopes) => token(legacyId, scopes, system),
    token: (subject, scopes) => token(subject, scopes),
    get: (path, bearer, headers) => send('GET', path, undefined, bearer, headers),
    send,
    query: async (query, bearer, variables = {}) => {
      const response = await send('POST', '/graphql', { query, variables }, bearer)
      return { status: response.status, headers: response.headers, ...(await response.json()) }
    },
    close: () => database.close(),
  }
}
