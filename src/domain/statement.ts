import type { CreditPoolKind, Pool } from './credits.ts'
import { type LedgerBucket, type LedgerEntry, ledgerBuckets } from './journal.ts'
import { type Billing, dueMovements } from './settlement.ts'

/** What has gone into each bucket less what has come out of it. */
export type BucketTotals = { readonly [B in LedgerBucket]: bigint }

/** granted − consumed − expired − held = available, exactly. */
export interface BalanceStatement {
  readonly pool: CreditPoolKind
  readonly granted: bigint
  readonly consumed: bigint
  readonly expired: bigint
  readonly held: bigint
  readonly available: bigint
}

/**
 * The statement at an instant, from the journal up to then (`totals`) and what had fallen due by then without being in
 * the journal yet. What was given beforehand counts from its date.
 */
export function statementOf(pool: Pool, totals: BucketTotals, billing: Billing, at: Date): BalanceStatement {
  const after = totalsAfter(totals, dueMovements(pool, billing, at))
  const granted = -after.ISSUED - after.SCHEDULED
  const { CONSUMED: consumed, EXPIRED: expired, HELD: held } = after
  return { pool: pool.kind, granted, consumed, expired, held, available: granted - consumed - expired - held }
}

function totalsAfter(totals: BucketTotals, entries: readonly LedgerEntry[]): BucketTotals {
  const moved = (bucket: LedgerBucket) =>
    entries.reduce((total, { source, destination, amount }) => {
      if (destination === bucket) return total + amount
      return source === bucket ? total - amount : total
    }, totals[bucket])
  return Object.fromEntries(ledgerBuckets.map((bucket) => [bucket, moved(bucket)])) as BucketTotals
}
