import type { Account } from '../domain/account.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import type { ListedHold, ListName, Lists, PageKey } from '../domain/lists.ts'
import type { BucketTotals } from '../domain/statement.ts'
import { findAccountIds } from './account-lookup.ts'
import { type AccountKey, isCutShort, readAccounts, readAccountsAt } from './accounts.ts'
import { findApiKeys, type StoredApiKey, saveApiKeyUses } from './api-keys.ts'
import { type Batched, batched } from './batch.ts'
import { readBucketTotals, type TotalsKey } from './bucket-totals.ts'
import type { Prisma } from './client/client.ts'
import type { Database } from './database.ts'
import { type DecisionTime, databaseTime } from './decision-time.ts'
import type { HoldRequest } from './hold-at-once.ts'
import { holdsTogether } from './holds-together.ts'
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
  readonly page: <L extends ListName>(key: PageKey & { readonly list: L }) => Promise<Lists[L][]>
  readonly bucketTotals: Batched<TotalsKey, BucketTotals>
  /** A hold that one grant covers, in one statement; null, and nothing has happened, when it is not that case. */
  readonly holdAtOnce: (request: HoldRequest) => Promise<ListedHold | null>
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
  readonly transaction: <T>(accountId: string, work: (tx: Prisma.TransactionClient) => Promise<T>) => Promise<T>
}

export interface StoreOptions {
  readonly decisionTime?: DecisionTime
  /** Keys in one statement, at most. */
  readonly readBatch?: number
}

/** Every read throws Refusal UNAVAILABLE when the database cannot be reached. */
export function createStore(
  { prisma }: Database,
  { decisionTime = databaseTime, readBatch = 64 }: StoreOptions = {},
): Store {
  const reading = <K, V>(load: (keys: readonly K[]) => Promise<(key: K) => V>) =>
    batched<K, V>((keys) => load(keys).catch(unavailable), readBatch)
  const standing = reading(async (keys: readonly AccountKey[]) => {
    const accounts = await readAccountsAt(prisma, keys)
    return ({ id }) => accounts.get(id) ?? null
  })
  const whole = async (id: string) => (await readAccounts(prisma, [id]).catch(unavailable)).get(id) ?? null
  const page = reading((keys: readonly PageKey[]) => readPages(prisma, keys))
  const holds = holdsTogether(prisma, decisionTime)
  const inTurn = turns(writersAtOnce)
  return {
    account: async (key) => {
      const account = await standing(key)
      return account && isCutShort(account) ? whole(key.id) : account
    },
    accountId: reading((lookups) => findAccountIds(prisma, lookups)),
    apiKey: reading((hashes: readonly Uint8Array<ArrayBuffer>[]) => findApiKeys(prisma, hashes)),
    saveApiKeyUses: (uses) => retried(() => saveApiKeyUses(prisma, uses)).catch(unavailable),
    // A page's rows are those of the list its key names.
    page: <L extends ListName>(key: PageKey & { readonly list: L }) => page(key) as Promise<Lists[L][]>,
    bucketTotals: reading((keys) => readBucketTotals(prisma, keys)),
    decisionTime,
    holdAtOnce: (request) => holds(request),
    transaction: (accountId, work) =>
      inTurn(accountId, () => retried(() => prisma.$transaction(work)).catch(unavailable)),
  }
}

/** Of one account: the next one begins while the one before it commits. */
const writersAtOnce = 2
