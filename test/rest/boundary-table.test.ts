import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { creditWorldIn } from '../support/credit-world.ts'
import { bodiesOf, type Changes, withChanges } from '../support/legacy-bytes.ts'
import { type LegacySystemName, legacySystems, type Person, type Records } from '../support/legacy-people.ts'
import { starter } from '../support/starter.ts'

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
beforeEach(() => {
  app.clock.now = testNow
})

/** Something that the clock alone brings about. */
interface Boundary {
  readonly what: string
  readonly systems?: readonly LegacySystemName[]
  readonly records?: Records
  /** Makes the situation; what all four answer then is what the changes are changes of. */
  readonly make?: (who: Person) => unknown
  readonly at: string
  readonly before?: Changes
  readonly after: Changes
  /** Of the graph: `credits`, of which the statements are left to their own test, and `subscriptions` by system. */
  readonly graph: { readonly before: object; readonly after: object }
  /** What the journal is to say of it, once. */
  readonly journal: readonly (readonly [pool: string, kind: string, way: string, amount: number])[]
}

const wallet = (balance_eur: string, held_eur = '0.500000', more: object = {}) => ({
  ACCOUNT_PROFILE: { 'user.balance_eur': balance_eur, 'user.held_eur': held_eur, ...more },
})
const windows = (monthly: number, additional: number) => ({
  USER_INFO: { 'user.plan.remainingMonthlyCredits': monthly, 'user.plan.remainingAdditionalCredits': additional },
})
const trial = (daysRemaining: number, expired: boolean) => ({
  USER_PROFILE: { 'subscription.trialDaysRemaining': daysRemaining, 'subscription.trialExpired': expired },
})
const inGraph = (available: string, held = '0.500000') => ({ credits: { wallet: { available, held } } })
const windowsInGraph = (monthly: number, additional: number, resetsAt: string) => ({
  credits: { monthly: { remaining: monthly, resetsAt }, additional: { remaining: additional, resetsAt } },
})
const seen = { ACCOUNT_PROFILE: { pending_credit_notice: false } }
const notBilled = { USERS_ME: { subscription_tier: 'developer', current_period_end: null } }
const billedAt = (current_period_end: string) => ({ USERS_ME: { current_period_end } })
const firstTurn = '2026-02-08T00:00:00.000Z'

