import { burnDownOrder, spendableGrants } from './burn-down.ts'
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

type PoolFacts = Omit<Pool, 'grants' | 'holds'>

/**
 * One pool being moved, with the journal of it: the only place where an amount changes its bucket. Every method is one
 * movement per grant it touches, and per credit line.
 */
export class Books {
  readonly entries: LedgerEntry[] = []
  readonly issued: IssuedGrant[] = []
  readonly numbering: Numbering
  // By id, so that a pool of thousands of holds is settled in one go.
  readonly #grants: Map<string, Grant>
  readonly #holds: Map<string, Hold>
  #facts: PoolFacts
  /** As it stands, until the next change. */
  #pool: Pool | null
  #available: bigint

  constructor(pool: Pool, numbering: Numbering) {
    if (pool.standing !== null) throw new Error('Only a pool with its grants and holds can be moved.')
    const { grants, holds, ...facts } = pool
    this.#grants = new Map(grants.map((grant) => [grant.id, grant]))
    this.#holds = new Map(holds.map((hold) => [hold.id, hold]))
    this.#facts = facts
    this.#pool = pool
    this.numbering = numbering
    this.#available = balanceOf(pool).available
  }

  /** The pool as it now stands; the very same until something moves. */
  get pool(): Pool {
    this.#pool ??= { ...this.#facts, grants: [...this.#grants.values()], holds: [...this.#holds.values()] }
    return this.#pool
  }

  /**
   * Gives credits as a grant of their own. Once they count, what is owed is paid of them first, and an imported expiry
   * date is shown no more (contract, wallet).
   */
  give(note: Note, grant: NewGrant, amount: bigint): Grant {
    const { isSeen, ...rest } = grant
    const id = this.numbering.newId()
    const paid = grant.scheduled ? 0n : least(this.#facts.owed, amount)
    const given = { ...rest, id, amount, remaining: amount - paid, held: 0n, sequence: this.numbering.nextSequence() }
    this.issued.push({ id, isSeen, at: note.at, reason: note.reason, reference: note.reference })
    this.put(given)
    if (!grant.scheduled) this.change({ openingExpiresAt: null })
    this.owe(-paid)
    this.move(note, 'ISSUED', 'CREDIT_LINE', paid, { grantId: id })
    this.move(note, 'ISSUED', grant.scheduled ? 'SCHEDULED' : 'AVAILABLE', amount - paid, { grantId: id })
    return given
  }

  /** The effective date of a grant given beforehand has come. */
  activate(note: Note, grant: Grant): void {
    const paid = least(this.#facts.owed, grant.remaining)
    this.put({ ...grant, scheduled: false, remaining: grant.remaining - paid })
    this.change({ openingExpiresAt: null })
    this.owe(-paid)
    this.move(note, 'SCHEDULED', 'CREDIT_LINE', paid, { grantId: grant.id })
    this.move(note, 'SCHEDULED', 'AVAILABLE', grant.remaining - paid, { grantId: grant.id })
  }

  /** What is free of a grant lapses; what holds have set aside of it stays until they end. */
  expire(note: Note, grant: Grant): void {
    this.lapse(note, grant, grant.remaining - grant.held)
  }

  /** Some of what is free of a grant lapses. */
  lapse(note: Note, grant: Grant, amount: bigint): void {
    if (amount === 0n) return
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
    this.owe(line)
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
    this.change({ lineHeld: this.#facts.lineHeld + line })
    this.move(note, 'CREDIT_LINE', 'HELD', line, { holdId })
  }

  /**
   * Ends a hold: this much of it is spent, in burn-down order; the rest is let go. What comes back to a grant that is
   * over lapses at once, and what a window would then hold beyond its total; what comes back while something is owed
   * pays it.
   */
  close(note: Note, hold: Hold, captured: bigint): void {
    let left = captured
    const share = (amount: bigint) => {
      const spent = least(left, amount)
      left -= spent
      return spent
    }
    const order = (a: Allocation, b: Allocation) => burnDownOrder(this.grant(a.grantId), this.grant(b.grantId))
    const parts = [...hold.allocations].sort(order).map((part) => ({ ...part, spent: share(part.amount) }))
    const lineSpent = share(hold.lineAmount)
    this.putHold({ ...hold, amount: 0n })

    const released: Note = { ...note, kind: 'RELEASE' }
    const holdId = hold.id
    for (const { grantId, amount, spent } of parts) {
      const grant = this.grant(grantId)
      this.put({ ...grant, remaining: grant.remaining - spent, held: grant.held - amount })
      this.move(note, 'HELD', 'CONSUMED', spent, { grantId, holdId })
      this.move(released, 'HELD', 'AVAILABLE', amount - spent, { grantId, holdId })
      this.#lapseIfOver(note, grantId)
    }
    this.change({ lineHeld: this.#facts.lineHeld - hold.lineAmount })
    this.owe(lineSpent)
    this.move(note, 'HELD', 'CONSUMED', lineSpent, { holdId })
    this.move(released, 'HELD', 'CREDIT_LINE', hold.lineAmount - lineSpent, { holdId })
    this.#payOwed(note)
    this.#trimWindow(note)
  }

  #lapseIfOver(note: Note, grantId: string): void {
    const grant = this.grant(grantId)
    if (grant.expiresAt !== null && grant.expiresAt <= note.at) this.expire({ ...note, kind: 'EXPIRY' }, grant)
  }

  /** Otherwise the credits would lapse one day, and the debt stay: the order of events would cost the account. */
  #payOwed(note: Note): void {
    if (this.#facts.owed === 0n) return
    for (const grant of spendableGrants(this.pool)) {
      const paid = least(this.#facts.owed, grant.remaining - grant.held)
      this.put({ ...grant, remaining: grant.remaining - paid })
      this.owe(-paid)
      this.move(note, 'AVAILABLE', 'CREDIT_LINE', paid, { grantId: grant.id })
    }
  }

  /** A window never holds more than its total (contract, user-info): the last to be spent goes. */
  #trimWindow(note: Note): void {
    const { windowTotal } = this.#facts
    if (windowTotal === null) return
    let beyond = this.#available - windowTotal
    if (beyond <= 0n) return
    for (const grant of spendableGrants(this.pool).reverse()) {
      const lapsing = least(beyond, grant.remaining - grant.held)
      beyond -= lapsing
      this.lapse({ ...note, kind: 'EXPIRY' }, grant, lapsing)
    }
  }

  grant(id: string): Grant {
    const grant = this.#grants.get(id)
    if (grant === undefined) throw new Error('What is held of a grant keeps it on the books.')
    return grant
  }

  /** Undefined when it has ended. */
  hold(id: string): Hold | undefined {
    return this.#holds.get(id)
  }

  put(grant: Grant): void {
    this.#grants.set(grant.id, grant)
    this.#pool = null
  }

  /** A hold of nothing has ended. */
  putHold(hold: Hold): void {
    if (hold.amount > 0n) this.#holds.set(hold.id, hold)
    else this.#holds.delete(hold.id)
    this.#pool = null
  }

  /** More is owed; less when it is negative. */
  owe(amount: bigint): void {
    if (amount !== 0n) this.change({ owed: this.#facts.owed + amount })
  }

  /** Facts beside the movements. */
  change(facts: Partial<PoolFacts>): void {
    this.#facts = { ...this.#facts, ...facts }
    this.#pool = null
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
      pool: this.#facts.kind,
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
