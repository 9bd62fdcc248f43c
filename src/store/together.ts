import { Refusal } from '../domain/refusal.ts'
import type { Coalesced } from './coalesced.ts'

/** What a go answers of a work whose place it could not have just now. */
export const passedOver = Symbol('passed over')

interface Waiting<W, R> {
  readonly work: W
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

interface Place<W, R> {
  readonly waiting: Waiting<W, R>[]
  /** A go is under way that holds some of its works. */
  isUnderWay: boolean
  /** Works that are done by themselves. */
  alone: number
}

/**
 * Does the works of many places together, in a few goes at a time, and never two of one place: what comes for a place
 * while it is under way waits, and is in the next. So the busier it all is, the larger the goes. Whoever comes first
 * waits for who else comes in the same turn of the event loop, not longer.
 *
 * A place that could not be had is no burden to the others: its works, and what comes for it until they are done, are
 * done alone, outside of the goes. Alone are also the works of a go that failed, so that one mistake cannot fail its
 * neighbours; not where it was refused, for no work is to blame for a database that is gone or overloaded, and whoever
 * waits behind it need not find out too.
 */
export function together<W, R>(
  { atOnce, most }: { readonly atOnce: number; readonly most: number },
  doAll: (works: readonly W[]) => Promise<(work: W) => R | typeof passedOver>,
  alone: Coalesced<W, R>,
): Coalesced<W, R> {
  /** Those that have works, in the order in which they are next. */
  const places = new Map<string, Place<W, R>>()
  let underWay = 0
  let isDue = false

  const goWhenDue = () => {
    if (isDue || underWay >= atOnce) return
    isDue = true
    setImmediate(() => {
      isDue = false
      const next = nextGo()
      if (next.size === 0) return
      go(next)
      goWhenDue()
    })
  }

  const nextGo = () => {
    const next = new Map<string, Waiting<W, R>[]>()
    let room = most
    for (const [name, place] of places) {
      if (room === 0) break
      if (place.isUnderWay || place.waiting.length === 0) continue
      place.isUnderWay = true
      const works = place.waiting.splice(0, room)
      room -= works.length
      next.set(name, works)
    }
    return next
  }

  const go = async (next: ReadonlyMap<string, readonly Waiting<W, R>[]>) => {
    underWay += 1
    try {
      const resultOf = await doAll([...next.values()].flat().map(({ work }) => work))
      for (const [name, works] of next) finish(name, works, resultOf)
    } catch (error) {
      if (error instanceof Refusal) failAll(next, error)
      else for (const [name, works] of next) finish(name, works, () => passedOver)
    }
    underWay -= 1
    goWhenDue()
  }

  const finish = (name: string, works: readonly Waiting<W, R>[], resultOf: (work: W) => R | typeof passedOver) => {
    const place = placeOf(name)
    place.isUnderWay = false
    // Whoever is next after a go goes to the end: a busy place does not crowd out the others.
    places.delete(name)
    for (const one of works) {
      const result = resultOf(one.work)
      if (result === passedOver) doAlone(name, place, one)
      else one.resolve(result)
    }
    if (place.alone > 0) for (const one of place.waiting.splice(0)) doAlone(name, place, one)
    keep(name, place)
  }

  const failAll = (next: ReadonlyMap<string, readonly Waiting<W, R>[]>, error: Refusal) => {
    for (const [name, works] of next) {
      for (const { reject } of works) reject(error)
      placeOf(name).isUnderWay = false
    }
    for (const [name, place] of places) {
      for (const { reject } of place.waiting.splice(0)) reject(error)
      keep(name, place)
    }
  }

  const doAlone = (name: string, place: Place<W, R>, { work, resolve, reject }: Waiting<W, R>) => {
    place.alone += 1
    alone(name, work)
      .then(resolve, reject)
      .finally(() => {
        place.alone -= 1
        keep(name, place)
      })
  }

  const placeOf = (name: string): Place<W, R> => places.get(name) ?? { waiting: [], isUnderWay: false, alone: 0 }

  const keep = (name: string, place: Place<W, R>) => {
    if (place.waiting.length > 0 || place.isUnderWay || place.alone > 0) places.set(name, place)
    else places.delete(name)
  }

  return (name, work) =>
    new Promise<R>((resolve, reject) => {
      const place = placeOf(name)
      if (place.alone > 0) return doAlone(name, place, { work, resolve, reject })
      place.waiting.push({ work, resolve, reject })
      places.set(name, place)
      goWhenDue()
    })
}