const boundaries: readonly Boundary[] = [
  {
    what: 'a grant expires',
    make: (who) => world.grant(who, 'WALLET', { eur: '5' }, { expiresAt: '2026-02-07T10:30:00.500Z' }),
    at: '2026-02-07T10:30:00.500Z',
    after: wallet('12.500000', '0.500000', { 'user.credits_expire_at': '2026-12-01T00:00:00Z' }),
    graph: { before: inGraph('17.500000'), after: inGraph('12.500000') },
    journal: [['WALLET', 'EXPIRY', 'AVAILABLE → EXPIRED', 5_000_000]],
  },
  {
    what: 'a grant expires of which some is held',
    make: async (who) => {
      await world.grant(who, 'WALLET', { eur: '5' }, { expiresAt: '2026-02-07T10:30:00.500Z' })
      await world.hold(who, { eur: '2' }, { ttlSeconds: 86_400 })
    },
    at: '2026-02-07T10:30:00.500Z',
    after: wallet('12.500000', '2.500000', { 'user.credits_expire_at': '2026-12-01T00:00:00Z' }),
    graph: { before: inGraph('15.500000', '2.500000'), after: inGraph('12.500000', '2.500000') },
    journal: [['WALLET', 'EXPIRY', 'AVAILABLE → EXPIRED', 3_000_000]],
  },
  {
    what: 'imported credits expire below what is held of them',
    records: { ACCOUNT_PROFILE: { credits_expire_at: '2026-02-07T10:30:00Z' } },
    at: '2026-02-07T10:30:00.000Z',
    after: wallet('0.000000', '0.500000', { 'user.credits_expire_at': null }),
    graph: { before: inGraph('12.500000'), after: inGraph('0.000000') },
    journal: [['WALLET', 'EXPIRY', 'AVAILABLE → EXPIRED', 12_500_000]],
  },
  {
    what: 'a grant for later begins',
    records: seen,
    make: (who) =>
      world.grant(
        who,
        'WALLET',
        { eur: '5' },
        { effectiveAt: '2026-02-07T10:30:00.001Z', expiresAt: '2026-03-01T00:00:00Z' },
      ),
    at: '2026-02-07T10:30:00.001Z',
    after: wallet('17.500000', '0.500000', {
      'user.credits_expire_at': '2026-03-01T00:00:00Z',
      'user.pending_credit_notice': true,
    }),
    graph: {
      before: { credits: { ...inGraph('12.500000').credits, hasUnseenGrants: false } },
      after: { credits: { ...inGraph('17.500000').credits, hasUnseenGrants: true } },
    },
    journal: [['WALLET', 'ACTIVATION', 'SCHEDULED → AVAILABLE', 5_000_000]],
  },
  {
    what: 'a grant of permanent credits for later begins, and pays what is owed first',
    records: { ...seen, USERS_ME: { permanent_credit_balance: -17 } },
    make: (who) => world.grant(who, 'PERMANENT', { credits: 20 }, { effectiveAt: '2026-02-07T10:30:00Z' }),
    at: '2026-02-07T10:30:00.000Z',
    after: { USERS_ME: { permanent_credit_balance: 3 }, ACCOUNT_PROFILE: { 'user.pending_credit_notice': true } },
    graph: { before: { credits: { permanent: -17 } }, after: { credits: { permanent: 3 } } },
    journal: [
      ['PERMANENT', 'ACTIVATION', 'SCHEDULED → CREDIT_LINE', 17],
      ['PERMANENT', 'ACTIVATION', 'SCHEDULED → AVAILABLE', 3],
    ],
  },
  {
    what: 'a hold’s time is up',
    make: (who) => world.hold(who, { eur: '4' }, { ttlSeconds: 600 }),
    at: '2026-02-07T00:10:00.000Z',
    after: wallet('12.500000', '0.500000'),
    graph: { before: inGraph('8.500000', '4.500000'), after: inGraph('12.500000', '0.500000') },
    journal: [['WALLET', 'RELEASE', 'HELD → AVAILABLE', 4_000_000]],
  },
  {
    what: 'a hold’s time is up that rests on the credit line',
    make: (who) => world.hold(who, { eur: '17.5' }, { ttlSeconds: 600 }),
    at: '2026-02-07T00:10:00.000Z',
    after: wallet('12.500000', '0.500000'),
    graph: { before: inGraph('-5.000000', '18.000000'), after: inGraph('12.500000', '0.500000') },
    journal: [
      ['WALLET', 'RELEASE', 'HELD → AVAILABLE', 12_500_000],
      ['WALLET', 'RELEASE', 'HELD → CREDIT_LINE', 5_000_000],
    ],
  },
  {
    what: 'a hold’s time is up that rests on three pools',
    make: (who) =>
      world.hold(who, { credits: 460 }, { ttlSeconds: 600, pools: ['MONTHLY', 'ADDITIONAL', 'PERMANENT'] }),
    at: '2026-02-07T00:10:00.000Z',
    after: { ...windows(400, 50), USERS_ME: { permanent_credit_balance: 4200 } },
    graph: {
      before: { credits: { ...windowsInGraph(0, 0, firstTurn).credits, permanent: 4190 } },
      after: { credits: { ...windowsInGraph(400, 50, firstTurn).credits, permanent: 4200 } },
    },
    journal: [
      ['MONTHLY', 'RELEASE', 'HELD → AVAILABLE', 400],
      ['ADDITIONAL', 'RELEASE', 'HELD → AVAILABLE', 50],
      ['PERMANENT', 'RELEASE', 'HELD → AVAILABLE', 10],
    ],
  },
  {
    what: 'the windows turn with the billing, at its hour',
    records: billedAt('2026-05-08T10:30:00Z'),
    make: (who) => world.consume(who, { credits: 420 }),
    at: '2026-02-08T10:30:00.000Z',
    before: trial(13, false),
    after: windows(1000, 50),
    graph: {
      before: windowsInGraph(0, 30, '2026-02-08T10:30:00.000Z'),
      after: windowsInGraph(1000, 50, '2026-03-08T10:30:00.000Z'),
    },
    journal: [
      ['MONTHLY', 'RESET', 'ISSUED → AVAILABLE', 1000],
      ['ADDITIONAL', 'RESET', 'AVAILABLE → EXPIRED', 30],
      ['ADDITIONAL', 'RESET', 'ISSUED → AVAILABLE', 50],
    ],
  },
  {
    what: 'the windows turn without a billing date, with the month',
    records: notBilled,
    make: (who) => world.consume(who, { credits: 399 }),
    at: '2026-03-01T00:00:00.000Z',
    before: trial(0, true),
    after: windows(1000, 50),
    graph: {
      before: windowsInGraph(1, 50, '2026-03-01T00:00:00.000Z'),
      after: windowsInGraph(1000, 50, '2026-04-01T00:00:00.000Z'),
    },
    journal: [
      ['MONTHLY', 'RESET', 'AVAILABLE → EXPIRED', 1],
      ['MONTHLY', 'RESET', 'ISSUED → AVAILABLE', 1000],
      ['ADDITIONAL', 'RESET', 'AVAILABLE → EXPIRED', 50],
      ['ADDITIONAL', 'RESET', 'ISSUED → AVAILABLE', 50],
    ],
  },
  {
    what: 'the windows turn while some of them is held, and that stays held',
    make: (who) => world.hold(who, { credits: 420 }, { ttlSeconds: 30 * 86_400 }),
    at: firstTurn,
    after: { ...windows(1000, 50), ...trial(13, false) },
    graph: {
      before: windowsInGraph(0, 30, firstTurn),
      after: windowsInGraph(1000, 50, '2026-03-08T00:00:00.000Z'),
    },
    journal: [
      ['MONTHLY', 'RESET', 'ISSUED → AVAILABLE', 1000],
      ['ADDITIONAL', 'RESET', 'AVAILABLE → EXPIRED', 30],
      ['ADDITIONAL', 'RESET', 'ISSUED → AVAILABLE', 50],
    ],
  },
  {
    what: 'a trial ends',
    at: '2026-02-21T00:00:00.000Z',
    before: { ...trial(1, false), ...windows(1000, 50) },
    after: trial(0, true),
    graph: {
      before: { subscriptions: { USER_PROFILE: { trial: { daysRemaining: 1, expired: false } } } },
      after: { subscriptions: { USER_PROFILE: { trial: { daysRemaining: 0, expired: true } } } },
    },
    journal: [],
  },
  {
    what: 'the period ends that spans are counted in and the windows turn with',
    systems: ['ACCOUNT_PROFILE', 'USER_PROFILE', 'USER_INFO'],
    records: {
      USER_PROFILE: {
        subscription: {
          ...starter,
          spansUsed: 2500,
          usagePercentage: 2.5,
          currentPeriodEnd: '2026-02-20T12:00:00.000Z',
        },
      },
    },
    make: async (who) => {
      await world.grant(who, 'PERMANENT', { credits: 5 })
      await world.consume(who, { credits: 400 })
    },
    at: '2026-02-20T12:00:00.000Z',
    after: {
      ...windows(1000, 50),
      USER_PROFILE: { 'subscription.spansUsed': 0, 'subscription.usagePercentage': 0 },
    },
    graph: {
      before: { subscriptions: { USER_PROFILE: { usage: { spans: { used: 2500, percent: 2.5 } } } } },
      after: { subscriptions: { USER_PROFILE: { usage: { spans: { used: 0, percent: 0 } } } } },
    },
    journal: [
      ['MONTHLY', 'RESET', 'ISSUED → AVAILABLE', 1000],
      ['ADDITIONAL', 'RESET', 'AVAILABLE → EXPIRED', 50],
      ['ADDITIONAL', 'RESET', 'ISSUED → AVAILABLE', 50],
    ],
  },
  {
    what: 'the period ends that the subscription was cancelled for',
    make: async (who) => {
      const token = await app.token(who.accountId)
      const { data } = await app.query('mutation { cancelSubscription { userErrors { code } } }', token)
      expect(data.cancelSubscription.userErrors).toEqual([])
    },
    at: '2026-05-08T00:00:00.000Z',
    before: { ...windows(1000, 50), ...trial(0, true) },
    after: { ...windows(0, 0), USERS_ME: { subscription_status: 'canceled' } },
    graph: {
      before: { subscriptions: { USERS_ME: { status: 'ACTIVE' } } },
      after: { subscriptions: { USERS_ME: { status: 'CANCELED' } } },
    },
    journal: [
      ['MONTHLY', 'RESET', 'AVAILABLE → EXPIRED', 1000],
      ['ADDITIONAL', 'RESET', 'AVAILABLE → EXPIRED', 50],
    ],
  },
]

