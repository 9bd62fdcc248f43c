import { nextBoundary } from './billing-period.ts'
import { type Allocation, balanceOf, type Grant, type Hold, isResetDue, limitFloor, type Pool, sum } from './credits.ts'
import type { LedgerBucket, LedgerEntry, LedgerEntryKind } from './journal.ts'

/** What a record says of one pool. */
export interface Opening {
  readonly posted: bigint
  readonly held: bigint
  readonly expiresAt: Date | null
  readonly creditLimitCents: bigint
  readonly pendingTrial: bigint | null
  readonly windowTotal: bigint | null
}

export interface OpeningContext {
  readonly now: Date
  /** The governing subscription's period end, which the windows turn with. */
  readonly billing: Date | null
  readonly newId: () => string
  readonly nextSequence: () => bigint
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
 * what has moved through the gateway meanwhile stays moved (contract, "wallet" and "changed record again").
 *
 * A positive balance is one import grant, a negative one is owed. What is held is one import hold without a time to
 * live, which rests on the grant first and then on the credit line.
 */
export function openPool(current: Pool, before: Opening | null, after: Opening, context: OpeningContext): OpenedPool {
  const books = new Books(current, before === null ? 'OPENING' : 'ADJUSTMENT', context)
  const old = before ?? nothingOpened
  // A window that has turned since starts from what the record says of the new one.
  const oldPosted = isResetDue(current, context.now) ? balanceOf(current, context.now).posted : old.posted
  if (after.held < old.held) books.release(old.held - after.held)
  if (after.posted > oldPosted) books.credit(after.posted - oldPosted)
  if (after.posted < oldPosted) books.debit(oldPosted - after.posted)
  if (after.held > old.held) books.hold(after.held - old.held)
  return { pool: settled(books.pool, after, context), entries: books.entries }
}

/** The facts beside the movements: expiry, limit and its floor, what waits, the window. */
function settled(moved: Pool, after: Opening, { now, billing }: OpeningContext): Pool {
  // A date with nothing to expire, or already past, takes nothing away: it is shown until the next grant.
  const expires = after.expiresAt !== null && after.expiresAt > now
  const carries = (grant: Grant) => grant.kind === 'IMPORT' && grant.remaining > 0n
  const pool = {
    ...moved,
    grants: moved.grants.map((one) => (carries(one) ? { ...one, expiresAt: expires ? after.expiresAt : null } : one)),
    openingExpiresAt: expires && moved.grants.some(carries) ? null : after.expiresAt,
    creditLimitCents: after.creditLimitCents,
    pendingTrial: after.pendingTrial,
    windowTotal: after.windowTotal,
    windowEndsAt: after.windowTotal === null ? null : nextBoundary(now, billing),
  }
  const { available } = balanceOf(pool, now)
  const limit = limitFloor(pool)
  return { ...pool, floor: available < limit ? available : limit }
}

/** A pool being moved, with the journal of it. */
class Books {
  pool: Pool
  readonly entries: LedgerEntry[] = []
  readonly #kind: LedgerEntryKind
  readonly #context: OpeningContext
  #available: bigint

  constructor(pool: Pool, kind: LedgerEntryKind, context: OpeningContext) {
    this.pool = pool
    this.#kind = kind
    this.#context = context
    this.#available = sum(pool.grants.map((one) => one.remaining - one.held)) - pool.owed - pool.lineHeld
  }

  /** What is owed is paid first. */
  credit(amount: bigint): void {
    const paid = least(this.pool.owed, amount)
    const given = amount - paid
    this.#move(this.#kind, 'ISSUED', 'CREDIT_LINE', paid, {})
    this.pool = { ...this.pool, owed: this.pool.owed - paid }
    if (given === 0n) return
    const grant = this.#grant() ?? this.#newGrant()
    this.#put({ ...grant, amount: grant.amount + given, remaining: grant.remaining + given })
    this.#move(this.#kind, 'ISSUED', 'AVAILABLE', given, { grantId: grant.id })
  }

  /** What the import grant cannot give is owed. */
  debit(amount: bigint): void {
    const grant = this.#grant()
    const taken = grant ? least(grant.remaining - grant.held, amount) : 0n
    if (grant) this.#put({ ...grant, remaining: grant.remaining - taken })
    this.#move(this.#kind, 'AVAILABLE', 'CONSUMED', taken, grant ? { grantId: grant.id } : {})
    const owed = amount - taken
    this.pool = { ...this.pool, owed: this.pool.owed + owed }
    this.#move(this.#kind, 'CREDIT_LINE', 'CONSUMED', owed, {})
  }

