import { Model, type Opening } from './model.ts'
import {
  ask,
  type Done,
  inWords,
  type LedgerUnderTest,
  type Operation,
  type Outcome,
  type Pool,
  type Reading,
  wrongIn,
} from './operations.ts'
import { type Seeded, seeded } from './seeded.ts'

export interface Workload {
  readonly seed: number
  /** Writes; repeated ones count. */
  readonly operations: number
  /** Under way at once. */
  readonly width: number
  readonly accounts: readonly Opening[]
  /** Moved forward now and then, while nobody writes; null: it stands, and nothing has dates that come within the run. */
  readonly clock: { now: Date } | null
}

/** What a client noted of one operation that was answered. */
export interface Note {
  readonly key: string
  readonly operation: Operation
  readonly outcome: Outcome
  /** The clock when it was asked. */
  readonly at: Date
  /** By the client's own counter: asked first, answered. */
  readonly began: number
  readonly ended: number
}

export interface Report {
  readonly notes: readonly Note[]
  /** What must never be, in words. */
  readonly wrong: readonly string[]
  readonly reads: number
}

/**
 * Lets clients do what they like, and notes what they were told: a key that is used again, at once or later, must get
 * the same answer, or IDEMPOTENCY_MISMATCH for another input; and whoever looks meanwhile must see nothing impossible.
 */
export async function run(ledger: LedgerUnderTest, workload: Workload): Promise<Report> {
  const { accounts, operations, width, clock } = workload
  const chance = seeded(workload.seed)
  const notes: Note[] = []
  const wrong: string[] = []
  const reading = new Set<Promise<void>>()
  const draw = drawing(chance, accounts, clock, notes)
  let asked = 0
  let ticks = 0
  let reads = 0

  const read = async () => {
    const { account, limit } = chance.pick(accounts)
    wrong.push(...wrongIn(await ledger.read(account), account, -limit))
    reads += 1
  }

  const write = async (number: number) => {
    const at = clock?.now ?? new Date(0)
    const earlier = notes.length > 0 && chance.chance(0.06) ? chance.pick(notes.slice(-2000)) : null
    if (earlier !== null) {
      const other = chance.chance(0.3) ? another(earlier.operation) : null
      const again = await ask(ledger, earlier.key, other ?? earlier.operation)
      const isRight = other ? again.refused === 'IDEMPOTENCY_MISMATCH' : again.text === earlier.outcome.text
      if (!isRight) wrong.push(`${earlier.key} again: ${inWords({ other, earlier: earlier.outcome, again })}`)
      return
    }
    const operation = draw()
    const key = `${workload.seed}-${number}`
    const began = (ticks += 1)
    const askers = chance.chance(0.05) ? [1, 2, 3] : [1]
    const [outcome, ...same] = await Promise.all(askers.map(() => ask(ledger, key, operation)))
    if (outcome === undefined) return
    for (const one of same) {
      if (one.text !== outcome.text) wrong.push(`${key} at once: ${inWords([outcome, one])}`)
    }
    notes.push({ key, operation, outcome, at, began, ended: (ticks += 1) })
  }

  const worker = async (until: number) => {
    while (asked < until) {
      asked += 1
      await write(asked)
      if (!chance.chance(0.2)) continue
      const one = read().finally(() => reading.delete(one))
      reading.add(one)
      if (width === 1) await one
    }
  }

  const round = Math.max(20, Math.round(operations / 200))
  while (asked < operations) {
    const until = Math.min(operations, asked + round)
    await Promise.all(Array.from({ length: width }, () => worker(until)))
    if (clock) clock.now = new Date(clock.now.getTime() + chance.pick(steps) * 1000)
  }
  await Promise.all(reading)
  return { notes, wrong, reads }
}

/** Seconds. What is drawn below lasts for the same lengths, so that the clock often stops on an instant that counts. */
const steps = [1, 60, 3600, 3600, day(1), day(1), day(2), day(10)]

function day(days: number): number {
  return days * 86_400
}

