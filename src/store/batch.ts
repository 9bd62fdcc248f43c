import DataLoader from 'dataloader'
import { Refusal } from '../domain/refusal.ts'
import type { Asker } from './asker.ts'

/** Answers one key; concurrent askers share a statement, and each is told of it. */
export type Batched<K, V> = (key: K, asker?: Asker) => Promise<V>

/** Answers many keys at once, and tells everybody who asked. */
export type Load<K, V> = (keys: readonly K[], askers: readonly Asker[]) => Promise<(key: K) => V>

interface Asked<K> {
  readonly key: K
  readonly asker: Asker | undefined
}

/**
 * A process-wide batcher: the keys that concurrent requests ask for in one turn of the event loop, or while another
 * statement of the kind is under way, go into one statement. It caches nothing, so a request that asks after a write
 * never gets an answer from before it. A batch that fails is asked again key by key, so that one bad key cannot fail its
 * neighbours; not one that was refused, for no key is to blame for a database that is gone or overloaded, and asking it
 * once per key would not help it.
 *
 * @param most keys in one statement; 1 gives each key its own, at once.
 */
export function batched<K, V>(load: Load<K, V>, most: number): Batched<K, V> {
  const departures = createDepartures()
  const loader = new DataLoader<Asked<K>, V>(
    async (asked) => {
      try {
        const keys = asked.map(({ key }) => key)
        return keys.map(await load(keys, askersOf(asked)))
      } catch (error) {
        if (asked.length === 1 || error instanceof Refusal) throw error
        return await Promise.all(asked.map((one) => alone(load, one)))
      } finally {
        departures.arrived()
      }
    },
    { cache: false, maxBatchSize: most, batchScheduleFn: most === 1 ? setImmediate : departures.depart },
  )
  return (key, asker) => loader.load({ key, asker })
}

/** Each once, however much it has asked for. */
export function askersOf(asked: readonly { readonly asker?: Asker | undefined }[]): readonly Asker[] {
  const askers = new Set<Asker>()
  for (const { asker } of asked) if (asker !== undefined) askers.add(asker)
  return [...askers]
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

async function alone<K, V>(load: Load<K, V>, { key, asker }: Asked<K>): Promise<V | Error> {
  try {
    return (await load([key], askersOf([{ asker }])))(key)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
