import { type CreditPoolKind, creditPools } from '../../src/domain/credits.ts'
import type { BalanceStatement } from '../../src/domain/statement.ts'
import { importedHold } from './kept-account.ts'
import { type Beginning, begin, type GrantOperation, isTurn, nextTurn, step } from './ledger-history.ts'

/** What is left of one grant. */
export interface Lot {
  readonly pool: CreditPoolKind
  readonly priority: number
  readonly paid: boolean
  readonly from: number
  until: number | null
  counts: boolean
  free: bigint
  held: bigint
}

interface Reserve {
  readonly until: number | null
  readonly parts: readonly { readonly lot: Lot | null; readonly amount: bigint }[]
}

/**
 * An account's credits reckoned without the ledger, from the rules as they are written (contract; docs/ledger.md): it
 * knows no events, but walks through time one step after the other and looks what is the matter at each.
 */
export class Reckoning {
  readonly lots: Lot[] = []
  readonly #reserves = new Map<string, Reserve>()
  readonly #beginning: Beginning
  readonly #said = new Map<CreditPoolKind, { granted: bigint; consumed: bigint; expired: bigint }>()
  #owed: bigint
  #steps = 0

  constructor(beginning: Beginning) {
    this.#beginning = beginning
    for (const kind of creditPools) this.#said.set(kind, { granted: 0n, consumed: 0n, expired: 0n })
    const { left, owed, held, lineHeld } = beginning.wallet
    this.#owed = owed
    this.#of('WALLET').consumed = owed
    const imported = this.#give({ pool: 'WALLET', free: left, from: begin, until: null })
    if (held + lineHeld > 0n) {
      imported.free -= held
      imported.held = held
      const parts = [
        { lot: imported, amount: held },
        { lot: null, amount: lineHeld },
      ]
      this.#reserves.set(importedHold, { until: null, parts: parts.filter(({ amount }) => amount > 0n) })
    }
    this.#beginWindows(begin)
  }

