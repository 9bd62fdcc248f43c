import type { CreditPoolKind } from './credits.ts'

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
