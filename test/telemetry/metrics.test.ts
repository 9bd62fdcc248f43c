import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Refusal } from '../../src/domain/refusal.ts'
import { defaultLimits } from '../../src/edge/limits.ts'
import type { Store } from '../../src/store/store.ts'
import { testHome } from '../support/database.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'
import { createObservedApp, type ObservedApp } from '../support/observed-app.ts'
import { createRequestRecord } from '../support/request-records.ts'

const shutdownDate = new Date('2027-01-31T00:00:00.000Z')
const deprecations = { USER_INFO: { message: 'soon', shutdownDate, since: new Date(0) } }
let app: ObservedApp
let person: Person
let token: string
let service: string

beforeAll(async () => {
  app = await createObservedApp({ deprecations })
  person = await importPerson(app, 1)
  token = await app.token(person.accountId)
  service = await app.token('service:billing', ['credits:write'])
})
afterAll(() => app.close())

/** By how much numbers grow while something is done. */
async function growth(done: () => Promise<unknown>, ...asked: Parameters<ObservedApp['value']>[]): Promise<number[]> {
  const before = await Promise.all(asked.map((one) => app.value(...one)))
  await done()
  const after = await Promise.all(asked.map((one) => app.value(...one)))
  return after.map((value, index) => value - (before[index] ?? 0))
}

describe('requests', () => {
  test('of a shape are counted by shape, what the route does, status and client', async () => {
    const labels = { face: 'rest', shape: 'account-profile', operation: 'read', status: '200', client: 'jwt:default' }
    const grown = await growth(
      () => app.get('/v1/account/profile', token),
      ['gateway_requests_total', labels],
      ['gateway_requests_total'],
      ['gateway_request_duration_seconds_count', { face: 'rest', shape: 'account-profile' }],
      ['gateway_request_statements_total', { face: 'rest' }],
    )
    expect(grown).toEqual([1, 1, 1, 1])
  })

  test.each([
    ['query Me { viewer { id } }', 'Me', 'jwt:default'],
    ['{ viewer { id } }', 'unnamed', 'jwt:default'],
    ['{ viewer { id } }', 'unnamed', 'anonymous'],
  ])('of the graph by the name of the operation: %s', async (query, operation, client) => {
    const labels = { face: 'graph', shape: 'graph', operation, status: '200', client }
    const send = () => app.query(query, client === 'anonymous' ? null : token)
    expect(await growth(send, ['gateway_requests_total', labels])).toEqual([1])
  })

  test.each([
    ['/healthz', { face: 'probe', operation: '/healthz', status: '200' }],
    ['/nowhere/ada@example.com', { face: 'none', operation: 'none', status: '404' }],
  ])('of no face, too: %s', async (path, labels) => {
    expect(await growth(() => app.get(path), ['gateway_requests_total', labels])).toEqual([1])
  })

  test('to a version that is to be shut down are counted by who still calls it, and say until when', async () => {
    const asked = { shape: 'user-info', client: 'jwt:default' }
    expect(await growth(() => app.get('/user/info', token), ['gateway_deprecated_requests_total', asked])).toEqual([1])
    expect(await growth(() => app.get('/api/v1/users/me', token), ['gateway_deprecated_requests_total'])).toEqual([0])
    expect(await app.value('gateway_shutdown_timestamp_seconds', { shape: 'user-info' })).toBe(
      shutdownDate.getTime() / 1000,
    )
  })
})

