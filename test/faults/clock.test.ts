import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { createStore } from '../../src/store/store.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { creditWorldIn } from '../support/credit-world.ts'
import { openTestDatabase } from '../support/database.ts'

let database: Database
let app: TestApp
let world: ReturnType<typeof creditWorldIn>
beforeAll(async () => {
  database = await openTestDatabase()
  // The real decision time; the gateway's own clock is the test's.
  app = await createTestApp({}, { database, wrapStore: () => createStore(database) })
  world = creditWorldIn(app)
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

/** Seconds by which a gateway's clock is wrong: from a second to a day, either way. */
const skews = [1, 2, 5, 10, 30, 60, 300, 3_600, 43_200, 86_400].flatMap((seconds) => [seconds, -seconds])

test(`a hold's time is the database's, on gateways whose clocks are wrong by ${skews.length} different amounts`, async () => {
  app.clock.now = new Date()
  const who = await world.holder()
  await world.grant(who, 'WALLET', { eur: '100.000000' })
  const through = (skew: number) => {
    app.clock.now = new Date(Date.now() + skew * 1_000)
  }
  const held: { skew: number; long: { id: string }; short: { id: string } }[] = []
  for (const skew of skews) {
    through(skew)
    const before = Date.now()
    const long = await world.hold(who, { eur: '1.000000' }, { ttlSeconds: 900 })
    // One machine, one clock: the database's is the test's own.
    expect(Date.parse(long.expiresAt) - before).toBeGreaterThanOrEqual(900_000)
    expect(Date.parse(long.expiresAt) - Date.now()).toBeLessThanOrEqual(900_001)
    held.push({ skew, long, short: await world.hold(who, { eur: '1.000000' }, { ttlSeconds: 1 }) })
  }
  await setTimeout(1_100)
  for (const { skew, long, short } of held) {
    through(-skew)
    expect(await world.refused('captureHold', { holdId: short.id })).toEqual(['HOLD_CLOSED'])
    expect(await world.refused('captureHold', { holdId: long.id })).toEqual([])
  }
  app.clock.now = new Date()
  expect(await world.walletOf(who)).toEqual({ available: '80.000000', held: '0.000000', posted: '80.000000' })
})
