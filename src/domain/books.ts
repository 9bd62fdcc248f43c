import { type Allocation, balanceOf, type Grant, type Hold, type Pool, sum } from './credits.ts'
import type { LedgerBucket, LedgerEntry, LedgerEntryKind } from './journal.ts'
import { least } from './least.ts'

/** Where new numbers come from; one source for all the books of an account. */
export interface Numbering {
  readonly newId: () => string
  readonly nextSequence: () => bigint
}

/** What a movement's entries say beside the amounts. */
export interface Note {
  readonly kind: LedgerEntryKind
  readonly at: Date
  readonly actor: string
  readonly reason: string | null
  readonly reference: string | null
}

/** A grant as it is given: how it is numbered and what is left of it is the books' to say. */
export interface NewGrant extends Pick<Grant, 'kind' | 'priority' | 'effectiveAt' | 'expiresAt' | 'scheduled'> {
  /** Nobody has to be told of it. */
  readonly isSeen: boolean
}

/** A grant these books have added, with what its row says beside. */
export interface IssuedGrant extends Pick<NewGrant, 'isSeen'>, Pick<Note, 'at' | 'reason' | 'reference'> {
  readonly id: string
}

/**
 * One pool being moved, with the journal of it: the only place where an amount changes its bucket. Every method is one
 * movement per grant it touches, and per credit line.
 */
export class Books {
  pool: Pool
  readonly entries: LedgerEntry[] = []
  readonly issued: IssuedGrant[] = []
  readonly numbering: Numbering
  #available: bigint

  constructor(pool: Pool, numbering: Numbering) {
    this.pool = pool
    this.numbering = numbering
    this.#available = balanceOf(pool).available
  }

  /** Gives credits as a grant of their own. What is owed is paid of them first, once they count. */
  give(note: Note, grant: NewGrant, amount: bigint): Grant {
    const { isSeen, ...rest } = grant
    const id = this.numbering.newId()
    const paid = grant.scheduled ? 0n : least(this.pool.owed, amount)
    const given = { ...rest, id, amount, remaining: amount - paid, held: 0n, sequence: this.numbering.nextSequence() }
    this.issued.push({ id, isSeen, at: note.at, reason: note.reason, reference: note.reference })
    this.put(given)
    this.change({ owed: this.pool.owed - paid })
    this.move(note, 'ISSUED', 'CREDIT_LINE', paid, { grantId: id })
    this.move(note, 'ISSUED', grant.scheduled ? 'SCHEDULED' : 'AVAILABLE', amount - paid, { grantId: id })
    return given
  }

  /** The effective date of a grant given beforehand has come. */
  activate(note: Note, grant: Grant): void {
    const paid = least(this.pool.owed, grant.remaining)
    this.put({ ...grant, scheduled: false, remaining: grant.remaining - paid })
    this.change({ owed: this.pool.owed - paid })
    this.move(note, 'SCHEDULED', 'CREDIT_LINE', paid, { grantId: grant.id })
    this.move(note, 'SCHEDULED', 'AVAILABLE', grant.remaining - paid, { grantId: grant.id })
  }

  /** What is free of a grant lapses; what holds have set aside of it stays until they end. */
  expire(note: Note, grant: Grant): void {
    this.lapse(note, grant, grant.remaining - grant.held)
  }

  /** Some of what is free of a grant lapses. */
  lapse(note: Note, grant: Grant, amount: bigint): void {
    this.put({ ...grant, remaining: grant.remaining - amount })
    this.move(note, grant.scheduled ? 'SCHEDULED' : 'AVAILABLE', 'EXPIRED', amount, { grantId: grant.id })
  }

  /** Spends from grants, then from the credit line. */
  consume(note: Note, from: readonly Allocation[], line: bigint): void {
    for (const { grantId, amount } of from) {
      const grant = this.grant(grantId)
      this.put({ ...grant, remaining: grant.remaining - amount })
      this.move(note, 'AVAILABLE', 'CONSUMED', amount, { grantId })
    }
    this.change({ owed: this.pool.owed + line })
    this.move(note, 'CREDIT_LINE', 'CONSUMED', line, {})
  }

