import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { importApiKeys } from '../../src/actions/import-api-keys.ts'
import type { Limits } from '../../src/edge/limits.ts'
import { createTestApp, type TestApp, type TestAppOptions, testNow } from '../support/app.ts'
import { paths } from '../support/importing.ts'
import { importPerson, legacySystems, type Person } from '../support/legacy-people.ts'
import { safeHeaders } from '../support/safe-headers.ts'

const keys = ['dc_live_0123456789abcdef0001', 'dc_live_0123456789abcdef0002'] as const
const here = '203.0.113.7'

let world: TestApp
let ada: Person
let bob: Person

beforeAll(async () => {
  world = await createTestApp()
  ada = await importPerson(world, 1)
  bob = await importPerson(world, 2)
  await importApiKeys(
    world.database.prisma,
    keys.map((key) => ({
      system: 'USERS_ME',
      legacyId: ada.ids.USERS_ME,
      createdAt: testNow,
      sha256: new Uint8Array(createHash('sha256').update(key).digest()),
      // Two keys that look alike are two keys.
      lastFour: '0000',
      revokedAt: null,
    })),
  )
})
afterAll(() => world.close())

let start: number
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  start = Date.now()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Lets the counters' clock stand so many seconds after the test's beginning. */
const passed = (seconds: number) => vi.setSystemTime(start + seconds * 1000)

/** A gateway of its own over the same people: its counts begin at nought. */
function gateway(limits: Partial<Limits>, options: TestAppOptions = {}): Promise<TestApp> {
  return createTestApp({}, { database: world.database, limits, ...options })
}

