import { RateLimiterMemory } from 'rate-limiter-flexible'
import { type Counted, type Counter, consumed, windowSeconds } from './counter.ts'

/**
 * Counts in this process. Beyond `keysMost` keys those whose windows began first are forgotten: a flood from more
 * addresses than that was not bound by counting addresses anyway, and to refuse all newcomers instead would do the
 * flood's work for it.
 */
export function createMemoryCounter(
  limit: number,
  keysMost: number,
  isShared = true,
): Counter & { readonly size: number } {
  const limiter = new RateLimiterMemory({ points: limit, duration: windowSeconds, keyPrefix: '' })
  // One at a time would be slow: to find the first key of a set means to pass what was deleted before it.
  const keysKept = keysMost - Math.floor(keysMost / 100)
  /** In the order in which their windows began, a minute each: so the first is always the next to end. */
  const known = new Set<string>()

  async function remember(key: string): Promise<void> {
    known.delete(key)
    known.add(key)
    if (known.size <= keysMost) return
    for (const first of known) {
      if (known.size <= keysKept) return
      known.delete(first)
      await limiter.delete(first)
    }
  }

  return {
    get size() {
      return known.size
    },
    count: async (key, cost): Promise<Counted> => {
      const counted = await consumed(limiter, key, cost, isShared)
      if (counted.isNewWindow) await remember(key)
      return counted
    },
    giveBack: async (key, cost) => {
      if (await limiter.get(key)) await limiter.reward(key, cost)
    },
  }
}
