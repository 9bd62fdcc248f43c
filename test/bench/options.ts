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
  /** Whole seconds of load, as wrk takes them. */
  readonly seconds: number
  readonly warmUp: WarmUp
  /** How often a noisy round is done again before the quietest try is taken, and how often in the whole run. */
  readonly repeats: { readonly each: number; readonly all: number }
  /** How often the time to the first answer is taken. */
  readonly starts: number
  /** Accounts in the databases of which the first is held against the second; none: that is left out. */
  readonly sizes: readonly number[]
}

type Amounts = Omit<Options, 'isQuick' | 'only'>

/**
 * What a cell is loaded with before anything counts: for as long as it takes to have had so many requests, for a
 * compiler counts calls and not seconds; at least and at most so many seconds.
 */
export interface WarmUp {
  readonly requests: number
  readonly atLeast: number
  readonly atMost: number
}

const full: Amounts = {
  people: 100_000,
  tokens: 2_000,
  rounds: 5,
  seconds: 3,
  warmUp: { requests: 20_000, atLeast: 3, atMost: 15 },
  repeats: { each: 3, all: 60 },
  starts: 7,
  sizes: [1_000_000, 1_000],
}
const quick: Amounts = {
  people: 20_000,
  tokens: 1_000,
  rounds: 3,
  seconds: 1,
  warmUp: { requests: 3_000, atLeast: 1, atMost: 3 },
  repeats: { each: 0, all: 0 },
  starts: 1,
  sizes: [],
}

/** @throws TypeError for what is no option, in words. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      largest: { type: 'string' },
    },
  })
  const amounts = values.quick ? quick : full
  const whole = (name: 'rounds' | 'seconds' | 'largest', usual: number) => {
    const value = values[name] === undefined ? usual : Number(values[name])
    if (!Number.isInteger(value) || value < 1) throw new TypeError(`--${name} takes a whole number from 1.`)
    return value
  }
  const largest = whole('largest', Number.MAX_SAFE_INTEGER)
  return {
    ...amounts,
    rounds: whole('rounds', amounts.rounds),
    seconds: whole('seconds', amounts.seconds),
    // One size is held against another.
    sizes: amounts.sizes.every((size) => size <= largest) ? amounts.sizes : [],
    isQuick: values.quick,
    only: values.only?.split(',').map((name) => name.trim()) ?? null,
  }
}
