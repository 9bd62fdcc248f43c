import { type CryptoKey, createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { Refusal } from '../domain/refusal.ts'
import { fetchKeySet } from './fetch-key-set.ts'

/** Bytes and milliseconds, under the names the table of bounds has for them. */
export interface KeySetBounds {
  /** In which the whole set must have come. */
  readonly keySetMs: number
  readonly keySetBytes: number
  /** Older than this it is fetched again while it goes on serving; older than twice this, before it serves. */
  readonly keySetRefreshMs: number
  /** For which the last good keys serve while the set cannot be had. */
  readonly keySetKeptMs: number
  /** Between two fetches for the sake of keys that nobody knows. */
  readonly unknownKeyMs: number
}

/** Picks the key a token names. A token never brings one. */
export type FindKey = JWTVerifyGetKey<CryptoKey | Uint8Array>

/** What an issuer's tokens are checked with. */
export interface Keys {
  /**
   * The look-up as at an instant. It throws Refusal UNAVAILABLE when the keys cannot be had (the caller is not at
   * fault, so not a 401), and anything else when there is no such key.
   */
  at(now: Date): FindKey
  /** Whether there are any to serve with; asking fetches them where there are none. */
  hasKeys(now: Date): Promise<boolean>
}

/**
 * Milliseconds between tries while the set cannot be had: doubling from the first to the last. Without any keys nobody is
 * let in, so then the last is short: callers are back within five seconds of the set.
 */
const pauses = { first: 1_000, last: 30_000, lastWithoutKeys: 4_000 }

/**
 * Fetches, keeps and renews a key set. Nothing runs by itself: requests bring the time, and the first one that finds
 * the set no longer young has it fetched again, one fetch at a time, without waiting for it. Only one that comes after
 * a long silence waits. So a key that its issuer has withdrawn is found for at most twice `keySetRefreshMs` (a verdict
 * remembered just before adds its minute), unless the issuer cannot be reached. What is no set, or has no usable key,
 * never replaces a good one.
 *
 * @param onTrouble told of every fetch that failed; the error names neither address nor keys.
 */
export function createKeySet(url: URL, bounds: KeySetBounds, onTrouble: (error: unknown) => void): Keys {
  let good: { readonly find: FindKey; readonly since: number } | null = null
  let tried: { readonly at: number; readonly pause: number; readonly failure: unknown } | null = null
  let failures = 0
  let underWay: Promise<void> | null = null

  /** Never rejects. */
  async function fetchOnce(now: number): Promise<void> {
    try {
      const keys = await fetchKeySet(url, bounds.keySetMs, bounds.keySetBytes)
      good = { find: createLocalJWKSet({ keys }), since: now }
      failures = 0
      tried = { at: now, pause: 0, failure: null }
    } catch (failure) {
      failures += 1
      tried = { at: now, pause: pauseAfter(failures, good === null ? pauses.lastWithoutKeys : pauses.last), failure }
      onTrouble(failure)
    }
  }

  /** Joins a fetch that is under way, begins one, or does nothing because the last try is too young. */
  function refreshed(now: number, pause = 0): Promise<void> {
    const isSoon = tried !== null && apart(now, tried.at) < Math.max(tried.pause, pause)
    if (underWay === null && !isSoon) {
      underWay = fetchOnce(now).finally(() => {
        underWay = null
      })
    }
    return underWay ?? Promise.resolve()
  }

  /** What serves at an instant. @throws Refusal UNAVAILABLE when nothing does. */
  async function goodAt(now: number): Promise<FindKey> {
    const age = good === null ? Number.POSITIVE_INFINITY : apart(now, good.since)
    if (age >= bounds.keySetRefreshMs) {
      const refreshing = refreshed(now)
      // Where the last try failed, this one may well hang: the old keys serve meanwhile.
      const canServe = age < bounds.keySetKeptMs && (age < 2 * bounds.keySetRefreshMs || failures > 0)
      if (!canServe) await refreshing
    }
    if (good === null || apart(now, good.since) >= bounds.keySetKeptMs) throw unavailable(now)
    return good.find
  }

  function unavailable(now: number): Refusal {
    const wait = tried === null ? 0 : tried.at + tried.pause - now
    const retryAfter = Math.min(Math.max(Math.ceil(wait / 1000), 1), pauses.last / 1000)
    const message = 'The keys to check the token with cannot be had just now.'
    return new Refusal('UNAVAILABLE', message, { retryAfter, cause: tried?.failure })
  }

  return {
    at: (instant) => async (header, token) => {
      const now = instant.getTime()
      const find = await goodAt(now)
      try {
        return await find(header, token)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      }
      // Perhaps a key that came since. While its set cannot be had, nobody can say that there is none.
      await refreshed(now, bounds.unknownKeyMs)
      if (failures > 0) throw unavailable(now)
      return (await goodAt(now))(header, token)
    },

    hasKeys: async (now) => {
      const areKept = () => good !== null && apart(now.getTime(), good.since) < bounds.keySetKeptMs
      if (!areKept()) await refreshed(now.getTime())
      return areKept()
    },
  }
}

/** Doubling, and up to half of it left out at random, so that many gateways do not come back in step. */
function pauseAfter(failures: number, most: number): number {
  const whole = Math.min(pauses.first * 2 ** (failures - 1), most)
  return whole * (1 - Math.random() / 2)
}

/** Milliseconds between two instants, either way: a clock that was set back makes nothing young again. */
function apart(one: number, other: number): number {
  return Math.abs(one - other)
}
