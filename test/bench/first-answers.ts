import type { Contestant, Surroundings } from './contestants.ts'
import { startServer } from './running-server.ts'

/**
 * The time from the start of a process to its first good answer, of one contestant to another, several times in turns.
 * Empty where one of the two does not take part.
 */
export async function firstAnswerRatios(
  contestants: readonly Contestant[],
  [one, other]: readonly [string, string],
  surroundings: Surroundings,
  token: string,
  times: number,
  tell: (message: string) => void,
): Promise<number[]> {
  const pair = [one, other].map((name) => contestants.find((contestant) => contestant.name === name))
  const ratios: number[] = []
  for (let time = 0; time < times; time += 1) {
    const took: number[] = []
    for (const contestant of pair) {
      if (contestant === undefined) return []
      const server = await startServer(contestant, surroundings, token)
      took.push(server.firstAnswerMs)
      await server.end()
    }
    const [first = Number.NaN, second = Number.NaN] = took
    tell(`start ${time + 1} of ${times}: ${first.toFixed(0)} ms beside ${second.toFixed(0)} ms`)
    ratios.push(first / second)
  }
  return ratios
}
