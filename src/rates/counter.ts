import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'

/** Every window is a minute and begins with the first request in it: what the settings call "a minute". */
export const windowSeconds = 60

/** Where a key stands once a request has been counted. */
export interface Counted {
  /** Requests a window, as they are bound where this was counted. */
  readonly limit: number
  readonly remaining: number
  /** Whole seconds until the window is over, at least 1. */
  readonly resetSeconds: number
  /** The request is one too many. Such a request is counted too, which lengthens no window. */
  readonly isExceeded: boolean
  /** Counted where every gateway counts; false while this one has to count for itself. */
  readonly isShared: boolean
}

/** Counts by key against one bound. */
export interface Counter {
  count(key: string, cost: number): Promise<Counted>
  /** Takes back what was counted for nothing. */
  giveBack(key: string, cost: number): Promise<void>
}

/** A limiter's answer; the library throws it when the bound is exceeded. Whatever else is thrown passes. */
export async function consumed(limiter: RateLimiterAbstract, key: string, cost: number) {
  const accepted = (answer: RateLimiterRes) => ({ answer, isExceeded: false })
  const { answer, isExceeded } = await limiter.consume(key, cost).then(accepted, (thrown: unknown) => {
    if (!(thrown instanceof RateLimiterRes)) throw thrown
    return { answer: thrown, isExceeded: true }
  })
  return {
    limit: limiter.points,
    remaining: answer.remainingPoints,
    resetSeconds: Math.max(1, Math.ceil(answer.msBeforeNext / 1000)),
    isExceeded,
    isNewWindow: answer.isFirstInDuration,
  }
}
