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

/** What a limiter of the library says. */
export interface Consumed extends Counted {
  /** The request is the first of its window. */
  readonly isNewWindow: boolean
}

/** Counts by a limiter, which throws its answer when the bound is exceeded; whatever else is thrown passes. */
export function consumed(
  limiter: RateLimiterAbstract,
  key: string,
  cost: number,
  isShared: boolean,
): Promise<Consumed> {
  const said = (answer: RateLimiterRes, isExceeded: boolean): Consumed => ({
    limit: limiter.points,
    remaining: answer.remainingPoints,
    resetSeconds: Math.max(1, Math.ceil(answer.msBeforeNext / 1000)),
    isExceeded,
    isShared,
    isNewWindow: answer.isFirstInDuration,
  })
  return limiter.consume(key, cost).then(
    (answer) => said(answer, false),
    (thrown: unknown) => {
      if (!(thrown instanceof RateLimiterRes)) throw thrown
      return said(thrown, true)
    },
  )
}
