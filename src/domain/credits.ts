import { type MicroEur, microEurPerCent } from './eur.ts'
import { least } from './least.ts'

/** WALLET is counted in micro-EUR, the others in whole credits. The four are never converted into each other. */
export const creditPools = ['WALLET', 'PERMANENT', 'MONTHLY', 'ADDITIONAL'] as const
export type CreditPoolKind = (typeof creditPools)[number]

/** Pools are spent from in this order; the wallet is never spent from together with the others. */
export const spendingOrder = [
  'WALLET',
  'MONTHLY',
  'ADDITIONAL',
  'PERMANENT',
] as const satisfies readonly CreditPoolKind[]

/** Pools as they are spent from, each once, however they were named. */
export function inSpendingOrder(pools: readonly CreditPoolKind[]): readonly CreditPoolKind[] {
  return spendingOrder.filter((kind) => pools.includes(kind))
}

export const grantKinds = ['PAID', 'PROMOTIONAL', 'TRIAL', 'PLAN', 'IMPORT'] as const
export type GrantKind = (typeof grantKinds)[number]

/** Credits given and not yet gone. */
export interface Grant {
  readonly id: string
  readonly kind: GrantKind
  readonly amount: bigint
  readonly remaining: bigint
  /** Of `remaining`, what open holds have set aside. */
  readonly held: bigint
  readonly priority: number
  /** It counts from its effective date only, and the journal does not know yet that the date has come. */
  readonly scheduled: boolean
  readonly effectiveAt: Date
  readonly expiresAt: Date | null
  readonly sequence: bigint
}

/** What an open hold has set aside in one pool. */
export interface Hold {
  readonly id: string
  readonly amount: bigint
  /** Of `amount`, what rests on the credit line. */
  readonly lineAmount: bigint
  readonly imported: boolean
  readonly expiresAt: Date | null
  readonly sequence: bigint
  readonly allocations: readonly Allocation[]
}

export interface Allocation {
  readonly grantId: string
  readonly amount: bigint
}

/** One pool of one account, as stored: the grants with something left and the holds still open. */
export interface Pool {
  readonly kind: CreditPoolKind
  readonly owed: bigint
  readonly lineHeld: bigint
  readonly creditLimitCents: bigint
  readonly openingExpiresAt: Date | null
  readonly pendingTrial: MicroEur | null
  /** What a period starts with; null for a pool that does not reset. */
  readonly windowTotal: bigint | null
  readonly windowEndsAt: Date | null
  /** When it last began anew; null: not since it was opened. */
  readonly turnedAt: Date | null
  readonly grants: readonly Grant[]
  readonly holds: readonly Hold[]
  /** What they come to, where they were left out, nothing having fallen due; null: they are all here. */
  readonly standing: Standing | null
}

/** A pool's grants and holds in a few numbers, as they were kept at its last movement (docs/ledger.md). */
export interface Standing {
  readonly available: bigint
  readonly held: bigint
  /** Of the credits that count, the next date some of them expire; null: never. */
  readonly expiresAt: Date | null
  /** When something next falls due, so that these numbers are no longer true; null: never. */
  readonly dueAt: Date | null
}

export interface Balance {
  /** What may be spent: posted − held. Negative within the credit limit. */
  readonly available: bigint
  readonly held: bigint
  readonly posted: bigint
}

export interface Wallet extends Balance {
  readonly creditLimitCents: bigint
  readonly expiresAt: Date | null
  readonly freeTrialPending: MicroEur | null
}

export interface CreditWindow {
  readonly total: bigint
  readonly remaining: bigint
  readonly resetsAt: Date
}

/** Nothing has ever been in it. */
export function isBlank(pool: Pool): boolean {
  const { grants, holds, owed, windowTotal, pendingTrial, creditLimitCents, openingExpiresAt } = pool
  const facts = [windowTotal, pendingTrial, openingExpiresAt].every((fact) => fact === null)
  return facts && grants.length + holds.length === 0 && owed === 0n && creditLimitCents === 0n
}

/** What an account has to spend, in four quantities. */
export interface Credits {
  readonly wallet: Wallet
  readonly permanent: bigint
  readonly monthly: CreditWindow | null
  readonly additional: CreditWindow | null
  readonly hasUnseenGrants: boolean
}

export function emptyPool(kind: CreditPoolKind): Pool {
  return {
    kind,
    owed: 0n,
    lineHeld: 0n,
    creditLimitCents: 0n,
    openingExpiresAt: null,
    pendingTrial: null,
    windowTotal: null,
    windowEndsAt: null,
    turnedAt: null,
    grants: [],
    holds: [],
    standing: null,
  }
}

/** The balance of a pool, settled to the instant that is meant. Credits that do not count yet are no part of it. */
export function balanceOf(pool: Pool): Balance {
  if (pool.standing !== null) {
    const { available, held } = pool.standing
    return { available, held, posted: available + held }
  }
  const counted = pool.grants.filter(({ scheduled }) => !scheduled)
  const held = sum(pool.holds.map(({ amount }) => amount))
  const posted = sum(counted.map(({ remaining }) => remaining)) - pool.owed
  return { available: posted - held, held, posted }
}

/** The wallet as it is shown, of a settled pool; free trial credits wait only while the address is unverified. */
export function walletOf(pool: Pool, emailVerified: boolean, now: Date): Wallet {
  return {
    ...balanceOf(pool),
    creditLimitCents: pool.creditLimitCents,
    expiresAt: nextExpiry(pool, now) ?? pool.openingExpiresAt,
    freeTrialPending: emailVerified ? null : pool.pendingTrial,
  }
}

/** A window as it is shown, of a settled pool; null for a pool without one. Never below nought nor above its total. */
export function windowOf(pool: Pool): CreditWindow | null {
  const { windowTotal: total, windowEndsAt: resetsAt } = pool
  if (total === null || resetsAt === null) return null
  const { available } = balanceOf(pool)
  return { total, remaining: available < 0n ? 0n : least(available, total), resetsAt }
}

/** The lowest available a debit may leave, by the credit limit alone; no deeper than an amount can say. */
export function limitFloor(pool: Pick<Pool, 'creditLimitCents'>): bigint {
  const floor = -pool.creditLimitCents * microEurPerCent
  return floor < lowestAmount ? lowestAmount : floor
}

/** Amounts are kept in 64 bits, and a limit in cents reaches beyond them. */
const lowestAmount = -(2n ** 63n)

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}

export const holdStates = ['OPEN', 'CAPTURED', 'RELEASED', 'EXPIRED'] as const
export type HoldState = (typeof holdStates)[number]

/** An instant of expiry belongs to what comes after it: at `expiresAt` itself the thing is gone. */
export function isLive(lapsing: { readonly expiresAt: Date | null }, now: Date): boolean {
  return lapsing.expiresAt === null || lapsing.expiresAt > now
}

/** Of what counts and is left, the next date to come. */
export function nextExpiry(pool: Pool, now: Date): Date | null {
  if (pool.standing !== null) return pool.standing.expiresAt
  const dates = pool.grants.flatMap(({ remaining, scheduled, expiresAt }) =>
    remaining > 0n && !scheduled && expiresAt !== null && expiresAt > now ? [expiresAt] : [],
  )
  return dates.reduce<Date | null>((next, date) => (next === null || date < next ? date : next), null)
}