describe('what is refused', () => {
  test.each([
    ['a shape’s', () => app.get('/user/info'), { face: 'rest', code: 'UNAUTHENTICATED' }],
    [
      'the graph’s, as a whole',
      () => app.query('{ viewer { id } }', 'nonsense'),
      { face: 'graph', code: 'UNAUTHENTICATED' },
    ],
    [
      'the graph’s, in a part',
      () => app.query('{ a: viewer { id } account(by: {email: "a@b.example"}) { id } }', token),
      { face: 'graph', code: 'INSUFFICIENT_SCOPE' },
    ],
    ['that there is not enough', () => hold('more', '1000000'), { face: 'graph', code: 'INSUFFICIENT_CREDITS' }],
  ])('is counted by its code: %s', async (_, send, labels) => {
    expect(await growth(send, ['gateway_refusals_total', labels])).toEqual([1])
  })

  test('is counted once for a request, however many parts of it were', async () => {
    const all = Array.from({ length: 5 }, (_, index) => `a${index}: account(by: {email: "a@b.example"}) { id }`)
    const labels = { code: 'INSUFFICIENT_SCOPE' }
    expect(await growth(() => app.query(`{ ${all.join(' ')} }`, token), ['gateway_refusals_total', labels])).toEqual([
      1,
    ])
  })

  test('by a bound on requests is counted by what is bound; reading /metrics is bound by none', async () => {
    const bound = await createObservedApp({}, { database: app.database, limits: { perAccount: 2 } })
    for (const _ of [1, 2, 3, 4]) await bound.get('/user/info', token)
    expect(await bound.value('gateway_rate_limited_total', { policy: 'account' })).toBe(2)
    for (const _ of [1, 2, 3, 4]) expect((await bound.get('/metrics', token)).status).toBe(200)
  })

  test('as too much at once is counted, and /metrics can be read meanwhile', async () => {
    const limits = { inFlight: 1, queueMs: 0, loopDelayMs: defaultLimits.loopDelayMs * 100 }
    let free = () => {}
    const held = new Promise<void>((resolve) => {
      free = resolve
    })
    const busy = await createObservedApp(
      {},
      {
        database: app.database,
        limits,
        wrapStore: (store) => ({ ...store, account: async (key) => held.then(() => store.account(key)) }),
      },
    )
    const first = busy.get('/user/info', token)
    await Promise.all([1, 2, 3].map(() => busy.get('/user/info', token)))
    expect((await busy.get('/metrics')).status).toBe(200)
    free()
    await first
    expect(await busy.value('gateway_refusals_total', { code: 'OVERLOADED' })).toBe(3)
  })
})

test.each([
  ['a bug', () => new Error('x'), 'bug'],
  ['an outage', () => new Refusal('UNAVAILABLE', 'x', { retryAfter: 1 }), 'outage'],
])('%s is counted as one', async (_, thrown, kind) => {
  const options = { database: app.database, wrapStore: (store: Store) => ({ ...store, account: fail }) }
  const fail = () => Promise.reject(thrown())
  const broken = await createObservedApp({}, options)
  await broken.get('/user/info', token)
  expect(await broken.value('gateway_faults_total', { kind })).toBe(1)
  expect(await broken.value('gateway_faults_total')).toBe(1)
})

test('a declared loss is counted by shape and what was lost', async () => {
  const subscriptions = await app.token('service:plans', ['subscriptions:write'])
  await app.query(
    'mutation ($input: SetSubscriptionInput!) { setSubscription(input: $input) { userErrors { code } } }',
    subscriptions,
    { input: { account: { accountId: person.accountId }, plan: 'STARTER' } },
  )
  await app.get('/api/v1/users/me', token)
  const loss = 'subscription_tier: a STARTER or CUSTOM plan is told as developer'
  expect(await app.value('gateway_declared_losses_total', { shape: 'users-me', loss })).toBe(1)
  expect(await app.value('gateway_declared_losses_total')).toBe(1)
})

