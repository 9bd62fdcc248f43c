import { type GrantLeft, type Move, type Operation, type Pool, pools, type ShownPool } from './operations.ts'

/** An account as it was before the first operation. */
export interface Opening {
  readonly account: string
  readonly at: Date
  /** Micro-EUR that the wallet may go below nought. */
  readonly limit: bigint
  readonly lots: readonly { readonly pool: Pool; readonly amount: bigint; readonly until: Date | null }[]
  readonly owed: bigint
  /** What a period of each window starts with. */
  readonly windows: Partial<Readonly<Record<Pool, bigint>>>
  /** An imported hold, on the wallet's first lot or without one on the credit line. */
  readonly hold: { readonly id: string; readonly amount: bigint } | null
}

/** What is left of one grant. */
interface Lot {
  readonly pool: Pool
  left: bigint
  held: bigint
  readonly priority: number
  readonly isPaid: boolean
  readonly from: number
  until: number | null
  counts: boolean
  /** The order they were given in. */
  readonly order: number
}

interface Part {
  /** Null: the credit line. */
  readonly lot: Lot | null
  readonly amount: bigint
}

interface Reserve {
  readonly until: number | null
  readonly parts: readonly Part[]
}

/**
 * One account's credits, reckoned a second time from the rules alone and one operation after the other: the client's
 * own book-keeping. It shares no line with the ledger it is compared with.
 */
export class Model {
  readonly #limit: bigint
  readonly #windows = new Map<Pool, { readonly total: bigint; end: number }>()
  readonly #reserves = new Map<string, Reserve>()
  #lots: Lot[] = []
  #given = 0
  #owed: bigint

  constructor({ at, limit, lots, owed, windows, hold }: Opening) {
    const now = at.getTime()
    this.#limit = limit
    this.#owed = owed
    for (const [pool, total] of Object.entries(windows) as [Pool, bigint][]) {
      this.#windows.set(pool, { total, end: firstOfNextMonth(now) })
    }
    for (const { pool, amount, until } of lots) {
      const end = this.#windows.get(pool)?.end ?? until?.getTime() ?? null
      this.#add({ pool, left: amount, priority: 50, isPaid: false, from: now, until: end, counts: true })
    }
    const lot = this.#lots.find(({ pool }) => pool === 'WALLET') ?? null
    if (hold && lot) lot.held = hold.amount
    if (hold) this.#reserves.set(hold.id, { until: null, parts: [{ lot, amount: hold.amount }] })
  }

  /** Why an operation may not happen when it is decided now; null: it may. */
  refusal(operation: Operation, at: Date): string | null {
    const now = at.getTime()
    this.#advance(now)
    switch (operation.verb) {
      case 'grant':
        return this.#isGrantable(operation, now) ? null : 'INVALID'
      case 'hold':
      case 'consume':
        return this.#drawn(operation.pools, operation.amount) === null ? 'INSUFFICIENT_CREDITS' : null
      case 'capture':
      case 'release': {
        const reserve = this.#reserves.get(operation.hold.id)
        if (reserve === undefined) return 'HOLD_CLOSED'
        const most = amountOf(reserve)
        return operation.verb === 'capture' && (operation.amount ?? most) > most ? 'INVALID' : null
      }
    }
  }

  /** What an operation comes to when it is decided now. It happens; null, and nothing does, when it may not. */
  apply(operation: Operation, at: Date, holdId: string | null): readonly Move[] | null {
    if (this.refusal(operation, at) !== null) return null
    const now = at.getTime()
    switch (operation.verb) {
      case 'grant':
        return this.#grant(operation, now)
      case 'hold':
        return this.#hold(operation, now, holdId)
      case 'consume':
        return this.#consume(operation)
      case 'capture':
        return this.#end(operation.hold.id, operation.amount, now)
      case 'release':
        return this.#end(operation.hold.id, 0n, now)
    }
  }

  /** What anybody should be shown. */
  shown(at: Date): ShownPool[] {
    this.#advance(at.getTime())
    return pools.map((pool) => {
      const [available, held] = [this.#availableOf(pool), this.#heldOf(pool)]
      const window = this.#windows.get(pool)
      return { pool, available, held, posted: available + held, ...(window && { total: window.total }) }
    })
  }

  /** The grants with something left, in the order they were given in. */
  grantsLeft(at: Date): readonly GrantLeft[] {
    this.#advance(at.getTime())
    return this.#lots.map(({ pool, left, held }) => ({ pool, left, held }))
  }

  #isGrantable(operation: Extract<Operation, { verb: 'grant' }>, now: number): boolean {
    const { pool, amount, effectiveAt, expiresAt } = operation
    const from = Math.max(now, effectiveAt?.getTime() ?? now)
    const until = expiresAt?.getTime() ?? null
    if (until !== null && (until <= from || pool === 'PERMANENT')) return false
    if (pool === 'WALLET' || pool === 'PERMANENT') return true
    const window = this.#windows.get(pool)
    if (window === undefined || from > now || (until !== null && until > window.end)) return false
    return this.#availableOf(pool) + amount <= window.total
  }

