import type { CreditPoolKind } from '../domain/credits.ts'
import type { ListedHold } from '../domain/lists.ts'
import type { Queryable } from './accounts.ts'
import { Prisma } from './client/client.ts'
import type { DecisionTime } from './decision-time.ts'
import { flightOf, type IdempotencyKey } from './idempotency.ts'
import { passedOver } from './together.ts'

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

/** What became of a request: the hold; null where it is not the easy case; or that somebody else has the account's row. */
export type HeldAtOnce = ListedHold | null | typeof passedOver

/** A hold as the statement took it. */
interface Taken {
  readonly sequence: string
  readonly at: Date
  readonly ends: string
}

interface Answer {
  readonly at: Date
  readonly taken: readonly (Omit<Taken, 'at'> & { readonly place: number })[]
  readonly passedOver: readonly number[]
}

/**
 * Takes holds in one statement, of any accounts, as far as nothing has fallen due and the front grant of the pool covers
 * them: the usual case, whose rows are then locked for the length of a statement only, however many holds came at once.
 * Every condition is asked of rows that are locked first, and every amount reckoned from them, so a statement that had
 * to wait decides on what it finds then (a relative update would be CHECKed on the row as it was). Everything else is
 * left to the ledger (move-credits.ts), which comes to the same result by the long way.
 *
 * Whoever writes a pool or a grant has its account's row first. So a statement that passes over the accounts that
 * somebody else has waits for nobody, and two of them, crossing one another, cannot wait for each other. One that waits
 * is for one account.
 *
 * @returns by request; null where it is not that case, and nothing has happened; `passedOver` where an account's row was
 * not to be had.
 * @throws Prisma's error for a CHECK or a key that stands against one of them: then nothing has happened to any.
 */
