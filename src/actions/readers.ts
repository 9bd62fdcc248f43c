import DataLoader from 'dataloader'
import type { Account } from '../domain/account.ts'
import { type AccountLookup, keyOf } from '../domain/account-lookup.ts'
import type { ListName, Lists, PageKey } from '../domain/lists.ts'
import type { BucketTotals } from '../domain/statement.ts'
import type { TotalsKey } from '../store/bucket-totals.ts'
import { windowOf } from '../store/pages.ts'
import type { Store } from '../store/store.ts'

/** One request's reads: what is asked for twice is read once. */
export interface Readers {
  account(id: string): Promise<Account | null>
  accountId(lookup: AccountLookup): Promise<string | null>
  page<L extends ListName>(key: PageKey & { readonly list: L }): Promise<Lists[L][]>
  bucketTotals(key: TotalsKey): Promise<BucketTotals>
  /** After a write: what was read before it is no longer true. */
  forget(): void
}

/** @param now the request's one reading of the clock. */
export function createReaders(store: Store, now: Date): Readers {
  const account = remembered(
    (id: string) => store.account({ id, at: now }),
    (id) => id,
  )
  const accountId = remembered(store.accountId, keyOf)
  const page = remembered<PageKey, Lists[ListName][]>(store.page, (key) => `${key.accountId} ${windowOf(key)}`)
  const bucketTotals = remembered(store.bucketTotals, ({ accountId, pool, upTo, at }) =>
    [accountId, pool, upTo, at?.getTime()].join(' '),
  )
  return {
    account: (id) => account.load(id),
    accountId: (lookup) => accountId.load(lookup),
    page: <L extends ListName>(key: PageKey & { readonly list: L }) => page.load(key) as Promise<Lists[L][]>,
    bucketTotals: (key) => bucketTotals.load(key),
    forget: () => {
      for (const loader of [account, accountId, page, bucketTotals]) loader.clearAll()
    },
  }
}

/** Batching is the store's; this level only remembers. Most requests ask for one kind of thing, so each is made when it is. */
function remembered<K, V>(read: (key: K) => Promise<V>, cacheKeyFn: (key: K) => string) {
  let loader: DataLoader<K, V, string> | undefined
  const make = () =>
    new DataLoader<K, V, string>((keys) => Promise.all(keys.map((key) => read(key).catch(asError))), {
      cacheKeyFn,
      batch: false,
    })
  return {
    load: (key: K): Promise<V> => {
      loader ??= make()
      return loader.load(key)
    },
    clearAll: () => loader?.clearAll(),
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
