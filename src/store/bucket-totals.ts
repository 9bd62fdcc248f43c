import type { CreditPoolKind } from '../domain/credits.ts'
import type { LedgerBucket } from '../domain/journal.ts'
import type { BucketTotals } from '../domain/statement.ts'
import type { Queryable } from './accounts.ts'

export interface TotalsKey {
  readonly accountId: string
  readonly pool: CreditPoolKind
}

/** What the journal says is in each bucket, for several accounts and pools, in one statement. */
export async function readBucketTotals(
  db: Queryable,
  keys: readonly TotalsKey[],
): Promise<(key: TotalsKey) => BucketTotals> {
  const rows = await db.$queryRaw<{ accountId: string; pool: CreditPoolKind; bucket: LedgerBucket; total: string }[]>`
    SELECT e.account_id AS "accountId", e.pool::text AS pool, moved.bucket::text AS bucket, sum(moved.amount)::text AS total
    FROM ledger_entries e
    CROSS JOIN LATERAL (VALUES (e.source, -e.amount), (e.destination, e.amount)) AS moved(bucket, amount)
    WHERE e.account_id = ANY(${[...new Set(keys.map(({ accountId }) => accountId))]}::uuid[])
    GROUP BY e.account_id, e.pool, moved.bucket`
  const total = new Map(rows.map((row) => [`${row.accountId} ${row.pool} ${row.bucket}`, BigInt(row.total)]))
  return ({ accountId, pool }) => {
    const of = (bucket: LedgerBucket) => total.get(`${accountId} ${pool} ${bucket}`) ?? 0n
    return {
      ISSUED: of('ISSUED'),
      SCHEDULED: of('SCHEDULED'),
      AVAILABLE: of('AVAILABLE'),
      HELD: of('HELD'),
      CONSUMED: of('CONSUMED'),
      EXPIRED: of('EXPIRED'),
      CREDIT_LINE: of('CREDIT_LINE'),
    }
  }
}
