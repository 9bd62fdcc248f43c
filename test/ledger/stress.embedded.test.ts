import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { ledgerOf, threeAccounts } from './stage.ts'
import { strain } from './stress.ts'

/** LEDGER_OPERATIONS=20000 is the full size: minutes. */
const operations = Number(process.env.LEDGER_OPERATIONS ?? 150)

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

test.each([1, 2, 3])(
  'one after the other, whatever clients do comes to what the rules say (seed %i)',
  async (seed) => {
    app.clock.now = testNow
    const accounts = await threeAccounts(app, 10 * seed)
    const ledger = ledgerOf(
      app,
      accounts.map(({ account }) => account),
    )
    const { wrong, ...size } = await strain(ledger, {
      seed,
      operations,
      width: 1,
      echoes: 0.05,
      accounts,
      clock: app.clock,
    })
    expect(wrong).toEqual({ told: [], reckoned: [], shown: [], kept: [], keys: [] })
    expect(size.reads).toBeGreaterThan(0)
  },
  operations * 50 + 10_000,
)