  hold(amount: bigint): void {
    const grant = this.#grant()
    const covered = grant ? least(grant.remaining - grant.held, amount) : 0n
    const hold = this.pool.holds.find((one) => one.imported) ?? this.#newHold()
    const line = amount - covered
    if (grant) this.#put({ ...grant, held: grant.held + covered })
    this.#putHold({
      ...hold,
      amount: hold.amount + amount,
      lineAmount: hold.lineAmount + line,
      allocations: grant && covered > 0n ? allocated(hold.allocations, grant.id, covered) : hold.allocations,
    })
    this.pool = { ...this.pool, lineHeld: this.pool.lineHeld + line }
    this.#move('HOLD', 'AVAILABLE', 'HELD', covered, grant ? { grantId: grant.id, holdId: hold.id } : {})
    this.#move('HOLD', 'CREDIT_LINE', 'HELD', line, { holdId: hold.id })
  }

  /** The line is let go first: what rests on a grant may be captured after the grant's expiry. */
  release(amount: bigint): void {
    const hold = this.pool.holds.find((one) => one.imported)
    if (!hold) return
    const line = least(hold.lineAmount, amount)
    const [allocation] = hold.allocations
    const freed = allocation ? least(allocation.amount, amount - line) : 0n
    const grant = this.pool.grants.find((one) => one.id === allocation?.grantId)
    if (grant) this.#put({ ...grant, held: grant.held - freed })
    this.#putHold({
      ...hold,
      amount: hold.amount - line - freed,
      lineAmount: hold.lineAmount - line,
      allocations: allocation ? allocated(hold.allocations, allocation.grantId, -freed) : [],
    })
    this.pool = { ...this.pool, lineHeld: this.pool.lineHeld - line }
    this.#move('RELEASE', 'HELD', 'CREDIT_LINE', line, { holdId: hold.id })
    this.#move('RELEASE', 'HELD', 'AVAILABLE', freed, grant ? { grantId: grant.id, holdId: hold.id } : {})
  }

  #grant(): Grant | undefined {
    return this.pool.grants.find((one) => one.kind === 'IMPORT')
  }

  #newGrant(): Grant {
    const { newId, nextSequence, now } = this.#context
    const bare = { id: newId(), kind: 'IMPORT', amount: 0n, remaining: 0n, held: 0n, priority: 50 } as const
    return { ...bare, effectiveAt: now, expiresAt: null, sequence: nextSequence() }
  }

  #newHold(): Hold {
    const { newId, nextSequence } = this.#context
    const bare = { id: newId(), amount: 0n, lineAmount: 0n, imported: true, expiresAt: null, allocations: [] }
    return { ...bare, sequence: nextSequence() }
  }

  #put(grant: Grant): void {
    this.pool = { ...this.pool, grants: [...this.pool.grants.filter((one) => one.id !== grant.id), grant] }
  }

  #putHold(hold: Hold): void {
    const others = this.pool.holds.filter((one) => one.id !== hold.id)
    this.pool = { ...this.pool, holds: hold.amount > 0n ? [...others, hold] : others }
  }

  #move(
    kind: LedgerEntryKind,
    source: LedgerBucket,
    destination: LedgerBucket,
    amount: bigint,
    subject: { grantId?: string; holdId?: string },
  ): void {
    if (amount === 0n) return
    if (isSpendable(source)) this.#available -= amount
    if (isSpendable(destination)) this.#available += amount
    this.entries.push({
      sequence: this.#context.nextSequence(),
      pool: this.pool.kind,
      kind,
      source,
      destination,
      amount,
      availableAfter: this.#available,
      grantId: subject.grantId ?? null,
      holdId: subject.holdId ?? null,
      reason: 'imported',
      reference: null,
      actor: 'import',
      occurredAt: this.#context.now,
    })
  }
}

/** What is available is what lies free in the grants and, below nought, what the credit line has given. */
function isSpendable(bucket: LedgerBucket): boolean {
  return bucket === 'AVAILABLE' || bucket === 'CREDIT_LINE'
}

function allocated(allocations: readonly Allocation[], grantId: string, change: bigint): Allocation[] {
  const amount = (allocations.find((one) => one.grantId === grantId)?.amount ?? 0n) + change
  const others = allocations.filter((one) => one.grantId !== grantId)
  return amount === 0n ? others : [...others, { grantId, amount }]
}

function least(first: bigint, second: bigint): bigint {
  return first < second ? first : second
}
