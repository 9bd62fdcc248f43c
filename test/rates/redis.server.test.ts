import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { defaultLimits, type Limits } from '../../src/edge/limits.ts'
import { openRates, type Rates } from '../../src/rates/rates.ts'
import { createTestApp, type TestApp, testSecret } from '../support/app.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'
import { movementsIn } from '../support/movements.ts'
import { startGateway } from '../support/process.ts'
import { hasRedis, type OwnRedis, startRedis } from '../support/redis.ts'

const here = '203.0.113.7'
const limits = { perAccount: 8, perApiKey: 0, perAddress: 1_000 }

if (!hasRedis) console.log('Skipped: what several gateways count together (no redis-server on this machine).')

describe.skipIf(!hasRedis)('requests counted in Redis', () => {
  let redis: OwnRedis
  let world: TestApp
  let people = 0
  let ada: Person
  const opened: Rates[] = []
  const said: string[] = []

  beforeAll(async () => {
    redis = await startRedis()
    world = await createTestApp()
  })
  beforeEach(async () => {
    people += 1
    ada = await importPerson(world, people)
    said.length = 0
  })
  afterEach(async () => {
    for (const rates of opened.splice(0)) await rates.close()
  })
  afterAll(async () => {
    await redis.kill()
    await world.close()
  })

  async function gateway(more: Partial<Limits> = {}, url = redis.url): Promise<TestApp> {
    const bounds = { ...defaultLimits, ...limits, ...more }
    const rates = await openRates(url, bounds, {
      away: () => said.push('away'),
      back: () => said.push('back'),
    })
    opened.push(rates)
    return createTestApp({}, { database: world.database, limits: bounds, rates, offers: { freeTrial: 5_000_000n } })
  }

  async function ask(app: TestApp, from: string | null = null): Promise<Response> {
    const headers = { authorization: `Bearer ${await world.token(ada.accountId)}` }
    return app.fetch(new Request('http://gateway.test/v1/account/profile', { headers }), from)
  }

  async function statusesOf(app: TestApp, times: number): Promise<number[]> {
    const statuses: number[] = []
    for (let time = 0; time < times; time += 1) statuses.push((await ask(app)).status)
    return statuses
  }

  /** Waits for it to be so, for at most five seconds. */
  async function soon(isSo: () => Promise<boolean>): Promise<void> {
    const patience = performance.now() + 5_000
    while (!(await isSo())) {
      if (performance.now() > patience) throw new Error('It was not so within five seconds.')
      await delay(50)
    }
  }

  const policyOf = async (app: TestApp) => (await ask(app)).headers.get('ratelimit-policy')

  test('two gateways share a bound', async () => {
    const [first, second] = [await gateway(), await gateway()]
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => ask(index % 2 === 0 ? first : second)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(8)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(32)
    expect((await ask(first)).headers.get('ratelimit')).toMatch(/^"account";r=0;t=\d\d?$/)
  })

  test('what is kept there is gone within a minute, and names nobody', async () => {
    const app = await gateway({ perApiKey: 10 })
    await ask(app, here)
    const eye = new Redis(redis.url)
    const keys = await eye.keys('viewer-gateway:rates:*')
    expect(keys.length).toBeGreaterThan(1)
    for (const key of keys) {
      expect(key).toMatch(/^viewer-gateway:rates:(address|api-key|account):[\w-]{43}$/)
      expect(await eye.pttl(key)).toBeGreaterThan(0)
      expect(await eye.pttl(key)).toBeLessThanOrEqual(60_000)
    }
    eye.disconnect()
  })

  describe.each([
    {
      outage: 'frozen',
      begin: () => redis.freeze(),
      end: async () => redis.thaw(),
    },
    {
      outage: 'killed',
      begin: () => redis.kill(),
      end: () => redis.startAgain(),
    },
  ])('while Redis is $outage', ({ begin, end }) => {
    test('reading goes on at a quarter of the bound, no request waits long, and all is well again within five seconds', async () => {
      const app = await gateway()
      expect(await policyOf(app)).toBe('"account";q=8;w=60')
      await begin()
      try {
        const times: number[] = []
        const timed = async () => {
          const before = performance.now()
          const { status } = await ask(app)
          times.push(performance.now() - before)
          return status
        }
        // A quarter of 8 is 2.
        expect([await timed(), await timed(), await timed()].sort()).toEqual([200, 200, 429])
        expect(await policyOf(app)).toBe('"account";q=2;w=60')
        for (let time = 0; time < 20; time += 1) await timed()
        // One of them may have waited for an answer, for 200 ms; had each of them, it would have been 4.6 s.
        expect(Math.max(...times)).toBeLessThan(600)
        expect(times.reduce((sum, time) => sum + time)).toBeLessThan(1_500)
      } finally {
        await end()
      }
      await soon(async () => (await policyOf(app)) === '"account";q=8;w=60')
      expect(said).toEqual(['away', 'back'])
    })

    test('no key is made and no money moves: 503 with a time to come again; afterwards they do', async () => {
      const app = await gateway({ perAccount: 1_000 })
      const account = { accountId: ada.accountId }
      const { ask: move, hold } = movementsIn(app)
      const held = await hold(account, { credits: 1 }, { pools: ['PERMANENT'] })
      const amount = { credits: 1 }
      const moves = {
        grantCredits: { account, pool: 'PERMANENT', amount, kind: 'PROMOTIONAL' },
        holdCredits: { account, amount, pools: ['PERMANENT'] },
        consumeCredits: { account, amount, pools: ['PERMANENT'] },
        captureHold: { holdId: held.id },
        releaseHold: { holdId: held.id },
      } as const
      const subscribe =
        'mutation ($input: SetSubscriptionInput!) { setSubscription(input: $input) { userErrors { code } } }'
      const createKey = 'mutation { createApiKey(input: {}) { secret userErrors { code } } }'
      const accounts = await world.token('service:desk', ['accounts:write'])
      const email = `${randomUUID()}@example.com`
      const verify = 'mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) { userErrors { code } } }'
      const create = 'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { userErrors { code } } }'
      expect(await app.query(create, accounts, { input: { email } })).toMatchObject({
        data: { createAccount: { userErrors: [] } },
      })
      const rows = async () => [
        await world.database.prisma.ledgerEntry.count(),
        await world.database.prisma.apiKey.count(),
        await world.database.prisma.idempotencyRecord.count(),
      ]
      const before = await rows()
      await begin()
      try {
        const own = await world.token(ada.accountId)
        const desk = await world.token('service:billing', ['subscriptions:write'])
        const answers = [
          ...(await Promise.all(Object.entries(moves).map(([name, input]) => move(name as keyof typeof moves, input)))),
          await app.query(createKey, own),
          await app.query(subscribe, desk, { input: { account, plan: 'PRO', status: 'ACTIVE' } }),
          // A free trial comes of it.
          await app.query(verify, accounts, { input: { account: { email } } }),
        ]
        for (const { status, headers, errors } of answers) {
          expect(errors).toEqual([
            expect.objectContaining({ extensions: expect.objectContaining({ code: 'UNAVAILABLE' }) }),
          ])
          expect([status, headers.get('retry-after')]).toEqual([503, '1'])
        }
        expect(await rows()).toEqual(before)
        const rename = 'mutation { updateProfile(input: { displayName: "Ada" }) { userErrors { code } } }'
        expect(await app.query(rename, own)).toMatchObject({ data: { updateProfile: { userErrors: [] } } })
      } finally {
        await end()
      }
      const own = await world.token(ada.accountId)
      await soon(async () => (await app.query(createKey, own)).status === 200)
      expect(await move('releaseHold', moves.releaseHold)).toMatchObject({ data: { releaseHold: { userErrors: [] } } })
    })
  })

  test('a gateway starts without it, and finds it later', async () => {
    await redis.kill()
    const app = await gateway()
    expect(await policyOf(app)).toBe('"account";q=2;w=60')
    await redis.startAgain()
    await soon(async () => (await policyOf(app)) === '"account";q=8;w=60')
    expect(said).toEqual(['away', 'back'])
  })

  test('a bound of 1 stays 1 while each counts for itself', async () => {
    const app = await gateway({ perAccount: 1 }, 'redis://127.0.0.1:1')
    expect(await statusesOf(app, 2)).toEqual([200, 429])
  })

  test('what is not to be counted needs no counting: money moves (our decision)', async () => {
    const app = await gateway({ perAccount: 0, perAddress: 0, perService: 0 }, 'redis://127.0.0.1:1')
    const { hold } = movementsIn(app)
    expect(await hold(ada, { credits: 1 }, { pools: ['PERMANENT'] })).toMatchObject({ state: 'OPEN' })
  })

  test('a gateway as a process counts by the connection’s address, and its log tells an outage once, without the password', async () => {
    const url = new URL(redis.url)
    url.username = 'nobody'
    url.password = 'hunter2'
    const process = await startGateway({
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      JWT_SECRET: testSecret,
      REDIS_URL: url.href,
      RATE_LIMIT_ADDRESS: '8',
      LOG_LEVEL: 'trace',
    })
    try {
      const statuses: number[] = []
      for (let time = 0; time < 4; time += 1) {
        const { status, headers } = await fetch(`${process.url}/graphql?query={plans{key}}`)
        statuses.push(status)
        expect(headers.get('ratelimit-policy')).toBe('"address";q=2;w=60')
      }
      expect(statuses).toEqual([200, 200, 429, 429])
      expect((await fetch(`${process.url}/healthz`)).status).toBe(200)
      // Long enough for it to have tried again, and failed again.
      await delay(500)
      expect(process.output().match(/Redis does not answer/g)).toHaveLength(1)
    } finally {
      const { stdout, stderr } = await process.end('SIGTERM')
      expect(stdout + stderr).not.toContain('hunter2')
      expect(stdout + stderr).toContain('WRONGPASS')
    }
  })
})
