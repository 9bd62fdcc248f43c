import { isDeepStrictEqual } from 'node:util'
import { nextBoundary } from './billing-period.ts'
import { Books, type BooksContext } from './books.ts'
import { balanceOf, type Grant, isResetDue, limitFloor, type Pool } from './credits.ts'
import type { LedgerEntry } from './journal.ts'
import { least } from './least.ts'

/** What a record says of one pool. */
export interface Opening {
  readonly posted: bigint
  readonly held: bigint
  readonly expiresAt: Date | null
  readonly creditLimitCents: bigint
  readonly pendingTrial: bigint | null
  readonly windowTotal: bigint | null
}

/** What the record said of the pool at its last import, and when that was. */
export interface EarlierOpening {
  readonly opening: Opening
  readonly at: Date
}

export interface OpeningContext extends BooksContext {
  /** The governing subscription's period end, which the windows turn with. */
  readonly billing: Date | null
}

/** A pool after an import, and the movements that took it there. */
export interface OpenedPool {
  readonly pool: Pool
  readonly entries: readonly LedgerEntry[]
}

export const nothingOpened: Opening = {
  posted: 0n,
  held: 0n,
  expiresAt: null,
  creditLimitCents: 0n,
  pendingTrial: null,
  windowTotal: null,
}

/**
 * Moves a pool from what a record said before (null: it is the first) to what it says now, by the difference alone:
 * what has moved through the gateway meanwhile stays moved (contract, "wallet" and "changed record again"). What is
 * due by now, an expiry or the turn of a window, is journalled first; the earlier word is compared as it would read
 * after that. A pool of which the record says the same is left alone.
 *
 * A positive balance is one import grant, a negative one is owed. What is held is one import hold without a time to
 * live, which rests on the grant first and then on the credit line.
 */
export function openPool(
  current: Pool,
  before: EarlierOpening | null,
  after: Opening,
  context: OpeningContext,
): OpenedPool {
  const { now } = context
  const hasTurned = isResetDue(current, now)
  const hasLapsed = before !== null && lapsedSince(before, now)
  const old = before?.opening ?? nothingOpened
  if (isDeepStrictEqual(old, after) && before !== null && !hasTurned && !hasLapsed)
    return { pool: current, entries: [] }

  const books = new Books(current, before === null ? 'OPENING' : 'ADJUSTMENT', context)
  books.expire()
  if (hasTurned) books.turn()
  const oldPosted = hasTurned ? (old.windowTotal ?? 0n) : hasLapsed ? least(old.posted, old.held) : old.posted
  if (after.held < old.held) books.release(old.held - after.held)
  if (after.posted > oldPosted) books.credit(after.posted - oldPosted)
  if (after.posted < oldPosted) books.debit(oldPosted - after.posted)
  if (after.held > old.held) books.hold(after.held - old.held)
  return { pool: settled(books.pool, old, after, context), entries: books.entries }
}

/** The earlier word had an end that was still to come, and has come: of its credits only the held ones are left. */
function lapsedSince({ opening: { expiresAt }, at }: EarlierOpening, now: Date): boolean {
  return expiresAt !== null && expiresAt > at && expiresAt <= now
}

/** The facts beside the movements: expiry, limit and its floor, what waits, the window. */
function settled(moved: Pool, old: Opening, after: Opening, { now, billing }: OpeningContext): Pool {
  // A date with nothing to expire, or already past, takes nothing away: it is shown until the next grant.
  const expires = after.expiresAt !== null && after.expiresAt > now
  const carries = (grant: Grant) => grant.kind === 'IMPORT' && grant.remaining > 0n
  // A word that is repeated changes nothing: it may have been settled otherwise here since.
  const changed = <K extends keyof Opening & keyof Pool>(fact: K) =>
    old[fact] === after[fact] ? moved[fact] : after[fact]
  const windowTotal = changed('windowTotal')
  const pool: Pool = {
    ...moved,
    grants: moved.grants.map((one) => (carries(one) ? { ...one, expiresAt: expires ? after.expiresAt : null } : one)),
    openingExpiresAt: expires && moved.grants.some(carries) ? null : after.expiresAt,
    creditLimitCents: changed('creditLimitCents'),
    pendingTrial: changed('pendingTrial'),
    windowTotal,
    windowEndsAt: windowTotal === null ? null : nextBoundary(now, billing),
  }
  const { available } = balanceOf(pool, now)
  const limit = limitFloor(pool)
  return { ...pool, floor: available < limit ? available : limit }
}