/** What the next client wants. */
function drawing(chance: Seeded, accounts: readonly Opening[], clock: Workload['clock'], notes: readonly Note[]) {
  const later = (seconds: readonly number[]) =>
    clock && new Date(clock.now.getTime() + chance.pick(seconds) * 1000)
  const poolsOf = (windows: Opening['windows']): Pool[] =>
    clock ? ['WALLET', 'WALLET', 'PERMANENT', ...(Object.keys(windows) as Pool[])] : ['WALLET', 'PERMANENT']

  const spending = ({ windows }: Opening): { pools: readonly Pool[]; amount: bigint } => {
    const credits = Object.keys(windows).length > 0 ? (['MONTHLY', 'ADDITIONAL'] as const) : null
    const choices: (readonly Pool[])[] = [['WALLET'], ['WALLET'], ['PERMANENT']]
    if (credits) choices.push(credits, credits, ['MONTHLY'], ['ADDITIONAL'], [...credits, 'PERMANENT'])
    const pools = chance.pick(choices)
    const isEur = pools.includes('WALLET')
    if (chance.chance(0.04)) return { pools, amount: 10n ** 12n }
    return { pools, amount: BigInt(isEur ? chance.whole(1, 3_000_000) : chance.whole(1, 60)) }
  }

  return (): Operation => {
    const opening = chance.pick(accounts)
    const { account, hold, windows } = opening
    const draw = chance.real()
    if (draw < 0.22) {
      const pool = chance.pick(poolsOf(windows))
      const isPermanent = pool === 'PERMANENT' && !chance.chance(0.05)
      return {
        verb: 'grant',
        account,
        pool,
        amount: BigInt(pool === 'WALLET' ? chance.whole(1, 5_000_000) : chance.whole(1, 100)),
        kind: chance.pick(['PAID', 'PROMOTIONAL', 'TRIAL', 'PLAN']),
        priority: chance.pick([50, 50, 50, 0, 10, 100]),
        effectiveAt: chance.chance(0.2) ? later([-60, 0, 60, 3600, day(2)]) : null,
        expiresAt: isPermanent || chance.chance(0.4) ? null : later([1, 60, 3600, day(1), day(10), day(60)]),
      }
    }
    if (draw < 0.52) {
      const ttlSeconds = clock ? chance.pick([1, 60, 3600, 3600, day(1), day(30)]) : day(30)
      return { verb: 'hold', account, ...spending(opening), ttlSeconds }
    }
    if (draw < 0.8) {
      const taken = notes.slice(-150).flatMap(({ operation, outcome }) =>
        operation.verb === 'hold' && outcome.refused === undefined && outcome.holdId !== null
          ? [{ account: operation.account, amount: operation.amount, id: outcome.holdId, isEur: isEur(operation.pools) }]
          : [],
      )
      const imported = hold && chance.chance(0.01) ? { account, ...hold, isEur: true } : null
      const target = imported ?? (taken.length > 0 ? chance.pick(taken) : null)
      if (target) {
        const name = { account: target.account, hold: { id: target.id, isEur: target.isEur } }
        if (draw < 0.62) return { verb: 'release', ...name }
        const part = BigInt(chance.whole(1, Number(target.amount) + 1))
        return { verb: 'capture', ...name, amount: chance.chance(0.4) ? null : part }
      }
    }
    return { verb: 'consume', account, ...spending(opening) }
  }
}

function isEur(pools: readonly Pool[]): boolean {
  return pools.includes('WALLET')
}

/** The same with one thing different. */
function another(operation: Operation): Operation {
  switch (operation.verb) {
    case 'grant':
      return { ...operation, priority: 51 }
    case 'hold':
      return { ...operation, ttlSeconds: operation.ttlSeconds + 1 }
    case 'capture':
      return { ...operation, amount: (operation.amount ?? 0n) + 1n }
    case 'release':
      return { ...operation, verb: 'capture', amount: null }
    case 'consume':
      return { ...operation, amount: operation.amount + 1n }
  }
}

/** The models the notes lead to, one per account, and where the notes cannot be true. */
export interface Reckoning {
  readonly models: ReadonlyMap<string, Model>
  readonly wrong: readonly string[]
}

/**
 * Puts what was answered in one order, account by account, and reckons it all again: every operation must have come to
 * what the rules make of it at its place; none may stand before one that had been answered before it was asked; and
 * whatever was refused must have been refusable at some moment while it was under way.
 */
export function reckon(accounts: readonly Opening[], notes: readonly Note[]): Reckoning {
  const models = new Map(accounts.map((opening) => [opening.account, new Model(opening)]))
  const wrong: string[] = []
  for (const [account, model] of models) {
    const own = notes.filter(({ operation }) => operation.account === account)
    const happened = own
      .flatMap((note) => (note.outcome.refused === undefined ? [{ ...note, done: note.outcome }] : []))
      .sort((a, b) => (a.done.place < b.done.place ? -1 : 1))
    wrong.push(...outOfOrder(happened))

    let open = own.filter(({ outcome }) => outcome.refused !== undefined).sort((a, b) => a.began - b.began)
    // Everything that had been answered by then has happened; so a refusal that ended before is late.
    const settle = (lastBegan: number) => {
      const [due, later] = [open.filter(({ ended }) => ended < lastBegan), open.filter(({ ended }) => ended >= lastBegan)]
      wrong.push(...due.map((note) => `refused without a reason: ${inWords(note)}`))
      open = later
    }
    const tryRefusals = (answeredBy: number) => {
      open = open.filter((note) => {
        if (note.began > answeredBy) return true
        const { operation, outcome, at } = note
        return !(isHarmless(model, operation, at) && refusalOf(model, operation, at) === outcome.refused)
      })
    }
    happened.forEach(({ operation, done, key, began }, index) => {
      settle(began)
      // A refusal that began before the next thing was answered may have been decided before it.
      tryRefusals(happened[index]?.ended ?? 0)
      const { moves, refused } = model.apply(operation, done.at, done.holdId)
      const isRight = done.moves === null ? moves !== undefined : inWords(moves) === inWords(done.moves)
      if (!isRight) wrong.push(`${key} came to something else: ${inWords({ operation, done, moves, refused })}`)
    })
    tryRefusals(Number.POSITIVE_INFINITY)
    settle(Number.POSITIVE_INFINITY)
  }
  return { models, wrong }
}
