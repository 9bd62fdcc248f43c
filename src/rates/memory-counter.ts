import { RateLimiterMemory } from 'rate-limiter-flexible'
import { type Counted, type Counter, consumed, windowSeconds } from './counter.ts'

/**
 * Counts in this process. Beyond `keysMost` keys the one whose window began first is forgotten: a flood from more
 * addresses than that was not bound by counting addresses anyway, and to refuse all newcomers instead would do the
 * flood's work for it.
 */
export function createMemoryCounter(
  limit: number,
  keysMost: number,
  isShared = true,
): Counter & { readonly size: number } {
  const limiter = new RateLimiterMemory({ points: limit, duration: windowSeconds, keyPrefix: '' })
  /** In the order in which their windows began, a minute each: so the first is always the next to end. */
  const known = new Set<string>()

  async function remember(key: string): Promise<void> {
    known.delete(key)
    known.add(key)
    const [first] = known
    if (known.size <= keysMost || first === undefined) return
    known.delete(first)
    await limiter.delete(first)
  }

  return {
    get size() {
      return known.size
    },
    count: async (key, cost): Promise<Counted> => {
      const { isNewWindow, ...counted } = await consumed(limiter, key, cost)
      if (isNewWindow) await remember(key)
      return { ...counted, isShared }
    },
    giveBack: async (key, cost) => {
      if (await limiter.get(key)) await limiter.reward(key, cost)
    },
  }
}
