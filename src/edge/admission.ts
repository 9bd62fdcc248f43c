import { setTimeout as delay } from 'node:timers/promises'
import { Refusal } from '../domain/refusal.ts'
import type { Limits } from './limits.ts'
import { createLoopLateness } from './loop-lateness.ts'

/** One request's place among those being worked on. */
export interface Place {
  /**
   * Waits for the sender, who may take its time: meanwhile the request does not count and its deadline stands still, or
   * a few hundred slow senders would keep everybody else out.
   *
   * @throws Refusal OVERLOADED when there is no place to come back to; whatever `wait` throws.
   */
  aside<T>(wait: () => Promise<T>): Promise<T>
  /**
   * Stands before each further step of work that has several, each of which changes something.
   *
   * @throws Refusal UNAVAILABLE when the deadline has passed, and the asker been told so.
   */
  assertAwaited(): void
}

/**
 * Lets a request be worked on, or refuses it before anything has been done for it.
 *
 * A request that is still being worked on at its deadline is refused although its work goes on, for nothing can call
 * back a statement that has been sent: a write may go through after its 503, and an idempotency key makes asking again
 * safe. Of several mutations those that have not begun by then never do. Such work keeps its place until it ends; else what was given up would pile up behind what is let in.
 *
 * @throws Refusal EXPECTATION_FAILED for an `Expect` nobody can meet (RFC 9110 section 10.1.1), OVERLOADED when too much
 * is being worked on already, UNAVAILABLE past the deadline. `work` answers for its own errors: nobody listens to it after the deadline.
 */
export type Admit = <A>(request: Request, work: (place: Place) => Promise<A>) => Promise<A>

/** Made once: a flood should not cost a stack trace for each of its requests. */
const overloaded = new Refusal('OVERLOADED', 'There is too much to do right now.', { retryAfter: 1 })

/** @param onShed told once a second how many requests were refused as too many, while there are any. */
export function createAdmission(
  { inFlight, queueMs, answerMs, loopDelayMs, refusals }: Limits,
  onShed: (count: number) => void,
): Admit {
  const lateness = createLoopLateness()
  const places = createPlaces(inFlight, queueMs)
  const shed = countedPerSecond(onShed)
  const pace = createPace(refusals)

  const enter = async () => {
    const isLate = lateness.standing() > loopDelayMs
    if (isLate || !(await places.take())) {
      shed()
      await pace()
      throw overloaded
    }
    lateness.watch(places.areTaken)
  }

  return async ({ headers }, work) => {
    checkExpectation(headers.get('expect'))
    await enter()
    let isInside = true
    const deadline = createDeadline(answerMs)
    const place: Place = {
      aside: async (wait) => {
        places.leave()
        isInside = false
        deadline.stop()
        const result = await wait()
        await enter()
        isInside = true
        deadline.start()
        return result
      },
      assertAwaited: deadline.assertAhead,
    }
    const working = work(place).finally(() => {
      deadline.stop()
      if (isInside) places.leave()
    })
    return Promise.race([working, deadline.passed])
  }
}

function checkExpectation(expectation: string | null): void {
  if (expectation === null || expectation.toLowerCase() === '100-continue') return
  throw new Refusal('EXPECTATION_FAILED', 'Expect: only 100-continue can be met.')
}

interface Places {
  /**
   * Waits for one, in turn and not for ever: a burst is no overload as long as it is over soon. As many wait as there are
   * places. False: there was none.
   */
  take(): Promise<boolean>
  leave(): void
  areTaken(): boolean
}

function createPlaces(count: number, waitMs: number): Places {
  const waiting = new Set<(hasPlace: boolean) => void>()
  let taken = 0
  return {
    take: async () => {
      if (taken < count) {
        taken += 1
        return true
      }
      if (waiting.size >= count) return false
      return new Promise((resolve) => {
        const settle = (hasPlace: boolean) => {
          clearTimeout(timer)
          waiting.delete(settle)
          resolve(hasPlace)
        }
        const timer = setTimeout(settle, waitMs, false)
        waiting.add(settle)
      })
    },
    leave: () => {
      const [next] = waiting
      // It takes over the place that is left.
      if (next) next(true)
      else taken -= 1
    },
    areTaken: () => taken > 0,
  }
}

interface Deadline {
  /** @throws Refusal UNAVAILABLE once the time is up; else it never settles. */
  readonly passed: Promise<never>
  /** @throws Refusal UNAVAILABLE once the time is up. */
  assertAhead(): void
  start(): void
  stop(): void
}

/** A time that runs out, counted only between `start` and `stop`; it is started. */
function createDeadline(milliseconds: number): Deadline {
  let left = milliseconds
  let since = 0
  let timer: NodeJS.Timeout | undefined
  let late: Refusal | null = null
  let fail: (refusal: Refusal) => void
  const passed = new Promise<never>((_, reject) => {
    fail = reject
  })
  const deadline: Deadline = {
    passed,
    assertAhead: () => {
      if (late) throw late
    },
    start: () => {
      since = performance.now()
      timer = setTimeout(() => {
        late = new Refusal('UNAVAILABLE', 'The answer took too long.', { retryAfter: 1 })
        fail(late)
      }, left)
    },
    stop: () => {
      clearTimeout(timer)
      left = Math.max(0, left - (performance.now() - since))
    },
  }
  deadline.start()
  return deadline
}

/**
 * Waits where too many are to be refused in a second, a second at most. A refusal costs a third of an answer, and whoever
 * is refused at once asks again at once: without it a flood of refusals would leave nothing for what is let in.
 */
function createPace(perSecond: number): () => Promise<void> {
  let next = 0
  return async () => {
    const now = performance.now()
    next = Math.max(now, Math.min(next + 1_000 / perSecond, now + 1_000))
    if (next - now > 1) await delay(next - now)
  }
}

/** Tells how often it was called, at most once a second. */
function countedPerSecond(tell: (count: number) => void): () => void {
  let count = 0
  return () => {
    count += 1
    if (count > 1) return
    setTimeout(() => {
      tell(count)
      count = 0
    }, 1_000).unref()
  }
}
