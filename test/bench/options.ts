import { parseArgs } from 'node:util'

/** How much is measured. */
export interface Options {
  /** Less of everything, printed and not written down. */
  readonly isQuick: boolean
  /** Names of contestants; null: all there are. */
  readonly only: readonly string[] | null
  readonly people: number
  /** Tokens of random people; a request takes one of them at random. */
  readonly tokens: number
  readonly rounds: number
  /** Whole seconds of load, as wrk takes them: of a round, and before the first one. */
  readonly seconds: number
  readonly warmUpSeconds: number
  /** How often a noisy round is done again before the quietest try is taken. */
  readonly repeats: number
  /** How often the time to the first answer is taken. */
  readonly starts: number
}

const full = { people: 100_000, tokens: 5_000, rounds: 5, seconds: 3, warmUpSeconds: 3, repeats: 5, starts: 7 }
const quick = { people: 20_000, tokens: 5_000, rounds: 3, seconds: 2, warmUpSeconds: 1, repeats: 0, starts: 1 }

/** @throws TypeError for what is no option, in words. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, rounds: { type: 'string' } },
  })
  const amounts = values.quick ? quick : full
  const rounds = values.rounds === undefined ? amounts.rounds : Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError('--rounds takes a whole number from 1.')
  const only = values.only?.split(',').map((name) => name.trim()) ?? null
  return { ...amounts, rounds, isQuick: values.quick, only }
}
