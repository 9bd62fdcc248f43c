import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { createTestApp, type TestApp, testSecret } from '../support/app.ts'
import { createTestDatabase } from '../support/database.ts'
import { type RunningGateway, startGateway } from '../support/process.ts'
import type { LedgerUnderTest } from './operations.ts'
import { debtor, ledgerOf, overdrawn } from './stage.ts'
import { strain } from './stress.ts'

const kills = 20

let server: Awaited<ReturnType<typeof createTestDatabase>>
/** Brings the people in, and looks: a gateway of its own beside the ones that are killed. */
let app: TestApp
beforeAll(async () => {
  server = await createTestDatabase('template')
  app = await createTestApp({}, { database: await openDatabase({ url: server.url, dataDir: '', poolSize: 5 }) })
  app.clock.now = new Date()
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
  await server.drop()
})

test(`a gateway killed ${kills} times while it writes loses nothing it acknowledged, and does nothing twice`, async () => {
  const accounts = [await debtor(app, 1, '2099-12-01T00:00:00Z'), await overdrawn(app, 2), await overdrawn(app, 3)]
  const ids = accounts.map(({ account }) => account)
  const start = () => startGateway({ DATABASE_URL: server.url, JWT_SECRET: testSecret })
  const life: Life = { gateway: await start(), lost: new Map() }
  let recovered = 0

  const watched = ledgerOf(app, ids)
  const { send } = ledgerOf(app, ids, (request) => throughTheDoor(life, request))
  const readEverywhere = (account: string) => {
    app.clock.now = new Date()
    return watched.readEverywhere(account)
  }
  const ledger: LedgerUnderTest = {
    ...watched,
    readEverywhere,
    read: async (account) => ({ face: 'any', pools: (await readEverywhere(account)).flatMap(({ pools }) => pools) }),
    send: async (key, operation) => {
      const outcome = await send(key, operation)
      const lostAt = life.lost.get(key) ?? 0
      // It had happened by then: only the answer was lost.
      if (outcome !== 'again' && outcome.refused === undefined && outcome.at.getTime() < lostAt) recovered += 1
      return outcome
    },
  }
  let isOver = false
  const killing = killAgainAndAgain(life, start).finally(() => {
    isOver = true
  })
  const workload = { seed: 1, operations: Number.POSITIVE_INFINITY, width: 8, echoes: 0.05, accounts, clock: null }
  try {
    const { wrong } = await strain(ledger, { ...workload, isOver: () => isOver })
    expect(wrong).toEqual({ told: [], reckoned: [], shown: [], kept: [], keys: [] })
    expect(life.lost.size).toBeGreaterThan(kills)
    expect(recovered).toBeGreaterThan(0)
  } finally {
    await killing
    await life.gateway.end('SIGTERM')
  }
}, 180_000)

interface Life {
  gateway: RunningGateway
  /** When the answer to a key was lost first, in milliseconds. */
  readonly lost: Map<string, number>
}

/** To whichever gateway is alive. What ends without an answer is told as a proxy would tell it. */
async function throughTheDoor({ gateway, lost }: Life, request: Request): Promise<Response> {
  const { method, headers } = request
  const body = await request.text()
  try {
    const response = await fetch(`${gateway.url}${new URL(request.url).pathname}`, { method, headers, body })
    return new Response(await response.arrayBuffer(), { status: response.status })
  } catch {
    const key: string = JSON.parse(body).variables.input.idempotencyKey
    lost.set(key, lost.get(key) ?? Date.now())
    return new Response(null, { status: 502 })
  }
}

/** The next one is up before the last one dies, so that every kill meets a gateway at work. */
async function killAgainAndAgain(life: Life, start: () => Promise<RunningGateway>): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    const next = await start()
    await setTimeout(Math.random() * 200)
    const last = life.gateway
    life.gateway = next
    await last.end('SIGKILL')
  }
}
