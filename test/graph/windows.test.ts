import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reconcileOne } from '../../src/actions/reconcile.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  app.clock.now = start
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

/** Good at the instant the clock stands at. */
const service = () => app.token('service:billing', ['credits:write', 'subscriptions:write'])

const start = new Date('2026-03-10T00:00:00.000Z')
const periodEnd = new Date('2026-04-05T12:00:00.000Z')

let number = 0
let person: Person
beforeEach(async () => {
  number += 1
  app.clock.now = start
  person = await importPerson(app, number, ['ACCOUNT_PROFILE'])
})

const account = () => ({ accountId: person.accountId })

async function set(input: object): Promise<void> {
  const query = `mutation ($input: SetSubscriptionInput!) {
    setSubscription(input: $input) { userErrors { field message code } } }`
  const { data, errors } = await app.query(query, await service(), { input: { account: account(), ...input } })
  expect({ errors, refused: data?.setSubscription.userErrors }).toEqual({ errors: undefined, refused: [] })
}

let key = 0
async function spend(credits: number): Promise<string | null> {
  key += 1
  const query = `mutation ($input: ConsumeCreditsInput!) { consumeCredits(input: $input) { userErrors { code } } }`
  const input = { account: account(), amount: { credits }, idempotencyKey: `spend-${key}` }
  const { data } = await app.query(query, await service(), { input })
  return data.consumeCredits.userErrors[0]?.code ?? null
}

async function hold(credits: number): Promise<string> {
  key += 1
  const query = `mutation ($input: HoldCreditsInput!) { holdCredits(input: $input) { hold { id } } }`
  const input = { account: account(), amount: { credits }, ttlSeconds: 2_592_000, idempotencyKey: `hold-${key}` }
  return (await app.query(query, await service(), { input })).data.holdCredits.hold.id
}

async function release(holdId: string): Promise<void> {
  const query = `mutation ($input: ReleaseHoldInput!) { releaseHold(input: $input) { userErrors { code } } }`
  const input = { holdId, idempotencyKey: `release-${holdId}` }
  expect((await app.query(query, await service(), { input })).data.releaseHold.userErrors).toEqual([])
}

async function grant(credits: number): Promise<void> {
  const query = `mutation ($input: GrantCreditsInput!) { grantCredits(input: $input) { userErrors { code } } }`
  const input = {
    account: account(),
    pool: 'MONTHLY',
    kind: 'PROMOTIONAL',
    amount: { credits },
    idempotencyKey: 'more',
  }
  expect((await app.query(query, await service(), { input })).data.grantCredits.userErrors).toEqual([])
}

/** What user-info and the graph say: total and remaining, monthly and additional; null without a plan. */
async function windows(): Promise<readonly (number | undefined)[] | null> {
  const token = await app.token(person.accountId)
  const { user } = await (await app.get('/user/info', token)).json()
  const window = '{ total remaining resetsAt }'
  const { data } = await app.query(`{ viewer { credits { monthly ${window} additional ${window} } } }`, token)
  const { monthly, additional } = data.viewer.credits
  const told = user.plan && [
    ...[user.plan.totalMonthlyCredits, user.plan.remainingMonthlyCredits],
    ...[user.plan.maxAdditionalCredits, user.plan.remainingAdditionalCredits],
  ]
  const shown = monthly && [monthly.total, monthly.remaining, additional?.total, additional?.remaining]
  expect(told ?? null).toEqual(shown)
  expect((await reconcileOne(app.database.prisma, person.accountId))?.differences).toEqual([])
  return shown
}

const plan = { plan: 'PRO', currentPeriodEnd: periodEnd.toISOString() }