  /** Lets time pass, up to an instant and including it. */
  pass(at: number): void {
    while (begin + (this.#steps + 1) * step <= at) {
      this.#steps += 1
      const now = begin + this.#steps * step
      for (const [id, { until }] of this.#reserves) if (until === now) this.end(id, 0n, now)
      if (isTurn(now, this.#beginning.billing)) this.#turn(now)
      for (const lot of this.lots) if (lot.until === now) this.#forfeit(lot)
      for (const lot of this.lots) if (!lot.counts && lot.from === now) this.#count(lot)
    }
  }

  grant(operation: GrantOperation, from: number, until: number | null, at: number): void {
    const { pool, amount, kind, priority } = operation
    this.#give({ pool, free: amount, priority, paid: kind === 'PAID', from, until, counts: from <= at })
  }

  hold(id: string, pools: readonly CreditPoolKind[], amount: bigint, until: number): boolean {
    const parts = this.#drawn(pools, amount)
    if (parts === null) return false
    for (const { lot, amount } of parts) if (lot) lot.held += amount
    this.#reserves.set(id, { until, parts })
    return true
  }

  consume(pools: readonly CreditPoolKind[], amount: bigint): boolean {
    const parts = this.#drawn(pools, amount)
    if (parts === null) return false
    for (const { lot, amount } of parts) {
      this.#of(lot?.pool ?? 'WALLET').consumed += amount
      if (lot === null) this.#owed += amount
    }
    return true
  }

  /** Spends some of a hold (null: all) and lets the rest go; why not, if not. */
  end(id: string, amount: bigint | null, at: number): 'HOLD_CLOSED' | 'INVALID' | null {
    const reserve = this.#reserves.get(id)
    if (reserve === undefined) return 'HOLD_CLOSED'
    const all = total(reserve.parts.map((part) => part.amount))
    let spent = amount ?? all
    if (spent > all) return 'INVALID'
    this.#reserves.delete(id)
    for (const { lot, amount } of reserve.parts) {
      const used = amount < spent ? amount : spent
      spent -= used
      this.#of(lot?.pool ?? 'WALLET').consumed += used
      if (lot === null) this.#owed += used
      else {
        lot.held -= amount
        lot.free += amount - used
        if (lot.until !== null && lot.until <= at) this.#forfeit(lot)
      }
    }
    this.#payOwed()
    for (const kind of new Set(reserve.parts.flatMap(({ lot }) => lot?.pool ?? []))) this.#trim(kind)
    return null
  }

  balance(kind: CreditPoolKind) {
    const lots = this.lots.filter(({ pool, counts }) => pool === kind && counts)
    const lineHeld = kind === 'WALLET' ? total(this.#parts().flatMap(({ lot, amount }) => (lot ? [] : [amount]))) : 0n
    const held = total(lots.map((lot) => lot.held)) + lineHeld
    const posted = total(lots.map(({ free, held }) => free + held)) - (kind === 'WALLET' ? this.#owed : 0n)
    return { available: posted - held, held, posted }
  }

  statement(kind: CreditPoolKind): BalanceStatement {
    const { available, held } = this.balance(kind)
    return { pool: kind, ...this.#of(kind), held, available }
  }

  /** The open holds that rest on a pool. */
  holds(kind: CreditPoolKind): Set<string> {
    const isIn = ({ parts }: Reserve) => parts.some(({ lot }) => (lot?.pool ?? 'WALLET') === kind)
    return new Set([...this.#reserves].flatMap(([id, reserve]) => (isIn(reserve) ? [id] : [])))
  }

  #parts() {
    return [...this.#reserves.values()].flatMap(({ parts }) => parts)
  }

  #of(kind: CreditPoolKind) {
    const said = this.#said.get(kind)
    if (!said) throw new Error(kind)
    return said
  }

  #give(lot: Pick<Lot, 'pool' | 'free' | 'from' | 'until'> & Partial<Lot>): Lot {
    const given = { priority: 50, paid: false, counts: true, held: 0n, ...lot }
    this.lots.push(given)
    if (given.counts) this.#count(given)
    return given
  }

  /** From now on it counts; what is owed is paid of it first. */
  #count(lot: Lot): void {
    lot.counts = true
    this.#of(lot.pool).granted += lot.free
    if (lot.pool !== 'WALLET') return
    const paid = lot.free < this.#owed ? lot.free : this.#owed
    lot.free -= paid
    this.#owed -= paid
  }

  /** Nothing is owed beside what could pay it. */
  #payOwed(): void {
    for (const lot of this.#inOrder('WALLET')) {
      const paid = lot.free < this.#owed ? lot.free : this.#owed
      lot.free -= paid
      this.#owed -= paid
    }
  }

  /** What comes back to a window does not make it more than its total: the last to be spent goes. */
  #trim(kind: CreditPoolKind): void {
    const { monthly, additional } = this.#beginning
    const most = kind === 'MONTHLY' ? monthly : kind === 'ADDITIONAL' ? additional : null
    if (most === null) return
    let beyond = this.balance(kind).available - most
    for (const lot of this.#inOrder(kind).reverse()) {
      const lapsing = beyond <= 0n ? 0n : lot.free < beyond ? lot.free : beyond
      beyond -= lapsing
      lot.free -= lapsing
      this.#of(kind).expired += lapsing
    }
  }

  #forfeit(lot: Lot): void {
    this.#of(lot.pool).expired += lot.free
    lot.free = 0n
  }

  #turn(now: number): void {
    for (const lot of this.lots) {
      if (lot.pool !== 'MONTHLY' && lot.pool !== 'ADDITIONAL') continue
      this.#forfeit(lot)
      if (lot.until === null || lot.until > now) lot.until = now
    }
    const { billing, isCancelled } = this.#beginning
    if (!(isCancelled && billing !== null && billing.getTime() <= now)) this.#beginWindows(now)
  }

  #beginWindows(now: number): void {
    const until = nextTurn(now, this.#beginning.billing)
    const { monthly, additional } = this.#beginning
    if (monthly) this.#give({ pool: 'MONTHLY', free: monthly, from: now, until })
    if (additional) this.#give({ pool: 'ADDITIONAL', free: additional, from: now, until })
  }

  /** Where an amount is taken from; null when there is not enough. */
  #drawn(pools: readonly CreditPoolKind[], amount: bigint): Reserve['parts'] | null {
    const inTurn = (['WALLET', 'MONTHLY', 'ADDITIONAL', 'PERMANENT'] as const).filter((kind) => pools.includes(kind))
    const limit = this.#beginning.limitCents * 10_000n
    const room = inTurn.map((kind) => this.balance(kind).available + (kind === 'WALLET' ? limit : 0n))
    if (total(room.map((one) => (one > 0n ? one : 0n))) < amount) return null
    let left = amount
    const parts: { lot: Lot | null; amount: bigint }[] = []
    inTurn.forEach((kind, index) => {
      let share = left < (room[index] ?? 0n) ? left : (room[index] ?? 0n)
      if (share <= 0n) return
      left -= share
      for (const lot of this.#inOrder(kind)) {
        const taken = lot.free < share ? lot.free : share
        if (taken === 0n) continue
        share -= taken
        lot.free -= taken
        parts.push({ lot, amount: taken })
      }
      if (share > 0n) parts.push({ lot: null, amount: share })
    })
    return parts
  }

  #inOrder(kind: CreditPoolKind): Lot[] {
    const ranks = ({ priority, until, paid, from }: Lot) => [priority, until ?? Number.MAX_VALUE, paid ? 1 : 0, from]
    const compared = (a: Lot, b: Lot) => {
      const [first, second] = [ranks(a), ranks(b)]
      const at = first.findIndex((rank, index) => rank !== second[index])
      return at < 0 ? this.lots.indexOf(a) - this.lots.indexOf(b) : (first[at] ?? 0) - (second[at] ?? 0)
    }
    return this.lots.filter(({ pool, counts }) => pool === kind && counts).sort(compared)
  }
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, one) => all + one, 0n)
}
