import { Refusal } from '../domain/refusal.ts'
import type { Coalesced } from './coalesced.ts'

/** What a batch answers of a work whose place was not to be had just now. */
export const passedOver = Symbol('passed over')

interface Waiting<W, R> {
  readonly work: W
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

interface Place<W, R> {
  readonly waiting: Waiting<W, R>[]
  /** Some of its works are in a batch. */
  isUnderWay: boolean
  /** How many of its works are being done alone. */
  alone: number
}

/** The works of each place. */
type Batch<W, R> = ReadonlyMap<string, readonly Waiting<W, R>[]>

/**
 * Does the works of many places together, in a few batches at a time, but never one place in two: what comes for a place
 * that is under way waits, and is in the next. The busier it all is, the larger the batches; whoever comes first waits
 * for who else comes in the same turn of the event loop, not longer.
 *
 * A place that was not to be had is no burden to the others: its works, and what comes for it until they are done, are
 * done alone, beside the batches. So are the works of a batch that failed, as one mistake must not fail its neighbours;
 * but not where it was refused, for no work is to blame for a database that is gone or overloaded, and whoever waits
 * behind it need not find out too.
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

  const beginSoon = () => {
    if (isDue || underWay >= atOnce) return
    isDue = true
    setImmediate(() => {
      isDue = false
      const batch = nextBatch()
      if (batch.size === 0) return
      run(batch)
      beginSoon()
    })
  }

  const nextBatch = (): Batch<W, R> => {
    const batch = new Map<string, readonly Waiting<W, R>[]>()
    let room = most
    for (const [name, place] of places) {
      if (room === 0) break
      if (place.isUnderWay || place.waiting.length === 0) continue
      const works = place.waiting.splice(0, room)
      place.isUnderWay = true
      room -= works.length
      batch.set(name, works)
    }
    return batch
  }

  const run = async (batch: Batch<W, R>) => {
    underWay += 1
    try {
      const resultOf = await doAll([...batch.values()].flatMap((works) => works.map(({ work }) => work)))
      for (const [name, works] of batch) finish(name, works, resultOf)
    } catch (error) {
      if (error instanceof Refusal) failEverybody(batch, error)
      else for (const [name, works] of batch) finish(name, works, () => passedOver)
    }
    underWay -= 1
    beginSoon()
  }

  const finish = (name: string, works: readonly Waiting<W, R>[], resultOf: (work: W) => R | typeof passedOver) => {
    const place = placeOf(name)
    place.isUnderWay = false
    for (const one of works) {
      const result = resultOf(one.work)
      if (result === passedOver) doAlone(name, place, one)
      else one.resolve(result)
    }
    if (place.alone > 0) for (const one of place.waiting.splice(0)) doAlone(name, place, one)
    // Next behind the others: a busy place does not crowd them out.
    places.delete(name)
    keep(name, place)
  }

  const failEverybody = (batch: Batch<W, R>, error: Refusal) => {
    for (const [name, works] of batch) {
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
      beginSoon()
    })
}
