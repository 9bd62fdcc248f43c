import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { createTestDatabase } from '../support/database.ts'
import { naiveLedger } from './naive.ts'
import type { LedgerUnderTest } from './operations.ts'
import { captureAgainstRelease, equalKeys, fortyHolds, type Kept, manyGrants, type Stage } from './promises.ts'
import { strain } from './stress.ts'

let server: Awaited<ReturnType<typeof createTestDatabase>>
let database: Database
let naive: LedgerUnderTest
beforeAll(async () => {
  server = await createTestDatabase('template')
  database = await openDatabase({ url: server.url, dataDir: '', poolSize: 16 })
  naive = await naiveLedger(database)
})
afterAll(async () => {
  await database.close()
  await server.drop()
})

const promises: readonly (readonly [string, (stage: Stage) => Promise<Kept>])[] = [
  ['64 equal keys', (stage) => equalKeys(stage, 'grant')],
  ['64 equal keys of a hold', (stage) => equalKeys(stage, 'hold')],
  ['64 equal keys of a consumption', (stage) => equalKeys(stage, 'consume')],
  ['40 holds of 10 on 100', fortyHolds],
  ['500 grants of 1', manyGrants],
  ['capture against release', captureAgainstRelease],
]

describe('a ledger that reads, then writes, asked by one client at a time', () => {
  test.each(promises)('keeps its promises: %s', async (name, promise) => {
    expect(await promise({ ledger: naive, account: `alone ${name}`, width: 1 })).toEqual([])
  })

  test('stands the strain', async () => {
    const { wrong } = await strain(naive, workload('alone', 1))
    expect(wrong).toEqual({ told: [], reckoned: [], shown: [], kept: [], keys: [] })
  })
})

describe('the same ledger, asked by many at once', () => {
  test.each(promises)('breaks its promises, and the suite sees it: %s', async (name, promise) => {
    expect(await promise({ ledger: naive, account: `together ${name}`, width: 500 })).not.toEqual([])
  })

  test('fails under strain, by every check there is', async () => {
    const { wrong } = await strain(naive, workload('together', 32))
    const found = Object.entries(wrong).flatMap(([check, findings]) => (findings.length > 0 ? [check] : []))
    expect(found).toEqual(['told', 'reckoned', 'shown', 'kept', 'keys'])
    expect(wrong.told).toContainEqual(expect.stringContaining('available below 0'))
  })
})

function workload(name: string, width: number) {
  const nothing = { at: new Date(0), limit: 0n, lots: [], owed: 0n, windows: {}, hold: null }
  const accounts = [1, 2, 3].map((number) => ({ ...nothing, account: `${name} ${number}` }))
  return { seed: 1, operations: 600, width, echoes: width === 1 ? 0 : 0.05, accounts, clock: null }
}
