import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStore } from '../../src/store/store.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson } from '../support/legacy-people.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

/** Two that each lock one account and then want the other's: PostgreSQL ends one of them (40P01). */
async function crossing(ids: readonly string[]) {
  const store = createStore(app.database)
  const attempts = [0, 0]
  const both = resolvers()
  let waiting = 0
  const run = (order: readonly string[], which: number) =>
    store.transaction(order[0] ?? '', async (tx) => {
      attempts[which] = (attempts[which] ?? 0) + 1
      for (const [step, id] of order.entries()) {
        await tx.$executeRaw`SELECT 1 FROM accounts WHERE id = ${id}::uuid FOR UPDATE`
        if (step === 0 && attempts[which] === 1) {
          waiting += 1
          if (waiting === 2) both.resolve()
          await both.promise
        }
      }
    })
  const results = await Promise.allSettled([run(ids, 0), run([...ids].reverse(), 1)])
  return { results, attempts }
}

function resolvers() {
  let resolve: () => void = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

test('of two transactions in each other’s way both are done, one of them a second time', async () => {
  const people = [await importPerson(app, 1, ['USERS_ME']), await importPerson(app, 2, ['USERS_ME'])]
  const { results, attempts } = await crossing(people.map(({ accountId }) => accountId))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  expect([...attempts].sort()).toEqual([1, 2])
})

test('one that loses again and again is UNAVAILABLE, with a time to try again after', async () => {
  const store = createStore(app.database)
  let attempts = 0
  const lost = store.transaction('whose', async (tx) => {
    attempts += 1
    await tx.$executeRaw`DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$`
  })
  await expect(lost).rejects.toMatchObject({ code: 'UNAVAILABLE', details: { retryAfter: 1 } })
  expect(attempts).toBe(4)
})
