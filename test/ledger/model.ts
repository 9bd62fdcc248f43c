import type { Move, Operation, Pool, ShownPool } from './operations.ts'

/** An account as it was before the first operation. */
export interface Opening {
  readonly account: string
  readonly at: Date
  /** Micro-EUR that the wallet may go below nought. */
  readonly limit: bigint
  readonly lots: readonly { readonly pool: Pool; readonly amount: bigint; readonly until: Date | null }[]
  /** What a period of each window starts with. */
  readonly windows: Partial<Readonly<Record<Pool, bigint>>>
  /** An imported hold, on the wallet's first lot. */
  readonly hold: { readonly id: string; readonly amount: bigint } | null
}

/** What an operation should come to. */
export type Verdict =
  | { readonly moves: readonly Move[]; readonly refused?: undefined }
  | { readonly refused: string; readonly moves?: undefined }

/** What is left of one grant. */
export interface Lot {
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
  #owed = 0n

  constructor({ at, limit, lots, windows, hold }: Opening) {
    const now = at.getTime()
    this.#limit = limit
    for (const [pool, total] of Object.entries(windows) as [Pool, bigint][]) {
      this.#windows.set(pool, { total, end: firstOfNextMonth(now) })
    }
    for (const { pool, amount, until } of lots) {
      const end = this.#windows.get(pool)?.end ?? until?.getTime() ?? null
      this.#add({ pool, left: amount, priority: 50, isPaid: false, from: now, until: end, counts: true })
    }
    const [first] = this.#lots
    if (hold && first) {
      first.held = hold.amount
      this.#reserves.set(hold.id, { until: null, parts: [{ lot: first, amount: hold.amount }] })
    }
  }

  /** What an operation comes to when it is decided now; it happens unless it is refused. */
  apply(operation: Operation, at: Date, holdId: string | null): Verdict {
    const now = at.getTime()
    this.#advance(now)
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
    const held = this.#heldOf('WALLET')
    const available = this.#availableOf('WALLET')
    const windows = [...this.#windows].map(([pool, { total }]) => ({
      pool,
      available: least(this.#availableOf(pool), total),
      total,
    }))
    return [
      { pool: 'WALLET', available, held, posted: available + held },
      { pool: 'PERMANENT', available: this.#availableOf('PERMANENT') },
      ...windows,
    ]
  }

  /** The grants with something left, in the order they were given in. */
  lots(at: Date): readonly Lot[] {
    this.#advance(at.getTime())
    return this.#lots
  }

  #grant(operation: Extract<Operation, { verb: 'grant' }>, now: number): Verdict {
    const { pool, amount, kind, priority, effectiveAt, expiresAt } = operation
    const window = this.#windows.get(pool)
    const isWindow = pool === 'MONTHLY' || pool === 'ADDITIONAL'
    const from = Math.max(now, effectiveAt?.getTime() ?? now)
    const until = expiresAt?.getTime() ?? null
    const isImpossible =
      (until !== null && until <= from) ||
      (pool === 'PERMANENT' && until !== null) ||
      (isWindow &&
        (window === undefined ||
          from > now ||
          (until !== null && until > window.end) ||
          this.#availableOf(pool) + amount > window.total))
    if (isImpossible) return { refused: 'INVALID' }

    const counts = from === now
    const paid = pool === 'WALLET' && counts ? least(this.#owed, amount) : 0n
    this.#owed -= paid
    const isPaid = kind === 'PAID'
    this.#add({ pool, left: amount - paid, priority, isPaid, from, until: until ?? window?.end ?? null, counts })
    return told([
      [pool, 'ISSUED', 'CREDIT_LINE', paid],
      [pool, 'ISSUED', counts ? 'AVAILABLE' : 'SCHEDULED', amount - paid],
    ])
  }

  #hold(operation: Extract<Operation, { verb: 'hold' }>, now: number, holdId: string | null): Verdict {
    const parts = this.#drawn(operation.pools, operation.amount)
    if (parts === null) return { refused: 'INSUFFICIENT_CREDITS' }
    for (const { lot, amount } of parts) if (lot) lot.held += amount
    this.#reserves.set(holdId ?? '', { until: now + operation.ttlSeconds * 1000, parts })
    return told(parts.map(({ lot, amount }) => [lot?.pool ?? 'WALLET', bucketOf(lot), 'HELD', amount]))
  }

  #consume({ pools, amount: wanted }: Extract<Operation, { verb: 'consume' }>): Verdict {
    const parts = this.#drawn(pools, wanted)
    if (parts === null) return { refused: 'INSUFFICIENT_CREDITS' }
    for (const { lot, amount } of parts) {
      if (lot) lot.left -= amount
      else this.#owed += amount
    }
    return told(parts.map(({ lot, amount }) => [lot?.pool ?? 'WALLET', bucketOf(lot), 'CONSUMED', amount]))
  }

  /** Spends so much of a hold (null: all), in the order it was set aside, and lets the rest go. */
  #end(id: string, captured: bigint | null, now: number): Verdict {
    const reserve = this.#reserves.get(id)
    if (reserve === undefined) return { refused: 'HOLD_CLOSED' }
    const held = reserve.parts.reduce((total, { amount }) => total + amount, 0n)
    let left = captured ?? held
    if (left > held) return { refused: 'INVALID' }
    this.#reserves.delete(id)
    return told(
      reserve.parts.flatMap(({ lot, amount }) => {
        const spent = least(left, amount)
        left -= spent
        const pool = lot?.pool ?? 'WALLET'
        const moves: Told[] = [
          [pool, 'HELD', 'CONSUMED', spent],
          [pool, 'HELD', bucketOf(lot), amount - spent],
        ]
        if (lot === null) {
          this.#owed += spent
          return moves
        }
        lot.held -= amount
        lot.left -= spent
        if (lot.until === null || lot.until > now) return moves
        const over = lot.left - lot.held
        lot.left = lot.held
        return [...moves, [pool, 'AVAILABLE', 'EXPIRED', over] satisfies Told]
      }),
    )
  }

  /** Where an amount comes from: pool after pool, in each lot after lot, of the wallet then the credit line. */
  #drawn(pools: readonly Pool[], amount: bigint): Part[] | null {
    let left = amount
    const parts = pools.flatMap((pool) => {
      let share = least(left, this.#spendableOf(pool))
      left -= share
      const free = this.#lots.filter((lot) => lot.pool === pool && lot.counts && lot.left > lot.held).sort(byBurnDown)
      const drawn = free.map((lot): Part => {
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
        const expire = () => {
          lot.left = lot.held
        }
        yield { at: until, rank: 2, happen: expire }
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

  #heldOf(pool: Pool): bigint {
    const parts = [...this.#reserves.values()].flatMap((reserve) => reserve.parts)
    return parts.reduce((total, { lot, amount }) => ((lot?.pool ?? 'WALLET') === pool ? total + amount : total), 0n)
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

function bucketOf(lot: Lot | null): string {
  return lot === null ? 'CREDIT_LINE' : 'AVAILABLE'
}

type Told = [Pool, source: string, destination: string, amount: bigint]

function told(moves: readonly Told[]): Verdict {
  return {
    moves: moves
      .filter(([, , , amount]) => amount > 0n)
      .map(([pool, source, destination, amount]) => ({ pool, source, destination, amount })),
  }
}

/** Periods turn there when nothing is billed (UTC). */
function firstOfNextMonth(instant: number): number {
  const date = new Date(instant)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
