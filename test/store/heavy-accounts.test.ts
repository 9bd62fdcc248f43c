import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import { balanceOf } from '../../src/domain/credits.ts'
import { viewerOf } from '../../src/domain/viewer.ts'
import type { Database } from '../../src/store/database.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { makePeople } from '../bench/people.ts'
import { openTestDatabase } from '../support/database.ts'

/** An account with more grants and holds than a shared statement brings along, and its neighbours with few. */
const heavy = 1
const neighbours = [2, 3, 4]
const now = new Date('2026-03-01T12:00:00.000Z')
const day = 86_400_000
/** As it makes them: holds end after five days, a second apart; grants expire after three hundred, an hour apart. */
const whenHoldsEnd = new Date(now.getTime() + 5 * day)
const [grants, holds] = [150, 120]

let database: Database
let store: Store
const ids = new Map<number, string>()
beforeAll(async () => {
  database = await openTestDatabase()
  const session = {
    query: (sql: string, values: readonly unknown[] = []) => database.prisma.$executeRawUnsafe(sql, ...values),
  }
  await makePeople(session, heavy, heavy, now, { grants, holds })
  await makePeople(session, 2, 4, now)
  const rows = await database.prisma.account.findMany({ select: { id: true, email: true } })
  for (const { id, email } of rows) ids.set(Number(/\d+/.exec(email)?.[0]), id)
  store = createStore(database)
})
afterAll(() => database.close())

const read = (number: number, at: Date) => store.account({ id: ids.get(number) ?? '', at })
const walletOf = (account: Account | null) => account?.pools.find(({ kind }) => kind === 'WALLET')

test('while nothing is due, an account of many is read without its grants and holds, in one statement', async () => {
  const before = database.statements()
  const accounts = await Promise.all([heavy, ...neighbours].map((number) => read(number, now)))
  expect(database.statements() - before).toBe(1)
  const [wallet] = accounts.map(walletOf)
  expect(wallet).toMatchObject({ grants: [], holds: [], standing: { held: BigInt(holds) * 250_000n } })
  expect(wallet && balanceOf(wallet)).toMatchObject({ available: BigInt(grants) * 30_000_000n })
})

test('once something is due, the heavy one is read by itself and its neighbours are read together as ever', async () => {
  const before = database.statements()
  const [one, ...others] = await Promise.all([heavy, ...neighbours].map((number) => read(number, whenHoldsEnd)))
  expect(database.statements() - before).toBe(2)
  expect(walletOf(one ?? null)?.grants).toHaveLength(grants)
  for (const other of others) expect(walletOf(other)?.grants).toHaveLength(2)
})

test.each([
  ['just before its first hold ends', -1, holds],
  ['as its first hold ends', 0, holds - 1],
  ['a second later', 1_000, holds - 2],
])('an account of many shows what is held %s', async (_, shift, left) => {
  const at = new Date(whenHoldsEnd.getTime() + shift)
  const account = await read(heavy, at)
  expect(account && viewerOf(account, at).credits.wallet).toMatchObject({
    held: BigInt(left) * 250_000n,
    available: BigInt(grants) * 30_000_000n + BigInt(holds - left) * 250_000n,
  })
})

test('two who ask at different instants are each told what counts at theirs', async () => {
  const before = new Date(whenHoldsEnd.getTime() - 1)
  const [early, late] = await Promise.all([read(2, before), read(2, whenHoldsEnd)])
  expect(early && viewerOf(early, before).credits.wallet.held).toBe(250_000n)
  expect(late && viewerOf(late, whenHoldsEnd).credits.wallet.held).toBe(0n)
})
