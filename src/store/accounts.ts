import type { Account } from '../domain/account.ts'
import { accountRow, enough, withParts } from './account-row.ts'
import { Prisma, type PrismaClient } from './client/client.ts'

/** What runs statements: the client itself or one transaction of it. */
export type Queryable = Pick<PrismaClient, '$queryRaw' | '$executeRaw'>

/**
 * An account as one request means it: whoever reads at an instant is told what counts then. Two requests that ask for one
 * account in one turn of the event loop share a row, and each judges it by its own clock.
 */
export interface AccountKey {
  readonly id: string
  /** The request's one reading of the clock. */
  readonly at: Date
}

/**
 * The hot read: everything the four shapes and the common viewer query show of some accounts, in one statement,
 * whatever was asked. Of credits that is what each pool comes to, as its last movement left it; its grants and holds
 * themselves come along only where something has fallen due since, and only so many. So an account of ten thousand is as
 * quick to read as one of none, and keeps nobody waiting who is read with it (docs/performance.md). One of which not all
 * has come along (`isCutShort`) has to be read by itself. Ids that are nobody's are missing from the answer.
 */
export async function readAccountsAt(db: Queryable, keys: readonly AccountKey[]): Promise<Map<string, Account>> {
  const at = keys.reduce((latest, key) => (key.at > latest ? key.at : latest), new Date(0))
  return read(db, [...new Set(keys.map(({ id }) => id))], dueParts(at))
}

/** Of an account that was read with others: some of its grants or holds would be missing. */
export function isCutShort({ pools }: Account): boolean {
  return pools.some(({ grants, holds }) => grants.length > partsMost || holds.length > partsMost)
}

/** Some accounts with all of their grants and holds: what a movement is decided on. */
export async function readAccounts(db: Queryable, ids: readonly string[]): Promise<Map<string, Account>> {
  return read(db, ids, allParts)
}

/** Locks one account until the transaction ends, then reads it. Null for nobody's id. */
export async function lockAccount(transaction: Queryable, id: string): Promise<Account | null> {
  await transaction.$queryRaw`SELECT 1 FROM accounts WHERE id = ${id}::uuid FOR UPDATE`
  return (await readAccounts(transaction, [id])).get(id) ?? null
}

export async function countAccounts(db: Queryable): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM accounts`
  return row?.count ?? 0
}

/** Somebody has moved credits here, though the account may be gone since. */
export async function hasJournal(db: Queryable): Promise<boolean> {
  const [row] = await db.$queryRaw<{ found: boolean }[]>`SELECT EXISTS (SELECT FROM ledger_entries) AS found`
  return row?.found ?? false
}

async function read(db: Queryable, ids: readonly string[], selection: Prisma.Sql): Promise<Map<string, Account>> {
  const rows = await db.$queryRaw<{ account: unknown[] }[]>`${selection}${isOneOf(ids)}`
  return new Map(
    rows.map(({ account }) => {
      const one = accountRow.read(account)
      return [one.id, one]
    }),
  )
}

/**
 * One key is compared, not searched for. Of a few keys PostgreSQL would expect less work than of as many as it takes
 * where it does not know how many there are (ten), and therefore plan the statement anew each time, which takes longer
 * than to execute it: so there are never few.
 */
function isOneOf(ids: readonly string[]): Prisma.Sql {
  const [first] = ids
  if (ids.length === 1) return Prisma.sql`a.id = ${first}::uuid`
  const padding = Array<string | undefined>(Math.max(0, fewest - ids.length)).fill(first)
  return Prisma.sql`a.id = ANY(${[...ids, ...padding]}::uuid[])`
}

const fewest = 16

/** Of a pool that is read with others, as many grants as come along, and as many holds. */
const partsMost = 100

// One JSON value for each account: a driver and a client that look at every value of every column on the way take longer
// than the database does.
const selection = `SELECT ${accountRow.sql} AS account FROM accounts a WHERE `
const allParts = Prisma.raw(selection.replaceAll(withParts, 'true').replaceAll(enough, ''))

/** One more than come along, so that it shows. Nothing is due of a pool that says no instant. */
const texts = selection.replaceAll(enough, `LIMIT ${partsMost + 1}`).split(withParts)
const dueParts = (at: Date) => {
  const isDue = Prisma.sql`coalesce(least(p.due_at, p.next_expires_at) <= ${at.toISOString()}::timestamptz, false)`
  return Prisma.sql(texts, ...texts.slice(1).map(() => isDue))
}
