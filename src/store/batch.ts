import DataLoader from 'dataloader'
import { Refusal } from '../domain/refusal.ts'

/** Answers one key; concurrent askers share a statement. */
export type Batched<K, V> = (key: K) => Promise<V>

/**
 * A process-wide batcher: the keys that concurrent requests ask for in one turn of the event loop go into one
 * statement. It caches nothing, so a request that asks after a write never gets an answer from before it. A batch that
 * fails is asked again key by key, so that one bad key cannot fail its neighbours; not one that was refused, for no key
 * is to blame for a database that is gone or overloaded, and asking it once per key would not help it.
 *
 * @param most keys in one statement; 1 gives each key its own.
 */
export function batched<K, V>(load: (keys: readonly K[]) => Promise<(key: K) => V>, most: number): Batched<K, V> {
  const loader = new DataLoader<K, V>(
    async (keys) => {
      try {
        return keys.map(await load(keys))
      } catch (error) {
        if (keys.length === 1 || error instanceof Refusal) throw error
        return Promise.all(keys.map((key) => alone(load, key)))
      }
    },
    { cache: false, maxBatchSize: most, batchScheduleFn: setImmediate },
  )
  return (key) => loader.load(key)
}

async function alone<K, V>(load: (keys: readonly K[]) => Promise<(key: K) => V>, key: K): Promise<V | Error> {
  try {
    return (await load([key]))(key)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
