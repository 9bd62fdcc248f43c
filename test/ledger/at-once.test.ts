import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { testHome } from '../support/database.ts'
import { importPerson } from '../support/legacy-people.ts'
import { captureAgainstRelease, equalKeys, fortyHolds, manyGrants, type Stage, spanningHolds } from './promises.ts'
import { createBusyApp, ledgerOf } from './stage.ts'

/** All at once where there is more than one connection; one after the other where there is one. */
const isServer = testHome() === 'server'

let app: TestApp
let people = 0
beforeAll(async () => {
  app = isServer ? await createBusyApp() : await createTestApp()
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

describe('at once', { timeout: 120_000 }, () => {
  test.each(['grant', 'hold', 'consume'] as const)(
    '64 equal keys of a %s have one effect and one answer, also for whoever asks again',
    async (verb) => {
      expect(await equalKeys(await emptyWallet(), verb)).toEqual([])
    },
  )

  test('40 holds of 10 on 100: exactly 10 are given', async () => {
    expect(await fortyHolds(await emptyWallet())).toEqual([])
  })

  test('500 grants of 1 leave 500 more', async () => {
    expect(await manyGrants(await emptyWallet(), isServer ? 500 : 100)).toEqual([])
  })

  test('50 holds captured and released: each ends in one of the two ways', async () => {
    expect(await captureAgainstRelease(await emptyWallet())).toEqual([])
  })

  test('holds over monthly and additional credits take all of both, and give back what is not spent', async () => {
    const windows = { MONTHLY: 100n, ADDITIONAL: 50n }
    const [total, max] = [100, 50]
    const plan = { name: 'Pro', totalMonthlyCredits: total, remainingMonthlyCredits: total }
    const additional = { maxAdditionalCredits: max, remainingAdditionalCredits: max }
    people += 1
    const records = { USER_INFO: { plan: { ...plan, ...additional } } }
    const { accountId } = await importPerson(app, people, ['USER_INFO'], records)
    expect(await spanningHolds(stageOf(accountId), windows)).toEqual([])
  })
})

async function emptyWallet(): Promise<Stage> {
  people += 1
  const { accountId } = await importPerson(app, people, ['USERS_ME'])
  return stageOf(accountId)
}

function stageOf(account: string): Stage {
  return { ledger: ledgerOf(app, [account]), account, width: isServer ? 500 : 1 }
}
