import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashApiKey } from '../../src/auth/api-key.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { creditWorldIn, noWallet } from '../support/credit-world.ts'
import { type Bodies, bodiesOf, type Changes, type Clients, withChanges } from '../support/legacy-bytes.ts'
import { legacySystems, type Person } from '../support/legacy-people.ts'

type World = ReturnType<typeof creditWorldIn>
let app: TestApp
let world: World
beforeAll(async () => {
  app = await createTestApp()
  world = creditWorldIn(app)
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

const later = (seconds: number) => new Date(testNow.getTime() + seconds * 1000)

let who: Person
let apiKey: string
let bodies: Bodies
/** All of them in the tests that are about clients; else one. */
let clients: Clients
beforeEach(() => {
  app.clock.now = testNow
})

/** Known to every system and with an API key; the credits as imported but for what is said of the wallet. */
async function somebody(
  wallet: Readonly<Record<string, unknown>> = { pending_credit_notice: false },
  every = false,
): Promise<void> {
  who = await world.person(legacySystems, { ACCOUNT_PROFILE: wallet })
  apiKey = `dc_live_${randomUUID()}`
  clients = every ? { legacyTokens: true, apiKey } : {}
  const key = { sha256: hashApiKey(apiKey), lastFour: apiKey.slice(-4), createdAt: testNow }
  await app.database.prisma.apiKey.create({ data: { id: randomUUID(), accountId: who.accountId, ...key } })
  bodies = await bodiesOf(app, who, clients)
}

/** The next answers of all four differ from the ones before in nothing but this. */
async function tells(changes: Changes): Promise<void> {
  const next = await bodiesOf(app, who, clients)
  expect(next).toEqual(withChanges(bodies, changes))
  bodies = next
}

const wallet = (balance_eur: string, held_eur: string): Changes => ({
  ACCOUNT_PROFILE: { 'user.balance_eur': balance_eur, 'user.held_eur': held_eur },
})
const credits = (monthly: number, additional: number, permanent: number): Changes => ({
  USERS_ME: { permanent_credit_balance: permanent },
  USER_INFO: { 'user.plan.remainingMonthlyCredits': monthly, 'user.plan.remainingAdditionalCredits': additional },
})

describe('the next answer to any client tells of the wallet', () => {
  test('a hold, its capture in part, another one and its release', async () => {
    await somebody(undefined, true)
    await tells(wallet('12.500000', '0.500000'))
    const first = await world.hold(who, { eur: '4.000001' })
    await tells(wallet('8.499999', '4.500001'))
    await world.capture(first, { eur: '1' })
    await tells(wallet('11.500000', '0.500000'))
    const second = await world.hold(who, { eur: '11.5' })
    await tells(wallet('0.000000', '12.000000'))
    await world.release(second)
    await tells(wallet('11.500000', '0.500000'))
  })

  test('a hold whose time is up, without anybody doing anything', async () => {
    await somebody()
    await world.hold(who, { eur: '4' }, { ttlSeconds: 3600 })
    await tells(wallet('8.500000', '4.500000'))
    app.clock.now = new Date(later(3600).getTime() - 1)
    await tells({})
    app.clock.now = later(3600)
    await tells(wallet('12.500000', '0.500000'))
  })

  test('what is consumed, down to the credit limit', async () => {
    await somebody()
    await world.consume(who, { eur: '17.5' })
    await tells(wallet('-5.000000', '0.500000'))
    expect(await world.refused('consumeCredits', { ...world.of(who), amount: { eur: '0.000001' } })).toEqual([
      'INSUFFICIENT_CREDITS',
    ])
    await tells({})
  })

  test('the imported hold, captured', async () => {
    await somebody()
    const { credits } = await world.viewer('credits { holds { edges { node { id } } } }', who)
    await world.capture(credits.holds.edges[0].node, { eur: '0.2' })
    await tells(wallet('12.800000', '0.000000'))
  })

  test('new credits, and that there are some until the notice is dismissed', async () => {
    await somebody()
    await world.grant(who, 'WALLET', { eur: '5' })
    const told = { 'user.balance_eur': '17.500000', 'user.pending_credit_notice': true }
    await tells({ ACCOUNT_PROFILE: told })
    const dismissed = await app.send('POST', '/v1/account/notifications/dismiss', undefined, apiKey)
    expect(dismissed.status).toBe(204)
    await tells({ ACCOUNT_PROFILE: { 'user.pending_credit_notice': false } })
    await world.hold(who, { eur: '17.5' })
    await tells(wallet('0.000000', '18.000000'))
    await world.grant(who, 'PERMANENT', { credits: 5 })
    await tells({
      ACCOUNT_PROFILE: { 'user.pending_credit_notice': true },
      USERS_ME: { permanent_credit_balance: 4205 },
    })
  })

  test('credits for later once they count, and their notice with them, though an earlier one was dismissed', async () => {
    await somebody()
    await world.grant(who, 'WALLET', { eur: '5' }, { effectiveAt: later(3600).toISOString() })
    await tells({})
    const token = await app.token(who.accountId)
    expect((await app.send('POST', '/v1/account/notifications/dismiss', undefined, token)).status).toBe(204)
    app.clock.now = later(3600)
    await tells({ ACCOUNT_PROFILE: { 'user.balance_eur': '17.500000', 'user.pending_credit_notice': true } })
  })

  test('also in the answer to a change of the profile', async () => {
    await somebody()
    await world.hold(who, { eur: '4' })
    const { said, patch } = world
    const answered = await (await patch('ACCOUNT_PROFILE', who, {})).json()
    expect(answered.user).toMatchObject({ balance_eur: '8.500000', held_eur: '4.500000' })
    expect(answered.user).toEqual(await said('ACCOUNT_PROFILE', who))
  })
})

describe('the date that credits expire at is the next one', () => {
  const expires = (at: string | null, balance: string): Changes => ({
    ACCOUNT_PROFILE: { 'user.credits_expire_at': at, 'user.balance_eur': balance },
  })

  test('a sooner grant brings it forward, and spending that grant puts it back', async () => {
    await somebody({ ...noWallet, balance_eur: '12.500000', credits_expire_at: '2026-12-01T00:00:00Z' })
    await world.grant(who, 'WALLET', { eur: '5' }, { expiresAt: '2026-06-01T00:00:00.999Z' })
    await tells(expires('2026-06-01T00:00:00Z', '17.500000'))
    await world.grant(who, 'WALLET', { eur: '1' }, { expiresAt: '2027-01-01T00:00:00Z', priority: 0 })
    await tells(expires('2026-06-01T00:00:00Z', '18.500000'))
    await world.grant(who, 'WALLET', { eur: '2' })
    await tells(expires('2026-06-01T00:00:00Z', '20.500000'))
    await world.consume(who, { eur: '6' })
    await tells(expires('2026-12-01T00:00:00Z', '14.500000'))
    await world.consume(who, { eur: '12.5' })
    await tells(expires(null, '2.000000'))
  })

  test('a grant for later has none until it counts', async () => {
    await somebody()
    const dates = { effectiveAt: later(60).toISOString(), expiresAt: '2026-06-01T00:00:00Z' }
    await world.grant(who, 'WALLET', { eur: '5' }, dates)
    await tells({})
    app.clock.now = later(60)
    const notice = { 'user.pending_credit_notice': true }
    await tells({ ACCOUNT_PROFILE: { ...expires('2026-06-01T00:00:00Z', '17.500000').ACCOUNT_PROFILE, ...notice } })
  })

  test('an imported date with nothing left is shown until the next wallet grant', async () => {
    await somebody({ ...noWallet, credits_expire_at: '2026-12-01T00:00:00Z' })
    await world.grant(who, 'PERMANENT', { credits: 1 })
    await tells({ USERS_ME: { permanent_credit_balance: 4201 } })
    await world.grant(who, 'WALLET', { eur: '2' })
    await tells(expires(null, '2.000000'))
  })
})

describe('the next answer to any client tells of whole credits', () => {
  test('monthly, then additional ones, held, captured in part and consumed', async () => {
    await somebody(undefined, true)
    await tells(credits(400, 50, 4200))
    const held = await world.hold(who, { credits: 410 })
    await tells(credits(0, 40, 4200))
    await world.capture(held, { credits: 300 })
    await tells(credits(100, 50, 4200))
    await world.consume(who, { credits: 101 })
    await tells(credits(0, 49, 4200))
  })

  test('permanent ones, when they are named', async () => {
    await somebody()
    const held = await world.hold(who, { credits: 500 }, { pools: ['PERMANENT', 'MONTHLY'] })
    await tells(credits(0, 50, 4100))
    await world.release(held)
    await tells(credits(400, 50, 4200))
    await world.consume(who, { credits: 4200 }, { pools: ['PERMANENT'] })
    await tells(credits(400, 50, 0))
    await world.grant(who, 'PERMANENT', { credits: 7 })
    await tells({ ...credits(400, 50, 7), ACCOUNT_PROFILE: { 'user.pending_credit_notice': true } })
  })

  test('monthly ones given back, up to their total', async () => {
    await somebody()
    await world.grant(who, 'MONTHLY', { credits: 600 })
    await tells({ ...credits(1000, 50, 4200), ACCOUNT_PROFILE: { 'user.pending_credit_notice': true } })
  })
})

describe('what is refused', () => {
  test('changes no byte of any answer', async () => {
    await somebody()
    const { of, refused } = world
    expect(await refused('holdCredits', { ...of(who), amount: { eur: '999' } })).toHaveLength(1)
    expect(await refused('consumeCredits', { ...of(who), amount: { credits: 451 } })).toHaveLength(1)
    expect(await refused('captureHold', { holdId: 'x' })).toHaveLength(1)
    await tells({})
  })
})
