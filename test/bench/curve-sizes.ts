import { parseArgs } from 'node:util'

/** How far each curve goes, and how often and how long each point is measured. */
export interface CurveSizes {
  readonly rounds: number
  /** Whole seconds of load, as wrk takes them. */
  readonly seconds: number
  readonly warmUpSeconds: number
  readonly accounts: readonly number[]
  readonly grants: readonly number[]
  readonly holds: readonly number[]
  readonly connections: readonly number[]
  readonly keys: readonly number[]
  readonly gateways: readonly number[]
  /** Connections over which the heavy neighbour is asked for. */
  readonly neighbours: readonly number[]
}

const full: CurveSizes = {
  ...{ rounds: 5, seconds: 3, warmUpSeconds: 5 },
  accounts: [1_000, 10_000, 100_000, 1_000_000],
  grants: [1, 10, 100, 1_000, 10_000],
  holds: [1, 10, 100, 1_000, 10_000],
  connections: [1, 8, 48, 128, 256],
  keys: [1, 4, 16, 64, 128, 256],
  gateways: [1, 2],
  neighbours: [0, 1, 4],
}
const quick: CurveSizes = {
  ...full,
  ...{ rounds: 3, seconds: 1, warmUpSeconds: 1 },
  accounts: [1_000, 10_000],
  grants: [1, 10, 100, 1_000],
  holds: [1, 10, 100, 1_000],
  connections: [1, 8, 48],
  keys: [1, 16, 64],
}

export interface CurveOptions {
  readonly sizes: CurveSizes
  /** Less of everything, printed and not written down. */
  readonly isQuick: boolean
  /** Names of curves; null: all. */
  readonly only: readonly string[] | null
}

/** @throws TypeError for what is no option, in words. */
export function readCurveOptions(args: readonly string[]): CurveOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, rounds: { type: 'string' } },
  })
  const sizes = values.quick ? quick : full
  const rounds = values.rounds === undefined ? sizes.rounds : Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError('--rounds takes a whole number from 1.')
  return { sizes: { ...sizes, rounds }, isQuick: values.quick, only: values.only?.split(',') ?? null }
}
