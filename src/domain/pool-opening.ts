import { isDeepStrictEqual } from 'node:util'
import { nextBoundary } from './billing-period.ts'
import type { Books, Note } from './books.ts'
import type { Grant, Pool } from './credits.ts'
import { credit, debit, hold, isImports, release } from './imported-movements.ts'
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

export interface OpeningContext {
  readonly now: Date
  /** What the windows turn with once the record is laid upon the account. */
  readonly billed: Date | null
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
 * what has moved through the gateway meanwhile stays moved (contract, "wallet" and "changed record again"). The books
 * are settled; the earlier word is compared as it would read after that. A pool of which the record says the same is
 * left alone.
 *
 * A positive balance is one import grant, a negative one is owed. What is held is one import hold without a time to
 * live, which rests on the grant first and then on the credit line.
 */
export function openPool(books: Books, before: EarlierOpening | null, after: Opening, context: OpeningContext): void {
  const { now } = context
  // A record of before the last turn says nothing of the window there is now.
  if (books.pool.turnedAt !== null && books.pool.turnedAt > now) return
  const hasTurned = turnedSince(books.pool, before)
  const hasLapsed = before !== null && lapsedSince(before, now)
  const old = before?.opening ?? nothingOpened
  if (isDeepStrictEqual(old, after) && before !== null && !hasTurned && !hasLapsed) return

  const kind = before === null ? 'OPENING' : 'ADJUSTMENT'
  const note: Note = { kind, at: now, actor: 'import', reason: 'imported', reference: null }
  const oldPosted = hasTurned ? (old.windowTotal ?? 0n) : hasLapsed ? least(old.posted, old.held) : old.posted
  if (after.held < old.held) release(books, note, old.held - after.held)
  const more = after.posted - oldPosted
  if (more > 0n) credit(books, note, more - least(more, trialGivenTwice(books.pool, old, after)))
  if (more < 0n) debit(books, note, -more)
  if (after.held > old.held) hold(books, note, after.held - old.held)
  settleFacts(books, old, after, context)
}

/** A free trial that was given here, and that the record's balance now holds as well: it is given once. */
function trialGivenTwice({ pendingTrial }: Pool, old: Opening, after: Opening): bigint {
  return pendingTrial === null && after.pendingTrial === null ? (old.pendingTrial ?? 0n) : 0n
}

/** The window has begun anew since the earlier word. */
function turnedSince({ turnedAt }: Pool, before: EarlierOpening | null): boolean {
  return turnedAt !== null && before !== null && turnedAt > before.at
}

/** The earlier word had an end that was still to come, and has come: of its credits only the held ones are left. */
function lapsedSince({ opening: { expiresAt }, at }: EarlierOpening, now: Date): boolean {
  return expiresAt !== null && expiresAt > at && expiresAt <= now
}

/** The facts beside the movements: expiry, limit, what waits, the window. */
function settleFacts(books: Books, old: Opening, after: Opening, { now, billed }: OpeningContext): void {
  const { pool } = books
  // A date with nothing to expire, or already past, takes nothing away: it is shown until the next grant.
  const expires = after.expiresAt !== null && after.expiresAt > now
  const endsWithWindow = ({ expiresAt }: Grant) => expiresAt?.getTime() === pool.windowEndsAt?.getTime()
  const carrying = pool.grants.filter(
    (grant) => isImports(pool, grant, now) || (pool.windowEndsAt !== null && endsWithWindow(grant)),
  )
  // A word that is repeated changes nothing: it may have been settled otherwise here since.
  const changed = <K extends keyof Opening & keyof Pool>(fact: K) =>
    old[fact] === after[fact] ? pool[fact] : after[fact]
  const windowTotal = changed('windowTotal')
  // What waited and waits no more was given here: no record promises it again.
  const isTrialGiven = old.pendingTrial !== null && pool.pendingTrial === null
  const windowEndsAt = windowTotal === null ? null : nextBoundary(now, billed)
  for (const grant of carrying) books.put({ ...grant, expiresAt: windowEndsAt ?? (expires ? after.expiresAt : null) })
  books.change({
    openingExpiresAt: expires && carrying.length > 0 ? null : after.expiresAt,
    creditLimitCents: changed('creditLimitCents'),
    pendingTrial: isTrialGiven ? null : changed('pendingTrial'),
    windowTotal,
    windowEndsAt,
  })
}