export async function holdAtOnce(
  db: Queryable,
  requests: readonly HoldRequest[],
  decisionTime: DecisionTime,
  locked: 'passed over' | 'waited for',
): Promise<(request: HoldRequest) => HeldAtOnce> {
  const lock = locked === 'passed over' ? Prisma.sql`FOR UPDATE SKIP LOCKED` : Prisma.sql`FOR UPDATE`
  const [answer] = await db.$queryRaw<Answer[]>`
    WITH asked AS MATERIALIZED (
      SELECT DISTINCT ON (r.account, r.client, r.key) r.*
      FROM jsonb_to_recordset(${JSON.stringify(requests.map(asked))}::jsonb) AS r(place int, account uuid, id uuid,
        pool credit_pool_kind, amount bigint, "ttlSeconds" int, actor text, reason text, reference text, client text,
        key text, hash text, flight bigint)
      ORDER BY r.account, r.client, r.key, r.place),
    mine AS MATERIALIZED (
      SELECT * FROM asked WHERE pg_try_advisory_xact_lock(flight)
        -- Not NOT EXISTS, which is planned as a walk through all keys there are.
        AND (SELECT i.key FROM idempotency_records i WHERE i.client = asked.client
          AND i.account_id = asked.account AND i.key = asked.key LIMIT 1) IS NULL),
    -- Looked up one by one, here and below: a join may be planned as a walk through all accounts there are.
    account AS MATERIALIZED (
      SELECT a.id, a.ledger_sequence, a.restriction
      FROM (SELECT DISTINCT account FROM mine ORDER BY account) one CROSS JOIN LATERAL (
        SELECT id, ledger_sequence, restriction FROM accounts WHERE id = one.account ${lock}) a),
    clock AS MATERIALIZED (SELECT ${decisionTime()} AS at FROM (SELECT count(*) FROM account) all_locked),
    front AS MATERIALIZED (
      SELECT one.account, one.pool, one.ledger_sequence, one.at, p.available, p.held AS set_aside, p.due_at,
        g.id AS grant_id, g.held, g.free
      FROM (SELECT DISTINCT mine.account, mine.pool, account.ledger_sequence, clock.at
          FROM mine JOIN account ON account.id = mine.account, clock WHERE account.restriction IS NULL) one
      CROSS JOIN LATERAL (
        SELECT front_grant_id, available, held, due_at FROM credit_pools
        WHERE account_id = one.account AND kind = one.pool AND front_grant_id IS NOT NULL
          AND (due_at IS NULL OR due_at > one.at) FOR UPDATE) p
      CROSS JOIN LATERAL (
        SELECT id, held, remaining - held AS free FROM credit_grants WHERE id = p.front_grant_id FOR UPDATE) g),
    covered AS MATERIALIZED (
      SELECT c.*, c.ledger_sequence + 2 * row_number() OVER (PARTITION BY c.account ORDER BY c.place) AS entry,
        c.at + c."ttlSeconds" * interval '1 second' AS ends
      FROM (SELECT mine.*, front.grant_id, front.held, front.free, front.available, front.set_aside, front.due_at,
              front.at, front.ledger_sequence,
              (sum(mine.amount) OVER (PARTITION BY front.grant_id ORDER BY mine.place))::bigint AS drawn
            FROM mine JOIN front ON front.account = mine.account AND front.pool = mine.pool) c
      WHERE c.drawn <= c.free),
    drawn AS MATERIALIZED (
      SELECT account, pool, grant_id, held + max(drawn) AS held, available - max(drawn) AS available,
        set_aside + max(drawn) AS set_aside, least(due_at, min(ends)) AS due_at
      FROM covered GROUP BY account, pool, grant_id, held, available, set_aside, due_at),
    grants AS (UPDATE credit_grants g SET held = drawn.held FROM drawn WHERE g.id = drawn.grant_id),
    pools AS (
      UPDATE credit_pools p SET available = drawn.available, held = drawn.set_aside, due_at = drawn.due_at
      FROM drawn WHERE p.account_id = drawn.account AND p.kind = drawn.pool),
    numbered AS (
      UPDATE accounts a SET ledger_sequence = taken.last
      FROM (SELECT account, max(entry) AS last FROM covered GROUP BY account) taken WHERE a.id = taken.account),
    holds AS (
      INSERT INTO credit_holds (id, account_id, pools, state, amount, expires_at, reason, reference, sequence, created_at)
      SELECT id, account, ARRAY[pool], 'OPEN', amount, ends, reason, reference, entry - 1, at FROM covered),
    allocations AS (INSERT INTO hold_allocations (hold_id, grant_id, amount) SELECT id, grant_id, amount FROM covered),
    entries AS (
      INSERT INTO ledger_entries (account_id, sequence, pool, kind, source, destination, amount, available_after,
        grant_id, hold_id, reason, reference, actor, occurred_at)
      SELECT account, entry, pool, 'HOLD', 'AVAILABLE', 'HELD', amount, available - drawn, grant_id, id, reason,
        reference, actor, at FROM covered),
    outcomes AS (
      INSERT INTO idempotency_records (client, account_id, key, input_hash, outcome, created_at)
      SELECT client, account, key, decode(hash, 'hex'), jsonb_build_object('first', entry::text, 'last', entry::text,
        'hold', jsonb_build_object('sequence', (entry - 1)::text, 'isOpen', true)), at FROM covered)
    SELECT clock.at,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('place', place, 'sequence', (entry - 1)::text, 'ends', ends)), '[]')
        FROM covered) AS taken,
      (SELECT coalesce(jsonb_agg(place), '[]') FROM mine WHERE account NOT IN (SELECT id FROM account)) AS "passedOver"
    FROM clock`
  if (answer === undefined) throw new Error('A clock always answers.')
  const held = new Map<HoldRequest | undefined, Taken | typeof passedOver>()
  for (const taken of answer.taken) held.set(requests[taken.place], { at: answer.at, ...taken })
  for (const place of answer.passedOver) held.set(requests[place], passedOver)
  return (request) => {
    const one = held.get(request)
    return one === undefined || one === passedOver ? (one ?? null) : heldOf(request, one)
  }
}

function heldOf({ id, pool, amount, reason, reference }: HoldRequest, { sequence, at, ends }: Taken): ListedHold {
  const bare = { pools: [pool], state: 'OPEN', captured: 0n, lineAmount: 0n, imported: false, endedAt: null } as const
  const times = { createdAt: at, expiresAt: new Date(ends) }
  return { ...bare, ...times, id, amount, sequence: BigInt(sequence), reason, reference }
}

/** A request as the statement reads it: what is null is left out, and an amount is text, as a number would be a float. */
function asked({ key, id, pool, amount, ttlSeconds, actor, reason, reference }: HoldRequest, place: number) {
  return {
    place,
    account: key.accountId,
    id,
    pool,
    amount: amount.toString(),
    ttlSeconds,
    actor,
    reason: reason ?? undefined,
    reference: reference ?? undefined,
    client: key.client,
    key: key.key,
    hash: Buffer.from(key.inputHash).toString('hex'),
    flight: flightOf(key).toString(),
  }
}
