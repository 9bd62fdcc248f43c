import type { LedgerDifference } from '../domain/reconciliation.ts'
import type { Queryable } from './accounts.ts'

/**
 * What the journal and the books of some accounts disagree on, recomputed from the journal in one statement, so in one
 * snapshot: writers need not stand still. Accounts that are gone are asked for by the id their journal has kept: nothing
 * may be left in it but what they owed.
 */
export async function readLedgerDifferences(db: Queryable, ids: readonly string[]): Promise<LedgerDifference[]> {
  return db.$queryRaw<LedgerDifference[]>`
    WITH asked AS (SELECT unnest(${[...ids]}::uuid[]) AS account),
    entries AS (SELECT e.* FROM asked JOIN ledger_entries e ON e.account_id = asked.account),
    moved AS (
      SELECT e.account_id, e.pool, m.bucket, m.grant_id, sum(m.amount) AS total FROM entries e
      CROSS JOIN LATERAL (VALUES (e.source, e.grant_id, -e.amount), (e.destination, e.grant_id, e.amount))
        AS m(bucket, grant_id, amount)
      GROUP BY e.account_id, e.pool, m.bucket, m.grant_id),
    journal AS (
      SELECT account_id, pool,
        coalesce(sum(total) FILTER (WHERE bucket = 'AVAILABLE'), 0) AS available,
        coalesce(sum(total) FILTER (WHERE bucket = 'SCHEDULED'), 0) AS scheduled,
        coalesce(sum(total) FILTER (WHERE bucket = 'HELD'), 0) AS held,
        coalesce(sum(total) FILTER (WHERE bucket = 'CREDIT_LINE'), 0) AS line
      FROM moved GROUP BY account_id, pool),
    grants AS (
      SELECT g.account_id, g.pool,
        coalesce(sum(g.remaining - g.held) FILTER (WHERE NOT g.scheduled), 0) AS free,
        coalesce(sum(g.remaining) FILTER (WHERE g.scheduled), 0) AS scheduled, sum(g.held) AS held
      FROM asked JOIN credit_grants g ON g.account_id = asked.account GROUP BY g.account_id, g.pool),
    parts AS (
      SELECT h.account_id, g.pool, g.id AS grant_id, l.amount FROM asked
      JOIN credit_holds h ON h.account_id = asked.account AND h.state = 'OPEN'
      JOIN hold_allocations l ON l.hold_id = h.id JOIN credit_grants g ON g.id = l.grant_id
      UNION ALL
      SELECT h.account_id, 'WALLET', NULL, h.line_amount FROM asked
      JOIN credit_holds h ON h.account_id = asked.account AND h.state = 'OPEN'),
    holds AS (SELECT account_id, pool, sum(amount) AS amount FROM parts GROUP BY account_id, pool),
    books AS (
      SELECT asked.account, kind.pool,
        coalesce(j.available, 0) AS available, coalesce(j.scheduled, 0) AS scheduled,
        coalesce(j.held, 0) AS held, coalesce(j.line, 0) AS line,
        coalesce(g.free, 0) AS free, coalesce(g.scheduled, 0) AS granted_later,
        coalesce(g.held, 0) + coalesce(p.line_held, 0) AS set_aside, coalesce(h.amount, 0) AS on_hold,
        CASE WHEN a.id IS NULL THEN coalesce(j.line, 0) ELSE -coalesce(p.owed, 0) - coalesce(p.line_held, 0) END AS lent,
        CASE WHEN a.id IS NULL THEN coalesce(j.line, 0) ELSE coalesce(p.available, 0) END AS told,
        coalesce(p.held, 0) AS told_held
      FROM asked CROSS JOIN unnest(enum_range(NULL::credit_pool_kind)) AS kind(pool)
      LEFT JOIN accounts a ON a.id = asked.account
      LEFT JOIN credit_pools p ON p.account_id = asked.account AND p.kind = kind.pool
      LEFT JOIN journal j ON j.account_id = asked.account AND j.pool = kind.pool
      LEFT JOIN grants g ON g.account_id = asked.account AND g.pool = kind.pool
      LEFT JOIN holds h ON h.account_id = asked.account AND h.pool = kind.pool),
    running AS (
      SELECT account_id, pool, sequence, available_after, sum(
          CASE WHEN destination IN ('AVAILABLE', 'CREDIT_LINE') THEN amount ELSE 0 END
          - CASE WHEN source IN ('AVAILABLE', 'CREDIT_LINE') THEN amount ELSE 0 END
        ) OVER (PARTITION BY account_id, pool ORDER BY sequence) AS sum
      FROM entries)
    SELECT d.account::text AS "accountId", d.pool::text AS pool, d.what, d.journal::text AS journal, d.books::text AS books
    FROM (
      SELECT b.account, b.pool, v.what, v.journal, v.books FROM books b CROSS JOIN LATERAL (VALUES
        ('free in grants', b.available, b.free),
        ('scheduled in grants', b.scheduled, b.granted_later),
        ('held of grants and the credit line', b.held, b.set_aside),
        ('in open holds', b.held, b.on_hold),
        ('given by the credit line', b.line, b.lent),
        ('available', b.available + b.line, b.told),
        ('held', b.held, b.told_held)) AS v(what, journal, books)
      UNION ALL
      SELECT g.account_id, g.pool, 'free in grant ' || g.id, coalesce(m.total, 0), g.remaining - g.held
      FROM asked JOIN credit_grants g ON g.account_id = asked.account
      LEFT JOIN moved m ON m.grant_id = g.id AND m.account_id = g.account_id
        AND m.bucket = CASE WHEN g.scheduled THEN 'SCHEDULED' ELSE 'AVAILABLE' END::ledger_bucket
      UNION ALL
      SELECT g.account_id, g.pool, 'held of grant ' || g.id, coalesce(sum(parts.amount), 0), g.held
      FROM asked JOIN credit_grants g ON g.account_id = asked.account
      LEFT JOIN parts ON parts.grant_id = g.id GROUP BY g.id
      UNION ALL
      SELECT account_id, pool, 'available after entry ' || sequence, sum, available_after FROM running
      UNION ALL
      SELECT a.id, NULL, 'last number', max(e.sequence), a.ledger_sequence FROM asked JOIN accounts a ON a.id = asked.account
      JOIN entries e ON e.account_id = a.id GROUP BY a.id HAVING max(e.sequence) > a.ledger_sequence
    ) d
    WHERE d.journal <> d.books ORDER BY d.account, d.pool, d.what`
}

/** True for an account, and for one that is gone and has left its journal. */
export async function hasLedger(db: Queryable, id: string): Promise<boolean> {
  const rows = await db.$queryRaw<object[]>`SELECT 1 FROM accounts WHERE id = ${id}::uuid
    UNION ALL SELECT 1 FROM ledger_entries WHERE account_id = ${id}::uuid LIMIT 1`
  return rows.length > 0
}

/** The accounts that have a ledger, those that are gone included: a page of them, by id. */
export async function readLedgerOwners(db: Queryable, after: string | null, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM (
      SELECT id FROM accounts WHERE ${after}::uuid IS NULL OR id > ${after}::uuid
      UNION SELECT account_id FROM ledger_entries WHERE ${after}::uuid IS NULL OR account_id > ${after}::uuid
    ) owners ORDER BY id LIMIT ${limit}`
  return rows.map(({ id }) => id)
}
