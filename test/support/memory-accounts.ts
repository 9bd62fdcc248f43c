import { keyOf } from '../../src/domain/account-lookup.ts'
import { emailKey } from '../../src/domain/email-address.ts'
import { accountRow } from '../../src/store/account-row.ts'
import { type Queryable, readAccounts } from '../../src/store/accounts.ts'
import { Prisma } from '../../src/store/client/client.ts'
import type { Store } from '../../src/store/store.ts'

/** Accounts that live in memory for as long as a suite sends more requests than a database would take. */
export interface MemoryAccounts {
  /** Takes an account out of the database; nobody else is there any more. */
  take(db: Queryable, id: string): Promise<void>
  /** Stands before the real store: accounts and what a profile's writes ask of a transaction. */
  wrap(store: Store): Store
  /** Transactions that came to their end and wrote something. */
  readonly writes: number
}

/** As the hot read gives it. */
type Row = readonly unknown[]

export function memoryAccounts(): MemoryAccounts {
  const rows = new Map<string, Row>()
  let writes = 0

  const tx = (drafts: Map<string, Row>) => {
    const update = async ({ where, data }: { where: { id: string }; data: Record<string, unknown> }) => {
      const row = rows.get(where.id)
      if (!row) return { count: 0 }
      const changed = row.map((value, place) => {
        const name = accountRow.names[place] ?? ''
        return name in data ? data[name] : value
      })
      const key = emailKey(accountRow.read(changed).email)
      const isTaken = [...rows].some(([id, other]) => id !== where.id && emailKey(accountRow.read(other).email) === key)
      if (isTaken) {
        const known = { code: 'P2002', clientVersion: '', meta: { modelName: 'Account' } }
        throw new Prisma.PrismaClientKnownRequestError('Unique constraint failed', known)
      }
      drafts.set(where.id, changed)
      return { count: 1 }
    }
    return {
      // Locks a row, or reads it.
      $queryRaw: async (_: unknown, ...values: unknown[]) =>
        textsIn(values).flatMap((text) => {
          const account = drafts.get(text) ?? rows.get(text)
          return account ? [{ account }] : []
        }),
      account: { update, updateMany: update },
      creditGrant: { updateMany: async () => ({ count: 0 }) },
    } as unknown as Prisma.TransactionClient
  }

  return {
    get writes() {
      return writes
    },
    take: async (db, id) => {
      const spy = {
        $queryRaw: async (...call: Parameters<Queryable['$queryRaw']>) => {
          const found = await db.$queryRaw<{ account: Row }[]>(...call)
          for (const { account } of found) rows.set(accountRow.read(account).id, account)
          return found
        },
      }
      await readAccounts(spy as Queryable, [id])
      if (!rows.has(id)) throw new Error('There is no such account to take.')
    },
    wrap: (store) => ({
      ...store,
      account: async ({ id }) => {
        const row = rows.get(id)
        return row ? accountRow.read(row) : null
      },
      accountId: remembered(store.accountId, keyOf),
      apiKey: remembered(store.apiKey, (hash) => Buffer.from(hash).toString('hex')),
      transaction: async (_accountId, work) => {
        const drafts = new Map<string, Row>()
        const done = await work(tx(drafts))
        for (const [id, row] of drafts) rows.set(id, row)
        if (drafts.size > 0) writes += 1
        return done
      },
    }),
  }
}

function textsIn(values: readonly unknown[]): string[] {
  return values.flatMap((value) =>
    typeof value === 'string' ? [value] : value instanceof Prisma.Sql ? textsIn(value.values) : [],
  )
}

function remembered<K, V>(load: (key: K) => Promise<V>, nameOf: (key: K) => string): (key: K) => Promise<V> {
  const known = new Map<string, Promise<V>>()
  return (key) => {
    const name = nameOf(key)
    const value = known.get(name) ?? load(key)
    known.set(name, value)
    return value
  }
}
