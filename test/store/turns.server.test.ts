import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { createTestDatabase, gatewayBounds } from '../support/database.ts'
import { importPerson } from '../support/legacy-people.ts'

/** Milliseconds. */
const waitMs = 500
const lockMs = 1_200

let server: Awaited<ReturnType<typeof createTestDatabase>>
let app: TestApp
/** Somebody who has the account's row. */
let holder: pg.Client
let other: string
beforeAll(async () => {
  server = await createTestDatabase('template')
  const bounds = { ...gatewayBounds, poolSize: 3, waitMs, lockMs }
  app = await createTestApp({}, { database: await openDatabase({ url: server.url, dataDir: '', ...bounds }) })
  holder = new pg.Client({ connectionString: server.url })
  await holder.connect()
  other = await app.token((await importPerson(app, 1)).accountId)
})
afterAll(async () => {
  await holder.end()
  expect(app.bugs).toEqual([])
  await app.close()
  await server.drop()
})

let people = 1
let accountId: string
let token: string
beforeEach(async () => {
  people += 1
  accountId = (await importPerson(app, people)).accountId
  token = await app.token(accountId)
})

test('fifty writes of one account, whose row is locked for a second: others read at once, and all fifty are done', async () => {
  await lock()
  const writes = fiftyWrites()
  const slowest = await readsOfAnother(900)
  await holder.query('ROLLBACK')
  expect(await writes).toEqual(Array(50).fill(200))
  expect(slowest).toBeLessThan(waitMs)
})

test('a row that stays locked is waited for once, not by one after the other', async () => {
  await lock()
  const began = performance.now()
  const statuses = await fiftyWrites()
  // Whoever is second in the database waits behind the first, and then for the row: PostgreSQL times either by itself.
  expect(performance.now() - began).toBeLessThan(3 * lockMs)
  await holder.query('ROLLBACK')
  expect(statuses).toEqual(Array(50).fill(503))
  expect(await write('afterwards')).toBe(200)
})

async function lock(): Promise<void> {
  await holder.query('BEGIN')
  await holder.query('SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE', [accountId])
}

async function write(name: string): Promise<number> {
  return (await app.send('PATCH', '/api/v1/users/me', { full_name: name }, token)).status
}

function fiftyWrites(): Promise<number[]> {
  return Promise.all(Array.from({ length: 50 }, (_, index) => write(`name ${index}`)))
}

/** Reads another account for so many milliseconds; answers the longest that one took. */
async function readsOfAnother(milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds
  let slowest = 0
  while (performance.now() < end) {
    const began = performance.now()
    expect((await app.get('/api/v1/users/me', other)).status).toBe(200)
    slowest = Math.max(slowest, performance.now() - began)
    await delay(50)
  }
  return slowest
}
