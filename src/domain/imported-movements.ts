import type { Books, Note } from './books.ts'
import type { Allocation, Grant, Hold, Pool } from './credits.ts'
import { least } from './least.ts'

/**
 * How an import moves a pool: one grant and one hold stand for what the record says, and grow and shrink with it
 * (docs/decisions/0004).
 */

/** What is owed is paid first; then the import hold comes over from the credit line. */
export function credit(books: Books, note: Note, amount: bigint): void {
  const paid = least(books.pool.owed, amount)
  const given = amount - paid
  const covered = least(importHold(books)?.lineAmount ?? 0n, given)
  books.owe(-paid)
  books.move(note, 'ISSUED', 'CREDIT_LINE', paid + covered, {})
  if (given === 0n) return
  const grant = importGrant(books, note) ?? newGrant(books, note)
  const { remaining, held } = grant
  books.put({ ...grant, amount: grant.amount + given, remaining: remaining + given, held: held + covered })
  restOnGrant(books, grant.id, covered)
  books.move(note, 'ISSUED', 'AVAILABLE', given - covered, { grantId: grant.id })
}

/**
 * What the import grant cannot give is lent: the import hold goes over to the credit line, the rest is owed. In a window
 * what its turn gave is taken before that.
 */
export function debit(books: Books, note: Note, amount: bigint): void {
  const grant = importGrant(books, note)
  const taken = takeFrom(books, note, grant, amount)
  const turned = books.pool.grants.filter((one) => isTurns(books.pool, one, note.at))
  const more = turned.reduce((sum, one) => sum + takeFrom(books, note, one, amount - taken - sum), 0n)
  const lent = amount - taken - more
  const uncovered = grant ? least(allocatedTo(importHold(books), grant.id), lent) : 0n
  if (grant && uncovered > 0n) {
    const { remaining, held } = books.grant(grant.id)
    books.put({ ...books.grant(grant.id), remaining: remaining - uncovered, held: held - uncovered })
    restOnGrant(books, grant.id, -uncovered)
  }
  books.owe(lent - uncovered)
  books.move(note, 'CREDIT_LINE', 'CONSUMED', lent, {})
}

/** As much of it as lies free in the grant. */
function takeFrom(books: Books, note: Note, grant: Grant | undefined, amount: bigint): bigint {
  if (grant === undefined) return 0n
  const taken = least(grant.remaining - grant.held, amount)
  books.put({ ...grant, remaining: grant.remaining - taken })
  books.move(note, 'AVAILABLE', 'CONSUMED', taken, { grantId: grant.id })
  return taken
}

/** More is held than before. */
export function hold(books: Books, note: Note, amount: bigint): void {
  const grant = importGrant(books, note)
  const covered = grant ? least(grant.remaining - grant.held, amount) : 0n
  const line = amount - covered
  const current = importHold(books) ?? newHold(books)
  if (grant) books.put({ ...grant, held: grant.held + covered })
  books.putHold({
    ...current,
    amount: current.amount + amount,
    lineAmount: current.lineAmount + line,
    allocations: grant && covered > 0n ? allocated(current.allocations, grant.id, covered) : current.allocations,
  })
  books.change({ lineHeld: books.pool.lineHeld + line })
  const held: Note = { ...note, kind: 'HOLD' }
  books.move(held, 'AVAILABLE', 'HELD', covered, grant ? { grantId: grant.id, holdId: current.id } : {})
  books.move(held, 'CREDIT_LINE', 'HELD', line, { holdId: current.id })
}

/**
 * Less is held than before. The line is let go first: what rests on a grant may be captured after its expiry. What
 * comes back to a grant that is over stays there: how much of it is left is the record's to say, in the same import.
 */
export function release(books: Books, note: Note, amount: bigint): void {
  const current = importHold(books)
  if (!current) return
  const line = least(current.lineAmount, amount)
  const [allocation] = current.allocations
  const freed = allocation ? least(allocation.amount, amount - line) : 0n
  books.putHold({
    ...current,
    amount: current.amount - line - freed,
    lineAmount: current.lineAmount - line,
    allocations: allocation ? allocated(current.allocations, allocation.grantId, -freed) : [],
  })
  books.change({ lineHeld: books.pool.lineHeld - line })
  const released: Note = { ...note, kind: 'RELEASE' }
  books.move(released, 'HELD', 'CREDIT_LINE', line, { holdId: current.id })
  if (!allocation) return
  const grant = books.grant(allocation.grantId)
  books.put({ ...grant, held: grant.held - freed })
  books.move(released, 'HELD', 'AVAILABLE', freed, { grantId: grant.id, holdId: current.id })
}

/** The import's own grant, which goes up and down with the record; in a window only while that lasts. */
export function isImports(pool: Pool, { kind, remaining, expiresAt }: Grant, at: Date): boolean {
  const isOver = pool.windowTotal !== null && expiresAt !== null && expiresAt <= at
  return kind === 'IMPORT' && remaining > 0n && !isOver
}

/** Part of the window as it last began. */
function isTurns(pool: Pool, { kind, expiresAt }: Grant, at: Date): boolean {
  return pool.windowTotal !== null && kind === 'PLAN' && (expiresAt === null || expiresAt > at)
}

function importGrant({ pool }: Books, { at }: Note): Grant | undefined {
  return pool.grants.findLast((one) => isImports(pool, one, at))
}

function importHold({ pool }: Books): Hold | undefined {
  return pool.holds.find((one) => one.imported)
}

/** Moves a part of the import hold from the credit line to a grant; a negative one back. */
function restOnGrant(books: Books, grantId: string, amount: bigint): void {
  const current = importHold(books)
  if (!current || amount === 0n) return
  const allocations = allocated(current.allocations, grantId, amount)
  books.putHold({ ...current, lineAmount: current.lineAmount - amount, allocations })
  books.change({ lineHeld: books.pool.lineHeld - amount })
}

/** Empty, to be filled; an imported grant counts as seen (contract, wallet). */
function newGrant(books: Books, note: Note): Grant {
  const bare = { kind: 'IMPORT', priority: 50, scheduled: false, expiresAt: null, isSeen: true } as const
  return books.give(note, { ...bare, effectiveAt: note.at }, 0n)
}

function newHold({ numbering: { newId, nextSequence } }: Books): Hold {
  const bare = { id: newId(), amount: 0n, lineAmount: 0n, imported: true, expiresAt: null, allocations: [] }
  return { ...bare, sequence: nextSequence() }
}

function allocated(allocations: readonly Allocation[], grantId: string, change: bigint): Allocation[] {
  const amount = (allocations.find((one) => one.grantId === grantId)?.amount ?? 0n) + change
  const others = allocations.filter((one) => one.grantId !== grantId)
  return amount === 0n ? others : [...others, { grantId, amount }]
}

function allocatedTo(current: Hold | undefined, grantId: string): bigint {
  return current?.allocations.find((one) => one.grantId === grantId)?.amount ?? 0n
}