describe('all four answers and the graph say so from that instant on, in nothing else, and a write journals it once', () => {
  test.each(boundaries)('$what', async ({ systems = legacySystems, records = {}, make, ...boundary }) => {
    const at = new Date(boundary.at)
    const beside = (milliseconds: number) => {
      app.clock.now = new Date(at.getTime() + milliseconds)
    }
    const who = await world.person(systems, records)
    await make?.(who)
    const made = await bodiesOf(app, who)

    beside(-1)
    const before = withChanges(made, boundary.before ?? {})
    expect(await bodiesOf(app, who)).toEqual(before)
    expect(await graphOf(who)).toMatchObject(boundary.graph.before)
    await writeNothing(who)
    expect(await bodiesOf(app, who)).toEqual(before)

    const after = withChanges(before, boundary.after)
    beside(0)
    expect(await bodiesOf(app, who)).toEqual(after)
    const graph = await graphOf(who)
    expect(graph).toMatchObject(boundary.graph.after)
    beside(1)
    expect(await bodiesOf(app, who)).toEqual(after)
    expect(await graphOf(who)).toEqual(graph)
    expect(await clockedAt(who, at)).toEqual([])

    for (const milliseconds of [0, 0, 1]) {
      beside(milliseconds)
      await writeNothing(who)
      expect(await clockedAt(who, at)).toEqual(boundary.journal)
    }
    expect(await bodiesOf(app, who)).toEqual(after)
    expect(await graphOf(who)).toEqual(graph)
  })
})

