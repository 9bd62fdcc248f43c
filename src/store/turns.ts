import { Refusal } from '../domain/refusal.ts'

/** Does one piece of work when its turn in a place has come, and not before. */
export type InTurn = <T>(place: string, work: () => Promise<T>) => Promise<T>

interface Waiting {
  readonly go: () => void
  readonly fail: (error: unknown) => void
}

interface Place {
  /** Turns that are taken. One that ends is handed on to who has waited longest, so nobody overtakes. */
  taken: number
  readonly waiting: Waiting[]
}

/**
 * At most so many at a time in each place, the others after them in the order they came. What is waited for here is not
 * waited for with a connection in hand: places do not take connections from one another.
 */
export function turns(atOnce: number): InTurn {
  const places = new Map<string, Place>()

  const enter = async (name: string): Promise<Place> => {
    const place = places.get(name) ?? { taken: 0, waiting: [] }
    places.set(name, place)
    if (place.taken < atOnce) place.taken += 1
    else await new Promise<void>((go, fail) => place.waiting.push({ go, fail }))
    return place
  }

  const leave = (name: string, place: Place) => {
    const next = place.waiting.shift()
    if (next) next.go()
    else place.taken -= 1
    if (place.taken === 0) places.delete(name)
  }

  return async (name, work) => {
    const place = await enter(name)
    try {
      return await work()
    } catch (error) {
      // Whoever waited behind a database that is gone, or a row that somebody keeps, need not find out too, one after the
      // other. Every other refusal is about the work it was thrown for.
      if (error instanceof Refusal && error.code === 'UNAVAILABLE') {
        for (const { fail } of place.waiting.splice(0)) fail(error)
      }
      throw error
    } finally {
      leave(name, place)
    }
  }
}
