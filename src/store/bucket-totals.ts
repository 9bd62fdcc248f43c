import type { CreditPoolKind } from '../domain/credits.ts'
import type { LedgerBucket } from '../domain/journal.ts'
import type { BucketTotals } from '../domain/statement.ts'
import type { Queryable } from './accounts.ts'

/** One pool's journal, as far as a reader means it. */
export interface TotalsKey {
  readonly accountId: string
  readonly pool: CreditPoolKind
  /** Up to this entry: the account's last number when its pools were read, so that pools and journal agree. */
  readonly upTo: bigint
  /** Up to this instant, inclusive; null: all of it, whatever another clock has dated it. */
  readonly at: Date | null
}

/** What the journal says is in each bucket, for several accounts, pools and instants, in one statement. */
export async function readBucketTotals(
  db: Queryable,
  keys: readonly TotalsKey[],
): Promise<(key: TotalsKey) => BucketTotals> {
  const asked = [...new Map(keys.map((key) => [askedOf(key), key])).values()]
  const rows = await db.$queryRaw<{ place: number; pool: CreditPoolKind; bucket: LedgerBucket; total: string }[]>`
    SELECT asked.place::int AS place, e.pool::text AS pool, moved.bucket::text AS bucket, sum(moved.amount)::text AS total
    FROM unnest(${asked.map(({ accountId }) => accountId)}::uuid[], ${asked.map(({ upTo }) => upTo)}::bigint[],
      ${asked.map(({ at }) => at?.toISOString() ?? null)}::timestamptz[]) WITH ORDINALITY AS asked(id, up_to, at, place)
    JOIN ledger_entries e ON e.account_id = asked.id AND e.sequence <= asked.up_to AND (asked.at IS NULL OR e.occurred_at <= asked.at)
    CROSS JOIN LATERAL (VALUES (e.source, -e.amount), (e.destination, e.amount)) AS moved(bucket, amount)
    GROUP BY asked.place, e.pool, moved.bucket`
  const total = new Map(rows.map((row) => [`${row.place} ${row.pool} ${row.bucket}`, BigInt(row.total)]))
  const places = new Map(asked.map((key, index) => [askedOf(key), index + 1]))
  return (key) => {
    const of = (bucket: LedgerBucket) => total.get(`${places.get(askedOf(key))} ${key.pool} ${bucket}`) ?? 0n
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

/** Two keys that differ in nothing but the pool are read at once. */
function askedOf({ accountId, upTo, at }: TotalsKey): string {
  return `${accountId} ${upTo} ${at?.getTime()}`
}
