import { setTimeout as delay } from 'node:timers/promises'
import { type Cell, type Measured, measure } from './measure.ts'
import type { Options, WarmUp } from './options.ts'
import { askedFor } from './questions.ts'
import type { World } from './world.ts'
import { runWrk } from './wrk.ts'

/** Cores that others may use in a round that counts. */
export const mostForeign = 0.3

export interface Rounds {
  readonly measured: readonly Measured[]
  /** Rounds of a cell that were thrown away for the noise in them. */
  readonly rejected: number
  /** Those that stayed noisy, of which the quietest try counts. */
  readonly noisy: number
}

/**
 * Warms every cell up, then goes through all of them once a round, and backwards on every other round: what drifts with
 * time, drifts for everybody.
 */
export async function runRounds(
  cells: readonly Cell[],
  world: World,
  { rounds, seconds, tokens, warmUp, repeats }: Pick<Options, 'rounds' | 'seconds' | 'tokens' | 'warmUp' | 'repeats'>,
  tell: (message: string) => void,
): Promise<Rounds> {
  for (const [index, cell] of cells.entries()) {
    tell(`warming up ${nameOf(cell)}, ${cells.length - index - 1} more`)
    await heat(cell, warmUp)
  }
  const measured: Measured[] = []
  let [rejected, noisy] = [0, 0]
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? cells : [...cells].reverse()
    for (const [index, cell] of order.entries()) {
      const tries = [await measure(cell, world, { seconds, tokens }, round)]
      while (quietest(tries).foreign > mostForeign && tries.length <= repeats.each && rejected < repeats.all) {
        rejected += 1
        await delay(1_000)
        tries.push(await measure(cell, world, { seconds, tokens }, round))
      }
      const best = quietest(tries)
      if (best.foreign > mostForeign) noisy += 1
      measured.push(best)
      const left = (rounds - round - 1) * cells.length + cells.length - index - 1
      tell(
        `round ${round + 1} of ${rounds}, ${nameOf(cell)}: ${best.perSecond.toFixed(0)} a second, others used ${best.foreign.toFixed(2)} cores; ${left} more`,
      )
    }
  }
  return { measured, rejected, noisy }
}

async function heat({ server, question, connections, credentials }: Cell, warmUp: WarmUp): Promise<void> {
  const asked = askedFor(question, server.contestant.query)
  let [requests, passed] = [0, 0]
  while (passed < warmUp.atLeast || (requests < warmUp.requests && passed < warmUp.atMost)) {
    const seconds = passed === 0 ? warmUp.atLeast : Math.min(3, warmUp.atMost - passed)
    const loaded = await runWrk({ url: server.url, asked, connections, seconds, credentials, seed: passed })
    requests += loaded.requests
    passed += seconds
  }
}

function quietest(tries: readonly Measured[]): Measured {
  const [first, ...others] = tries
  if (first === undefined) throw new Error('Something was tried.')
  return others.reduce((best, one) => (one.foreign < best.foreign ? one : best), first)
}

function nameOf({ server, question, connections }: Cell): string {
  return `${server.contestant.name}, ${question} over ${connections}`
}
