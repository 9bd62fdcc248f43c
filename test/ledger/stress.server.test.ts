import { expect, test } from 'vitest'
import { createBusyApp, ledgerOf, threeAccounts } from './stage.ts'
import { strain } from './stress.ts'

/** The full size unless said: minutes. LEDGER_OPERATIONS=1000 is a first look. */
const operations = Number(process.env.LEDGER_OPERATIONS ?? 20_000)

test.each([1, 2, 3])(
  '32 at a time, whatever clients do comes to what the rules say, and nobody sees anything else meanwhile (seed %i)',
  async (seed) => {
    const app = await createBusyApp()
    try {
      const accounts = await threeAccounts(app, 1)
      const ledger = ledgerOf(
        app,
        accounts.map(({ account }) => account),
      )
      const { wrong, ...size } = await strain(ledger, {
        seed,
        operations,
        width: 32,
        echoes: 0.05,
        accounts,
        clock: app.clock,
      })
      expect(wrong).toEqual({ told: [], reckoned: [], shown: [], kept: [], keys: [] })
      expect(size.reads).toBeGreaterThan(operations / 10)
      expect(app.bugs).toEqual([])
    } finally {
      await app.close()
    }
  },
  operations * 60 + 30_000,
)
