import { type Allocation, type Grant, type Hold, isLive, type Pool, sum } from './credits.ts'
import type { LedgerBucket, LedgerEntry, LedgerEntryKind } from './journal.ts'
import { least } from './least.ts'

export interface BooksContext {
  readonly now: Date
  readonly newId: () => string
  readonly nextSequence: () => bigint
}

/** A pool being moved by an import, with the journal of it. */
export class Books {
  pool: Pool
  readonly entries: LedgerEntry[] = []
  readonly #kind: LedgerEntryKind
  readonly #context: BooksContext
  #available: bigint

  constructor(pool: Pool, kind: LedgerEntryKind, context: BooksContext) {
    this.pool = pool
    this.#kind = kind
    this.#context = context
    this.#available = sum(pool.grants.map((one) => one.remaining - one.held)) - pool.owed - pool.lineHeld
  }

  /** Journals what has expired: of such a grant only what is held is left. */
  expire(): void {
    for (const grant of this.pool.grants.filter((one) => !isLive(one, this.#context.now))) {
      this.#put({ ...grant, remaining: grant.held })
      this.#move('EXPIRY', 'AVAILABLE', 'EXPIRED', grant.remaining - grant.held, { grantId: grant.id })
    }
  }

  /** Journals the turn of the window: what was left of the old one is gone, and what is held counts in the new one. */
  turn(): void {
    const { grants, owed, windowTotal } = this.pool
    const total = windowTotal ?? 0n
    const left = sum(grants.map(({ remaining }) => remaining))
    const held = sum(grants.map((one) => one.held))
    this.pool = { ...this.pool, owed: 0n, grants: grants.map((one) => ({ ...one, remaining: one.held })) }
    const fresh = total > held ? this.#newGrant() : null
    if (fresh) this.#put({ ...fresh, amount: total, remaining: total - held })
    this.#move('RESET', 'ISSUED', 'AVAILABLE', total, fresh ? { grantId: fresh.id } : {})
    this.#move('RESET', 'AVAILABLE', 'EXPIRED', left, {})
    this.#move('RESET', 'EXPIRED', 'CREDIT_LINE', owed, {})
  }

  /** What is owed is paid first; then the import hold comes over from the credit line. */
  credit(amount: bigint): void {
    const paid = least(this.pool.owed, amount)
    const given = amount - paid
    const covered = least(this.#hold()?.lineAmount ?? 0n, given)
    this.pool = { ...this.pool, owed: this.pool.owed - paid }
    this.#move(this.#kind, 'ISSUED', 'CREDIT_LINE', paid + covered, {})
    if (given === 0n) return
    const grant = this.#grant() ?? this.#newGrant()
    this.#put({
      ...grant,
      amount: grant.amount + given,
      remaining: grant.remaining + given,
      held: grant.held + covered,
    })
    this.#restOnGrant(grant.id, covered)
    this.#move(this.#kind, 'ISSUED', 'AVAILABLE', given - covered, { grantId: grant.id })
  }

  /** What the import grant cannot give is lent: the import hold goes over to the credit line, the rest is owed. */
  debit(amount: bigint): void {
    const grant = this.#grant()
    const taken = grant ? least(grant.remaining - grant.held, amount) : 0n
    const lent = amount - taken
    const uncovered = grant ? least(allocatedTo(this.#hold(), grant.id), lent) : 0n
    if (grant) {
      this.#put({ ...grant, remaining: grant.remaining - taken - uncovered, held: grant.held - uncovered })
      this.#restOnGrant(grant.id, -uncovered)
    }
    this.pool = { ...this.pool, owed: this.pool.owed + lent - uncovered }
    this.#move(this.#kind, 'AVAILABLE', 'CONSUMED', taken, grant ? { grantId: grant.id } : {})
    this.#move(this.#kind, 'CREDIT_LINE', 'CONSUMED', lent, {})
  }

  hold(amount: bigint): void {
    const grant = this.#grant()
    const covered = grant ? least(grant.remaining - grant.held, amount) : 0n
    const hold = this.#hold() ?? this.#newHold()
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
    const hold = this.#hold()
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
    return this.pool.grants.findLast((one) => one.kind === 'IMPORT' && one.remaining > 0n)
  }

  #hold(): Hold | undefined {
    return this.pool.holds.find((one) => one.imported)
  }

  /** Moves a part of the import hold from the credit line to a grant; a negative one back. */
  #restOnGrant(grantId: string, amount: bigint): void {
    const hold = this.#hold()
    if (!hold || amount === 0n) return
    const allocations = allocated(hold.allocations, grantId, amount)
    this.#putHold({ ...hold, lineAmount: hold.lineAmount - amount, allocations })
    this.pool = { ...this.pool, lineHeld: this.pool.lineHeld - amount }
  }

  #newGrant(): Grant {
    const { newId, nextSequence, now } = this.#context
    const bare = {
      id: newId(),
      kind: 'IMPORT',
      amount: 0n,
      remaining: 0n,
      held: 0n,
      priority: 50,
      scheduled: false,
    } as const
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
      reason: kind === 'EXPIRY' || kind === 'RESET' ? null : 'imported',
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

function allocatedTo(hold: Hold | undefined, grantId: string): bigint {
  return hold?.allocations.find((one) => one.grantId === grantId)?.amount ?? 0n
}
