import type { CreditPoolKind } from '../domain/credits.ts'
import type { ListedHold } from '../domain/lists.ts'
import type { Queryable } from './accounts.ts'
import type { DecisionTime } from './decision-time.ts'
import { exactJson } from './exact-json.ts'
import { flightOf, type IdempotencyKey } from './idempotency.ts'
import { isCheckViolation, isUniqueViolation } from './violation.ts'

/** A hold that one grant may cover. */
export interface HoldRequest {
  readonly key: IdempotencyKey
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
 * Takes holds of one account in one statement, as far as nothing has fallen due and the front grant of the pool covers
 * them: the usual case of a busy account, whose row is then locked for the length of a statement only, however many
 * holds came at once. Every condition is asked of rows that are locked first, and every amount reckoned from them, so a
 * statement that had to wait decides on what it finds then (a relative update would be CHECKed on the row as it was). Everything else is left to the ledger (move-credits.ts), which comes to the same result by
 * the long way.
 *
 * @returns by request; null where it is not that case, and nothing has happened.
 */
export async function holdAtOnce(
  db: Queryable,
  accountId: string,
  requests: readonly HoldRequest[],
  decisionTime: DecisionTime,
): Promise<(request: HoldRequest) => ListedHold | null> {
  const asked = requests.map(({ key, ...request }, place) => ({
    ...request,
    place,
    client: key.client,
    key: key.key,
    hash: Buffer.from(key.inputHash).toString('hex'),
    flight: flightOf(key),
  }))
  const taken = await db.$queryRaw<{ id: string; sequence: bigint; createdAt: Date; expiresAt: Date }[]>`
    WITH asked AS MATERIALIZED (
      SELECT DISTINCT ON (r.client, r.key) r.*
      FROM jsonb_to_recordset(${exactJson(asked)}::jsonb) AS r(place int, id uuid, pool credit_pool_kind, amount bigint,
        "ttlSeconds" int, actor text, reason text, reference text, client text, key text, hash text, flight bigint)
      ORDER BY r.client, r.key, r.place),
    mine AS MATERIALIZED (
      SELECT * FROM asked WHERE pg_try_advisory_xact_lock(flight)
        -- Not NOT EXISTS, which is planned as a walk through all keys there are.
        AND (SELECT i.key FROM idempotency_records i WHERE i.client = asked.client
          AND i.account_id = ${accountId}::uuid AND i.key = asked.key LIMIT 1) IS NULL),
    account AS MATERIALIZED (
      SELECT id, ledger_sequence FROM accounts
      WHERE id = ${accountId}::uuid AND restriction IS NULL AND (SELECT count(*) FROM mine) > 0 FOR UPDATE),
    clock AS MATERIALIZED (SELECT id, ${decisionTime()} AS at FROM account),
    pool AS MATERIALIZED (
      SELECT p.kind, p.front_grant_id, p.available, p.held, p.due_at, clock.id AS account_id, clock.at FROM clock
      JOIN credit_pools p ON p.account_id = clock.id AND p.kind IN (SELECT pool FROM mine)
        AND p.front_grant_id IS NOT NULL AND (p.due_at IS NULL OR p.due_at > clock.at) FOR UPDATE OF p),
    front AS MATERIALIZED (
      SELECT g.id, g.held, g.remaining - g.held AS free, pool.kind, pool.available, pool.held AS set_aside, pool.due_at,
        pool.account_id, pool.at
      FROM pool JOIN credit_grants g ON g.id = pool.front_grant_id FOR UPDATE OF g),
    covered AS MATERIALIZED (
      SELECT c.*, row_number() OVER (ORDER BY c.place) AS number, c.at + c."ttlSeconds" * interval '1 second' AS ends
      FROM (SELECT mine.*, front.id AS grant_id, front.free, front.account_id, front.at,
              sum(mine.amount) OVER (PARTITION BY front.id ORDER BY mine.place) AS drawn
            FROM mine JOIN front ON front.kind = mine.pool) c
      WHERE c.drawn <= c.free),
    drawn AS MATERIALIZED (
      SELECT front.id AS grant_id, front.kind, front.held, front.available, front.set_aside, front.due_at,
        sum(c.amount)::bigint AS amount,
        min(c.ends) AS ends
      FROM covered c JOIN front ON front.id = c.grant_id
      GROUP BY front.id, front.kind, front.held, front.available, front.set_aside, front.due_at),
    grants AS (
      UPDATE credit_grants g SET held = drawn.held + drawn.amount FROM drawn WHERE g.id = drawn.grant_id),
    pools AS (
      UPDATE credit_pools p SET available = drawn.available - drawn.amount, held = drawn.set_aside + drawn.amount,
        due_at = least(drawn.due_at, drawn.ends)
      FROM drawn WHERE p.account_id = ${accountId}::uuid AND p.kind = drawn.kind),
    numbered AS (
      UPDATE accounts a SET ledger_sequence = account.ledger_sequence + 2 * taken.count
      FROM account, (SELECT count(*) AS count FROM covered) taken WHERE a.id = account.id AND taken.count > 0
      RETURNING account.ledger_sequence AS before),
    holds AS (
      INSERT INTO credit_holds (id, account_id, pools, state, amount, expires_at, reason, reference, sequence, created_at)
      SELECT c.id, c.account_id, ARRAY[c.pool], 'OPEN', c.amount, c.ends, c.reason, c.reference,
        numbered.before + 2 * c.number - 1, c.at
      FROM covered c, numbered RETURNING id, sequence, created_at, expires_at),
    allocations AS (
      INSERT INTO hold_allocations (hold_id, grant_id, amount) SELECT c.id, c.grant_id, c.amount FROM covered c),
    entries AS (
      INSERT INTO ledger_entries (account_id, sequence, pool, kind, source, destination, amount, available_after,
        grant_id, hold_id, reason, reference, actor, occurred_at)
      SELECT c.account_id, numbered.before + 2 * c.number, c.pool, 'HOLD', 'AVAILABLE', 'HELD', c.amount,
        drawn.available - c.drawn, c.grant_id, c.id, c.reason, c.reference, c.actor, c.at
      FROM covered c JOIN drawn ON drawn.grant_id = c.grant_id, numbered),
    outcomes AS (
      INSERT INTO idempotency_records (client, account_id, key, input_hash, outcome, created_at)
      SELECT c.client, c.account_id, c.key, decode(c.hash, 'hex'), jsonb_build_object(
          'first', (numbered.before + 2 * c.number)::text, 'last', (numbered.before + 2 * c.number)::text,
          'hold', jsonb_build_object('sequence', (numbered.before + 2 * c.number - 1)::text, 'isOpen', true)), c.at
      FROM covered c, numbered)
    SELECT id::text, sequence, created_at AS "createdAt", expires_at AS "expiresAt" FROM holds`.catch(noneIfRefused)
  const rows = new Map(taken.map((row) => [row.id, row]))
  return ({ id, pool, amount, reason, reference }) => {
    const row = rows.get(id)
    if (row === undefined) return null
    const bare = { pools: [pool], state: 'OPEN', amount, captured: 0n, lineAmount: 0n, imported: false } as const
    return { ...bare, ...row, endedAt: null, reason, reference }
  }
}

/** A key has been used just now, by another connection, or a CHECK stands against it: the long way finds the answer. */
function noneIfRefused(error: unknown): [] {
  if (isUniqueViolation(error) || isCheckViolation(error)) return []
  throw error
}
