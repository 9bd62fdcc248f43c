import { nextBoundary } from './billing-period.ts'
import { Books, type Note, type Numbering } from './books.ts'
import type { Pool } from './credits.ts'
import type { LedgerEntry, LedgerEntryKind } from './journal.ts'

/** What the windows of an account turn with; null: no subscription, and the first of the month. */
export type Billing = {
  /** What each boundary has the day and the time of (billing-period.ts); null: the first of the month. */
  readonly period: Date | null
  /** When the subscription is over: from then on a period brings no credits. Null: it goes on. */
  readonly endsAt: Date | null
} | null

/**
 * The pool as it stands at an instant: what the clock alone has done since the last movement, done. The same function
 * serves readers, who forget the entries, and writers, who journal them; so nobody has to be awake at a boundary, and
 * what is shown before the journal knows is what the journal will say.
 */
export function settledPool(pool: Pool, billing: Billing, now: Date): Pool {
  return isDue(pool, now) ? settled(pool, billing, now).pool : pool
}

/** The movements that are due at an instant and not yet in the journal. */
export function dueMovements(pool: Pool, billing: Billing, now: Date): readonly LedgerEntry[] {
  return isDue(pool, now) ? settled(pool, billing, now).entries : []
}

/** When something next falls due, by the clock alone; null: never. */
export function nextDue(pool: Pool): Date | null {
  if (pool.standing !== null) return pool.standing.dueAt
  let next = pool.windowEndsAt
  const consider = (at: Date) => {
    if (next === null || at < next) next = at
  }
  for (const { expiresAt } of pool.holds) if (expiresAt !== null) consider(expiresAt)
  for (const { scheduled, effectiveAt, expiresAt, remaining, held } of pool.grants) {
    if (scheduled) consider(effectiveAt)
    if (expiresAt !== null && remaining > held) consider(expiresAt)
  }
  return next
}

/** Does, one after the other and each at its own instant, what has fallen due. */
export function settle(books: Books, billing: Billing, now: Date): void {
  let events = dueEvents(books.pool, now)
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index]
    event?.happen(books, billing)
    if (!event?.changesWhatIsDue) continue
    // A turn gives a grant with an end of its own, and there is another turn after it.
    events = dueEvents(books.pool, now).filter(({ at }) => at >= event.at)
    index = -1
  }
}

interface DueEvent {
  readonly at: Date
  readonly happen: (books: Books, billing: Billing) => void
  readonly changesWhatIsDue: boolean
}

function isDue(pool: Pool, now: Date): boolean {
  const at = nextDue(pool)
  return at !== null && at <= now
}

function settled(pool: Pool, billing: Billing, now: Date): Books {
  const books = new Books(pool, readersNumbering())
  settle(books, billing, now)
  return books
}

/** In their order; at one instant a hold ends first, so that the turn finds its credits, and a grant begins last. */
function dueEvents(pool: Pool, now: Date): DueEvent[] {
  const lapses = pool.holds.flatMap(({ id, expiresAt }) => (expiresAt ? [lapse(id, expiresAt)] : []))
  const turns = pool.windowEndsAt === null ? [] : [turn(pool.windowEndsAt)]
  const expiries = pool.grants.flatMap(({ id, expiresAt }) => (expiresAt ? [expiry(id, expiresAt)] : []))
  const activations = pool.grants.flatMap(({ id, scheduled, effectiveAt }) =>
    scheduled ? [activation(id, effectiveAt)] : [],
  )
  return [...lapses, ...turns, ...expiries, ...activations]
    .filter(({ at }) => at <= now)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

function lapse(holdId: string, at: Date): DueEvent {
  return {
    at,
    changesWhatIsDue: false,
    happen: (books) => {
      const hold = books.hold(holdId)
      if (hold) books.close(byTheClock('RELEASE', at, 'the hold expired'), hold, 0n)
    },
  }
}

/** Of a grant with nothing free it changes nothing: what holds have set aside may come back, and lapse, later. */
function expiry(grantId: string, at: Date): DueEvent {
  return {
    at,
    changesWhatIsDue: false,
    happen: (books) => books.expire(byTheClock('EXPIRY', at), books.grant(grantId)),
  }
}

function activation(grantId: string, at: Date): DueEvent {
  return {
    at,
    changesWhatIsDue: false,
    happen: (books) => books.activate(byTheClock('ACTIVATION', at), books.grant(grantId)),
  }
}

/** A period begins anew: what was free of the old one is gone, what holds have set aside of it stays theirs. */
function turn(at: Date): DueEvent {
  return {
    at,
    changesWhatIsDue: true,
    happen: (books, billing) => {
      const note = byTheClock('RESET', at)
      const next = nextBoundary(at, billing?.period ?? null)
      endWindow(books, note)
      if (isOver(billing, at)) books.change({ windowEndsAt: next, turnedAt: at })
      else beginWindow(books, note, next)
    },
  }
}

/** The subscription that brought the credits is over. */
export function isOver(billing: Billing, at: Date): boolean {
  return billing !== null && billing.endsAt !== null && billing.endsAt <= at
}

/** Everything in a window ends with it, also what a window should not owe. */
export function endWindow(books: Books, note: Note): void {
  for (const grant of books.pool.grants) {
    books.expire(note, grant)
    const expiresAt = grant.expiresAt !== null && grant.expiresAt < note.at ? grant.expiresAt : note.at
    books.put({ ...books.grant(grant.id), expiresAt })
  }
  const { owed } = books.pool
  books.owe(-owed)
  books.move(note, 'EXPIRED', 'CREDIT_LINE', owed, {})
}

/** The window's total, until it ends. */
export function beginWindow(books: Books, note: Note, endsAt: Date): void {
  const total = books.pool.windowTotal ?? 0n
  books.change({ windowEndsAt: endsAt, turnedAt: note.at })
  if (total === 0n) return
  const bare = { kind: 'PLAN', priority: 50, scheduled: false, isSeen: true } as const
  books.give(note, { ...bare, effectiveAt: note.at, expiresAt: endsAt }, total)
}

function byTheClock(kind: LedgerEntryKind, at: Date, reason: string | null = null): Note {
  return { kind, at, actor: 'clock', reason, reference: null }
}

/** What a reader settles is never written: its numbers need only differ from one another. */
function readersNumbering(): Numbering {
  let last = 0n
  const nextSequence = () => (last += 1n)
  return { nextSequence, newId: () => `due ${nextSequence()}` }
}
