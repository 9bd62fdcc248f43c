import { hash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { type Counter, consumed, windowSeconds } from './counter.ts'

export interface RedisBound {
  readonly name: string
  readonly limit: number
  /** Whether a request may turn out to be somebody else's. */
  readonly isGivenBack: boolean
}

/**
 * Counts in Redis, together with every other gateway that does; `meanwhile` counts while Redis does not answer. The
 * library has such an insurance too, but does not tell which of the two has counted.
 */
export function createRedisCounter(
  redis: Redis,
  { name, limit, isGivenBack }: RedisBound,
  meanwhile: Counter,
): Counter {
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    points: limit,
    duration: windowSeconds,
    keyPrefix: `viewer-gateway:rates:${name}`,
    // A key that has been refused is refused from memory until its window ends: a flood does not reach Redis. Not where
    // requests are given back, for memory would not hear of it.
    ...(isGivenBack ? {} : { inMemoryBlockOnConsumed: limit + 1 }),
  })
  return {
    count: async (key, cost) => {
      try {
        return await consumed(limiter, hashOf(key), cost, true)
      } catch {
        return meanwhile.count(key, cost)
      }
    },
    giveBack: async (key, cost) => {
      await limiter.reward(hashOf(key), cost).catch(() => meanwhile.giveBack(key, cost))
    },
  }
}

/** Names stay here: what is kept elsewhere says nothing to who reads it in passing. */
function hashOf(key: string): string {
  return hash('sha256', key, 'base64url')
}
