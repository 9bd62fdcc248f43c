import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { creditWorldIn } from '../support/credit-world.ts'
import type { Person } from '../support/legacy-people.ts'
import { told } from '../support/movements.ts'

type World = ReturnType<typeof creditWorldIn>
let app: TestApp
let capture: World['capture']
let consume: World['consume']
let grant: World['grant']
let hold: World['hold']
let holder: World['holder']
let journalOf: World['journalOf']
let move: World['move']
let moved: World['moved']
let of: World['of']
let person: World['person']
let refused: World['refused']
let release: World['release']
let viewer: World['viewer']
let walletOf: World['walletOf']
beforeAll(async () => {
  app = await createTestApp()
  ;({ capture, consume, grant, hold, holder, journalOf, move, moved, of, person, refused, release, viewer, walletOf } =
    creditWorldIn(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})
beforeEach(() => {
  app.clock.now = testNow
})

const later = (seconds: number) => new Date(testNow.getTime() + seconds * 1000)

describe('a hold', () => {
  const all = { balance_eur: '10.000000' }

  const endings = {
    'captured in full': (id: string) => move('captureHold', { holdId: id }),
    'captured in part': (id: string) => move('captureHold', { holdId: id, amount: { eur: '1' } }),
    released: (id: string) => move('releaseHold', { holdId: id }),
  } as const
  const ends = {
    ...endings,
    lapsed: async () => {
      app.clock.now = later(60)
    },
    'lapsed, and the journal knows': async (_id: string, who: Person) => {
      app.clock.now = later(60)
      await consume(who, { eur: '1' })
    },
  } as const
  const pairs = Object.keys(ends).flatMap((first) => Object.keys(endings).map((second) => ({ first, second })))

  test.each(pairs)('that is $first cannot be $second', async ({ first, second }) => {
    const who = await holder(all)
    const { id } = await hold(who, { eur: '4' }, { ttlSeconds: 60 })
    await ends[first as keyof typeof ends](id, who)
    const before = [await walletOf(who), await journalOf(who)]
    const again = await endings[second as keyof typeof endings](id)
    expect(again).toMatchObject({ hold: null, entries: [] })
    expect(again.userErrors).toEqual([{ field: 'holdId', message: expect.any(String), code: 'HOLD_CLOSED' }])
    expect([await walletOf(who), await journalOf(who)]).toEqual(before)
  })

  test.each(Object.keys(endings))('can be %s just before its time is up', async (ending) => {
    const who = await holder(all)
    const { id } = await hold(who, { eur: '4' }, { ttlSeconds: 60 })
    app.clock.now = new Date(later(60).getTime() - 1)
    expect((await endings[ending as keyof typeof endings](id)).userErrors).toEqual([])
  })

  test('cannot be captured for more than it holds; it stays open', async () => {
    const who = await holder(all)
    const { id } = await hold(who, { eur: '4' })
    const { userErrors } = await move('captureHold', { holdId: id, amount: { eur: '4.000001' } })
    expect(userErrors).toEqual([{ field: 'amount', message: expect.any(String), code: 'INVALID' }])
    expect(await capture({ id }, { eur: '4' })).toMatchObject({ state: 'CAPTURED' })
  })

  test('cannot be captured in the other unit', async () => {
    const who = await person(['ACCOUNT_PROFILE', 'USERS_ME', 'USER_INFO'])
    const wallet = await hold(who, { eur: '4' })
    const credits = await hold(who, { credits: 4 })
    for (const [{ id }, amount] of [
      [wallet, { credits: 1 }],
      [credits, { eur: '1' }],
    ] as const) {
      const { userErrors } = await move('captureHold', { holdId: id, amount })
      expect(userErrors).toEqual([{ field: 'amount', message: expect.any(String), code: 'INVALID' }])
    }
    expect(await capture(wallet, { eur: '1' })).toMatchObject({ captured: eur('1.000000') })
    expect(await capture(credits, { credits: 1 })).toMatchObject({ captured: { credits: 1 } })
  })

  test.each([
    { ending: 'captured', left: { available: '10.000000', held: '0.000000', posted: '10.000000' } },
    { ending: 'captured in part', left: { available: '12.000000', held: '0.000000', posted: '12.000000' } },
    { ending: 'released', left: { available: '13.000000', held: '0.000000', posted: '13.000000' } },
  ])('that was imported never lapses, and can be $ending', async ({ ending, left }) => {
    const who = await holder({ ...all, held_eur: '3.000000' })
    const { credits } = await viewer('credits { holds { edges { node { id state expiresAt } } } }', who)
    const [{ node: imported }] = credits.holds.edges
    expect(imported).toMatchObject({ state: 'OPEN', expiresAt: null })
    app.clock.now = new Date('2046-01-01T00:00:00Z')
    expect(await walletOf(who)).toEqual({ available: '10.000000', held: '3.000000', posted: '13.000000' })
    if (ending === 'captured') await capture(imported)
    if (ending === 'captured in part') await capture(imported, { eur: '1' })
    if (ending === 'released') await release(imported)
    expect(await walletOf(who)).toEqual(left)
    expect(await refused('releaseHold', { holdId: imported.id })).toEqual(['HOLD_CLOSED'])
  })

  test('of a grant may be captured after the grant’s expiry, within its time; what it lets go lapses at once', async () => {
    const who = await holder()
    await grant(who, 'WALLET', { eur: '10' }, { expiresAt: later(60).toISOString() })
    const { id } = await hold(who, { eur: '4' }, { ttlSeconds: 120 })
    app.clock.now = new Date(later(120).getTime() - 1)
    expect(await walletOf(who)).toEqual({ available: '0.000000', held: '4.000000', posted: '4.000000' })
    const { entries } = await moved('captureHold', { holdId: id, amount: { eur: '3' } })
    expect(told(entries)).toEqual([
      ['WALLET', 'CAPTURE', 'HELD → CONSUMED', '3.000000', '0.000000'],
      ['WALLET', 'RELEASE', 'HELD → AVAILABLE', '1.000000', '1.000000'],
      ['WALLET', 'EXPIRY', 'AVAILABLE → EXPIRED', '1.000000', '0.000000'],
    ])
  })

  test('captured on the credit line is paid at once of what else there is, so no debt outlives it', async () => {
    const who = await holder({ credit_limit_cents: 500 })
    const { id } = await hold(who, { eur: '5' })
    await grant(who, 'WALLET', { eur: '20' }, { expiresAt: later(60).toISOString() })
    const { entries } = await moved('captureHold', { holdId: id })
    expect(told(entries)).toEqual([
      ['WALLET', 'CAPTURE', 'HELD → CONSUMED', '5.000000', '15.000000'],
      ['WALLET', 'CAPTURE', 'AVAILABLE → CREDIT_LINE', '5.000000', '15.000000'],
    ])
    app.clock.now = later(60)
    expect(await walletOf(who)).toEqual({ available: '0.000000', held: '0.000000', posted: '0.000000' })
  })

  test('let go while something is owed pays it', async () => {
    const who = await holder({ credit_limit_cents: 500, balance_eur: '10.000000' })
    const { id } = await hold(who, { eur: '10' })
    await consume(who, { eur: '5' })
    expect(await walletOf(who)).toEqual({ available: '-5.000000', held: '10.000000', posted: '5.000000' })
    const { entries } = await moved('releaseHold', { holdId: id })
    expect(told(entries)).toEqual([
      ['WALLET', 'RELEASE', 'HELD → AVAILABLE', '10.000000', '5.000000'],
      ['WALLET', 'RELEASE', 'AVAILABLE → CREDIT_LINE', '5.000000', '5.000000'],
    ])
  })

  test.each([
    { ttlSeconds: 0, code: 'INVALID' },
    { ttlSeconds: -1, code: 'INVALID' },
    { ttlSeconds: 30 * 86_400 + 1, code: 'INVALID' },
    { ttlSeconds: 1, code: undefined },
    { ttlSeconds: 30 * 86_400, code: undefined },
  ])('for $ttlSeconds seconds: $code', async ({ ttlSeconds, code }) => {
    const who = await holder(all)
    const { hold, userErrors } = await move('holdCredits', { ...of(who), amount: { eur: '1' }, ttlSeconds })
    expect(userErrors[0]?.code).toBe(code)
    expect(hold?.expiresAt).toBe(code ? undefined : later(ttlSeconds).toISOString())
  })
})

function eur(amount: string) {
  return { eur: amount, credits: null }
}
