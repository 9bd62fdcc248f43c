import { Refusal } from '../domain/refusal.ts'

/** Does one piece of work; what comes while the same place is busy waits, and is done together. */
export type Coalesced<W, R> = (place: string, work: W) => Promise<R>

interface Waiting<W, R> {
  readonly work: W
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

/**
 * One at a time in each place, everything that has come meanwhile in one go: the busier the place, the larger the go,
 * and nobody waits for company. Unlike the batcher of reads (batch.ts), places do not wait for one another.
 */
export function coalesced<W, R>(
  most: number,
  doAll: (place: string, works: readonly W[]) => Promise<(work: W) => R>,
): Coalesced<W, R> {
  const queues = new Map<string, Waiting<W, R>[]>()

  const drain = async (place: string, queue: Waiting<W, R>[]) => {
    while (queue.length > 0) {
      const next = queue.splice(0, most)
      try {
        const resultOf = await doAll(
          place,
          next.map(({ work }) => work),
        )
        for (const { work, resolve } of next) resolve(resultOf(work))
      } catch (error) {
        // No work is to blame for a database that is gone or overloaded: whoever waited behind it need not find out too.
        const failed = error instanceof Refusal ? [...next, ...queue.splice(0)] : next
        for (const { reject } of failed) reject(error)
      }
    }
    queues.delete(place)
  }

  return (place, work) =>
    new Promise<R>((resolve, reject) => {
      const busy = queues.get(place)
      const queue = busy ?? []
      queue.push({ work, resolve, reject })
      if (busy) return
      queues.set(place, queue)
      drain(place, queue)
    })
}
