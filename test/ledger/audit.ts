import type { Database } from '../../src/store/database.ts'
import { inWords } from './operations.ts'

/**
 * Whether the journal and the tables say the same of every account and pool, asked of the tables themselves. Each
 * question answers with what contradicts it.
 */
export async function audit(prisma: Pick<Database['prisma'], '$queryRawUnsafe'>): Promise<string[]> {
  const found: string[] = []
  for (const [promise, contradictions] of Object.entries(questions)) {
    const rows = await prisma.$queryRawUnsafe<object[]>(contradictions)
    found.push(...rows.map((row) => `${promise}: ${inWords(row)}`))
  }
  return found
}

/** Every movement twice: out of one bucket, into another. */
const moved = `SELECT e.account_id, e.pool, e.grant_id, e.hold_id, m.bucket, m.amount FROM ledger_entries e
  CROSS JOIN LATERAL (VALUES (e.source, -e.amount), (e.destination, e.amount)) AS m(bucket, amount)`

const inBucket = (bucket: string) => `coalesce(sum(amount) FILTER (WHERE bucket = '${bucket}'), 0)`

/** What the journal says of each pool, beside what the tables say. */
const sides = `WITH journal AS (
    SELECT account_id, pool, ${['AVAILABLE', 'SCHEDULED', 'HELD', 'CREDIT_LINE']
      .map((bucket) => `${inBucket(bucket)} AS ${bucket.toLowerCase()}`)
      .join(', ')} FROM (${moved}) moved GROUP BY account_id, pool),
  grants AS (
    SELECT account_id, pool, coalesce(sum(remaining - held) FILTER (WHERE NOT scheduled), 0) AS free,
      coalesce(sum(remaining) FILTER (WHERE scheduled), 0) AS scheduled, sum(held) AS held
    FROM credit_grants GROUP BY account_id, pool),
  open AS (
    SELECT account_id, pool, sum(amount) AS amount FROM (
      SELECT h.account_id, g.pool, l.amount FROM credit_holds h
      JOIN hold_allocations l ON l.hold_id = h.id JOIN credit_grants g ON g.id = l.grant_id WHERE h.state = 'OPEN'
      UNION ALL SELECT account_id, 'WALLET', line_amount FROM credit_holds WHERE state = 'OPEN') part
    GROUP BY account_id, pool),
  sides AS (
    SELECT account_id, pool, j.available, j.scheduled, j.held, j.credit_line, p.available AS kept, p.owed, p.line_held,
      coalesce(g.free, 0) AS free, coalesce(g.scheduled, 0) AS to_come, coalesce(g.held, 0) AS grants_held,
      coalesce(o.amount, 0) AS open_holds
    FROM journal j FULL JOIN (SELECT account_id, kind AS pool, available, owed, line_held FROM credit_pools
      WHERE (account_id, kind) IN (SELECT account_id, pool FROM ledger_entries)) p USING (account_id, pool)
    LEFT JOIN grants g USING (account_id, pool) LEFT JOIN open o USING (account_id, pool))
  SELECT * FROM sides`

/** The keys that moved something, and from which entry to which. */
const effects = `SELECT account_id, client, key, (outcome->>'first')::bigint AS first, (outcome->>'last')::bigint AS last
  FROM idempotency_records WHERE outcome ? 'first'`

