import { balanceOf, type CreditPoolKind, type Pool, windowOf } from './credits.ts'
import type { LedgerBucket, LedgerEntry } from './journal.ts'
import { type Billing, dueMovements, settledPool } from './settlement.ts'

/** A number that movements add up to: what of which pool. */
export interface Explained {
  readonly pool: CreditPoolKind
  readonly balance: BalanceKind
}

export const balanceKinds = ['AVAILABLE', 'HELD'] as const
export type BalanceKind = (typeof balanceKinds)[number]

/** The places of the Viewer whose numbers the journal explains. */
export const explainedPlaces: Readonly<Record<string, Explained>> = {
  'credits.wallet.available': { pool: 'WALLET', balance: 'AVAILABLE' },
  'credits.wallet.held': { pool: 'WALLET', balance: 'HELD' },
  'credits.permanent': { pool: 'PERMANENT', balance: 'AVAILABLE' },
  'credits.monthly.remaining': { pool: 'MONTHLY', balance: 'AVAILABLE' },
  'credits.additional.remaining': { pool: 'ADDITIONAL', balance: 'AVAILABLE' },
}

/** The buckets whose contents make up a balance: below nought, available is what the credit line has given. */
export const bucketsOf: Readonly<Record<BalanceKind, readonly LedgerBucket[]>> = {
  AVAILABLE: ['AVAILABLE', 'CREDIT_LINE'],
  HELD: ['HELD'],
}

/** What one movement adds to a balance; negative when it takes away. */
export function changeIn(balance: BalanceKind, { source, destination, amount }: LedgerEntry): bigint {
  const inside = (bucket: LedgerBucket) => (bucketsOf[balance].includes(bucket) ? amount : 0n)
  return inside(destination) - inside(source)
}

/** Why a number is what it is: the movements in the journal add up to it, with those that are due and not yet there. */
export interface Explanation extends Explained {
  readonly value: bigint
  readonly due: readonly LedgerEntry[]
}

export function explanationOf(pool: Pool, balance: BalanceKind, billing: Billing, now: Date): Explanation {
  const settled = settledPool(pool, billing, now)
  const { available, held } = balanceOf(settled)
  const due = dueMovements(pool, billing, now).filter((entry) => changeIn(balance, entry) !== 0n)
  const value = balance === 'HELD' ? held : (windowOf(settled)?.remaining ?? available)
  return { pool: pool.kind, balance, value, due }
}