describe('the windows a subscription is set with (our decision)', () => {
  test('begin in full, and turn with its period', async () => {
    expect(await windows()).toBeNull()
    await set({ ...plan, monthlyCredits: 100, additionalCredits: 20 })
    expect(await windows()).toEqual([100, 100, 20, 20])
    expect(await spend(105)).toBeNull()
    expect(await windows()).toEqual([100, 0, 20, 15])
    expect(await spend(16)).toBe('INSUFFICIENT_CREDITS')
    app.clock.now = new Date(periodEnd.getTime() - 1)
    expect(await windows()).toEqual([100, 0, 20, 15])
    app.clock.now = periodEnd
    expect(await windows()).toEqual([100, 100, 20, 20])
    expect(await spend(1)).toBeNull()
    expect(await windows()).toEqual([100, 99, 20, 20])
  })

  test('set again they change nothing', async () => {
    const terms = { ...plan, monthlyCredits: 100 }
    await set(terms)
    await spend(30)
    const before = await app.database.prisma.ledgerEntry.count()
    await set(terms)
    expect(await windows()).toEqual([100, 70, undefined, undefined])
    expect(await app.database.prisma.ledgerEntry.count()).toBe(before)
  })

  test.each([
    { what: 'a higher total gives the difference', total: 150, left: 120 },
    { what: 'a lower total takes the difference', total: 80, left: 50 },
    { what: 'a total below what was used leaves nothing', total: 20, left: 0 },
  ])('within a plan $what: what was used stays used', async ({ total, left }) => {
    await set({ ...plan, monthlyCredits: 100 })
    await spend(30)
    await set({ ...plan, monthlyCredits: total })
    expect(await windows()).toEqual([total, left, undefined, undefined])
    app.clock.now = periodEnd
    expect(await windows()).toEqual([total, total, undefined, undefined])
  })

  test('a total that falls below what was used and rises again still knows what was used', async () => {
    await set({ ...plan, monthlyCredits: 1_000 })
    await spend(800)
    await set({ ...plan, monthlyCredits: 500 })
    expect(await windows()).toEqual([500, 0, undefined, undefined])
    await set({ ...plan, monthlyCredits: 1_000 })
    expect(await windows()).toEqual([1_000, 200, undefined, undefined])
    app.clock.now = periodEnd
    expect(await windows()).toEqual([1_000, 1_000, undefined, undefined])
  })

  test.each([
    { what: 'credits given beside it', meanwhile: () => grant(600), total: 1_000 },
    { what: 'a lower total', meanwhile: () => set({ ...plan, monthlyCredits: 500 }), total: 500 },
  ])('what a hold lets go never makes them more than their total: $what', async ({ meanwhile, total }) => {
    await set({ ...plan, monthlyCredits: 1_000 })
    const holdId = await hold(600)
    await meanwhile()
    await release(holdId)
    expect(await windows()).toEqual([total, total, undefined, undefined])
    expect(await spend(total + 1)).toBe('INSUFFICIENT_CREDITS')
    expect(await spend(total)).toBeNull()
  })

  test('a billing day that a short month hides comes back', async () => {
    app.clock.now = new Date('2026-01-31T09:00:00Z')
    await set({ plan: 'PRO', monthlyCredits: 100 })
    for (const turn of ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']) {
      const at = new Date(`${turn}T09:00:00Z`)
      app.clock.now = new Date(at.getTime() - 1)
      expect((await windows())?.[1]).toBe(turn === '2026-02-28' ? 100 : 99)
      app.clock.now = at
      expect((await windows())?.[1]).toBe(100)
      await spend(1)
    }
  })

  test('another plan begins them anew', async () => {
    await set({ ...plan, monthlyCredits: 100 })
    await spend(30)
    await set({ plan: 'STARTER', monthlyCredits: 40 })
    expect(await windows()).toEqual([40, 40, undefined, undefined])
  })

  test('null takes them away, the additional one with the monthly one', async () => {
    await set({ ...plan, monthlyCredits: 100, additionalCredits: 20 })
    await set({ ...plan, monthlyCredits: null })
    expect(await windows()).toBeNull()
    expect(await spend(1)).toBe('INSUFFICIENT_CREDITS')
  })

  test('a hold taken before the turn is captured of the old period, the new one begins in full', async () => {
    await set({ ...plan, monthlyCredits: 100 })
    const holdId = await hold(60)
    expect(await windows()).toEqual([100, 40, undefined, undefined])
    app.clock.now = periodEnd
    expect(await windows()).toEqual([100, 100, undefined, undefined])
    const capture = `mutation ($input: CaptureHoldInput!) { captureHold(input: $input) { userErrors { code } } }`
    const capturing = { holdId, amount: { credits: 50 }, idempotencyKey: 'captured' }
    expect((await app.query(capture, await service(), { input: capturing })).data.captureHold.userErrors).toEqual([])
    expect(await windows()).toEqual([100, 100, undefined, undefined])
  })

  test('once the subscription is over a period brings nothing, until it is set to stand again', async () => {
    await set({ ...plan, monthlyCredits: 100, cancelAtPeriodEnd: true })
    app.clock.now = periodEnd
    expect(await windows()).toEqual([100, 0, undefined, undefined])
    app.clock.now = new Date('2026-05-20T00:00:00Z')
    expect(await spend(1)).toBe('INSUFFICIENT_CREDITS')
    const again = {
      plan: 'PRO',
      status: 'ACTIVE',
      currentPeriodEnd: '2026-06-01T00:00:00.000Z',
      cancelAtPeriodEnd: false,
    }
    await set(again)
    expect(await windows()).toEqual([100, 100, undefined, undefined])
  })

  test('an account idle for months is brought up to date by its next movement, a turn for each period', async () => {
    await set({ ...plan, monthlyCredits: 100 })
    app.clock.now = new Date('2026-08-20T00:00:00Z')
    expect(await windows()).toEqual([100, 100, undefined, undefined])
    expect(await spend(1)).toBeNull()
    expect(await windows()).toEqual([100, 99, undefined, undefined])
    const { accountId } = person
    const turns = await app.database.prisma.ledgerEntry.findMany({
      where: { accountId, pool: 'MONTHLY', kind: 'RESET', source: 'ISSUED' },
      orderBy: { sequence: 'asc' },
    })
    expect(turns.map(({ occurredAt }) => occurredAt.toISOString())).toEqual([
      start.toISOString(),
      ...['04', '05', '06', '07', '08'].map((month) => `2026-${month}-05T12:00:00.000Z`),
    ])
  })
})
