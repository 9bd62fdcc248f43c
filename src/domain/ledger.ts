import type { Account } from './account.ts'
import { Books, type IssuedGrant, type NewGrant, type Note, type Numbering } from './books.ts'
import { spendableGrants } from './burn-down.ts'
import {
  type Allocation,
  balanceOf,
  type CreditPoolKind,
  type Grant,
  type Hold,
  inSpendingOrder,
  isBlank,
  limitFloor,
  type Pool,
  spendingOrder,
  sum,
} from './credits.ts'
import type { LedgerEntry, LedgerEntryKind } from './journal.ts'
import { least } from './least.ts'
import { fieldRefused, Refusal } from './refusal.ts'
import { settle } from './settlement.ts'
import { billingOf, poolOf } from './viewer.ts'

/** Who moves what, and why, as the journal will say. */
export interface Cause {
  /** The caller's software, such as `service:NAME`. */
  readonly actor: string
  readonly reason: string | null
  readonly reference: string | null
}

export interface LedgerContext {
  /** The transaction's one decision time: everything due by then is settled first. */
  readonly at: Date
  readonly newId: () => string
}

/** A hold that has been opened, with what its row says beside. */
export interface OpenedHold extends Hold, Omit<Cause, 'actor'> {
  readonly pools: readonly CreditPoolKind[]
  readonly createdAt: Date
}

/** A hold that has ended, and how. */
export interface EndedHold {
  readonly id: string
  readonly state: 'CAPTURED' | 'RELEASED' | 'EXPIRED'
  readonly captured: bigint
  readonly endedAt: Date
}

/** What has become of an account's pools, ready to be written. */
export interface LedgerChange {
  readonly pools: readonly Pool[]
  readonly entries: readonly LedgerEntry[]
  readonly issued: readonly IssuedGrant[]
  readonly opened: readonly OpenedHold[]
  /** Only imports do that. */
  readonly resized: readonly Pick<Hold, 'id' | 'amount' | 'lineAmount' | 'allocations'>[]
  readonly ended: readonly EndedHold[]
  /** The last number given. */
  readonly sequence: bigint
  /** The transaction's decision time. */
  readonly at: Date
  /** Nothing but debits was done, which no floor may fall for: no import, no other terms, nothing the clock has done. */
  readonly keepsFloors: boolean
}

/** Nothing moved. */
export function unmoved({ pools, ledgerSequence: sequence }: Account, at: Date): LedgerChange {
  return { pools, entries: [], issued: [], opened: [], resized: [], ended: [], sequence, at, keepsFloors: true }
}

/**
 * An account's pools while a transaction has them: settled to its decision time, then moved. Every operation checks
 * before it moves, so one that is refused has moved nothing.
 */
export class Ledger {
  readonly #books: ReadonlyMap<CreditPoolKind, Books>
  readonly #numbering: Numbering
  readonly #at: Date
  readonly #opened: OpenedHold[] = []
  readonly #ended: EndedHold[] = []
  /** The pools that have a row. */
  readonly #known: ReadonlySet<CreditPoolKind>
  /** The import holds as they were. */
  readonly #imported: readonly Hold[]
  #sequence: bigint
  /** Something had fallen due, and was done first. */
  readonly hasSettled: boolean

