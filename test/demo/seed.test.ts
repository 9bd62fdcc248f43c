import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPeople } from '../../src/demo/people.ts'
import { seedDemo } from '../../src/demo/seed.ts'
import { accountsIn } from '../support/accounts.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

test('demo people come into an empty database once, and do not come back when all are deleted', async () => {
  const people = demoPeople(testNow)
  const { remove } = accountsIn(app)
  const count = () => app.database.prisma.account.count()
  for (let start = 0; start < 2; start += 1) {
    await seedDemo(app.database, testNow)
    expect(await count()).toBe(people.length)
  }
  for (const { accountId } of people) await remove({ accountId })
  await seedDemo(app.database, testNow)
  expect(await count()).toBe(0)
})
