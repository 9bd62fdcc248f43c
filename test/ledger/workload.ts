import { setImmediate } from 'node:timers/promises'
import type { Opening } from './model.ts'
import { ask, type LedgerUnderTest, type Operation, type Outcome, type Pool, wrongIn } from './operations.ts'
import { type Seeded, seeded } from './seeded.ts'

export interface Workload {
  /** Of what is asked. One at a time a run repeats itself to the letter; many at once, who asks what depends on who is first. */
  readonly seed: number
  /** Writes, at most; repeated ones count. */
  readonly operations: number
  /** Ends it before that. */
  readonly isOver?: () => boolean
  /** Under way at once. */
  readonly width: number
  /** The share of operations that are asked three times at once, all with one key. */
  readonly echoes: number
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
  const { accounts, operations, width, echoes, clock, isOver = () => false } = workload
  const chance = seeded(workload.seed)
  const notes: Note[] = []
  const wrong: string[] = []
  const looking = new Set<Promise<void>>()
  const draw = drawing(chance, accounts, clock, notes)
  let asked = 0
  let ticks = 0
  let reads = 0

  const tick = () => {
    ticks += 1
    return ticks
  }

  const read = async () => {
    const opening = chance.pick(accounts)
    const { account } = opening
    const reading = await ledger.read(account).catch((error: unknown) => `${account} cannot be read: ${error}`)
    wrong.push(...(typeof reading === 'string' ? [reading] : wrongIn(reading, account, lowestOf(opening))))
    reads += 1
  }

  const write = async (number: number) => {
    const at = clock?.now ?? new Date(0)
    const earlier = notes.length > 0 && chance.chance(0.06) ? chance.pick(notes.slice(-2000)) : null
    if (earlier !== null) {
      const other = chance.chance(0.3) ? another(earlier.operation) : null
      const again = await ask(ledger, earlier.key, other ?? earlier.operation)
      const isRight = other ? again.refused === 'IDEMPOTENCY_MISMATCH' : again.text === earlier.outcome.text
      if (!isRight)
        wrong.push(`${earlier.key} again: ${other ? again.text : parting(earlier.outcome.text, again.text)}`)
      return
    }
    const operation = draw()
    const key = `${workload.seed}-${number}`
    const began = tick()
    const also = chance.chance(echoes) ? [ask(ledger, key, operation), ask(ledger, key, operation)] : []
    const outcome = await ask(ledger, key, operation)
    for (const one of await Promise.all(also)) {
      if (one.text !== outcome.text) wrong.push(`${key} at once: ${parting(outcome.text, one.text)}`)
    }
    notes.push({ key, operation, outcome, at, began, ended: tick() })
  }

  const worker = async (until: number) => {
    while (asked < until && !isOver()) {
      asked += 1
      await write(asked)
      if (!chance.chance(0.2)) continue
      const one = read().finally(() => looking.delete(one))
      looking.add(one)
      if (width === 1) await one
    }
  }

  const round = Math.max(20, Math.round(operations / 200))
  while (asked < operations && !isOver()) {
    const until = Math.min(operations, asked + round)
    await Promise.all(Array.from({ length: width }, () => worker(until)))
    if (clock === null) continue
    // Whoever has begun to look has looked at the clock by then.
    await setImmediate()
    clock.now = new Date(clock.now.getTime() + chance.pick(steps) * 1000)
  }
  await Promise.all(looking)
  return { notes, wrong, reads }
}

/** No debit leaves less than the credit limit; whoever began with less is not let down further. */
function lowestOf({ limit, lots, owed, hold }: Opening): bigint {
  const posted = lots.reduce((total, { pool, amount }) => (pool === 'WALLET' ? total + amount : total), -owed)
  const available = posted - (hold?.amount ?? 0n)
  return available < -limit ? available : -limit
}

/** Seconds. What is drawn below lasts for the same lengths, so that the clock often stops on an instant that counts. */
const steps = [1, 60, 3600, 3600, day(1), day(1), day(2), day(10)]

function day(days: number): number {
  return days * 86_400
}

/** What the next client wants. */
function drawing(chance: Seeded, accounts: readonly Opening[], clock: Workload['clock'], notes: readonly Note[]) {
  const later = (seconds: readonly number[]) => clock && new Date(clock.now.getTime() + chance.pick(seconds) * 1000)
  const poolsOf = (windows: Opening['windows']): Pool[] =>
    clock ? ['WALLET', 'WALLET', 'PERMANENT', ...(Object.keys(windows) as Pool[])] : ['WALLET', 'PERMANENT']

  const spending = ({ windows }: Opening): { pools: readonly Pool[]; amount: bigint } => {
    const credits = Object.keys(windows).length > 0 ? (['MONTHLY', 'ADDITIONAL'] as const) : null
    const choices: (readonly Pool[])[] = [['WALLET'], ['WALLET'], ['PERMANENT']]
    if (credits) choices.push(credits, credits, ['MONTHLY'], ['ADDITIONAL'], [...credits, 'PERMANENT'])
    const pools = chance.pick(choices)
    const isEur = pools.includes('WALLET')
    if (chance.chance(0.04)) return { pools, amount: 10n ** 12n }
    return { pools, amount: BigInt(isEur ? chance.whole(1, 6_000_000) : chance.whole(1, 90)) }
  }

  return (): Operation => {
    const opening = chance.pick(accounts)
    const { account, hold, windows } = opening
    const draw = chance.real()
    if (draw < 0.2) {
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
      const ttlSeconds = clock ? chance.pick([1, 60, 3600, day(1), day(30), day(30)]) : day(30)
      return { verb: 'hold', account, ...spending(opening), ttlSeconds }
    }
    if (draw < 0.8) {
      const recent = notes.slice(-80).filter(({ outcome }) => outcome.refused === undefined)
      const ended = new Set(recent.flatMap(({ operation }) => ('hold' in operation ? [operation.hold.id] : [])))
      const holds = recent.flatMap(({ operation, outcome }) =>
        operation.verb === 'hold' && outcome.refused === undefined && outcome.holdId !== null
          ? [
              {
                account: operation.account,
                amount: operation.amount,
                id: outcome.holdId,
                isEur: isEur(operation.pools),
              },
            ]
          : [],
      )
      const taken = chance.chance(0.2) ? holds : holds.filter(({ id }) => !ended.has(id))
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

/** Where two answers part. */
function parting(one: string, other: string): string {
  let same = 0
  while (one[same] === other[same]) same += 1
  const near = (text: string) => text.slice(Math.max(0, same - 40), same + 60)
  return `${near(one)} … ${near(other)}`
}

/** The same with one thing different. */
function another(operation: Operation): Operation {
  switch (operation.verb) {
    case 'grant':
      return { ...operation, priority: 51 }
    case 'hold':
    case 'consume':
      return { ...operation, amount: operation.amount === 1n ? 2n : operation.amount - 1n }
    case 'capture':
      return { ...operation, amount: (operation.amount ?? 0n) + 1n }
    case 'release':
      return { ...operation, verb: 'capture', amount: null }
  }
}
