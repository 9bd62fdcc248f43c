import DataLoader from 'dataloader'
import { Refusal } from '../domain/refusal.ts'

/** Answers one key; concurrent askers share a statement. */
export type Batched<K, V> = (key: K) => Promise<V>

/**
 * A process-wide batcher: the keys that concurrent requests ask for in one turn of the event loop, or while another
 * statement of the kind is under way, go into one statement. It caches nothing, so a request that asks after a write
 * never gets an answer from before it. A batch that fails is asked again key by key, so that one bad key cannot fail its
 * neighbours; not one that was refused, for no key is to blame for a database that is gone or overloaded, and asking it
 * once per key would not help it.
 *
 * @param most keys in one statement; 1 gives each key its own, at once.
 */
export function batched<K, V>(load: (keys: readonly K[]) => Promise<(key: K) => V>, most: number): Batched<K, V> {
  const departures = createDepartures()
  const loader = new DataLoader<K, V>(
    async (keys) => {
      try {
        return keys.map(await load(keys))
      } catch (error) {
        if (keys.length === 1 || error instanceof Refusal) throw error
        return await Promise.all(keys.map((key) => alone(load, key)))
      } finally {
        departures.arrived()
      }
    },
    { cache: false, maxBatchSize: most, batchScheduleFn: most === 1 ? setImmediate : departures.depart },
  )
  return (key) => loader.load(key)
}

/** Milliseconds that a batch waits for the one before it: the most that a slow statement can hold up its neighbours. */
const patience = 10

/**
 * When batches leave. One that finds nobody under way leaves at the end of the turn; one that is full, too. Any other
 * waits until nobody is, for what comes meanwhile can go with it: of sixteen keys in a statement each takes PostgreSQL three
 * quarters, and us half, of what each of four does (docs/scale.md).
 */
function createDepartures() {
  /** The batches that have not left; only the last one has room. */
  const waiting: (() => void)[] = []
  let underWay = 0
  let timer: NodeJS.Timeout | undefined

  const leave = () => {
    const batch = waiting.shift()
    if (batch === undefined) return
    underWay += 1
    setImmediate(batch)
  }
  const goOn = () => {
    clearTimeout(timer)
    while (waiting.length > 1 || (waiting.length > 0 && underWay === 0)) leave()
    if (waiting.length > 0) timer = setTimeout(leave, patience)
  }
  return {
    depart: (batch: () => void) => {
      waiting.push(batch)
      goOn()
    },
    arrived: () => {
      underWay -= 1
      goOn()
    },
  }
}

async function alone<K, V>(load: (keys: readonly K[]) => Promise<(key: K) => V>, key: K): Promise<V | Error> {
  try {
    return (await load([key]))(key)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