  #grant(operation: Extract<Operation, { verb: 'grant' }>, now: number): readonly Move[] {
    const { pool, amount, kind, priority, effectiveAt, expiresAt } = operation
    const from = Math.max(now, effectiveAt?.getTime() ?? now)
    const until = expiresAt?.getTime() ?? this.#windows.get(pool)?.end ?? null
    const counts = from === now
    const paid = pool === 'WALLET' && counts ? least(this.#owed, amount) : 0n
    this.#owed -= paid
    this.#add({ pool, left: amount - paid, priority, isPaid: kind === 'PAID', from, until, counts })
    return told([
      [pool, 'ISSUED', 'CREDIT_LINE', paid],
      [pool, 'ISSUED', counts ? 'AVAILABLE' : 'SCHEDULED', amount - paid],
    ])
  }

  #hold(operation: Extract<Operation, { verb: 'hold' }>, now: number, holdId: string | null): readonly Move[] {
    const parts = this.#drawn(operation.pools, operation.amount) ?? []
    for (const { lot, amount } of parts) if (lot) lot.held += amount
    this.#reserves.set(holdId ?? '', { until: now + operation.ttlSeconds * 1000, parts })
    return told(parts.map((part) => [poolOf(part), bucketOf(part.lot), 'HELD', part.amount]))
  }

  #consume({ pools, amount: wanted }: Extract<Operation, { verb: 'consume' }>): readonly Move[] {
    const parts = this.#drawn(pools, wanted) ?? []
    for (const { lot, amount } of parts) {
      if (lot) lot.left -= amount
      else this.#owed += amount
    }
    return told(parts.map((part) => [poolOf(part), bucketOf(part.lot), 'CONSUMED', part.amount]))
  }

  /** Spends so much of a hold (null: all), in the order it was set aside, pool after pool, and lets the rest go. */
  #end(id: string, captured: bigint | null, now: number): readonly Move[] {
    const reserve = this.#reserves.get(id)
    if (reserve === undefined) return []
    this.#reserves.delete(id)
    let left = captured ?? amountOf(reserve)
    return told(
      [...new Set(reserve.parts.map(poolOf))].flatMap((pool) => {
        const parts = reserve.parts.filter((part) => poolOf(part) === pool)
        const moves = parts.flatMap(({ lot, amount }) => {
          const spent = least(left, amount)
          left -= spent
          if (lot === null) this.#owed += spent
          else this.#giveBack(lot, amount, spent)
          return [
            [pool, 'HELD', 'CONSUMED', spent],
            [pool, 'HELD', bucketOf(lot), amount - spent],
            [pool, 'AVAILABLE', 'EXPIRED', lot === null ? 0n : lapsed(lot, now)],
          ] satisfies Told[]
        })
        return [...moves, ...this.#payOwed(pool), ...this.#trim(pool)]
      }),
    )
  }

  #giveBack(lot: Lot, held: bigint, spent: bigint): void {
    lot.held -= held
    lot.left -= spent
  }

  /** What has come back while something is owed pays it. */
  #payOwed(pool: Pool): Told[] {
    if (pool !== 'WALLET') return []
    return this.#freeLots(pool).map((lot) => {
      const paid = least(this.#owed, lot.left - lot.held)
      this.#owed -= paid
      lot.left -= paid
      return [pool, 'AVAILABLE', 'CREDIT_LINE', paid]
    })
  }

  /** A window holds no more than its total: what has come back beyond it lapses, the last to be spent first. */
  #trim(pool: Pool): Told[] {
    const total = this.#windows.get(pool)?.total
    if (total === undefined) return []
    return this.#freeLots(pool)
      .reverse()
      .map((lot) => {
        const available = this.#availableOf(pool)
        const beyond = available > total ? least(available - total, lot.left - lot.held) : 0n
        lot.left -= beyond
        return [pool, 'AVAILABLE', 'EXPIRED', beyond]
      })
  }

  /** Where an amount comes from: pool after pool, in each lot after lot, of the wallet then the credit line. */
  #drawn(pools: readonly Pool[], amount: bigint): Part[] | null {
    let left = amount
    const parts = pools.flatMap((pool) => {
      let share = least(left, this.#spendableOf(pool))
      left -= share
      const drawn = this.#freeLots(pool).map((lot): Part => {
        const part = least(share, lot.left - lot.held)
        share -= part
        return { lot, amount: part }
      })
      return [...drawn, { lot: null, amount: share }].filter((part) => part.amount > 0n)
    })
    return left === 0n ? parts : null
  }

  /** Lets the clock do, one after the other, what has fallen due. */
  #advance(now: number): void {
    for (;;) {
      const [next] = [...this.#due(now)].sort((a, b) => a.at - b.at || a.rank - b.rank)
      if (next === undefined) break
      next.happen()
    }
    this.#lots = this.#lots.filter(({ left }) => left > 0n)
  }

  /** At one instant holds end first, then periods, then credits; what begins, begins last. */
  *#due(now: number): Generator<{ at: number; rank: number; happen: () => void }> {
    for (const [id, { until }] of this.#reserves) {
      if (until !== null && until <= now) yield { at: until, rank: 0, happen: () => this.#end(id, 0n, until) }
    }
    for (const [pool, window] of this.#windows) {
      if (window.end <= now) yield { at: window.end, rank: 1, happen: () => this.#turn(pool, window) }
    }
    for (const lot of this.#lots) {
      const { until, left, held, counts, from } = lot
      if (until !== null && until <= now && left > held) {
        yield { at: until, rank: 2, happen: () => lapsed(lot, until) }
      }
      if (!counts && from <= now) yield { at: from, rank: 3, happen: () => this.#begin(lot) }
    }
  }

  #turn(pool: Pool, window: { readonly total: bigint; end: number }): void {
    const at = window.end
    for (const lot of this.#lots.filter((one) => one.pool === pool)) {
      lot.left = lot.held
      lot.until = Math.min(lot.until ?? at, at)
    }
    window.end = firstOfNextMonth(at)
    this.#add({ pool, left: window.total, priority: 50, isPaid: false, from: at, until: window.end, counts: true })
  }

  #begin(lot: Lot): void {
    const paid = lot.pool === 'WALLET' ? least(this.#owed, lot.left) : 0n
    this.#owed -= paid
    lot.left -= paid
    lot.counts = true
  }

  #add(lot: Omit<Lot, 'held' | 'order'>): void {
    this.#given += 1
    this.#lots.push({ ...lot, held: 0n, order: this.#given })
  }

  /** In burn-down order. */
  #freeLots(pool: Pool): Lot[] {
    return this.#lots.filter((lot) => lot.pool === pool && lot.counts && lot.left > lot.held).sort(byBurnDown)
  }

  #heldOf(pool: Pool): bigint {
    const parts = [...this.#reserves.values()].flatMap((reserve) => reserve.parts)
    return parts.reduce((total, part) => (poolOf(part) === pool ? total + part.amount : total), 0n)
  }

  #availableOf(pool: Pool): bigint {
    const lots = this.#lots.filter((lot) => lot.pool === pool && lot.counts)
    const posted = lots.reduce((total, { left }) => total + left, pool === 'WALLET' ? -this.#owed : 0n)
    return posted - this.#heldOf(pool)
  }

  #spendableOf(pool: Pool): bigint {
    const room = this.#availableOf(pool) + (pool === 'WALLET' ? this.#limit : 0n)
    return room > 0n ? room : 0n
  }
}