describe('the ledger', () => {
  const holds = (event: string): Parameters<ObservedApp['value']> => ['gateway_holds_total', { event }]
  const moved = (kind: string): Parameters<ObservedApp['value']> => ['gateway_ledger_micro_eur_total', { kind }]
  const entries = (kind: string): Parameters<ObservedApp['value']> => [
    'gateway_ledger_movements_total',
    { pool: 'WALLET', kind },
  ]

  test('counts a hold in one statement, and its amount in micro-EUR', async () => {
    expect(await growth(() => hold('h1', '0.25'), holds('opened'), entries('HOLD'), moved('HOLD'))).toEqual([
      1, 1, 250_000,
    ])
  })

  test('counts the same key once', async () => {
    await hold('h2', '0.1')
    expect(await growth(() => hold('h2', '0.1'), holds('opened'), entries('HOLD'), moved('HOLD'))).toEqual([0, 0, 0])
  })

  test('counts what is captured of it and what is released', async () => {
    const id = await hold('h3', '1')
    const capture = () =>
      app.query(
        'mutation ($input: CaptureHoldInput!) { captureHold(input: $input) { userErrors { code } } }',
        service,
        { input: { holdId: id, amount: { eur: '0.4' }, idempotencyKey: 'c3' } },
      )
    const grown = await growth(capture, holds('captured'), holds('released'), moved('CAPTURE'), moved('RELEASE'))
    expect(grown).toEqual([1, 0, 400_000, 600_000])
  })

  test('counts a grant, and nothing of one that is refused', async () => {
    const grant = (pool: string, amount: object, key: string) => () =>
      app.query(
        'mutation ($input: GrantCreditsInput!) { grantCredits(input: $input) { userErrors { code } } }',
        service,
        {
          input: { account: { accountId: person.accountId }, pool, kind: 'PAID', amount, idempotencyKey: key },
        },
      )
    const credits: Parameters<ObservedApp['value']> = [
      'gateway_ledger_credits_total',
      { pool: 'PERMANENT', kind: 'GRANT' },
    ]
    expect(await growth(grant('PERMANENT', { credits: 7 }, 'g1'), credits, moved('GRANT'))).toEqual([7, 0])
    expect(await growth(grant('PERMANENT', { eur: '7' }, 'g2'), credits, moved('GRANT'))).toEqual([0, 0])
  })

  test('keeps every unit of amounts that a float would lose in adding up', () => {
    const ledger = app.metrics.ledger
    ledger({ entries: [{ pool: 'MONTHLY', kind: 'ADJUSTMENT', amount: 2n ** 53n }], opened: 0, ended: [] })
    for (const _ of [1, 2])
      ledger({ entries: [{ pool: 'MONTHLY', kind: 'ADJUSTMENT', amount: 1n }], opened: 0, ended: [] })
    return expect(app.value('gateway_ledger_credits_total', { pool: 'MONTHLY', kind: 'ADJUSTMENT' })).resolves.toBe(
      2 ** 53 + 2,
    )
  })
})

test('statements are counted as they are sent, with the time they took', async () => {
  const before = app.database.statements()
  const name = 'gateway_sql_statement_duration_seconds_count'
  const [grown] = await growth(() => app.get('/user/info', token), [name])
  expect(grown).toBe(app.database.statements() - before)
  expect(await app.text()).toContain('gateway_sql_statement_duration_seconds_bucket{le="1",operation="SELECT"}')
})

test('of an embedded database’s pool there is nothing to say, of a server’s everything', async () => {
  const text = await app.text()
  for (const name of ['gateway_database_connections', 'gateway_database_waiting']) {
    const isTold = text.split('\n').some((line) => line.startsWith(name))
    expect([name, isTold]).toEqual([name, testHome() === 'server'])
  }
  const server = await createObservedApp({}, { database: app.database })
  server.metrics.watch({ connections: () => ({ inUse: 3, idle: 2, waiting: 4 }), unreadiness: async () => 'away' })
  expect(await server.value('gateway_database_connections', { state: 'in_use' })).toBe(3)
  expect(await server.value('gateway_database_connections', { state: 'idle' })).toBe(2)
  expect(await server.value('gateway_database_waiting')).toBe(4)
  expect(await server.value('gateway_ready')).toBe(0)
  expect(await app.value('gateway_ready')).toBe(1)
})

