import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reconcile } from '../../src/actions/reconcile.ts'

import { type Database, openDatabase } from '../../src/store/database.ts'
import type { HoldRequest } from '../../src/store/hold-at-once.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { createTestDatabase } from '../support/database.ts'
import { importPerson } from '../support/legacy-people.ts'
import { ask, type Operation } from './operations.ts'
import { ledgerOf } from './stage.ts'

/** Milliseconds, for a machine that has other things to do. */
const unhurried = { poolSize: 10, waitMs: 10_000, lockMs: 10_000, statementMs: 20_000, transactionMs: 20_000 }

let server: Awaited<ReturnType<typeof createTestDatabase>>
/** Two gateways on one database: the app with its front door, and another one's store. */
let app: TestApp
let other: Database
let gateways: readonly [Store, Store]
/** Somebody who has an account's row. */
let holder: pg.Client
let number = 0
beforeAll(async () => {
  server = await createTestDatabase('template')
  const options = { url: server.url, dataDir: '', ...unhurried }
  app = await createTestApp({}, { database: await openDatabase(options) })
  other = await openDatabase(options)
  gateways = [createStore(app.database), createStore(other)]
  holder = new pg.Client({ connectionString: server.url })
  await holder.connect()
})
afterAll(async () => {
  await holder.end()
  await other.close()
  expect(app.bugs).toEqual([])
  await app.close()
  await server.drop()
})

test('holds whose neighbour’s row is locked do not wait for it, and it is held once the row is free', async () => {
  const [locked, ...free] = await wallets(6)
  const [store] = gateways
  await holder.query('BEGIN')
  await holder.query('SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE', [locked])
  let isHeld = false
  const waiting = [1, 2].map(async () => {
    const hold = await store.holdAtOnce(request(locked))
    isHeld = true
    return hold
  })
  // Again and again, with one more for the locked account each time; whoever waited for it would do so until it is free.
  for (let round = 0; round < 3; round += 1) {
    const holds = await Promise.all(free.map((account) => store.holdAtOnce(request(account))))
    expect(holds.map((hold) => hold?.amount)).toEqual(free.map(() => 1n))
    waiting.push(store.holdAtOnce(request(locked)))
  }
  expect(isHeld).toBe(false)
  await holder.query('COMMIT')
  expect((await Promise.all(waiting)).map((hold) => hold?.amount)).toEqual([1n, 1n, 1n, 1n, 1n])
  await expectAgreement()
})

test('a hold that cannot be written, by a unique column or a CHECK, is left to the long way; its neighbours are held', async () => {
  const [taken, unlawful, ...fine] = await wallets(5)
  const [store] = gateways
  const first = await store.holdAtOnce(request(taken))
  // What is left is not to become less, whatever is asked for.
  await holder.query(`UPDATE credit_pools SET floor = available WHERE account_id = $1`, [unlawful])
  const holds = await Promise.all([
    store.holdAtOnce({ ...request(taken), id: first?.id ?? '' }),
    store.holdAtOnce(request(unlawful)),
    ...fine.map((account) => store.holdAtOnce(request(account))),
  ])
  expect(holds.map((hold) => hold?.amount)).toEqual([undefined, undefined, 1n, 1n, 1n])
  await holder.query(`UPDATE credit_pools SET floor = 0 WHERE account_id = $1`, [unlawful])
  await expectAgreement()
})

test('two gateways that hold on the same accounts, crossing one another and consumptions, never deadlock; every key is held once, and the books agree', async () => {
  const accounts = await wallets(8)
  const before = await deadlocks()
  const keys = Array.from({ length: 600 }, (_, index) => request(accounts[(index * 5) % 8]))
  const held = new Map<string, bigint[]>()
  const take = async (store: Store, asked: HoldRequest) => {
    // In flight elsewhere, or done: the long way would say which.
    const hold = await store.holdAtOnce({ ...asked, id: randomUUID() })
    if (hold) held.set(asked.key.key, [...(held.get(asked.key.key) ?? []), hold.sequence])
  }
  const workers = gateways.flatMap((store, which) =>
    Array.from({ length: 16 }, async (_, worker) => {
      // Both ask for every key, from opposite ends.
      const own = keys.filter((_, index) => index % 16 === worker)
      for (const asked of which === 0 ? own : own.reverse()) await take(store, asked)
    }),
  )
  const ledger = ledgerOf(app, accounts)
  const long = accounts.map(async (account, index) => {
    const consume: Operation = { verb: 'consume', account, pools: ['WALLET'], amount: 1n }
    for (let time = 0; time < 10; time += 1) {
      const { refused } = await ask(ledger, `consume ${index} ${time}`, consume)
      expect(refused).toBeUndefined()
    }
  })
  await Promise.all([...workers, ...long])
  // What both found in flight at once, neither has taken.
  for (const asked of keys.filter(({ key }) => !held.has(key.key))) await take(gateways[0], asked)

  expect(held.size).toBe(keys.length)
  expect([...held.values()].filter((holds) => holds.length !== 1)).toEqual([])
  const rows = await app.database.prisma.creditHold.groupBy({
    by: ['accountId'],
    where: { accountId: { in: accounts } },
    _count: true,
  })
  expect(rows.map(({ _count }) => _count)).toEqual(accounts.map(() => keys.length / 8))
  await expectAgreement()
  // Told with some delay.
  await delay(1_100)
  expect(await deadlocks()).toBe(before)
}, 60_000)

/** Accounts with 10 EUR each, in no order. */
async function wallets(count: number): Promise<string[]> {
  const accounts: string[] = []
  for (let made = 0; made < count; made += 1) {
    number += 1
    const { accountId: account } = await importPerson(app, number, ['USERS_ME'])
    const plain = { pool: 'WALLET', kind: 'PAID', priority: 50, effectiveAt: null, expiresAt: null } as const
    await ask(ledgerOf(app, [account]), 'ten', { verb: 'grant', account, amount: 10_000_000n, ...plain })
    accounts.push(account)
  }
  return accounts
}

/** A micro-EUR, under a key of its own. */
function request(accountId = ''): HoldRequest {
  return {
    key: { client: 'service:test', accountId, key: randomUUID(), inputHash: new Uint8Array(32) },
    id: randomUUID(),
    pool: 'WALLET',
    amount: 1n,
    ttlSeconds: 900,
    actor: 'service:test',
    reason: null,
    reference: null,
  }
}

async function expectAgreement(): Promise<void> {
  for await (const { differences } of reconcile(app.database.prisma)) expect(differences).toEqual([])
}

async function deadlocks(): Promise<string> {
  const { rows } = await holder.query<{ deadlocks: string }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  )
  return rows[0]?.deadlocks ?? 'unknown'
}
