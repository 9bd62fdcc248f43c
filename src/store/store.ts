import type { Account } from '../domain/account.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import type { ListedHold, ListName, Lists, PageKey } from '../domain/lists.ts'
import type { BucketTotals } from '../domain/statement.ts'
import { findAccountIds } from './account-lookup.ts'
import { type AccountKey, isCutShort, type Queryable, readAccounts, readAccountsAt } from './accounts.ts'
import { findApiKeys, type StoredApiKey, saveApiKeyUses } from './api-keys.ts'
import { type Asker, clientToldOf, toldOf } from './asker.ts'
import { type Batched, batched, type Load } from './batch.ts'
import { readBucketTotals, type TotalsKey } from './bucket-totals.ts'
import type { Prisma } from './client/client.ts'
import type { Database } from './database.ts'
import { type DecisionTime, databaseTime } from './decision-time.ts'
import type { HoldRequest } from './hold-at-once.ts'
import { holdsTogether } from './holds-together.ts'
import { type CreditsMoved, movedBy, movedIn } from './movements.ts'
import { readPages } from './pages.ts'
import { retried } from './retried.ts'
import { turns } from './turns.ts'
import { unavailable } from './unavailable.ts'

/** What all requests share: every read batched across them, nothing kept between them. */
export interface Store {
  readonly account: Batched<AccountKey, Account | null>
  readonly accountId: Batched<AccountLookup, string | null>
  readonly apiKey: Batched<Uint8Array<ArrayBuffer>, StoredApiKey | null>
  readonly saveApiKeyUses: (uses: readonly { readonly id: string; readonly at: Date }[]) => Promise<void>
  readonly page: <L extends ListName>(key: PageKey & { readonly list: L }, asker?: Asker) => Promise<Lists[L][]>
  readonly bucketTotals: Batched<TotalsKey, BucketTotals>
  /** A hold that one grant covers, in one statement; null, and nothing has happened, when it is not that case. */
  readonly holdAtOnce: (request: HoldRequest, asker?: Asker) => Promise<ListedHold | null>
  /** The one clock of whatever a transaction decides. */
  readonly decisionTime: DecisionTime
  /**
   * All or nothing, on the one account whose row the work locks. Work that lost against another transaction (deadlock,
   * write conflict) is done again, a few times. Of one account few are begun at a time, the others wait in turn without
   * a connection: its row lets through one after the other anyway, and whoever waits for it in the database keeps a
   * connection from everybody else. So the work must not begin another transaction.
   *
   * @throws Refusal UNAVAILABLE when the database cannot be reached, or goes on refusing; also to those in turn behind.
   */
  readonly transaction: <T>(
    accountId: string,
    work: (tx: Prisma.TransactionClient) => Promise<T>,
    asker?: Asker,
  ) => Promise<T>
}

export interface StoreOptions {
  readonly decisionTime?: DecisionTime
  /** Keys in one statement, at most. */
  readonly readBatch?: number
  /** Told of credits that have been moved, once that stands. It must not throw. */
  readonly onMoved?: (moved: CreditsMoved) => void
}

/** Every read throws Refusal UNAVAILABLE when the database cannot be reached. */
export function createStore(
  { prisma }: Database,
  { decisionTime = databaseTime, readBatch = 64, onMoved = () => {} }: StoreOptions = {},
): Store {
  const batching = <K, V>(load: Load<K, V>) =>
    batched<K, V>((keys, askers) => load(keys, askers).catch(unavailable), readBatch)
  const reading = <K, V>(load: (db: Queryable, keys: readonly K[]) => Promise<(key: K) => V>) =>
    batching<K, V>((keys, askers) => load(toldOf(prisma, askers), keys))
  const standing = reading(async (db, keys: readonly AccountKey[]) => {
    const accounts = await readAccountsAt(db, keys)
    return ({ id }) => accounts.get(id) ?? null
  })
  const whole = async (id: string, asker?: Asker) => {
    const accounts = await readAccounts(toldOf(prisma, asker ? [asker] : []), [id]).catch(unavailable)
    return accounts.get(id) ?? null
  }
  const page = reading((db, keys: readonly PageKey[]) => readPages(db, keys))
  const holds = holdsTogether(prisma, decisionTime)
  const inTurn = turns(writersAtOnce)
  return {
    account: async (key, asker) => {
      const account = await standing(key, asker)
      return account && isCutShort(account) ? whole(key.id, asker) : account
    },
    accountId: reading(findAccountIds),
    apiKey: batching((hashes: readonly Uint8Array<ArrayBuffer>[], askers) =>
      findApiKeys(clientToldOf(prisma, askers), hashes),
    ),
    saveApiKeyUses: (uses) => retried(() => saveApiKeyUses(prisma, uses)).catch(unavailable),
    // A page's rows are those of the list its key names.
    page: <L extends ListName>(key: PageKey & { readonly list: L }, asker?: Asker) =>
      page(key, asker) as Promise<Lists[L][]>,
    bucketTotals: reading(readBucketTotals),
    decisionTime,
    holdAtOnce: async (request, asker) => {
      const hold = await holds(request, asker)
      if (hold !== null) onMoved(movedBy(request))
      return hold
    },
    transaction: async (accountId, work, asker) => {
      const { result, moved } = await inTurn(accountId, () =>
        retried(() =>
          prisma.$transaction(async (tx) => {
            const told = clientToldOf(tx, asker ? [asker] : [])
            return { result: await work(told), moved: movedIn(told) }
          }),
        ).catch(unavailable),
      )
      for (const one of moved) onMoved(one)
      return result
    },
  }
}

/** The store as one request has it, which is told of all that it waits for. */
export function askedBy(store: Store, asker: Asker): Store {
  return {
    account: (key) => store.account(key, asker),
    accountId: (key) => store.accountId(key, asker),
    apiKey: (key) => store.apiKey(key, asker),
    saveApiKeyUses: store.saveApiKeyUses,
    page: (key) => store.page(key, asker),
    bucketTotals: (key) => store.bucketTotals(key, asker),
    decisionTime: store.decisionTime,
    holdAtOnce: (request) => store.holdAtOnce(request, asker),
    transaction: (accountId, work) => store.transaction(accountId, work, asker),
  }
}

/** Of one account: the next one begins while the one before it commits. */
const writersAtOnce = 2
