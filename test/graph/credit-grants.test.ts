import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { creditWorldIn } from '../support/credit-world.ts'
import type { Person } from '../support/legacy-people.ts'
import { told } from '../support/movements.ts'

type World = ReturnType<typeof creditWorldIn>
let app: TestApp
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
let release: World['release']
let walletOf: World['walletOf']
beforeAll(async () => {
  app = await createTestApp()
  ;({
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
    release,
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

describe('a grant', () => {
  test('pays what is owed first; what is left of it counts', async () => {
    const who = await holder({ balance_eur: '-4.250000' })
    const small = await moved('grantCredits', { ...of(who), pool: 'WALLET', kind: 'PAID', amount: { eur: '2' } })
    expect(told(small.entries)).toEqual([['WALLET', 'GRANT', 'ISSUED → CREDIT_LINE', '2.000000', '-2.250000']])
    expect(small.grant).toMatchObject({ amount: eur('2.000000'), remaining: eur('0.000000') })
    const large = await moved('grantCredits', { ...of(who), pool: 'WALLET', kind: 'PAID', amount: { eur: '3' } })
    expect(told(large.entries)).toEqual([
      ['WALLET', 'GRANT', 'ISSUED → CREDIT_LINE', '2.250000', '0.000000'],
      ['WALLET', 'GRANT', 'ISSUED → AVAILABLE', '0.750000', '0.750000'],
    ])
    expect(large.grant).toMatchObject({ amount: eur('3.000000'), remaining: eur('0.750000') })
    expect(await walletOf(who)).toEqual({ available: '0.750000', held: '0.000000', posted: '0.750000' })
  })

  test('for later counts from its instant on: nothing of it is there before, and then it pays what is owed', async () => {
    const who = await holder({ balance_eur: '-1.000000' })
    const effectiveAt = later(3600).toISOString()
    const input = { ...of(who), pool: 'WALLET', kind: 'PAID', amount: { eur: '3' }, effectiveAt }
    const { grant, entries } = await moved('grantCredits', input)
    expect(told(entries)).toEqual([['WALLET', 'GRANT', 'ISSUED → SCHEDULED', '3.000000', '-1.000000']])
    expect(grant).toMatchObject({ effectiveAt, remaining: eur('3.000000') })
    app.clock.now = new Date(later(3600).getTime() - 1)
    expect(await walletOf(who)).toMatchObject({ available: '-1.000000', posted: '-1.000000' })
    expect(await refused('consumeCredits', { ...of(who), amount: { eur: '1' } })).toEqual(['INSUFFICIENT_CREDITS'])
    app.clock.now = later(3600)
    expect(await walletOf(who)).toMatchObject({ available: '2.000000', posted: '2.000000' })
    expect(told(await consume(who, { eur: '2' }))).toEqual([
      ['WALLET', 'CONSUMPTION', 'AVAILABLE → CONSUMED', '2.000000', '0.000000'],
    ])
    const [debt, rest] = (await journalOf(who)).filter(({ kind }) => kind === 'ACTIVATION')
    expect(debt).toMatchObject({ source: 'SCHEDULED', destination: 'CREDIT_LINE', amount: 1_000_000n, actor: 'clock' })
    expect(rest).toMatchObject({ source: 'SCHEDULED', destination: 'AVAILABLE', occurredAt: later(3600) })
  })

  test.each([now, '2020-01-01T00:00:00.000Z'])('from %s counts at once, and from now', async (effectiveAt) => {
    const who = await holder()
    expect(await grant(who, 'WALLET', { eur: '3' }, { effectiveAt })).toMatchObject({ effectiveAt: now })
    expect(await walletOf(who)).toMatchObject({ available: '3.000000' })
  })

  test.each([
    { what: 'now', dates: { expiresAt: now } },
    { what: 'in the past', dates: { expiresAt: '2026-02-06T23:59:59.999Z' } },
    {
      what: 'at its effective date',
      dates: { effectiveAt: '2026-03-01T00:00:00Z', expiresAt: '2026-03-01T00:00:00Z' },
    },
    {
      what: 'before its effective date',
      dates: { effectiveAt: '2026-03-01T00:00:00Z', expiresAt: '2026-02-08T00:00:00Z' },
    },
  ])('cannot expire $what', async ({ dates }) => {
    const who = await holder()
    const input = { ...of(who), pool: 'WALLET', kind: 'PAID', amount: { eur: '3' }, ...dates }
    expect((await move('grantCredits', input)).userErrors).toEqual([
      { field: 'expiresAt', message: expect.any(String), code: 'INVALID' },
    ])
    expect(await journalOf(who)).toEqual([])
  })

  test('of a millisecond is one', async () => {
    const who = await holder()
    await grant(who, 'WALLET', { eur: '3' }, { expiresAt: new Date(testNow.getTime() + 1).toISOString() })
    expect(await walletOf(who)).toMatchObject({ available: '3.000000' })
  })

  test.each([
    { pool: 'WALLET', amount: { credits: 5 } },
    { pool: 'PERMANENT', amount: { eur: '5' } },
    { pool: 'MONTHLY', amount: { eur: '5' } },
  ])('to $pool cannot be $amount, and the answer names a field that is there', async (input) => {
    const who = await metered()
    const { userErrors } = await move('grantCredits', { ...of(who), kind: 'PAID', ...input })
    expect(userErrors).toMatchObject([{ code: 'INVALID' }])
    expect(['pool', 'amount']).toContain(userErrors[0].field)
  })

  test('of permanent credits never expires', async () => {
    const who = await metered()
    const input = { ...of(who), pool: 'PERMANENT', kind: 'PAID', amount: { credits: 3 } }
    const expiresAt = later(3600).toISOString()
    expect(await refused('grantCredits', { ...input, expiresAt })).toEqual(['INVALID'])
    expect((await moved('grantCredits', input)).grant).toMatchObject({ expiresAt: null })
    expect(await creditsOf(who)).toEqual([400, 50, 4203])
  })

  test.each([
    { priority: -1, code: 'INVALID' },
    { priority: 101, code: 'INVALID' },
    { priority: 0, code: undefined },
    { priority: 100, code: undefined },
  ])('of priority $priority: $code', async ({ priority, code }) => {
    const who = await holder()
    const { userErrors } = await move('grantCredits', {
      ...{ ...of(who), pool: 'WALLET', kind: 'PAID', amount: { eur: '3' } },
      priority,
    })
    expect(userErrors[0]?.code).toBe(code)
    expect(userErrors[0]?.field).toBe(code && 'priority')
  })
})

describe('a grant to a window', () => {
  const given = (who: Person, pool: string, credits: number, more: object = {}) =>
    move('grantCredits', { ...of(who), pool, kind: 'PAID', amount: { credits }, ...more })
  // The governing subscription bills on the 8th.
  const turn = '2026-02-08T00:00:00.000Z'

  test('makes no more than its total, and ends with it', async () => {
    const who = await metered()
    expect((await given(who, 'MONTHLY', 601)).userErrors).toMatchObject([{ field: 'amount', code: 'INVALID' }])
    expect((await given(who, 'ADDITIONAL', 1)).userErrors).toMatchObject([{ field: 'amount', code: 'INVALID' }])
    expect((await given(who, 'MONTHLY', 600)).grant).toMatchObject({ expiresAt: turn, remaining: { credits: 600 } })
    expect(await creditsOf(who)).toEqual([1000, 50, 4200])
    app.clock.now = new Date(turn)
    await consume(who, { credits: 1000 })
    expect(await refused('consumeCredits', { ...of(who), amount: { credits: 1 }, pools: ['MONTHLY'] })).toEqual([
      'INSUFFICIENT_CREDITS',
    ])
  })

  test('may end before it, and not after it', async () => {
    const who = await metered()
    expect((await given(who, 'MONTHLY', 1, { expiresAt: '2026-02-08T00:00:00.001Z' })).userErrors).toMatchObject([
      { field: 'expiresAt', code: 'INVALID' },
    ])
    expect((await given(who, 'MONTHLY', 1, { expiresAt: turn })).grant).toMatchObject({ expiresAt: turn })
    const soon = later(60).toISOString()
    expect((await given(who, 'MONTHLY', 1, { expiresAt: soon })).grant).toMatchObject({ expiresAt: soon })
    app.clock.now = later(60)
    expect(await creditsOf(who)).toEqual([401, 50, 4200])
  })

  test('cannot be for later, as the pool begins anew each period', async () => {
    const who = await metered()
    const effectiveAt = later(60).toISOString()
    expect((await given(who, 'MONTHLY', 1, { effectiveAt })).userErrors).toMatchObject([
      { field: 'effectiveAt', code: 'INVALID' },
    ])
  })

  test('is refused where the plan has none', async () => {
    const who = await person(['USERS_ME'])
    for (const pool of ['MONTHLY', 'ADDITIONAL']) {
      expect((await given(who, pool, 1)).userErrors).toMatchObject([{ field: 'pool', code: 'INVALID' }])
    }
  })

  test('given while some is held, no more can be spent than the window shows when that is let go', async () => {
    const who = await metered()
    const held = await hold(who, { credits: 400 })
    await given(who, 'MONTHLY', 1000)
    await release(held)
    const [monthly] = await creditsOf(who)
    const pools = ['MONTHLY']
    expect(await refused('consumeCredits', { ...of(who), amount: { credits: monthly + 1 }, pools })).toEqual([
      'INSUFFICIENT_CREDITS',
    ])
  })
})

function eur(amount: string) {
  return { eur: amount, credits: null }
}