/** A promise, and the rows that break it. */
const questions: Readonly<Record<string, string>> = {
  'the buckets of a pool sum to nought': `SELECT account_id, pool, sum(amount) FROM (${moved}) moved
    GROUP BY account_id, pool HAVING sum(amount) <> 0`,
  'AVAILABLE is what lies free in the grants that count': `${sides} WHERE available IS DISTINCT FROM free`,
  'SCHEDULED is what is left of the grants to come': `${sides} WHERE scheduled IS DISTINCT FROM to_come`,
  'HELD is held of grants and of the credit line': `${sides} WHERE held IS DISTINCT FROM grants_held + line_held`,
  'HELD is what open holds have set aside': `${sides} WHERE held IS DISTINCT FROM open_holds`,
  'CREDIT_LINE is what is owed and held of it': `${sides} WHERE credit_line IS DISTINCT FROM -(owed + line_held)`,
  'a pool keeps what is available': `${sides} WHERE kept IS DISTINCT FROM available + credit_line`,
  'no pool goes below its floor': `SELECT account_id, kind, available, floor FROM credit_pools
    WHERE available < floor OR floor > -credit_limit_cents * 10000`,

  'the running balance runs': `SELECT * FROM (SELECT account_id, pool, sequence, available_after,
      sum(CASE WHEN destination IN ('AVAILABLE', 'CREDIT_LINE') THEN amount ELSE 0 END
        - CASE WHEN source IN ('AVAILABLE', 'CREDIT_LINE') THEN amount ELSE 0 END)
        OVER (PARTITION BY account_id, pool ORDER BY sequence) AS running FROM ledger_entries) e
    WHERE available_after <> running`,
  'a pool’s journal is in the order of time': `SELECT * FROM (SELECT account_id, pool, sequence, occurred_at,
      lag(occurred_at) OVER (PARTITION BY account_id, pool ORDER BY sequence) AS before FROM ledger_entries) e
    WHERE occurred_at < before`,
  'an account’s numbers are given once, and the account knows the last': `SELECT a.id, n.sequence, a.ledger_sequence
    FROM (SELECT account_id, sequence FROM ledger_entries UNION ALL SELECT account_id, sequence FROM credit_grants
      UNION ALL SELECT account_id, sequence FROM credit_holds) n JOIN accounts a ON a.id = n.account_id
    GROUP BY a.id, n.sequence HAVING count(*) > 1 OR n.sequence > a.ledger_sequence`,

  'a hold is set aside in parts that make it up': `SELECT id, amount, line_amount FROM credit_holds h
    WHERE amount <> line_amount + (SELECT coalesce(sum(l.amount), 0) FROM hold_allocations l WHERE l.hold_id = h.id)`,
  'a hold ends once, and its journal agrees': `SELECT h.id, h.state, h.amount, h.captured, j.* FROM credit_holds h
    LEFT JOIN (SELECT hold_id, coalesce(sum(amount) FILTER (WHERE kind = 'HOLD'), 0) AS taken,
        coalesce(sum(amount) FILTER (WHERE kind = 'CAPTURE' AND source = 'HELD'), 0) AS captured_there,
        coalesce(sum(amount) FILTER (WHERE kind = 'RELEASE' AND source = 'HELD'), 0) AS released,
        count(DISTINCT occurred_at) FILTER (WHERE source = 'HELD') AS endings,
        max(occurred_at) FILTER (WHERE source = 'HELD') AS ended_there
      FROM ledger_entries GROUP BY hold_id) j ON j.hold_id = h.id
    WHERE j.taken IS DISTINCT FROM h.amount OR j.captured_there <> h.captured OR j.endings > 1
      OR j.ended_there IS DISTINCT FROM h.ended_at OR (h.state = 'CAPTURED') <> (h.captured > 0)
      OR j.captured_there + j.released <> CASE WHEN h.state = 'OPEN' THEN 0 ELSE h.amount END`,
  'what is held of a grant is held by open holds': `SELECT g.id, g.held, o.amount FROM credit_grants g
    LEFT JOIN (SELECT l.grant_id, sum(l.amount) AS amount FROM hold_allocations l JOIN credit_holds h ON h.id = l.hold_id
      WHERE h.state = 'OPEN' GROUP BY l.grant_id) o ON o.grant_id = g.id
    WHERE g.held <> coalesce(o.amount, 0)`,
  'the journal explains every grant': `SELECT g.id, g.amount, g.remaining, g.held, j.* FROM credit_grants g
    LEFT JOIN (SELECT grant_id, -${inBucket('ISSUED')} AS issued, ${inBucket('HELD')} AS held_there,
        ${inBucket('AVAILABLE')} + ${inBucket('SCHEDULED')} + ${inBucket('HELD')} AS left_there
      FROM (${moved}) moved GROUP BY grant_id) j ON j.grant_id = g.id
    WHERE (g.amount, g.remaining, g.held) IS DISTINCT FROM (j.issued, j.left_there, j.held_there)`,

  'a key has one effect, and an effect one key': `SELECT * FROM (SELECT account_id, key, first, last,
      max(last) OVER (PARTITION BY account_id ORDER BY first ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
      FROM (${effects}) e) e WHERE first <= before OR last < first`,
  'what a client moved has its key, and nothing else has': `SELECT account_id, sequence, e.actor, k.client, k.key
    FROM ledger_entries e FULL JOIN (SELECT account_id, client, key, generate_series(first, last) AS sequence
      FROM (${effects}) e) k USING (account_id, sequence)
    WHERE CASE WHEN e.actor IN ('clock', 'import') THEN k.key IS NOT NULL ELSE e.actor IS DISTINCT FROM k.client END`,
}