/** Everything of the graph that the clock may change, subscriptions by the system that tells of them. */
async function graphOf(who: Person) {
  const amount = '{ eur credits }'
  const statement = `{ granted ${amount} consumed ${amount} expired ${amount} held ${amount} available ${amount} }`
  const statements = ['WALLET', 'PERMANENT', 'MONTHLY', 'ADDITIONAL'].map(
    (pool) => `${pool}: statement(pool: ${pool}) ${statement}`,
  )
  const window = '{ total remaining resetsAt }'
  const { credits, subscriptions } = await world.viewer(
    `credits { wallet { available held posted expiresAt } permanent monthly ${window} additional ${window} hasUnseenGrants
      ${statements} }
    subscriptions { system status trial { endsAt daysRemaining expired } usage { spans { used percent } } }`,
    who,
  )
  const bySystem = subscriptions.map(({ system, ...rest }: { system: string }) => [system, rest])
  return { credits, subscriptions: Object.fromEntries(bySystem) }
}

/** A write that settles what is due and leaves everything else as it was. */
async function writeNothing(who: Person): Promise<void> {
  const given = { pools: ['PERMANENT'], ttlSeconds: 1 }
  const { userErrors, hold } = await world.move('holdCredits', { ...world.of(who), amount: { credits: 1 }, ...given })
  // Who has none can be refused only, which writes no movement; then somebody else's is one of EUR.
  if (hold === null) {
    expect(userErrors).toMatchObject([{ code: 'INSUFFICIENT_CREDITS' }])
    await world.release(await world.hold(who, { eur: '0.000001' }))
    return
  }
  await world.release(hold)
}

/** What the clock has brought about at an instant, as the journal tells it. */
async function clockedAt({ accountId }: Person, occurredAt: Date) {
  const entries = await app.database.prisma.ledgerEntry.findMany({
    where: { accountId, actor: 'clock', occurredAt },
    orderBy: { sequence: 'asc' },
  })
  return entries.map(({ pool, kind, source, destination, amount }) => [
    pool,
    kind,
    `${source} → ${destination}`,
    Number(amount),
  ])
}