  constructor(account: Account, { at, newId }: LedgerContext) {
    this.#at = at
    this.#sequence = account.ledgerSequence
    this.#known = new Set(account.pools.map(({ kind }) => kind))
    this.#numbering = { newId, nextSequence: () => (this.#sequence += 1n) }
    this.#books = new Map(spendingOrder.map((kind) => [kind, new Books(poolOf(account, kind), this.#numbering)]))
    const billing = billingOf(account)
    const open = [...this.#books.values()].flatMap(({ pool }) => pool.holds)
    this.#imported = open.filter(({ imported }) => imported)
    for (const books of this.#books.values()) settle(books, billing, at)
    this.hasSettled = this.#sequence > account.ledgerSequence
    for (const { id, expiresAt } of open) {
      if (expiresAt !== null && expiresAt <= at) this.#end({ id, state: 'EXPIRED', captured: 0n, endedAt: expiresAt })
    }
  }

  /** The last number given. */
  get sequence(): bigint {
    return this.#sequence
  }

  /** The pool as it now stands. */
  pool(kind: CreditPoolKind): Pool {
    return this.books(kind).pool
  }

  /** The pool, to be moved in a way of its own. */
  books(kind: CreditPoolKind): Books {
    const books = this.#books.get(kind)
    if (books === undefined) throw new Error('There are books of every pool.')
    return books
  }

  note(kind: LedgerEntryKind, cause: Cause): Note {
    return { ...cause, kind, at: this.#at }
  }

  /** Gives credits. */
  grant(kind: CreditPoolKind, grant: NewGrant, amount: bigint, cause: Cause): Grant {
    return this.books(kind).give(this.note('GRANT', cause), grant, amount)
  }

  /**
   * Sets credits aside, of the pools that are named, in the order they are spent from.
   *
   * @throws Refusal INSUFFICIENT_CREDITS.
   */
  hold(pools: readonly CreditPoolKind[], amount: bigint, expiresAt: Date, cause: Cause): OpenedHold {
    const draws = this.#drawn(pools, amount)
    const { newId, nextSequence } = this.#numbering
    const hold = { id: newId(), sequence: nextSequence(), expiresAt, imported: false }
    for (const { kind, from, line } of draws) {
      this.books(kind).setAside(this.note('HOLD', cause), hold, from, line)
    }
    const { reason, reference } = cause
    const opened: OpenedHold = {
      ...hold,
      amount,
      lineAmount: sum(draws.map(({ line }) => line)),
      pools: draws.map(({ kind }) => kind),
      allocations: draws.flatMap(({ from }) => from),
      reason,
      reference,
      createdAt: this.#at,
    }
    this.#opened.push(opened)
    return opened
  }

  /**
   * Spends what a hold has set aside, in full (null) or in part; the rest is let go. A hold ends once.
   *
   * @throws Refusal HOLD_CLOSED, also when its time was up; INVALID for more than is held.
   */
  capture(holdId: string, amount: bigint | null, cause: Cause): EndedHold {
    const shares = this.#sharesOf(holdId)
    const held = sum(shares.map(({ hold }) => hold.amount))
    const captured = amount ?? held
    if (captured > held) {
      throw fieldRefused('INVALID', 'amount', 'is more than the hold has set aside')
    }
    let left = captured
    for (const { books, hold } of shares) {
      const share = least(left, hold.amount)
      left -= share
      books.close(this.note('CAPTURE', cause), hold, share)
    }
    return this.#end({ id: holdId, state: 'CAPTURED', captured, endedAt: this.#at })
  }

  /**
   * Lets go what a hold has set aside.
   *
   * @throws Refusal HOLD_CLOSED, also when its time was up.
   */
  release(holdId: string, cause: Cause): EndedHold {
    for (const { books, hold } of this.#sharesOf(holdId)) books.close(this.note('RELEASE', cause), hold, 0n)
    return this.#end({ id: holdId, state: 'RELEASED', captured: 0n, endedAt: this.#at })
  }

  /**
   * Spends credits at once.
   *
   * @throws Refusal INSUFFICIENT_CREDITS.
   */
  consume(pools: readonly CreditPoolKind[], amount: bigint, cause: Cause): void {
    for (const { kind, from, line } of this.#drawn(pools, amount)) {
      this.books(kind).consume(this.note('CONSUMPTION', cause), from, line)
    }
  }

  /** Everything is let go and lapses; what is owed stays owed. For an account that is about to be gone. */
  close(cause: Cause): void {
    const open = new Set([...this.#books.values()].flatMap(({ pool }) => pool.holds.map(({ id }) => id)))
    for (const id of open) this.release(id, cause)
    for (const books of this.#books.values()) {
      for (const grant of books.pool.grants) books.expire(this.note('EXPIRY', cause), grant)
    }
  }

  change(): LedgerChange {
    const books = [...this.#books.values()]
    const entries = books.flatMap((one) => one.entries)
    const imported = this.#importedHolds()
    return {
      pools: books.map(({ pool }) => pool).filter((pool) => this.#known.has(pool.kind) || !isBlank(pool)),
      entries: entries.sort((a, b) => (a.sequence < b.sequence ? -1 : 1)),
      issued: books.flatMap(({ issued }) => issued),
      opened: [...this.#opened, ...imported.opened],
      resized: imported.resized,
      ended: [...this.#ended, ...imported.ended],
      sequence: this.#sequence,
      at: this.#at,
      keepsFloors: false,
    }
  }

  /** What an import has made of its holds, in the books themselves. */
  #importedHolds(): Pick<LedgerChange, 'opened' | 'resized' | 'ended'> {
    const now = [...this.#books.values()].flatMap(({ pool }) =>
      pool.holds.filter(({ imported }) => imported).map((hold) => ({ kind: pool.kind, hold })),
    )
    const before = new Map(this.#imported.map((hold) => [hold.id, hold]))
    const isGone = ({ id }: Hold) => ![...now.map(({ hold }) => hold), ...this.#ended].some((one) => one.id === id)
    const remark = { reason: 'imported', reference: null, createdAt: this.#at }
    return {
      opened: now.flatMap(({ kind, hold }) => (before.has(hold.id) ? [] : [{ ...hold, ...remark, pools: [kind] }])),
      resized: now.flatMap(({ hold }) => {
        const earlier = before.get(hold.id)
        return earlier && earlier !== hold ? [{ ...hold, allocations: withNoughts(earlier, hold) }] : []
      }),
      ended: this.#imported
        .filter(isGone)
        .map(({ id }) => ({ id, state: 'RELEASED', captured: 0n, endedAt: this.#at })),
    }
  }

  /** Where an amount comes from: of each pool its grants in burn-down order, of the wallet then the credit line. */
  #drawn(pools: readonly CreditPoolKind[], amount: bigint) {
    const named = inSpendingOrder(pools)
    const spendable = named.map((kind) => spendableOf(this.pool(kind)))
    if (sum(spendable) < amount) {
      throw new Refusal('INSUFFICIENT_CREDITS', 'There are not enough credits.', {
        fields: [{ field: 'amount', message: 'is more than there is to spend' }],
      })
    }
    let left = amount
    return named.flatMap((kind, index) => {
      const share = least(left, spendable[index] ?? 0n)
      left -= share
      return share === 0n ? [] : [{ kind, ...drawnFrom(this.pool(kind), share) }]
    })
  }

  #sharesOf(holdId: string): { books: Books; hold: Hold }[] {
    const shares = [...this.#books.values()].flatMap((books) => {
      const hold = books.hold(holdId)
      return hold ? [{ books, hold }] : []
    })
    if (shares.length === 0) {
      const message = 'The hold has ended: it was captured, released, or its time was up.'
      throw new Refusal('HOLD_CLOSED', message, { fields: [{ field: 'holdId', message: 'has ended' }] })
    }
    return shares
  }

  #end(ended: EndedHold): EndedHold {
    if (!this.#ended.some(({ id }) => id === ended.id)) this.#ended.push(ended)
    return ended
  }
}

/** A grant that a hold rests on no longer is one it rests on with nothing. */
function withNoughts(before: Hold, after: Hold): Allocation[] {
  const gone = before.allocations.filter(({ grantId }) => !after.allocations.some((one) => one.grantId === grantId))
  return [...after.allocations, ...gone.map(({ grantId }) => ({ grantId, amount: 0n }))]
}

/** What may be spent of a pool: no debit leaves available below the credit limit, nor a pool without one below nought. */
function spendableOf(pool: Pool): bigint {
  const room = balanceOf(pool).available - limitFloor(pool)
  return room > 0n ? room : 0n
}

function drawnFrom(pool: Pool, amount: bigint): { from: Allocation[]; line: bigint } {
  let line = amount
  const from = spendableGrants(pool).flatMap(({ id, remaining, held }) => {
    const share = least(line, remaining - held)
    line -= share
    return share > 0n ? [{ grantId: id, amount: share }] : []
  })
  return { from, line }
}
