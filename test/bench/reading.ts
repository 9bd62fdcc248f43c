import type { Figures } from './curve.ts'
import type { CurveWorld } from './curve-world.ts'
import { busySeconds, ownSeconds, secondsOf } from './processor.ts'

/** What somebody was given to do, as whoever gave it saw it. */
export interface Done {
  readonly count: number
  readonly seconds: number
  readonly p99: number
  readonly refused: number
}

/**
 * Lets work be done and reads what it took of the processor and of PostgreSQL.
 *
 * @param pids of the gateways; none where this very process is what is measured.
 * @param unfinished what was under way besides when the work was called off.
 */
export async function reading(
  world: CurveWorld,
  pids: readonly number[],
  unfinished: number,
  work: () => Promise<Done>,
): Promise<Figures> {
  const read = async () => {
    const statements = await world.statements()
    const gateways = pids.reduce((total, pid) => total + secondsOf(pid), 0)
    const mine = ownSeconds()
    return {
      statements,
      own: pids.length === 0 ? mine : gateways,
      bench: pids.length === 0 ? 0 : mine,
      postgres: secondsOf(world.postmaster),
      busy: busySeconds(),
      at: performance.now(),
    }
  }
  const before = await read()
  const { count, seconds, p99, refused } = await work()
  const after = await read()
  const took = (what: keyof typeof before) => after[what] - before[what]
  const worked = count + unfinished
  return {
    perSecond: (count - refused) / seconds,
    p99,
    ownCpu: (took('own') * 1e6) / worked,
    postgresCpu: (took('postgres') * 1e6) / worked,
    statements: took('statements') / worked,
    refused: refused / Math.max(1, count),
    foreign: ((took('busy') - took('own') - took('postgres') - took('bench')) * 1000) / took('at'),
  }
}
