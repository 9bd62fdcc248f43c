import { spendableGrants } from '../domain/burn-down.ts'
import { balanceOf, type Grant, limitFloor, nextExpiry, type Pool } from '../domain/credits.ts'
import type { LedgerChange } from '../domain/ledger.ts'
import { nextDue } from '../domain/settlement.ts'
import type { Queryable } from './accounts.ts'
import { exactJson } from './exact-json.ts'
import { noteMoved } from './movements.ts'

/**
 * Writes what has become of an account's pools, in one statement. The account's row is locked by the caller and
 * `before` was read under that lock; grants still move by the difference, so that the CHECK constraints stand guard
 * over what is left and what is held of each.
 */
export async function writeLedger(
  tx: Queryable,
  accountId: string,
  before: readonly Pool[],
  change: LedgerChange,
): Promise<void> {
  const { pools, entries, issued, opened, resized, ended, sequence, at, keepsFloors } = change
  const earlier = new Map(before.flatMap(({ grants }) => grants.map((grant) => [grant.id, grant])))
  const grants = pools.flatMap((pool) => pool.grants.map((grant) => ({ pool, grant })))
  const allocations = [...opened, ...resized].flatMap(({ id, allocations }) =>
    allocations.map((one) => ({ holdId: id, ...one })),
  )
  const touched = pools.filter((pool) => !before.includes(pool))
  await tx.$executeRaw`
    WITH account AS (UPDATE accounts SET ledger_sequence = ${sequence} WHERE id = ${accountId}::uuid RETURNING id),
    changed_grants AS (
      UPDATE credit_grants g SET amount = g.amount + c.amount, remaining = g.remaining + c.remaining,
        held = g.held + c.held, scheduled = c.scheduled, expires_at = c."expiresAt"
      FROM jsonb_to_recordset(${exactJson(grants.flatMap(({ grant }) => difference(earlier.get(grant.id), grant)))}::jsonb)
        AS c(id uuid, amount bigint, remaining bigint, held bigint, scheduled boolean, "expiresAt" timestamptz)
      WHERE g.id = c.id),
    new_grants AS (
      INSERT INTO credit_grants (id, account_id, pool, kind, amount, remaining, held, priority, scheduled, effective_at,
        expires_at, seen_at, reason, reference, sequence, created_at)
      SELECT c.id, account.id, c.pool, c.kind, c.amount, c.remaining, c.held, c.priority, c.scheduled, c."effectiveAt",
        c."expiresAt", CASE WHEN c."isSeen" THEN c.at END, c.reason, c.reference, c.sequence, c.at
      FROM account, jsonb_to_recordset(${exactJson(
        grants.flatMap(({ pool, grant }) => {
          const issue = issued.find(({ id }) => id === grant.id)
          return issue ? [{ ...grant, ...issue, pool: pool.kind }] : []
        }),
      )}::jsonb) AS c(id uuid, pool credit_pool_kind, kind grant_kind, amount bigint, remaining bigint, held bigint,
        priority int, scheduled boolean, "effectiveAt" timestamptz, "expiresAt" timestamptz, "isSeen" boolean,
        reason text, reference text, sequence bigint, at timestamptz)),
    pools AS (
      INSERT INTO credit_pools AS p (account_id, kind, owed, line_held, credit_limit_cents, floor, available,
        held, next_expires_at, opening_expires_at, pending_trial, window_total, window_ends_at, turned_at,
        front_grant_id, due_at)
      SELECT account.id, c.kind, c.owed, c."lineHeld", c."creditLimitCents", c.floor, c.available, c.held,
        c."nextExpiresAt", c."openingExpiresAt", c."pendingTrial", c."windowTotal", c."windowEndsAt", c."turnedAt",
        c."frontGrantId", c."dueAt"
      FROM account, jsonb_to_recordset(${exactJson(touched.map((pool) => poolColumns(pool, at)))}::jsonb) AS c(kind credit_pool_kind, owed bigint,
        "lineHeld" bigint, "creditLimitCents" bigint, floor bigint, available bigint, held bigint,
        "nextExpiresAt" timestamptz, "openingExpiresAt" timestamptz, "pendingTrial" bigint, "windowTotal" bigint, "windowEndsAt" timestamptz, "turnedAt" timestamptz,
        "frontGrantId" uuid, "dueAt" timestamptz)
      ON CONFLICT (account_id, kind) DO UPDATE SET owed = EXCLUDED.owed, line_held = EXCLUDED.line_held,
        credit_limit_cents = EXCLUDED.credit_limit_cents, available = EXCLUDED.available, held = EXCLUDED.held,
        next_expires_at = EXCLUDED.next_expires_at,
        floor = CASE WHEN ${keepsFloors} THEN greatest(p.floor, EXCLUDED.floor) ELSE EXCLUDED.floor END,
        opening_expires_at = EXCLUDED.opening_expires_at, pending_trial = EXCLUDED.pending_trial,
        window_total = EXCLUDED.window_total, window_ends_at = EXCLUDED.window_ends_at,
        turned_at = EXCLUDED.turned_at,
        front_grant_id = EXCLUDED.front_grant_id, due_at = EXCLUDED.due_at),
    new_holds AS (
      INSERT INTO credit_holds (id, account_id, pools, state, amount, line_amount, imported, expires_at, reason,
        reference, sequence, created_at)
      SELECT c.id, account.id, c.pools, 'OPEN', c.amount, c."lineAmount", c.imported, c."expiresAt", c.reason,
        c.reference, c.sequence, c."createdAt"
      FROM account, jsonb_to_recordset(${exactJson(opened)}::jsonb) AS c(id uuid, pools credit_pool_kind[], amount bigint,
        "lineAmount" bigint, imported boolean, "expiresAt" timestamptz, reason text, reference text, sequence bigint,
        "createdAt" timestamptz)),
    resized_holds AS (
      UPDATE credit_holds h SET amount = c.amount, line_amount = c."lineAmount"
      FROM jsonb_to_recordset(${exactJson(resized)}::jsonb) AS c(id uuid, amount bigint, "lineAmount" bigint)
      WHERE h.id = c.id),
    ended_holds AS (
      UPDATE credit_holds h SET state = c.state, captured = c.captured, ended_at = c."endedAt"
      FROM jsonb_to_recordset(${exactJson(ended)}::jsonb)
        AS c(id uuid, state hold_state, captured bigint, "endedAt" timestamptz)
      WHERE h.id = c.id),
    allocations AS (
      INSERT INTO hold_allocations (hold_id, grant_id, amount)
      SELECT c."holdId", c."grantId", c.amount
      FROM jsonb_to_recordset(${exactJson(allocations)}::jsonb) AS c("holdId" uuid, "grantId" uuid, amount bigint)
      ON CONFLICT (hold_id, grant_id) DO UPDATE SET amount = EXCLUDED.amount)
    INSERT INTO ledger_entries (account_id, sequence, pool, kind, source, destination, amount, available_after, grant_id,
      hold_id, reason, reference, actor, occurred_at)
    SELECT account.id, c.sequence, c.pool, c.kind, c.source, c.destination, c.amount, c."availableAfter", c."grantId",
      c."holdId", c.reason, c.reference, c.actor, c."occurredAt"
    FROM account, jsonb_to_recordset(${exactJson(entries)}::jsonb) AS c(sequence bigint, pool credit_pool_kind,
      kind ledger_entry_kind, source ledger_bucket, destination ledger_bucket, amount bigint, "availableAfter" bigint,
      "grantId" uuid, "holdId" uuid, reason text, reference text, actor text, "occurredAt" timestamptz)`
  noteMoved(tx, change)
}

/**
 * A pool's row: its own facts, and what its grants and holds come to, for readers (accounts.ts) and for the
 * one-statement hold (hold-at-once.ts).
 *
 * @param at when the pool was moved: what had expired by then is settled.
 */
export function poolColumns(pool: Pool, at: Date) {
  const { grants, holds, standing, ...facts } = pool
  const { available, held } = balanceOf(pool)
  const limit = limitFloor(pool)
  // Otherwise less may be spent than lies free in the grants, and the ledger has to say how much.
  const isPlain = facts.owed === 0n && facts.lineHeld === 0n && facts.creditLimitCents >= 0n
  return {
    ...facts,
    available,
    held,
    nextExpiresAt: nextExpiry(pool, at),
    floor: available < limit ? available : limit,
    frontGrantId: isPlain ? (spendableGrants(pool)[0]?.id ?? null) : null,
    dueAt: nextDue(pool),
  }
}

function difference(before: Grant | undefined, after: Grant) {
  if (before === undefined || before === after) return []
  const { id, amount, remaining, held, scheduled, expiresAt } = after
  return [
    {
      id,
      amount: amount - before.amount,
      remaining: remaining - before.remaining,
      held: held - before.held,
      scheduled,
      expiresAt,
    },
  ]
}
