import { requirePrincipal } from '../auth/principal.ts'
import type { Account } from '../domain/account.ts'
import { type ListedGrant, type ListedHold, type ListName, type Lists, pageOfNumber } from '../domain/lists.ts'
import { Refusal } from '../domain/refusal.ts'
import { readAccounts } from '../store/accounts.ts'
import type { Prisma } from '../store/client/client.ts'
import {
  type Done,
  type IdempotencyKey,
  inputHashOf,
  type KnownKey,
  lockForKey,
  readForKey,
  writeOutcome,
} from '../store/idempotency.ts'
import { nobody } from './named-account.ts'
import type { RequestContext } from './request-context.ts'

/** What every request that is done once says beside its own input. */
export interface Movement {
  /** Names the operation within the idempotency key: one key is never good for two of them. */
  readonly operation: string
  readonly accountId: string
  /** 1 to 255 characters, unique per client and account. */
  readonly idempotencyKey: string
  /** Whatever else was asked for. The same key with another input is refused. */
  readonly input: object
}

/** What a movement came to: the same whenever the same key asks again. */
export interface Moved {
  readonly accountId: string
  /** The numbers of its first and last entry in the account's journal. */
  readonly entries: { readonly first: bigint; readonly last: bigint }
  readonly grant?: ListedGrant
  readonly hold?: ListedHold
}

/**
 * Does work on an account once per idempotency key, under the account's lock, and keeps the outcome in the same
 * transaction. What is refused stays refused: so the work has to refuse before it writes.
 *
 * @throws Refusal NOT_FOUND for nobody's account; CONFLICT while the same key is in flight; IDEMPOTENCY_MISMATCH for
 * the same key with another input; whatever `work` refuses; UNAVAILABLE.
 */
export async function once(
  context: RequestContext,
  movement: Movement,
  work: (tx: Prisma.TransactionClient, account: Account, at: Date) => Promise<Moved>,
): Promise<Moved> {
  const key = idempotencyKeyOf(context, movement)
  const settled = await context.store.transaction(key.accountId, async (tx) => {
    const lock = await lockForKey(tx, key)
    if (lock === 'in flight') throw inFlight()
    if (lock === 'gone') throw nobody()
    if (lock !== 'locked') return { replay: answered(lock, key) }
    const { at, known } = await readForKey(tx, key, context.store.decisionTime)
    if (known !== null) return { replay: answered(known, key) }
    const account = (await readAccounts(tx, [key.accountId])).get(key.accountId)
    if (account === undefined) throw new Error('A locked account is there.')
    try {
      const moved = await work(tx, account, at)
      await writeOutcome(tx, key, doneOf(moved), at)
      return { moved }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { code, message, details } = error
      await writeOutcome(tx, key, { refused: { code, message, fields: details.fields ?? [] } }, at)
      return { error }
    }
  })
  context.readers.forget()
  if (settled.error) throw settled.error
  return settled.moved ?? replayed(context, key.accountId, settled.replay)
}

/** The key of a movement, as one client's for one account. */
export function idempotencyKeyOf(
  context: RequestContext,
  { operation, accountId, idempotencyKey, input }: Movement,
): IdempotencyKey {
  const { client } = requirePrincipal(context.principal)
  return { client, accountId, key: idempotencyKey, inputHash: inputHashOf(operation, input) }
}

function answered(known: KnownKey, key: IdempotencyKey): Done {
  if (!Buffer.from(known.inputHash).equals(key.inputHash)) {
    const message = 'was used before with another input'
    throw new Refusal('IDEMPOTENCY_MISMATCH', `The idempotency key ${message}.`, {
      fields: [{ field: 'idempotencyKey', message }],
    })
  }
  if ('refused' in known.outcome) {
    const { code, message, fields } = known.outcome.refused
    throw new Refusal(code, message, { fields })
  }
  return known.outcome
}

function inFlight(): Refusal {
  const message = 'The same request is being worked on right now.'
  return new Refusal('CONFLICT', message, { fields: [{ field: 'idempotencyKey', message: 'is in flight' }] })
}

/** The numbers of the entries after one; of none, an empty range. */
export function rangeOf(entries: readonly { readonly sequence: bigint }[], before: bigint): Moved['entries'] {
  const own = entries.filter(({ sequence }) => sequence > before)
  return { first: own[0]?.sequence ?? before + 1n, last: own.at(-1)?.sequence ?? before }
}

function doneOf({ entries, grant, hold }: Moved): Done {
  return {
    first: entries.first.toString(),
    last: entries.last.toString(),
    ...(grant ? { grant: grantOutcome(grant) } : {}),
    ...(hold ? { hold: { sequence: hold.sequence.toString(), isOpen: hold.state === 'OPEN' } } : {}),
  }
}

function grantOutcome({ sequence, remaining, expiresAt }: ListedGrant) {
  return {
    sequence: sequence.toString(),
    remaining: remaining.toString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  }
}

function asGiven({ remaining, expiresAt }: ReturnType<typeof grantOutcome>) {
  return { remaining: BigInt(remaining), expiresAt: expiresAt === null ? null : new Date(expiresAt) }
}

/** The answer as it was: the rows, without what has become of them since. */
async function replayed(context: RequestContext, accountId: string, done: Done): Promise<Moved> {
  const grant = done.grant && (await rowOf(context, accountId, 'grants', done.grant.sequence))
  const hold = done.hold && (await rowOf(context, accountId, 'holds', done.hold.sequence))
  return {
    accountId,
    entries: { first: BigInt(done.first), last: BigInt(done.last) },
    ...(grant && done.grant ? { grant: { ...grant, ...asGiven(done.grant), held: 0n, seenAt: null } } : {}),
    ...(hold ? { hold: done.hold?.isOpen ? { ...hold, state: 'OPEN', captured: 0n, endedAt: null } : hold } : {}),
  }
}

async function rowOf<L extends ListName>(
  { readers }: RequestContext,
  accountId: string,
  list: L,
  number: string,
): Promise<Lists[L]> {
  const [row] = await readers.page<L>(pageOfNumber(list, accountId, BigInt(number)))
  // What a key has brought about is there as long as the account is.
  if (row === undefined) throw nobody()
  return row
}
