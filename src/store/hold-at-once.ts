import type { CreditPoolKind } from '../domain/credits.ts'
import type { ListedHold } from '../domain/lists.ts'
import type { Queryable } from './accounts.ts'
import type { DecisionTime } from './decision-time.ts'
import { flightOf, type IdempotencyKey } from './idempotency.ts'
import { isUniqueViolation } from './violation.ts'

/** A hold that one grant may cover. */
export interface HoldRequest {
  readonly id: string
  /** The first of the pools it may rest on. */
  readonly pool: CreditPoolKind
  readonly amount: bigint
  readonly ttlSeconds: number
  readonly actor: string
  readonly reason: string | null
  readonly reference: string | null
}

/**
 * Takes a hold in one statement, when nothing has fallen due and the front grant of the pool covers all of it: the
 * usual case of a busy account, whose row is then locked for the length of a statement only. Every condition is asked
 * of rows that are locked first, so a statement that had to wait decides on what it finds then. Everything else is
 * left to the ledger (move-credits.ts), which comes to the same result by the long way.
 *
 * @returns null when it is not that case, and nothing has happened.
 */
export async function holdAtOnce(
  db: Queryable,
  key: IdempotencyKey,
  { id, pool, amount, ttlSeconds, actor, reason, reference }: HoldRequest,
  decisionTime: DecisionTime,
): Promise<ListedHold | null> {
  try {
    const [taken] = await db.$queryRaw<{ sequence: bigint; createdAt: Date; expiresAt: Date }[]>`
      WITH flight AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(${flightOf(key)}) AS mine),
      account AS MATERIALIZED (
        SELECT id FROM accounts
        WHERE id = ${key.accountId}::uuid AND restriction IS NULL AND (SELECT mine FROM flight) AND NOT EXISTS (
          SELECT 1 FROM idempotency_records r
          WHERE r.client = ${key.client} AND r.account_id = ${key.accountId}::uuid AND r.key = ${key.key})
        FOR UPDATE),
      clock AS MATERIALIZED (SELECT id, ${decisionTime()} AS at FROM account),
      pool AS MATERIALIZED (
        SELECT p.kind, p.front_grant_id, clock.at FROM clock
        JOIN credit_pools p ON p.account_id = clock.id AND p.kind = ${pool}::credit_pool_kind
          AND p.front_grant_id IS NOT NULL AND (p.due_at IS NULL OR p.due_at > clock.at) FOR UPDATE OF p),
      front AS (
        UPDATE credit_grants g SET held = g.held + ${amount} FROM pool
        WHERE g.id = pool.front_grant_id AND g.remaining - g.held >= ${amount}
        RETURNING g.id, pool.kind, pool.at, pool.at + ${ttlSeconds}::int * interval '1 second' AS ends),
      rest AS (
        UPDATE credit_pools p SET available = p.available - ${amount}, due_at = least(p.due_at, front.ends) FROM front
        WHERE p.account_id = ${key.accountId}::uuid AND p.kind = front.kind RETURNING p.available),
      numbered AS (
        UPDATE accounts a SET ledger_sequence = a.ledger_sequence + 2 FROM front
        WHERE a.id = ${key.accountId}::uuid RETURNING a.id, a.ledger_sequence),
      hold AS (
        INSERT INTO credit_holds (id, account_id, pools, state, amount, expires_at, reason, reference, sequence, created_at)
        SELECT ${id}::uuid, numbered.id, ARRAY[front.kind], 'OPEN', ${amount}, front.ends, ${reason}, ${reference},
          numbered.ledger_sequence - 1, front.at
        FROM numbered, front RETURNING id, sequence, created_at, expires_at),
      allocation AS (
        INSERT INTO hold_allocations (hold_id, grant_id, amount) SELECT hold.id, front.id, ${amount} FROM hold, front),
      entry AS (
        INSERT INTO ledger_entries (account_id, sequence, pool, kind, source, destination, amount, available_after,
          grant_id, hold_id, reason, reference, actor, occurred_at)
        SELECT numbered.id, numbered.ledger_sequence, front.kind, 'HOLD', 'AVAILABLE', 'HELD', ${amount}, rest.available,
          front.id, ${id}::uuid, ${reason}, ${reference}, ${actor}, front.at
        FROM numbered, front, rest),
      outcome AS (
        INSERT INTO idempotency_records (client, account_id, key, input_hash, outcome, created_at)
        SELECT ${key.client}, numbered.id, ${key.key}, ${key.inputHash}, jsonb_build_object(
            'first', numbered.ledger_sequence::text, 'last', numbered.ledger_sequence::text,
            'hold', jsonb_build_object('sequence', (numbered.ledger_sequence - 1)::text, 'isOpen', true)), front.at
        FROM numbered, front)
      SELECT sequence, created_at AS "createdAt", expires_at AS "expiresAt" FROM hold`
    if (taken === undefined) return null
    const bare = { id, pools: [pool], state: 'OPEN', amount, captured: 0n, lineAmount: 0n, imported: false } as const
    return { ...bare, ...taken, endedAt: null, reason, reference }
  } catch (error) {
    // The key has been used just now: the long way finds its answer.
    if (isUniqueViolation(error)) return null
    throw error
  }
}