/** Priority, expiry (never last), what is paid for after what is not, effective date, order (LEDGER: burn-down). */
function byBurnDown(a: Lot, b: Lot): number {
  const keys = (lot: Lot) => [lot.priority, lot.until ?? Number.MAX_VALUE, Number(lot.isPaid), lot.from, lot.order]
  const [these, those] = [keys(a), keys(b)]
  const different = these.findIndex((key, index) => key !== those[index])
  return different === -1 ? 0 : (these[different] ?? 0) - (those[different] ?? 0)
}

/** Only the wallet has a credit line. */
function poolOf({ lot }: Part): Pool {
  return lot?.pool ?? 'WALLET'
}

/** What is free of a lot whose time is up lapses. */
function lapsed(lot: Lot, now: number): bigint {
  if (lot.until === null || lot.until > now) return 0n
  const over = lot.left - lot.held
  lot.left = lot.held
  return over
}

function bucketOf(lot: Lot | null): string {
  return lot === null ? 'CREDIT_LINE' : 'AVAILABLE'
}

type Told = [Pool, source: string, destination: string, amount: bigint]

function told(moves: readonly Told[]): readonly Move[] {
  return moves
    .filter(([, , , amount]) => amount > 0n)
    .map(([pool, source, destination, amount]) => ({ pool, source, destination, amount }))
}

function amountOf({ parts }: Reserve): bigint {
  return parts.reduce((total, { amount }) => total + amount, 0n)
}

/** Periods turn there when nothing is billed (UTC). */
function firstOfNextMonth(instant: number): number {
  const date = new Date(instant)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
