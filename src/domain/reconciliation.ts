import type { CreditPoolKind } from './credits.ts'
import { formatEur } from './eur.ts'

/** One number that the journal and the books of an account do not agree on; in smallest units, as digits. */
export interface LedgerDifference {
  readonly accountId: string
  /** Null: of the account as a whole. */
  readonly pool: CreditPoolKind | null
  /** What the number is of. */
  readonly what: string
  readonly journal: string
  readonly books: string
}

/** The difference in a line, for people. */
export function describeDifference({ accountId, pool, what, journal, books }: LedgerDifference): string {
  const amount = (digits: string) => (pool === 'WALLET' ? `${formatEur(BigInt(digits))} EUR` : digits)
  return [accountId, pool, `${what}: the journal says ${amount(journal)}, the books say ${amount(books)}`]
    .filter((part) => part !== null)
    .join(' ')
}
