import fc from 'fast-check'
import { type CreditPoolKind, type GrantKind, grantKinds } from '../../src/domain/credits.ts'

/*
 * Histories of one account: it begins somehow, then things happen to it, each some time after the one before. Whatever
 * the clock does by itself (the end of a hold, a grant or a window; the beginning of a grant) falls on a step of six
 * hours; what happens, and who looks, falls just before, on and just after such steps.
 */
export const begin = Date.parse('2026-01-20T00:00:00.000Z')
/** Milliseconds. */
export const step = 6 * 3_600_000

export interface History {
  readonly beginning: Beginning
  readonly happenings: readonly Happening[]
}

/** What an account begins with; the wallet's parts as an import leaves them. */
export interface Beginning {
  /** The day and the time the windows turn at; null: the first of the month. */
  readonly billing: Date | null
  /** With the billing date the subscription is over, and turns bring nothing more. */
  readonly isCancelled: boolean
  readonly monthly: bigint | null
  readonly additional: bigint | null
  readonly limitCents: bigint
  /** What one grant has left, what is owed, and what an import hold has set aside of the grant and on the line. */
  readonly wallet: { readonly left: bigint; readonly owed: bigint; readonly held: bigint; readonly lineHeld: bigint }
}

/** When, counted from the one before: steps, and milliseconds beside the step. */
export interface Moment {
  readonly after: number
  readonly beside: number
}

export interface Happening extends Moment {
  readonly operation: Operation
}

export type Operation = GrantOperation | HoldOperation | EndOperation | ConsumeOperation

export interface GrantOperation {
  readonly verb: 'grant'
  readonly pool: CreditPoolKind
  readonly amount: bigint
  readonly kind: GrantKind
  readonly priority: number
  /** Steps from now; 0: at once. */
  readonly begins: number
  /** Steps after it begins; null: never. */
  readonly lasts: number | null
}

interface HoldOperation {
  readonly verb: 'hold'
  readonly pools: readonly CreditPoolKind[]
  readonly amount: bigint
  /** Steps. */
  readonly lasts: number
}

interface EndOperation {
  readonly verb: 'capture' | 'release'
  /** Which of the holds taken so far, whatever has become of it. */
  readonly nth: number
  /** Of a capture; null: all of it. */
  readonly amount: bigint | null
}

interface ConsumeOperation {
  readonly verb: 'consume'
  readonly pools: readonly CreditPoolKind[]
  readonly amount: bigint
}

/** So few of each kind that ties, leftovers and shortages are usual. A cent is 10,000. */
const amounts = fc.oneof(fc.bigInt(1n, 60n), fc.constantFrom(10n, 35n, 50_000n, 100_000n))
const poolsNamed = fc.constantFrom<readonly CreditPoolKind[]>(
  ['WALLET'],
  ['WALLET'],
  ['MONTHLY', 'ADDITIONAL'],
  ['MONTHLY', 'ADDITIONAL'],
  ['MONTHLY'],
  ['ADDITIONAL', 'MONTHLY', 'PERMANENT'],
  ['PERMANENT'],
)
const lengths = fc.constantFrom(1, 2, 3, 8, 40)

const grants: fc.Arbitrary<GrantOperation> = fc
  .record({
    verb: fc.constant('grant' as const),
    pool: fc.constantFrom<CreditPoolKind>('WALLET', 'WALLET', 'WALLET', 'PERMANENT', 'MONTHLY'),
    amount: amounts,
    kind: fc.constantFrom<GrantKind>(...grantKinds),
    priority: fc.constantFrom(0, 50, 50, 100),
    begins: fc.constantFrom(0, 0, 0, 1, 2, 5),
    lasts: fc.oneof(lengths, fc.constant(null)),
  })
  .map((one) => (one.pool === 'PERMANENT' ? { ...one, lasts: null } : one))
const holds = fc.record({ verb: fc.constant('hold' as const), pools: poolsNamed, amount: amounts, lasts: lengths })
const endings = fc.record({
  verb: fc.constantFrom('capture' as const, 'capture' as const, 'release' as const),
  nth: fc.nat(6),
  amount: fc.oneof(amounts, fc.constant(null)),
})
const consumptions = fc.record({ verb: fc.constant('consume' as const), pools: poolsNamed, amount: amounts })

/** When somebody looks. */
export const moments: fc.Arbitrary<Moment> = fc.record({
  after: fc.constantFrom(0, 0, 1, 1, 2, 3, 7, 30, 130),
  beside: fc.constantFrom(0, 0, 1, -1),
})

export const histories: fc.Arbitrary<History> = fc.record({
  beginning: fc.record({
    billing: fc.constantFrom(
      null,
      new Date('2026-03-31T18:00:00.000Z'),
      new Date('2028-02-29T06:00:00.000Z'),
      new Date('2025-12-08T00:00:00.000Z'),
    ),
    isCancelled: fc.constantFrom(false, false, true),
    monthly: fc.constantFrom(null, 0n, 30n, 30n, 30n, 100n),
    additional: fc.constantFrom(null, 20n, 20n),
    limitCents: fc.constantFrom(0n, 5n, 10n),
    wallet: fc.constantFrom(
      { left: 0n, owed: 0n, held: 0n, lineHeld: 0n },
      { left: 70n, owed: 0n, held: 20n, lineHeld: 0n },
      { left: 70n, owed: 0n, held: 70n, lineHeld: 50_000n },
      // Below its limit, whichever it is: nothing may be taken until it is back above.
      { left: 0n, owed: 150_000n, held: 0n, lineHeld: 0n },
      { left: 0n, owed: 0n, held: 0n, lineHeld: 150_000n },
    ),
  }),
  happenings: fc
    .array(
      fc.tuple(
        moments,
        fc.oneof<fc.WeightedArbitrary<Operation>[]>(
          { weight: 3, arbitrary: grants },
          { weight: 4, arbitrary: holds },
          { weight: 3, arbitrary: endings },
          { weight: 3, arbitrary: consumptions },
        ),
      ),
      { minLength: 6, maxLength: 18 },
    )
    .map((all) => all.map(([moment, operation]) => ({ ...moment, operation }))),
})

/** The steps at a moment; an instant before the begin is the begin. */
export function instantOf(steps: number, { beside }: Pick<Moment, 'beside'>): number {
  return Math.max(begin, begin + steps * step + beside)
}

/** The last step at or before an instant, and some further ones. */
export function stepsAfter(count: number, at: number): number {
  return begin + (Math.floor((at - begin) / step) + count) * step
}

/** The day and the time of the billing, or the month's last day where it is shorter; else the first of the month. */
export function isTurn(at: number, billing: Date | null): boolean {
  const date = new Date(at).getUTCDate()
  if (billing === null) return date === 1 && at % day === 0
  const isLast = new Date(at + day).getUTCDate() === 1
  const isDay = date === billing.getUTCDate() || (isLast && date < billing.getUTCDate())
  return isDay && at % day === billing.getTime() % day
}

export function nextTurn(after: number, billing: Date | null): number {
  let at = stepsAfter(1, after)
  while (!isTurn(at, billing)) at += step
  return at
}

const day = 86_400_000
