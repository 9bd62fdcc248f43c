import { type Balance, balanceOf, type CreditPoolKind, dueExpiry, isResetDue, type Pool } from './credits.ts'

/** Where an amount can be. Within one account and pool the seven sum to zero. */
export const ledgerBuckets = ['ISSUED', 'SCHEDULED', 'AVAILABLE', 'HELD', 'CONSUMED', 'EXPIRED', 'CREDIT_LINE'] as const
export type LedgerBucket = (typeof ledgerBuckets)[number]

export const ledgerEntryKinds = [
  'OPENING',
  'ADJUSTMENT',
  'GRANT',
  'ACTIVATION',
  'HOLD',
  'CAPTURE',
  'RELEASE',
  'CONSUMPTION',
  'EXPIRY',
  'RESET',
] as const
export type LedgerEntryKind = (typeof ledgerEntryKinds)[number]

/** One movement; never changed once written, corrected by another. */
export interface LedgerEntry {
  readonly sequence: bigint
  readonly pool: CreditPoolKind
  readonly kind: LedgerEntryKind
  readonly source: LedgerBucket
  readonly destination: LedgerBucket
  readonly amount: bigint
  readonly availableAfter: bigint
  readonly grantId: string | null
  readonly holdId: string | null
  readonly reason: string | null
  readonly reference: string | null
  readonly actor: string
  readonly occurredAt: Date
}

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

/** The statement at an instant: the journal, and what is due by then and not journalled yet (expiries, a reset). */
export function statementOf(pool: Pool, totals: BucketTotals, now: Date): BalanceStatement {
  const { held, posted }: Balance = balanceOf(pool, now)
  const reset = isResetDue(pool, now) && pool.windowTotal !== null
  const notYet = pool.grants
    .filter((grant) => grant.effectiveAt > now)
    .reduce((sum, grant) => sum + grant.remaining, 0n)
  const consumed = totals.CONSUMED
  const granted = -totals.ISSUED - notYet + (reset ? (pool.windowTotal ?? 0n) : 0n)

  const expired = totals.EXPIRED + dueExpiry(pool, now) + (reset ? posted : 0n)
  return { pool: pool.kind, granted, consumed, expired, held, available: granted - consumed - expired - held }
}
