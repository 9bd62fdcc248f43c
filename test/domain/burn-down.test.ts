import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { burnDownOrder, spendableGrants } from '../../src/domain/burn-down.ts'
import { emptyPool, type Grant, type GrantKind, grantKinds } from '../../src/domain/credits.ts'

const bare: Grant = {
  id: 'bare',
  kind: 'PROMOTIONAL',
  amount: 10n,
  remaining: 10n,
  held: 0n,
  priority: 50,
  scheduled: false,
  effectiveAt: new Date('2026-02-01T00:00:00.000Z'),
  expiresAt: new Date('2026-06-01T00:00:00.000Z'),
  sequence: 5n,
}

describe('which of two grants is spent first', () => {
  // Of each rank, the one to spend first; and whatever the later ranks say for the other one must not matter.
  const sooner = new Date('2026-05-31T23:59:59.999Z')
  const earlier = new Date('2026-01-31T23:59:59.999Z')
  const worst = {
    expiry: { expiresAt: null },
    paid: { kind: 'PAID' },
    effective: { effectiveAt: new Date('2026-02-02T00:00:00.000Z') },
    sequence: { sequence: 6n },
  } as const
  const { expiry, paid, effective, sequence } = worst

  test.each<[string, Partial<Grant>, Partial<Grant>]>([
    ['the lower priority, before everything else', { priority: 49, ...expiry, ...paid, ...effective, ...sequence }, {}],
    [
      'priority 0 before 100',
      { priority: 0, ...expiry, ...paid, ...effective, ...sequence },
      { priority: 100, expiresAt: sooner },
    ],
    ['of one priority, what expires sooner', { expiresAt: sooner, ...paid, ...effective, ...sequence }, {}],
    ['of one priority, what expires at all', { ...paid, ...effective, ...sequence }, expiry],
    ['of one expiry, what was not paid for', { ...effective, ...sequence }, paid],
    [
      'of two that never expire, what was not paid for',
      { ...expiry, ...effective, ...sequence },
      { ...expiry, ...paid },
    ],
    ['of two given, what counts longer', { effectiveAt: earlier, ...sequence }, {}],
    ['of two paid, what counts longer', { ...paid, effectiveAt: earlier, ...sequence }, paid],
    ['of one date, what was given first', {}, sequence],
    ['of one date, what was given first, by number and not by digits', { sequence: 9n }, { sequence: 10n }],
  ])('%s', (_, first, second) => {
    const [one, other] = [
      { ...bare, ...first },
      { ...bare, ...second },
    ]
    expect(burnDownOrder(one, other)).toBeLessThan(0)
    expect(burnDownOrder(other, one)).toBeGreaterThan(0)
  })

  test.each(grantKinds.filter((kind) => kind !== 'PAID'))('%s is no paid kind: the date decides among them', (kind) => {
    const paid: Grant = { ...bare, kind: 'PAID', effectiveAt: earlier, sequence: 1n }
    expect(burnDownOrder({ ...bare, kind }, paid)).toBeLessThan(0)
    for (const other of grantKinds.filter((one) => one !== 'PAID')) {
      const longer = { ...bare, kind: other, effectiveAt: earlier }
      expect(burnDownOrder(longer, { ...bare, kind })).toBeLessThan(0)
    }
  })

  test('neither of one grant and itself', () => {
    expect(burnDownOrder(bare, bare)).toBe(0)
    expect(burnDownOrder({ ...bare, ...expiry }, { ...bare, ...expiry })).toBe(0)
  })

  test('how much is left of either says nothing', () => {
    const less = { ...bare, amount: 5n, remaining: 1n, held: 1n, id: 'another' }
    expect(burnDownOrder(bare, less)).toBe(0)
  })
})

// Few values each, so that ties are usual and every rank gets to decide.
const grants = fc.record<Grant>({
  id: fc.constant('any'),
  kind: fc.constantFrom<GrantKind>(...grantKinds),
  amount: fc.constant(10n),
  remaining: fc.constantFrom(0n, 1n, 10n),
  held: fc.constantFrom(0n, 1n),
  priority: fc.constantFrom(0, 1, 50, 100),
  scheduled: fc.boolean(),
  effectiveAt: fc.constantFrom(new Date(0), new Date(1), new Date('9999-12-31T23:59:59.999Z')),
  expiresAt: fc.constantFrom(null, new Date(0), new Date(1), new Date('9999-12-31T23:59:59.999Z')),
  sequence: fc.constantFrom(1n, 2n, 9_007_199_254_740_993n, 9_007_199_254_740_992n),
})
const runs = { numRuns: 2_000 }

describe('the order', () => {
  test('is total: of any three, none is before itself, and before is carried on', () => {
    fc.assert(
      fc.property(grants, grants, grants, (a, b, c) => {
        expect(Math.sign(burnDownOrder(a, b))).toBe(-Math.sign(burnDownOrder(b, a)) + 0)
        expect(burnDownOrder(a, a)).toBe(0)
        if (burnDownOrder(a, b) <= 0 && burnDownOrder(b, c) <= 0) expect(burnDownOrder(a, c)).toBeLessThanOrEqual(0)
      }),
      runs,
    )
  })

  test('leaves two grants of one account undecided never: their numbers differ', () => {
    fc.assert(
      fc.property(grants, grants, (a, b) => {
        fc.pre(a.sequence !== b.sequence)
        expect(burnDownOrder(a, b)).not.toBe(0)
      }),
      runs,
    )
  })

  test('is that of the five ranks, one after the other', () => {
    // The same order in another way: sorted by the last rank first, each sort keeping what the one before it made.
    const never = Number.MAX_VALUE
    const ranks: ((grant: Grant) => number | bigint)[] = [
      ({ sequence }) => sequence,
      ({ effectiveAt }) => effectiveAt.getTime(),
      ({ kind }) => (kind === 'PAID' ? 1 : 0),
      ({ expiresAt }) => expiresAt?.getTime() ?? never,
      ({ priority }) => priority,
    ]
    const byRanks = (all: readonly Grant[]) =>
      ranks.reduce<Grant[]>(
        (sorted, of) => sorted.toSorted((a, b) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0)),
        [...all],
      )
    fc.assert(
      fc.property(fc.array(grants, { maxLength: 12 }), (all) => {
        expect(all.toSorted(burnDownOrder)).toEqual(byRanks(all))
      }),
      { numRuns: 500 },
    )
  })
})

describe('what can be spent of a pool', () => {
  test('is what counts already and is free, in that order', () => {
    fc.assert(
      fc.property(fc.array(grants, { maxLength: 12 }), (all) => {
        const spendable = spendableGrants({ ...emptyPool('WALLET'), grants: all })
        expect(new Set(spendable)).toEqual(
          new Set(all.filter(({ scheduled, remaining, held }) => !scheduled && remaining - held > 0n)),
        )
        expect(spendable).toEqual(spendable.toSorted(burnDownOrder))
      }),
      { numRuns: 500 },
    )
  })
})
