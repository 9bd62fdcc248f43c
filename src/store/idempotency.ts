import { createHash } from 'node:crypto'
import type { FieldProblem, RefusalCode } from '../domain/refusal.ts'
import type { Queryable } from './accounts.ts'
import type { DecisionTime } from './decision-time.ts'
import { exactJson } from './exact-json.ts'

/** One key of one client for one account: one effect, one answer. */
export interface IdempotencyKey {
  readonly client: string
  readonly accountId: string
  readonly key: string
  /** SHA-256 of what was asked for. */
  readonly inputHash: Uint8Array<ArrayBuffer>
}

/** What became of it the first time: where it stands in the ledger, by the account's own numbers, or why not. */
export type Outcome = Done | { readonly refused: StoredRefusal }

export interface Done {
  /** The numbers of the first and the last entry it wrote. */
  readonly first: string
  readonly last: string
  /** The number of the grant it gave, what was left of it once debts were paid, and when that was to lapse. */
  readonly grant?: { readonly sequence: string; readonly remaining: string; readonly expiresAt: string | null }
  /** The number of the hold it opened or ended. */
  readonly hold?: { readonly sequence: string; readonly isOpen: boolean }
}

export interface StoredRefusal {
  readonly code: RefusalCode
  readonly message: string
  readonly fields: readonly FieldProblem[]
}

/** What was asked for, as a number that differs when anything of it differs. */
export function inputHashOf(operation: string, input: object): Uint8Array<ArrayBuffer> {
  const ordered = Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1))
  return new Uint8Array(
    createHash('sha256')
      .update(exactJson([operation, ordered]))
      .digest(),
  )
}

/** A key that has its outcome, with what was asked for then. */
export interface KnownKey {
  readonly inputHash: Uint8Array
  readonly outcome: Outcome
}

/**
 * Marks the key as in flight until the transaction ends, and locks the account: in this order, so that nobody waits
 * for the account only to find the same request answered twice. A key that has its outcome needs neither.
 *
 * @returns 'in flight' when another transaction has the key, 'gone' when nobody has the account.
 */
export async function lockForKey(
  tx: Queryable,
  key: IdempotencyKey,
): Promise<KnownKey | 'locked' | 'in flight' | 'gone'> {
  const [claim] = await tx.$queryRaw<(Partial<KnownKey> & { mine: boolean | null })[]>`
    SELECT r.input_hash AS "inputHash", r.outcome,
      CASE WHEN r.key IS NULL THEN pg_try_advisory_xact_lock(${flightOf(key)}) END AS mine
    FROM (SELECT) one LEFT JOIN idempotency_records r
      ON r.client = ${key.client} AND r.account_id = ${key.accountId}::uuid AND r.key = ${key.key}`
  if (claim?.inputHash && claim.outcome) return { inputHash: claim.inputHash, outcome: claim.outcome }
  if (!claim?.mine) return 'in flight'
  const rows = await tx.$queryRaw<object[]>`SELECT 1 FROM accounts WHERE id = ${key.accountId}::uuid FOR UPDATE`
  return rows.length > 0 ? 'locked' : 'gone'
}

/** The transaction's decision time, read once the account is locked, and the key's outcome if it has got one meanwhile. */
export async function readForKey(
  tx: Queryable,
  { client, accountId, key }: IdempotencyKey,
  decisionTime: DecisionTime,
): Promise<{ readonly at: Date; readonly known: KnownKey | null }> {
  const [row] = await tx.$queryRaw<{ at: Date; inputHash: Uint8Array | null; outcome: Outcome | null }[]>`
    SELECT clock.at, r.input_hash AS "inputHash", r.outcome FROM (SELECT ${decisionTime()} AS at) clock
    LEFT JOIN idempotency_records r ON r.client = ${client} AND r.account_id = ${accountId}::uuid AND r.key = ${key}`
  if (row === undefined) throw new Error('A clock always answers.')
  const { at, inputHash, outcome } = row
  return { at, known: inputHash && outcome ? { inputHash, outcome } : null }
}

/** Keeps the outcome, in the transaction that brought it about. */
export async function writeOutcome(tx: Queryable, key: IdempotencyKey, outcome: Outcome, at: Date): Promise<void> {
  await tx.$executeRaw`INSERT INTO idempotency_records (client, account_id, key, input_hash, outcome, created_at)
    VALUES (${key.client}, ${key.accountId}::uuid, ${key.key}, ${key.inputHash}, ${exactJson(outcome)}::jsonb, ${at})`
}

/** The number under which a key is in flight. Two keys that share one (2^-64) only make one of them try again. */
export function flightOf({ client, accountId, key }: IdempotencyKey): bigint {
  return createHash('sha256')
    .update(exactJson([client, accountId, key]))
    .digest()
    .readBigInt64BE()
}
