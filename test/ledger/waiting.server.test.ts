import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { createTestDatabase } from '../support/database.ts'
import { importPerson } from '../support/legacy-people.ts'
import { ask, type LedgerUnderTest, type Operation, type Outcome } from './operations.ts'
import { ledgerOf } from './stage.ts'

let server: Awaited<ReturnType<typeof createTestDatabase>>
let app: TestApp
/** Somebody who has the account's row, and others wait for it. */
let holder: pg.Client
beforeAll(async () => {
  server = await createTestDatabase('template')
  app = await createTestApp({}, { database: await openDatabase({ url: server.url, dataDir: '', poolSize: 5 }) })
  holder = new pg.Client({ connectionString: server.url })
  await holder.connect()
})
afterAll(async () => {
  await holder.end()
  expect(app.bugs).toEqual([])
  await app.close()
  await server.drop()
})

test('a hold that waited behind a release finds what was released', async () => {
  const { account, ledger } = await tenEuros(1)
  const first = await ask(ledger, 'first', hold(account))
  const id = first.refused === undefined ? (first.holdId ?? '') : ''
  const release: Operation = { verb: 'release', account, hold: { id, isEur: true } }
  expect(await behind(ledger, account, [release, hold(account)])).toEqual(['done', 'done'])
})

test('a hold that waited behind a consumption finds what that left', async () => {
  const { account, ledger } = await tenEuros(2)
  const consume: Operation = { verb: 'consume', account, pools: ['WALLET'], amount: seven }
  expect(await behind(ledger, account, [consume, hold(account)])).toEqual(['done', 'INSUFFICIENT_CREDITS'])
})

const seven = 7_000_000n

function hold(account: string): Operation {
  return { verb: 'hold', account, pools: ['WALLET'], amount: seven, ttlSeconds: 900 }
}

async function tenEuros(number: number): Promise<{ account: string; ledger: LedgerUnderTest }> {
  const { accountId: account } = await importPerson(app, number, ['USERS_ME'])
  const ledger = ledgerOf(app, [account])
  const plain = { pool: 'WALLET', kind: 'PAID', priority: 50, effectiveAt: null, expiresAt: null } as const
  await ask(ledger, 'ten', { verb: 'grant', account, amount: 10_000_000n, ...plain })
  return { account, ledger }
}

/** Lets operations queue up for the account, one behind the other, and then lets them go. */
async function behind(ledger: LedgerUnderTest, account: string, operations: readonly Operation[]): Promise<string[]> {
  await holder.query('BEGIN')
  await holder.query('SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE', [account])
  const outcomes: Promise<Outcome>[] = []
  for (const operation of operations) {
    outcomes.push(ask(ledger, `queued ${outcomes.length}`, operation))
    while ((await waiting()) < outcomes.length) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await holder.query('COMMIT')
  return (await Promise.all(outcomes)).map(({ refused = 'done' }) => refused)
}

/** Asked outside of the holder's transaction, which sees one picture of the others' activity for as long as it lasts. */
async function waiting(): Promise<number> {
  const rows = await app.database.prisma.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count
    FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return rows[0]?.count ?? 0
}