interface Asked {
  readonly method?: string
  readonly path?: string
  readonly credential?: string | null
  readonly from?: string | null
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

function ask(app: TestApp, { method = 'GET', path, credential = null, from = null, headers = {}, body }: Asked = {}) {
  const request = new Request(`http://gateway.test${path ?? '/v1/account/profile'}`, {
    method,
    headers: {
      ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  return app.fetch(request, from)
}

const viewer = { method: 'POST', path: '/graphql', body: { query: '{ viewer { email } }' } }
const plans = { method: 'POST', path: '/graphql', body: { query: '{ plans { key } }' } }

async function statuses(answers: readonly Promise<Response>[]): Promise<number[]> {
  return (await Promise.all(answers)).map(({ status }) => status)
}

describe('per account', () => {
  test('every credential and every face of one account share its bound; another account has its own', async () => {
    const ways = [
      { credential: await world.token(ada.accountId) },
      { credential: keys[0], path: paths.USERS_ME },
      { credential: keys[1], path: paths.USER_INFO },
      ...(await Promise.all(
        legacySystems.map(async (system) => ({
          credential: await world.tokenOf(system, ada.ids[system]),
          path: paths[system],
        })),
      )),
      { credential: keys[0], ...viewer },
      { credential: await world.token(ada.accountId), path: '/graphql?query={viewer{email}}' },
    ]
    const app = await gateway({ perAccount: ways.length })
    for (const way of ways) expect((await ask(app, way)).status).toBe(200)
    for (const way of ways) expect((await ask(app, way)).status).toBe(429)
    expect((await ask(app, { credential: await world.token(bob.accountId) })).status).toBe(200)
  })

  test('requests that come at once are not let through together', async () => {
    const app = await gateway({ perAccount: 10 })
    const credential = await world.token(ada.accountId)
    const answers = await statuses(Array.from({ length: 40 }, () => ask(app, { credential })))
    expect(answers.filter((status) => status === 200)).toHaveLength(10)
    expect(answers.filter((status) => status === 429)).toHaveLength(30)
  })

  test('a service is counted by its name, whatever scopes its tokens have', async () => {
    const app = await gateway({ perService: 1 })
    const asked = async (name: string, scopes: string[]) =>
      (await ask(app, { ...plans, credential: await world.token(name, scopes) })).status
    expect(await asked('service:billing', [])).toBe(200)
    expect(await asked('service:billing', ['account:support'])).toBe(429)
    expect(await asked('service:support', ['account:support'])).toBe(200)
  })

  test('a service has its own bound instead of its address’s and an account’s', async () => {
    const app = await gateway({ perAddress: 2, perAccount: 1, perService: 5 })
    const credential = await world.token('service:billing', ['account:support'])
    const answers = []
    for (let count = 0; count < 6; count += 1) answers.push(await ask(app, { ...plans, credential, from: '192.0.2.7' }))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429])
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"service";q=5;w=60')
    // Whoever else comes from there has the address's bound to himself.
    const adas = await world.token(ada.accountId)
    expect((await ask(app, { credential: adas, from: '192.0.2.7' })).status).toBe(200)
  })

  test('a service is let in however much else comes from its address; nobody else is', async () => {
    const app = await gateway({ perAddress: 1, perService: 2 })
    const from = '192.0.2.8'
    const service = await world.token('service:billing', ['account:support'])
    expect((await ask(app, { ...plans, from })).status).toBe(200)
    expect((await ask(app, { ...plans, from })).status).toBe(429)
    expect((await ask(app, { ...plans, credential: service, from })).status).toBe(200)
    for (const credential of [null, 'nonsense', `${service}x`, keys[0], await world.token(ada.accountId)]) {
      expect((await ask(app, { ...plans, credential: credential ?? null, from })).status).toBe(429)
    }
    expect((await ask(app, { ...plans, credential: service, from })).status).toBe(200)
    expect((await ask(app, { ...plans, credential: service, from })).status).toBe(429)
  })

  test('a legacy id that is nobody’s is counted, too', async () => {
    const app = await gateway({ perAccount: 1 })
    const credential = await world.tokenOf('USERS_ME', 'nobody')
    expect((await ask(app, { path: paths.USERS_ME, credential })).status).toBe(404)
    expect((await ask(app, { path: paths.USERS_ME, credential })).status).toBe(429)
    const other = await world.tokenOf('USER_INFO', 'nobody')
    expect((await ask(app, { path: paths.USERS_ME, credential: other })).status).toBe(404)
  })

  test('a write that is refused for being too many has written nothing', async () => {
    const app = await gateway({ perAccount: 1 })
    const rename = { method: 'PATCH', body: { name: 'Bob the second' }, credential: await world.token(bob.accountId) }
    expect((await ask(app, { credential: rename.credential })).status).toBe(200)
    expect((await ask(app, rename)).status).toBe(429)
    expect(await (await world.get('/v1/account/profile', rename.credential)).text()).not.toContain('Bob the second')
  })

  test('to find the account of a legacy id costs a read no statement', async () => {
    const credential = await world.tokenOf('USERS_ME', ada.ids.USERS_ME)
    const statementsOf = async (app: TestApp) => {
      const before = world.database.statements()
      expect((await ask(app, { path: paths.USERS_ME, credential })).status).toBe(200)
      return world.database.statements() - before
    }
    const uncounted = await statementsOf(await gateway({}))
    expect(await statementsOf(await gateway({ perAccount: 10 }))).toBe(uncounted)
  })
})

describe('per API key', () => {
  test('each key has its own bound, even where two share their last four; tokens have none', async () => {
    const app = await gateway({ perApiKey: 1 })
    expect((await ask(app, { credential: keys[0] })).status).toBe(200)
    expect((await ask(app, { credential: keys[0], ...viewer })).status).toBe(429)
    expect((await ask(app, { headers: { 'x-api-key': keys[0] } })).status).toBe(429)
    expect((await ask(app, { credential: keys[1] })).status).toBe(200)
    const credential = await world.token(ada.accountId)
    for (let times = 0; times < 3; times += 1) expect((await ask(app, { credential })).status).toBe(200)
  })

  test('what a key’s bound turns away is not taken from its account', async () => {
    const app = await gateway({ perApiKey: 1, perAccount: 3 })
    expect((await ask(app, { credential: keys[0] })).status).toBe(200)
    for (let times = 0; times < 5; times += 1) expect((await ask(app, { credential: keys[0] })).status).toBe(429)
    expect((await ask(app, { credential: keys[1] })).status).toBe(200)
    const credential = await world.token(ada.accountId)
    expect((await ask(app, { credential })).status).toBe(200)
    expect((await ask(app, { credential })).status).toBe(429)
  })

  test('what the account’s bound turns away is given back to the key', async () => {
    const app = await gateway({ perApiKey: 3, perAccount: 1 })
    expect((await ask(app, { credential: await world.token(ada.accountId) })).status).toBe(200)
    passed(30)
    for (let times = 0; times < 5; times += 1) {
      const response = await ask(app, { credential: keys[0] })
      expect(response.status).toBe(429)
      expect(response.headers.get('ratelimit')).toBe('"api-key";r=3;t=60, "account";r=0;t=30')
    }
    // The account's window is over, the key's is not.
    passed(61)
    const response = await ask(app, { credential: keys[0] })
    expect([response.status, response.headers.get('ratelimit')]).toEqual([
      200,
      '"api-key";r=2;t=29, "account";r=0;t=60',
    ])
  })
})

describe('per address', () => {
  test('one address has one bound, whoever asks and whatever for', async () => {
    const app = await gateway({ perAddress: 4 })
    const from = here
    expect((await ask(app, { from, credential: await world.token(ada.accountId) })).status).toBe(200)
    expect((await ask(app, { from, credential: await world.token(bob.accountId) })).status).toBe(200)
    expect((await ask(app, { from, ...plans })).status).toBe(200)
    expect((await ask(app, { from })).status).toBe(401)
    expect((await ask(app, { from, credential: await world.token(ada.accountId) })).status).toBe(429)
    expect((await ask(app, { from: '203.0.113.8' })).status).toBe(401)
    expect((await ask(app, { from: `::ffff:${here}` })).status).toBe(429)
  })

  test('an IPv6 network is one sender', async () => {
    const app = await gateway({ perAddress: 1 })
    expect((await ask(app, { from: '2001:db8:1:2::1', ...plans })).status).toBe(200)
    expect((await ask(app, { from: '2001:db8:1:2:ffff::1', ...plans })).status).toBe(429)
    expect((await ask(app, { from: '2001:db8:1:3::1', ...plans })).status).toBe(200)
  })

  test('without an address nothing is counted', async () => {
    const app = await gateway({ perAddress: 1 })
    for (let times = 0; times < 3; times += 1) {
      const response = await ask(app, plans)
      expect([response.status, response.headers.get('ratelimit')]).toEqual([200, null])
    }
  })

  test('X-Forwarded-For that a caller writes itself helps it nothing', async () => {
    const direct = await gateway({ perAddress: 1 })
    const behind = await gateway({ perAddress: 1 }, { trustedProxies: 1 })
    for (const [times, invented] of ['192.0.2.1', '192.0.2.2', '192.0.2.3'].entries()) {
      const status = times === 0 ? 200 : 429
      const written = { 'x-forwarded-for': invented }
      expect((await ask(direct, { from: here, headers: written, ...plans })).status).toBe(status)
      const appended = { 'x-forwarded-for': `${invented}, ${here}` }
      expect((await ask(behind, { from: '10.0.0.1', headers: appended, ...plans })).status).toBe(status)
    }
    expect(
      (await ask(behind, { from: '10.0.0.1', headers: { 'x-forwarded-for': '192.0.2.1' }, ...plans })).status,
    ).toBe(200)
  })

  test('is refused before the credentials are looked at, and is not taken from the account', async () => {
    const app = await gateway({ perAddress: 1, perAccount: 2 })
    const credential = await world.token(ada.accountId)
    expect((await ask(app, { from: here, credential })).status).toBe(200)
    for (let times = 0; times < 3; times += 1) {
      expect((await ask(app, { from: here, credential })).status).toBe(429)
      expect((await ask(app, { from: here, credential: 'guessed' })).status).toBe(429)
    }
    expect((await ask(app, { from: '203.0.113.8', credential })).status).toBe(200)
  })

  test('credentials that are refused cost five requests (our decision)', async () => {
    const app = await gateway({ perAddress: 12 })
    const left = async (asked: Asked) => {
      const { status, headers } = await ask(app, { from: here, ...asked })
      return [status, headers.get('ratelimit')]
    }
    expect(await left(plans)).toEqual([200, '"address";r=11;t=60'])
    expect(await left({})).toEqual([401, '"address";r=10;t=60'])
    expect(await left({ credential: 'guessed' })).toEqual([401, '"address";r=5;t=60'])
    // The one that is too much for the bound is still told what was wrong with it.
    expect(await left({ ...viewer, credential: 'guessed' })).toEqual([401, '"address";r=0;t=60'])
    expect(await left(plans)).toEqual([429, '"address";r=0;t=60'])
  })

  test.each(['/healthz', '/readyz', '/', '/nothing'])('%s is not counted', async (path) => {
    const app = await gateway({ perAddress: 1 })
    for (let times = 0; times < 3; times += 1) {
      const response = await ask(app, { from: here, path })
      expect([response.status === 429, response.headers.get('ratelimit')]).toEqual([false, null])
    }
  })

  test('the page is not counted, its queries are', async () => {
    const page = { respond: async () => ({ status: 200, headers: {}, body: 'page' }) }
    const app = await gateway({ perAddress: 1 }, { graphiql: page })
    for (let times = 0; times < 3; times += 1) {
      expect((await ask(app, { from: here, path: '/graphql', headers: { accept: 'text/html' } })).status).toBe(200)
    }
    expect((await ask(app, { from: here, ...plans })).status).toBe(200)
    expect((await ask(app, { from: here, ...plans })).status).toBe(429)
  })
})

test('a window is a minute from its first request; being refused lengthens it not', async () => {
  const app = await gateway({ perAccount: 1 })
  const credential = await world.token(ada.accountId)
  const status = async () => (await ask(app, { credential })).status
  expect(await status()).toBe(200)
  passed(59.999)
  expect(await status()).toBe(429)
  passed(60)
  expect([await status(), await status()]).toEqual([200, 429])
})

describe('what an answer says', () => {
  const policies = '"address";q=100;w=60, "api-key";q=50;w=60, "account";q=20;w=60'
  const limits = { perAddress: 100, perApiKey: 50, perAccount: 20 }

  test('RateLimit-Policy and RateLimit name every bound that has counted it', async () => {
    const app = await gateway(limits)
    await ask(app, { from: here, ...plans })
    passed(17.5)
    for (const asked of [{}, { method: 'HEAD' }, viewer]) {
      const { status, headers } = await ask(app, { from: here, credential: keys[0], ...asked })
      expect([status, headers.get('ratelimit-policy')]).toEqual([200, policies])
    }
    const { headers } = await ask(app, { from: here, credential: keys[0] })
    expect(headers.get('ratelimit')).toBe('"address";r=95;t=43, "api-key";r=46;t=60, "account";r=16;t=60')
    for (const name of ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'])
      expect(headers.has(name)).toBe(false)
  })

  test('problems say so, too', async () => {
    const app = await gateway(limits)
    const credential = await world.token(ada.accountId, [])
    const { status, headers } = await ask(app, { from: here, credential })
    expect([status, headers.get('ratelimit-policy'), headers.get('ratelimit')]).toEqual([
      403,
      '"address";q=100;w=60, "account";q=20;w=60',
      '"address";r=99;t=60, "account";r=19;t=60',
    ])
  })

  test('a bound of 0 neither counts nor says anything', async () => {
    const app = await gateway({ perAddress: 0, perApiKey: 0, perAccount: 0 })
    const { headers } = await ask(app, { from: here, credential: keys[0] })
    expect([headers.get('ratelimit-policy'), headers.get('ratelimit')]).toEqual([null, null])
  })

  const id = '3f1c1f4e-9a57-4f0c-8d3e-0d5a3c1b2a90'
  const said = 'Too many requests: the next one is welcome in 43 s.'
  const envelopes = {
    ACCOUNT_PROFILE: { error: 'rate_limited', message: said, request_id: id },
    USERS_ME: { detail: said },
    USER_PROFILE: { success: false, error: { message: said, code: 'RATE_LIMITED' } },
    // The caller is not looked up to be refused: it stays unnamed (our decision).
    USER_INFO: { error: { message: said, code: 429, requestId: id }, status: { cost: 0 } },
    GRAPH: { errors: [{ message: said, extensions: { code: 'RATE_LIMITED', requestId: id } }] },
  }
  test.each(Object.keys(envelopes) as (keyof typeof envelopes)[])(
    '%s: 429 in its envelope, with the seconds to wait (the reset as seconds since 1970 is our decision)',
    async (face) => {
      const app = await gateway({ perAccount: 1 })
      const credential = await world.token(ada.accountId)
      const asked = face === 'GRAPH' ? viewer : { path: paths[face] }
      await ask(app, { credential })
      passed(17.5)
      app.clock.now = new Date(testNow.getTime() + 17_500)
      const response = await ask(app, { credential, headers: { 'x-request-id': id }, ...asked })
      expect(response.status).toBe(429)
      expect(await response.text()).toBe(JSON.stringify(envelopes[face]))
      const reset = Math.ceil(testNow.getTime() / 1000 + 17.5 + 43)
      const shown =
        face === 'USER_PROFILE'
          ? { 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }
          : {}
      expect(Object.fromEntries(response.headers)).toEqual({
        'cache-control': 'private, no-store',
        vary: 'authorization, x-api-key',
        'content-type': 'application/json; charset=utf-8',
        'x-request-id': id,
        'retry-after': '43',
        'ratelimit-policy': '"account";q=1;w=60',
        ratelimit: '"account";r=0;t=43',
        ...safeHeaders,
        ...shown,
      })
    },
  )

  test('HEAD that is too much has the headers and no body', async () => {
    const app = await gateway({ perAccount: 1 })
    const asked = { method: 'HEAD', credential: await world.token(ada.accountId), path: paths.USER_PROFILE }
    await ask(app, asked)
    const response = await ask(app, asked)
    const { status, headers } = response
    expect([status, headers.get('retry-after'), headers.get('x-ratelimit-limit')]).toEqual([429, '60', '1'])
    expect(await response.text()).toBe('')
  })
})

describe('a list of GraphQL operations', () => {
  const list = (length: number) => ({
    ...viewer,
    body: Array.from({ length }, () => ({ query: '{ plans { key } }' })),
  })

  test('counts each', async () => {
    const app = await gateway({ perAddress: 100, perApiKey: 50, perAccount: 20, batch: 5 })
    const { headers } = await ask(app, { from: here, credential: keys[0], ...list(5) })
    expect(headers.get('ratelimit')).toBe('"address";r=95;t=60, "api-key";r=45;t=60, "account";r=15;t=60')
  })

  test('that is more than is left is refused whole, and costs the wider bounds one', async () => {
    const app = await gateway({ perAddress: 100, perAccount: 4, batch: 5 })
    const { status, headers } = await ask(app, {
      from: here,
      credential: await world.token(ada.accountId),
      ...list(5),
    })
    expect([status, headers.get('ratelimit')]).toEqual([429, '"address";r=99;t=60, "account";r=0;t=60'])
  })

  test('that is longer than may be counts as one', async () => {
    const app = await gateway({ perAddress: 100, batch: 5 })
    const { status, headers } = await ask(app, { from: here, ...list(6) })
    expect([status, headers.get('ratelimit')]).toEqual([400, '"address";r=99;t=60'])
  })
})