  /** Opens a hold on grants, then on the credit line, under an id that pools may share. */
  setAside(
    note: Note,
    hold: Pick<Hold, 'id' | 'sequence' | 'expiresAt' | 'imported'>,
    from: readonly Allocation[],
    line: bigint,
  ): void {
    const holdId = hold.id
    for (const { grantId, amount } of from) {
      const grant = this.grant(grantId)
      this.put({ ...grant, held: grant.held + amount })
      this.move(note, 'AVAILABLE', 'HELD', amount, { grantId, holdId })
    }
    const amount = sum(from.map((one) => one.amount)) + line
    this.putHold({ ...hold, amount, lineAmount: line, allocations: from })
    this.change({ lineHeld: this.pool.lineHeld + line })
    this.move(note, 'CREDIT_LINE', 'HELD', line, { holdId })
  }

  /** Ends a hold: this much of it is spent, in the order it was set aside; the rest is let go. */
  close(note: Note, hold: Hold, captured: bigint): void {
    let left = captured
    const share = (amount: bigint) => {
      const spent = least(left, amount)
      left -= spent
      return spent
    }
    const parts = hold.allocations.map((part) => ({ ...part, spent: share(part.amount) }))
    const lineSpent = share(hold.lineAmount)
    this.change({ holds: this.pool.holds.filter(({ id }) => id !== hold.id) })

    const released: Note = { ...note, kind: 'RELEASE' }
    const holdId = hold.id
    for (const { grantId, amount, spent } of parts) {
      const grant = this.grant(grantId)
      this.put({ ...grant, remaining: grant.remaining - spent, held: grant.held - amount })
      this.move(note, 'HELD', 'CONSUMED', spent, { grantId, holdId })
      this.move(released, 'HELD', 'AVAILABLE', amount - spent, { grantId, holdId })
      this.#lapseIfOver(note, grantId)
    }
    this.change({
      lineHeld: this.pool.lineHeld - hold.lineAmount,
      owed: this.pool.owed + lineSpent,
    })
    this.move(note, 'HELD', 'CONSUMED', lineSpent, { holdId })
    this.move(released, 'HELD', 'CREDIT_LINE', hold.lineAmount - lineSpent, { holdId })
  }

  /** What comes back to a grant that is over lapses at once. */
  #lapseIfOver(note: Note, grantId: string): void {
    const grant = this.grant(grantId)
    if (grant.expiresAt === null || grant.expiresAt > note.at) return
    this.expire({ ...note, kind: 'EXPIRY' }, grant)
  }

  grant(id: string): Grant {
    const grant = this.pool.grants.find((one) => one.id === id)
    if (grant === undefined) throw new Error('What is held of a grant keeps it on the books.')
    return grant
  }

  put(grant: Grant): void {
    const isKnown = this.pool.grants.some(({ id }) => id === grant.id)
    const grants = isKnown
      ? this.pool.grants.map((one) => (one.id === grant.id ? grant : one))
      : [...this.pool.grants, grant]
    this.change({ grants })
  }

  putHold(hold: Hold): void {
    const others = this.pool.holds.filter((one) => one.id !== hold.id)
    this.change({ holds: hold.amount > 0n ? [...others, hold] : others })
  }

  /** Facts beside the movements. */
  change(facts: Partial<Pool>): void {
    this.pool = { ...this.pool, ...facts }
  }

  /** Writes one entry; nothing for an amount of nought. */
  move(
    { kind, at, actor, reason, reference }: Note,
    source: LedgerBucket,
    destination: LedgerBucket,
    amount: bigint,
    subject: { readonly grantId?: string; readonly holdId?: string },
  ): void {
    if (amount === 0n) return
    if (isSpendable(source)) this.#available -= amount
    if (isSpendable(destination)) this.#available += amount
    this.entries.push({
      sequence: this.numbering.nextSequence(),
      pool: this.pool.kind,
      kind,
      source,
      destination,
      amount,
      availableAfter: this.#available,
      grantId: subject.grantId ?? null,
      holdId: subject.holdId ?? null,
      reason,
      reference,
      actor,
      occurredAt: at,
    })
  }
}

/** What is available is what lies free in the grants and, below nought, what the credit line has given. */
function isSpendable(bucket: LedgerBucket): boolean {
  return bucket === 'AVAILABLE' || bucket === 'CREDIT_LINE'
}