describe('however many names are made up', () => {
  test('there are only so many labels, and the first ones go on counting', async () => {
    const one = await createObservedApp({}, { database: app.database })
    const tell = (operation: string, client: string) =>
      one.metrics.observer.answered?.(createRequestRecord({ operation, client }), new Request('http://gateway.test/'))
    for (let index = 0; index < 5_000; index += 1) tell(`Name${index}`, `service:number-${index}`)
    const lines = (await one.text()).split('\n').filter((line) => line.startsWith('gateway_requests_total{'))
    expect(lines.length).toBeLessThanOrEqual(2_001)
    for (const label of ['operation', 'client']) {
      const values = new Set(lines.map((line) => new RegExp(`${label}="([^"]*)"`).exec(line)?.[1]))
      expect(values.size).toBeLessThanOrEqual(201)
      expect(values).toContain('other')
    }
    tell('Name0', 'service:number-0')
    expect(await one.value('gateway_requests_total', { operation: 'Name0', client: 'service:number-0' })).toBe(2)
    expect(await one.value('gateway_requests_total')).toBe(5_001)
  })

  test('nor more combinations of those there are', async () => {
    const one = await createObservedApp({}, { database: app.database })
    for (let a = 0; a < 100; a += 1) {
      for (let b = 0; b < 100; b += 1) {
        const record = createRequestRecord({ operation: `Name${a}`, client: `service:number-${b}` })
        one.metrics.observer.answered?.(record, new Request('http://gateway.test/'))
      }
    }
    const lines = (await one.text()).split('\n').filter((line) => line.startsWith('gateway_requests_total{'))
    expect(lines.length).toBeLessThanOrEqual(2_001)
    expect(await one.value('gateway_requests_total')).toBe(10_000)
  })
})

describe('/metrics', () => {
  const secret = 'a token of sixteen characters and more'
  let guarded: ObservedApp
  beforeEach(async () => {
    guarded = await createObservedApp({}, { database: app.database, token: secret })
  })
  afterEach(() => expect(guarded.bugs).toEqual([]))

  test('is told to whoever has the token, and to nobody else', async () => {
    const answer = await guarded.get('/metrics', secret)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).toContain('# TYPE gateway_requests_total counter')
  })

  test.each([
    ['nothing', {}],
    ['another token', { authorization: 'Bearer another token of many characters' }],
    ['the beginning of it', { authorization: `Bearer ${secret.slice(0, -1)}` }],
    ['more than it', { authorization: `Bearer ${secret}x` }],
    ['it in another way', { authorization: `Basic ${secret}` }],
    ['it elsewhere', { 'x-api-key': secret }],
  ])('is refused to who says %s', async (_, headers) => {
    const answer = await guarded.get('/metrics', null, headers as Record<string, string>)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="metrics"')
    expect(await answer.text()).not.toContain('gateway_')
  })

  test('answers HEAD without a body, and no other method', async () => {
    const head = await guarded.send('HEAD', '/metrics', undefined, secret)
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect((await guarded.send('POST', '/metrics', undefined, secret)).status).toBe(405)
  })

  test('says what runs, and how the process does', async () => {
    const text = await guarded.text()
    expect(text).toMatch(/^gateway_build_info\{version="\d+\.\d+\.\d+",node="v\d+\.\d+\.\d+"\} 1$/m)
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'])
      expect(text).toContain(name)
  })
})

async function hold(idempotencyKey: string, eur: string): Promise<string> {
  const { data } = await app.query(
    'mutation ($input: HoldCreditsInput!) { holdCredits(input: $input) { hold { id } userErrors { code } } }',
    service,
    { input: { account: { accountId: person.accountId }, amount: { eur }, ttlSeconds: 600, idempotencyKey } },
  )
  return data.holdCredits.hold?.id
}
