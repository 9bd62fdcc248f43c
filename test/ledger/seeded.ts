/** Chance that repeats itself: the same seed, the same draws. */
export interface Seeded {
  /** 0 ≤ x < 1. */
  readonly real: () => number
  /** Both ends included. */
  readonly whole: (from: number, to: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <T>(from: readonly T[]) => T
}

/** mulberry32: 32 bits of state, plenty for choosing among a few. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0
  const real = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (from: number, to: number) => from + Math.floor(real() * (to - from + 1))
  return {
    real,
    whole,
    chance: (share) => real() < share,
    pick: <T>(from: readonly T[]) => {
      const one = from[whole(0, from.length - 1)]
      if (one === undefined) throw new Error('Nothing to pick from.')
      return one
    },
  }
}