describe('the windows turn month after month, without anybody being there', () => {
  test.each([
    {
      bills: 'nothing: on the first',
      end: null,
      from: '2027-12-15T00:00:00Z',
      turns: ['2028-01-01T00:00', '2028-02-01T00:00', '2028-03-01T00:00', '2028-04-01T00:00'],
    },
    {
      bills: 'late on the 31st: on the last of shorter months',
      end: '2026-05-31T23:30:00Z',
      from: '2026-02-07T00:00:00Z',
      turns: ['2026-02-28T23:30', '2026-03-31T23:30', '2026-04-30T23:30', '2026-05-31T23:30', '2026-06-30T23:30'],
    },
    {
      bills: 'on the 30th, in a leap year: on 29 February',
      end: '2027-06-30T00:00:00Z',
      from: '2028-01-30T00:00:00Z',
      turns: ['2028-02-29T00:00', '2028-03-30T00:00', '2028-04-30T00:00'],
    },
    {
      bills: 'on 29 February: on the 28th in other years',
      end: '2028-02-29T06:00:00Z',
      from: '2029-01-29T05:59:59Z',
      turns: ['2029-01-29T06:00', '2029-02-28T06:00', '2029-03-29T06:00'],
    },
    {
      bills: 'by a date of another time zone: by its day in UTC',
      end: '2026-05-08T23:30:00-03:00',
      from: '2026-02-08T23:00:00Z',
      turns: ['2026-02-09T02:30', '2026-03-09T02:30'],
    },
  ])('where the subscription bills $bills', async ({ end, from, turns }) => {
    app.clock.now = new Date(from)
    const tier = { subscription_tier: end === null ? 'developer' : 'pro', current_period_end: end }
    const who = await world.person(['USERS_ME', 'USER_INFO'], { USERS_ME: tier })
    const left = async () => {
      const { plan } = await world.said('USER_INFO', who)
      const graph = await world.viewer(
        'credits { monthly { remaining resetsAt } additional { remaining resetsAt } }',
        who,
      )
      const { monthly, additional } = graph.credits
      expect([monthly.remaining, additional.remaining]).toEqual([
        plan.remainingMonthlyCredits,
        plan.remainingAdditionalCredits,
      ])
      expect(monthly.resetsAt).toBe(additional.resetsAt)
      return [monthly.remaining, additional.remaining, monthly.resetsAt]
    }
    const instants = turns.map((turn) => `${turn}:00.000Z`)
    let full = [400, 50]
    for (const [index, turn] of instants.entries()) {
      const next = instants[index + 1]
      app.clock.now = new Date(Date.parse(turn) - 1)
      expect(await left()).toEqual([...full, turn])
      app.clock.now = new Date(turn)
      expect(await left()).toEqual([1000, 50, next ?? expect.any(String)])
      full = [1000, 50]
      // Every other turn is settled by a movement, and every other by nobody.
      if (index % 2 === 0) continue
      await world.consume(who, { credits: 1 })
      full = [999, 50]
    }
    app.clock.now = new Date(Date.parse(instants.at(-1) ?? '') + 1)
    await world.consume(who, { credits: 1 })
    const resets = await app.database.prisma.ledgerEntry.findMany({
      where: { accountId: who.accountId, kind: 'RESET', source: 'ISSUED' },
      orderBy: [{ occurredAt: 'asc' }, { sequence: 'asc' }],
    })
    expect(resets.map(({ pool, occurredAt }) => [pool, occurredAt.toISOString()])).toEqual(
      instants.flatMap((turn) => [
        ['MONTHLY', turn],
        ['ADDITIONAL', turn],
      ]),
    )
  })
})

describe('the lists of the graph', () => {
  const lists = async (who: Person) => {
    const amount = '{ eur credits }'
    const { credits } = await world.viewer(
      `credits { grants(pool: WALLET) { edges { node { id remaining ${amount} held ${amount} expiresAt } } }
        holds(pool: WALLET) { edges { node { id state captured ${amount} endedAt } } } }`,
      who,
    )
    return credits
  }
  const at = '2026-02-07T00:10:00.000Z'

  test('show nothing left of a grant from the instant it expires, whether the journal knows or not', async () => {
    const who = await world.holder()
    await world.grant(who, 'WALLET', { eur: '5' }, { expiresAt: at })
    await world.hold(who, { eur: '2' }, { ttlSeconds: 86_400 })
    app.clock.now = new Date(at)
    const read = await lists(who)
    expect(read.grants.edges[0].node).toMatchObject({ remaining: { eur: '2.000000' }, held: { eur: '2.000000' } })
    await world.grant(who, 'PERMANENT', { credits: 1 })
    expect(await lists(who)).toEqual(read)
  })

  test('show when a hold lapsed from that instant, whether the journal knows or not', async () => {
    const who = await world.holder()
    await world.grant(who, 'WALLET', { eur: '5' })
    await world.hold(who, { eur: '2' }, { ttlSeconds: 600 })
    app.clock.now = new Date(at)
    const read = await lists(who)
    expect(read.holds.edges[0].node).toMatchObject({ state: 'EXPIRED', endedAt: at })
    expect(read.grants.edges[0].node).toMatchObject({ remaining: { eur: '5.000000' }, held: { eur: '0.000000' } })
    await world.grant(who, 'PERMANENT', { credits: 1 })
    expect(await lists(who)).toEqual(read)
  })
})
