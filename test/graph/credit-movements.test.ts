import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { writeRestriction } from '../../src/store/profile.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { creditWorldIn } from '../support/credit-world.ts'
import { amountIn, type Payload, told } from '../support/movements.ts'

type World = ReturnType<typeof creditWorldIn>
let app: TestApp
let ask: World['ask']
let capture: World['capture']
let consume: World['consume']
let creditsOf: World['creditsOf']
let grant: World['grant']
let hold: World['hold']
let holder: World['holder']
let journalOf: World['journalOf']
let metered: World['metered']
let move: World['move']
let moved: World['moved']
let of: World['of']
let person: World['person']
let refused: World['refused']
let viewer: World['viewer']
let walletOf: World['walletOf']
beforeAll(async () => {
  app = await createTestApp()
  ;({
    ask,
    capture,
    consume,
    creditsOf,
    grant,
    hold,
    holder,
    journalOf,
    metered,
    move,
    moved,
    of,
    person,
    refused,
    viewer,
    walletOf,
  } = creditWorldIn(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})
beforeEach(() => {
  app.clock.now = testNow
})

const later = (seconds: number) => new Date(testNow.getTime() + seconds * 1000)
const now = testNow.toISOString()

describe('what a movement answers', () => {
  test('grantCredits: the grant as it was given, and its entry', async () => {
    const who = await holder()
    const input = { ...of(who), pool: 'WALLET', amount: { eur: '12.5' }, kind: 'PAID', priority: 7 }
    const dates = { expiresAt: '2026-06-01T02:00:00+02:00', reason: 'an invoice', reference: 'invoice 17' }
    const { grant, entries, userErrors } = await move('grantCredits', { ...input, ...dates }, 'shop')
    expect(userErrors).toEqual([])
    expect(grant).toEqual({
      id: expect.any(String),
      pool: 'WALLET',
      kind: 'PAID',
      amount: eur('12.500000'),
      remaining: eur('12.500000'),
      held: eur('0.000000'),
      priority: 7,
      effectiveAt: now,
      expiresAt: '2026-06-01T00:00:00.000Z',
      seenAt: null,
      reason: 'an invoice',
      reference: 'invoice 17',
      createdAt: now,
    })
    expect(entries).toEqual([
      {
        id: expect.any(String),
        pool: 'WALLET',
        kind: 'GRANT',
        source: 'ISSUED',
        destination: 'AVAILABLE',
        amount: eur('12.500000'),
        availableAfter: eur('12.500000'),
        reason: 'an invoice',
        reference: 'invoice 17',
        actor: 'service:shop',
        occurredAt: now,
      },
    ])
    expect(await walletOf(who)).toEqual({ available: '12.500000', held: '0.000000', posted: '12.500000' })
  })

  test('holdCredits: the hold as it was opened, and its entry; 15 minutes unless said', async () => {
    const who = await holder({ balance_eur: '10.000000' })
    const said = { reason: 'a job', reference: 'job 5' }
    const { hold, entries } = await moved('holdCredits', { ...of(who), amount: { eur: '4.25' }, ...said })
    expect(hold).toEqual({
      id: expect.any(String),
      pools: ['WALLET'],
      state: 'OPEN',
      amount: eur('4.250000'),
      captured: eur('0.000000'),
      expiresAt: later(900).toISOString(),
      endedAt: null,
      ...said,
      createdAt: now,
    })
    expect(told(entries)).toEqual([['WALLET', 'HOLD', 'AVAILABLE → HELD', '4.250000', '5.750000']])
    expect(entries[0]).toMatchObject({ ...said, actor: 'service:billing', occurredAt: now })
    expect(await walletOf(who)).toEqual({ available: '5.750000', held: '4.250000', posted: '10.000000' })
  })

  test('captureHold: the hold as it ended, an entry for what was spent and one for what was let go', async () => {
    const who = await holder({ balance_eur: '10.000000' })
    const { id } = await hold(who, { eur: '4' }, { reason: 'a job', reference: 'job 5' })
    app.clock.now = later(60)
    const said = { reason: 'it was less', reference: 'job 5, done' }
    const { hold: ended, entries } = await moved('captureHold', { holdId: id, amount: { eur: '1.5' }, ...said })
    expect(ended).toMatchObject({ id, state: 'CAPTURED', amount: eur('4.000000'), captured: eur('1.500000') })
    // Why it was taken stays the hold's; why it was captured is the entries'.
    expect(ended).toMatchObject({ endedAt: later(60).toISOString(), reason: 'a job', reference: 'job 5' })
    expect(told(entries)).toEqual([
      ['WALLET', 'CAPTURE', 'HELD → CONSUMED', '1.500000', '6.000000'],
      ['WALLET', 'RELEASE', 'HELD → AVAILABLE', '2.500000', '8.500000'],
    ])
    for (const entry of entries) expect(entry).toMatchObject({ ...said, actor: 'service:billing' })
    expect(await walletOf(who)).toEqual({ available: '8.500000', held: '0.000000', posted: '8.500000' })
  })

  test('captureHold without an amount: all of it, in one entry', async () => {
    const who = await holder({ balance_eur: '10.000000' })
    const { id } = await hold(who, { eur: '4' })
    const { hold: ended, entries } = await moved('captureHold', { holdId: id })
    expect(ended).toMatchObject({ state: 'CAPTURED', captured: eur('4.000000') })
    expect(told(entries)).toEqual([['WALLET', 'CAPTURE', 'HELD → CONSUMED', '4.000000', '6.000000']])
  })

  test('releaseHold: the hold as it ended, and its entry', async () => {
    const who = await holder({ balance_eur: '10.000000' })
    const { id } = await hold(who, { eur: '4' })
    const { hold: ended, entries } = await moved('releaseHold', { holdId: id, reason: 'called off' })
    expect(ended).toMatchObject({ id, state: 'RELEASED', captured: eur('0.000000'), endedAt: now })
    expect(told(entries)).toEqual([['WALLET', 'RELEASE', 'HELD → AVAILABLE', '4.000000', '10.000000']])
    expect(entries[0]).toMatchObject({ reason: 'called off', reference: null })
    expect(await walletOf(who)).toEqual({ available: '10.000000', held: '0.000000', posted: '10.000000' })
  })

  test('consumeCredits: its entries', async () => {
    const who = await holder({ balance_eur: '10.000000' })
    expect(told(await consume(who, { eur: '0.000001' }))).toEqual([
      ['WALLET', 'CONSUMPTION', 'AVAILABLE → CONSUMED', '0.000001', '9.999999'],
    ])
  })

  test('whose account it was, and to those who may look one up, the account as it is afterwards', async () => {
    const who = await holder({ balance_eur: '10.000000' })
    const given = { pool: 'WALLET', kind: 'PAID', amount: { eur: '5' } }
    const shown = 'accountId account { accountId credits { wallet { available held } } } userErrors { code }'
    const steps = [
      ['grantCredits', given, '15.000000', '0.000000'],
      ['holdCredits', { amount: { eur: '2' } }, '13.000000', '2.000000'],
      ['consumeCredits', { amount: { eur: '3' } }, '10.000000', '2.000000'],
    ] as const
    const { accountId } = who
    for (const [name, input, available, held] of steps) {
      const { data } = await ask(name, { ...of(who), ...input }, 'billing', shown)
      const account = { accountId, credits: { wallet: { available, held } } }
      expect(data[name]).toEqual({ accountId, account, userErrors: [] })
    }
    const { data } = await ask('consumeCredits', { ...of(who), amount: { eur: '11' } }, 'billing', shown)
    expect(data.consumeCredits).toEqual({
      accountId: null,
      account: null,
      userErrors: [{ code: 'INSUFFICIENT_CREDITS' }],
    })
  })

  test('every entry stands in the history, newest first, as it was answered', async () => {
    const who = await holder()
    await grant(who, 'WALLET', { eur: '10' }, { reason: 'a gift' })
    const { id } = await hold(who, { eur: '4' }, { reference: 'job 5' })
    await capture({ id }, { eur: '1' })
    const fields = 'kind amount { eur } availableAfter { eur } reason reference actor'
    const { credits } = await viewer(`credits { history { edges { node { ${fields} } } } }`, who)
    const shown = credits.history.edges.map(({ node }: Payload) => [
      node.kind,
      ...[node.amount.eur, node.availableAfter.eur, node.reason, node.reference, node.actor],
    ])
    expect(shown).toEqual([
      ['RELEASE', '3.000000', '9.000000', null, null, 'service:billing'],
      ['CAPTURE', '1.000000', '6.000000', null, null, 'service:billing'],
      ['HOLD', '4.000000', '6.000000', null, 'job 5', 'service:billing'],
      ['GRANT', '10.000000', '10.000000', 'a gift', null, 'service:billing'],
    ])
  })
})

describe('where credits are taken from', () => {
  test('grants in burn-down order, an entry for each that is touched, with the running balance', async () => {
    const who = await holder()
    const at = (day: number) => ({ expiresAt: `2026-05-${String(day).padStart(2, '0')}T00:00:00.000Z` })
    // Given in another order than they are spent in; each amount tells which it is.
    await grant(who, 'WALLET', { eur: '6' }, { kind: 'PAID', priority: 51, ...at(1) })
    await grant(who, 'WALLET', { eur: '5' }, { kind: 'PAID' })
    await grant(who, 'WALLET', { eur: '4' }, { kind: 'PLAN' })
    await grant(who, 'WALLET', { eur: '3' }, { kind: 'PAID', ...at(3) })
    await grant(who, 'WALLET', { eur: '2' }, { kind: 'TRIAL', ...at(3) })
    await grant(who, 'WALLET', { eur: '1' }, { kind: 'PAID', ...at(2) })
    await grant(who, 'WALLET', { eur: '7' }, { kind: 'PAID', priority: 51, ...at(1) })
    await grant(who, 'WALLET', { eur: '0.5' }, { kind: 'PAID', priority: 0 })
    const way = ['WALLET', 'CONSUMPTION', 'AVAILABLE → CONSUMED']
    expect(told(await consume(who, { eur: '22' }))).toEqual([
      [...way, '0.500000', '28.000000'],
      [...way, '1.000000', '27.000000'],
      [...way, '2.000000', '25.000000'],
      [...way, '3.000000', '22.000000'],
      [...way, '4.000000', '18.000000'],
      [...way, '5.000000', '13.000000'],
      [...way, '6.000000', '7.000000'],
      [...way, '0.500000', '6.500000'],
    ])
  })

  test('whole credits come from the monthly ones, then from the additional ones', async () => {
    const who = await metered()
    const entries = await consume(who, { credits: 420 })
    expect(told(entries)).toEqual([
      ['MONTHLY', 'CONSUMPTION', 'AVAILABLE → CONSUMED', 400, 0],
      ['ADDITIONAL', 'CONSUMPTION', 'AVAILABLE → CONSUMED', 20, 30],
    ])
    expect(await creditsOf(who)).toEqual([0, 30, 4200])
  })

  test('the additional ones last up to their maximum, and the permanent ones are not touched unless named', async () => {
    const who = await metered()
    expect(await refused('consumeCredits', { ...of(who), amount: { credits: 451 } })).toEqual(['INSUFFICIENT_CREDITS'])
    expect(await refused('holdCredits', { ...of(who), amount: { credits: 451 } })).toEqual(['INSUFFICIENT_CREDITS'])
    expect(await creditsOf(who)).toEqual([400, 50, 4200])
    await consume(who, { credits: 450 })
    expect(await creditsOf(who)).toEqual([0, 0, 4200])
  })

  test('named in any order, pools are spent in theirs', async () => {
    const who = await metered()
    const pools = ['PERMANENT', 'ADDITIONAL', 'MONTHLY']
    expect(told(await consume(who, { credits: 451 }, { pools }))).toEqual([
      ['MONTHLY', 'CONSUMPTION', 'AVAILABLE → CONSUMED', 400, 0],
      ['ADDITIONAL', 'CONSUMPTION', 'AVAILABLE → CONSUMED', 50, 0],
      ['PERMANENT', 'CONSUMPTION', 'AVAILABLE → CONSUMED', 1, 4199],
    ])
  })

  test.each([
    { pools: ['PERMANENT'], left: [400, 50, 4190] },
    { pools: ['ADDITIONAL'], left: [400, 40, 4200] },
    { pools: ['MONTHLY', 'MONTHLY'], left: [390, 50, 4200] },
    { pools: ['PERMANENT', 'ADDITIONAL'], left: [400, 40, 4200] },
  ])('of $pools only these are spent', async ({ pools, left }) => {
    const who = await metered()
    await consume(who, { credits: 10 }, { pools })
    expect(await creditsOf(who)).toEqual(left)
  })

  test('a hold over three pools is captured from the monthly ones first, and the rest goes back where it was', async () => {
    const who = await metered()
    const pools = ['PERMANENT', 'MONTHLY', 'ADDITIONAL']
    const { hold, entries } = await moved('holdCredits', { ...of(who), amount: { credits: 460 }, pools })
    expect(hold).toMatchObject({ pools: ['MONTHLY', 'ADDITIONAL', 'PERMANENT'], amount: { credits: 460 } })
    expect(told(entries)).toEqual([
      ['MONTHLY', 'HOLD', 'AVAILABLE → HELD', 400, 0],
      ['ADDITIONAL', 'HOLD', 'AVAILABLE → HELD', 50, 0],
      ['PERMANENT', 'HOLD', 'AVAILABLE → HELD', 10, 4190],
    ])
    expect(await creditsOf(who)).toEqual([0, 0, 4190])
    const captured = await moved('captureHold', { holdId: hold.id, amount: { credits: 410 } })
    expect(told(captured.entries)).toEqual([
      ['MONTHLY', 'CAPTURE', 'HELD → CONSUMED', 400, 0],
      ['ADDITIONAL', 'CAPTURE', 'HELD → CONSUMED', 10, 0],
      ['ADDITIONAL', 'RELEASE', 'HELD → AVAILABLE', 40, 40],
      ['PERMANENT', 'RELEASE', 'HELD → AVAILABLE', 10, 4200],
    ])
    expect(captured.hold).toMatchObject({ state: 'CAPTURED', captured: { credits: 410 } })
    expect(await creditsOf(who)).toEqual([0, 40, 4200])
  })

  test('a hold over two pools is listed in each, and names those it rests on only', async () => {
    const who = await metered()
    await hold(who, { credits: 400 }, { pools: ['MONTHLY', 'ADDITIONAL', 'PERMANENT'] })
    await hold(who, { credits: 10 }, { pools: ['MONTHLY', 'ADDITIONAL', 'PERMANENT'] })
    const of = (pool: string) => `${pool}: holds(pool: ${pool}) { edges { node { pools amount { credits } } } }`
    const { credits } = await viewer(`credits { ${['MONTHLY', 'ADDITIONAL', 'PERMANENT'].map(of)} }`, who)
    const listed = (pool: string) => credits[pool].edges.map(({ node }: Payload) => [node.pools, node.amount.credits])
    expect(listed('MONTHLY')).toEqual([[['MONTHLY'], 400]])
    expect(listed('ADDITIONAL')).toEqual([[['ADDITIONAL'], 10]])
    expect(listed('PERMANENT')).toEqual([])
  })

  test('an amount comes whole or not at all: what is held by others is not there', async () => {
    const who = await holder({ balance_eur: '10.000000' })
    await hold(who, { eur: '9.999999' })
    expect(await refused('consumeCredits', { ...of(who), amount: { eur: '0.000002' } })).toEqual([
      'INSUFFICIENT_CREDITS',
    ])
    expect(await walletOf(who)).toMatchObject({ available: '0.000001' })
    await consume(who, { eur: '0.000001' })
  })

  test.each([
    { amount: { eur: '1' }, pools: ['MONTHLY'] },
    { amount: { eur: '1' }, pools: ['WALLET', 'MONTHLY'] },
    { amount: { eur: '1' }, pools: [] },
    { amount: { credits: 1 }, pools: ['WALLET'] },
    { amount: { credits: 1 }, pools: ['PERMANENT', 'WALLET'] },
    { amount: { credits: 1 }, pools: [] },
  ])('$pools cannot give $amount: the pools are at fault', async (input) => {
    const who = await metered()
    const before = await journalOf(who)
    for (const name of ['holdCredits', 'consumeCredits'] as const) {
      const { userErrors } = await move(name, { ...of(who), ...input })
      expect(userErrors).toEqual([{ field: 'pools', message: expect.any(String), code: 'INVALID' }])
    }
    expect(await journalOf(who)).toEqual(before)
  })
})

describe('the credit limit', () => {
  const onCredit = (eur: string, held = '0.000000') =>
    holder({ balance_eur: eur, held_eur: held, credit_limit_cents: 500 })

  test('available goes down to exactly minus the limit, and not one micro-EUR below', async () => {
    const who = await onCredit('0.000000')
    expect(await refused('consumeCredits', { ...of(who), amount: { eur: '5.000001' } })).toEqual([
      'INSUFFICIENT_CREDITS',
    ])
    expect(told(await consume(who, { eur: '5' }))).toEqual([
      ['WALLET', 'CONSUMPTION', 'CREDIT_LINE → CONSUMED', '5.000000', '-5.000000'],
    ])
    for (const name of ['consumeCredits', 'holdCredits'] as const)
      expect(await refused(name, { ...of(who), amount: { eur: '0.000001' } })).toEqual(['INSUFFICIENT_CREDITS'])
    expect(await walletOf(who)).toEqual({ available: '-5.000000', held: '0.000000', posted: '-5.000000' })
  })

  test('a hold rests on grants first, then on the line, and may take both to the end', async () => {
    const who = await onCredit('0.000000')
    await grant(who, 'WALLET', { eur: '1' })
    const { hold, entries } = await moved('holdCredits', { ...of(who), amount: { eur: '6' } })
    expect(told(entries)).toEqual([
      ['WALLET', 'HOLD', 'AVAILABLE → HELD', '1.000000', '0.000000'],
      ['WALLET', 'HOLD', 'CREDIT_LINE → HELD', '5.000000', '-5.000000'],
    ])
    expect(await walletOf(who)).toEqual({ available: '-5.000000', held: '6.000000', posted: '1.000000' })
    expect(await refused('consumeCredits', { ...of(who), amount: { eur: '0.000001' } })).toEqual([
      'INSUFFICIENT_CREDITS',
    ])
    const captured = await moved('captureHold', { holdId: hold.id, amount: { eur: '2.5' } })
    expect(told(captured.entries)).toEqual([
      ['WALLET', 'CAPTURE', 'HELD → CONSUMED', '1.000000', '-5.000000'],
      ['WALLET', 'CAPTURE', 'HELD → CONSUMED', '1.500000', '-5.000000'],
      ['WALLET', 'RELEASE', 'HELD → CREDIT_LINE', '3.500000', '-1.500000'],
    ])
    expect(await walletOf(who)).toEqual({ available: '-1.500000', held: '0.000000', posted: '-1.500000' })
  })

  test('without a limit nothing goes below nought', async () => {
    const who = await holder({ balance_eur: '1.000000' })
    expect(await refused('consumeCredits', { ...of(who), amount: { eur: '1.000001' } })).toEqual([
      'INSUFFICIENT_CREDITS',
    ])
  })

  test.each([
    { what: 'owes it', balance: '-10.000000', held: '0.000000' },
    { what: 'has it held', balance: '-10.000000', held: '10.000000' },
    { what: 'has more held than it owes', balance: '-10.000000', held: '14.000000' },
  ])('an account that came in below it and $what takes no debit until it is back above', async ({ balance, held }) => {
    const who = await onCredit(balance, held)
    const anything = { ...of(who), amount: { eur: '0.000001' } }
    const nothing = async () => {
      for (const name of ['holdCredits', 'consumeCredits'] as const)
        expect(await refused(name, anything)).toEqual(['INSUFFICIENT_CREDITS'])
    }
    await nothing()
    await grant(who, 'WALLET', { eur: '5' })
    expect(await walletOf(who)).toMatchObject({ available: '-5.000000' })
    await nothing()
    await grant(who, 'WALLET', { eur: '0.000001' })
    await hold(who, { eur: '0.000001' })
    expect(await walletOf(who)).toMatchObject({ available: '-5.000000' })
    await nothing()
  })

  test('whole credits that came in below nought are not spent until they are back above', async () => {
    const who = await person(['USERS_ME'], { USERS_ME: { permanent_credit_balance: -17 } })
    const pools = ['PERMANENT']
    await grant(who, 'PERMANENT', { credits: 17 })
    expect(await refused('consumeCredits', { ...of(who), amount: { credits: 1 }, pools })).toEqual([
      'INSUFFICIENT_CREDITS',
    ])
    await grant(who, 'PERMANENT', { credits: 1 })
    await consume(who, { credits: 1 }, { pools })
  })
})

describe('whoever is restricted', () => {
  test.each(['PAYMENT', 'SUSPENDED', 'LEGAL'] as const)(
    '%s neither holds nor consumes; given credits are taken',
    async (why) => {
      const who = await person(['ACCOUNT_PROFILE', 'USERS_ME', 'USER_INFO'])
      await writeRestriction(app.database.prisma, who.accountId, why)
      const before = await journalOf(who)
      for (const name of ['holdCredits', 'consumeCredits'] as const) {
        for (const amount of [{ eur: '1' }, { credits: 1 }]) {
          expect((await move(name, { ...of(who), amount })).userErrors).toEqual([
            { field: 'account', message: expect.any(String), code: 'ACCOUNT_RESTRICTED' },
          ])
        }
      }
      expect(await journalOf(who)).toEqual(before)
      expect(amountIn((await grant(who, 'WALLET', { eur: '1' })).remaining)).toBe('1.000000')
    },
  )
})

function eur(amount: string) {
  return { eur: amount, credits: null }
}
