import { setTimeout } from 'node:timers/promises'
import { openDatabase } from '../../src/store/database.ts'
import type { LedgerUnderTest } from '../ledger/operations.ts'
import { debtor, ledgerOf, overdrawn } from '../ledger/stage.ts'
import { strain } from '../ledger/stress.ts'
import { createTestApp, type TestApp, testSecret } from '../support/app.ts'
import type { Cluster } from '../support/cluster.ts'
import { withServer } from '../support/global-setup.ts'
import { type RunningGateway, startGateway } from '../support/process.ts'

/** A gateway at work on a cluster of its own, and somebody beside it who brings people in and counts. */
export interface Stage {
  readonly cluster: Cluster
  /** Whoever is to answer; a fault may put another in its place. */
  gateway: RunningGateway
  readonly start: () => Promise<RunningGateway>
  readonly app: TestApp
  people: number
  close(): Promise<void>
}

/** @param port where the gateway finds its database; the cluster's own unless something stands between. */
export async function createStage(cluster: Cluster, port = cluster.port): Promise<Stage> {
  const database = await openDatabase({ url: cluster.url, dataDir: '', poolSize: 3 })
  await database.migrate()
  await withServer(cluster.url, async (client) => {
    const { rowCount } = await client.query(`SELECT 1 FROM pg_roles WHERE rolname = 'gateway'`)
    if (rowCount === 0) await client.query('CREATE ROLE gateway LOGIN')
    await client.query('GRANT ALL ON ALL TABLES IN SCHEMA public TO gateway')
    await client.query('GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO gateway')
  })
  const app = await createTestApp({}, { database })
  const start = () => startGateway(environment(port))
  const stage: Stage = {
    cluster,
    gateway: await start(),
    start,
    app,
    people: 0,
    close: async () => {
      await stage.gateway.end('SIGTERM')
      await app.close()
    },
  }
  return stage
}

/** Settings of a gateway whose database is on that port. */
export function environment(port: number): Record<string, string> {
  return { DATABASE_URL: `postgres://gateway@127.0.0.1:${port}/postgres`, JWT_SECRET: testSecret }
}

/** Something breaks, and is whole again when the promise settles. */
export type Fault = (stage: Stage, harm: Harm) => Promise<void>

/** What the fault has done so far. */
export interface Harm {
  /** Ids of the accounts that are written to. */
  readonly accounts: readonly string[]
  /** 503 so far. */
  refused(): number
}

/** What was seen while faults of one kind were injected. */
export interface Seen {
  readonly faults: number
  readonly acknowledged: number
  readonly answers: number
  readonly unavailable: number
  /** Requests that ended without an answer. */
  readonly unanswered: number
  /** Statuses other than 200 and 503. */
  readonly odd: readonly string[]
  /** Milliseconds. */
  readonly slowest: number
  /** From the part's return to the first 200 of /readyz, in milliseconds; the longest. */
  readonly ready: number
  readonly lost: number
  readonly doubled: number
  /** Everything the ledger, its tables and the clients' notes disagree about. */
  readonly wrong: Awaited<ReturnType<typeof strain>>['wrong']
}

/** Breaks things again and again while eight clients write, each key until it is acknowledged, and others read every face. */
export async function endure(stage: Stage, faults: number, fault: Fault): Promise<Seen> {
  const { app } = stage
  app.clock.now = new Date()
  const number = stage.people
  stage.people += 3
  const openings = [
    await debtor(app, number + 1, '2099-12-01T00:00:00Z'),
    await overdrawn(app, number + 2),
    await overdrawn(app, number + 3),
  ]
  const accounts = openings.map(({ account }) => account)
  const door = new Door(stage)
  const ledger: LedgerUnderTest = ledgerOf(app, accounts, (request) => door.fetch(request))

  let isOver = false
  let ready = 0
  const breaking = async () => {
    for (let count = 0; count < faults; count += 1) {
      await door.untilWritten(writesBetween)
      await fault(stage, { accounts, refused: () => door.unavailable })
      ready = Math.max(ready, await timeToReady(stage))
    }
    await door.untilWritten(writesBetween)
  }
  const token = await app.token(accounts[0] ?? '')
  const reading = faces.map(async (path) => {
    while (!isOver) {
      await door.ask(path, { headers: { authorization: `Bearer ${token}`, 'x-exorde-api-version': 'v1' } })
      await setTimeout(40)
    }
  })
  const broken = breaking().finally(() => {
    isOver = true
  })
  const workload = {
    seed: 1,
    operations: Number.POSITIVE_INFINITY,
    width: 8,
    echoes: 0.05,
    accounts: openings,
    clock: null,
  }
  const strained = await strain(ledger, { ...workload, isOver: () => isOver })
  await Promise.all([broken, ...reading])

  const { operations, refused, wrong } = strained
  return {
    faults,
    acknowledged: operations - Object.values(refused).reduce((sum, count) => sum + count, 0),
    answers: door.answers,
    unavailable: door.unavailable,
    unanswered: door.unanswered,
    odd: door.odd,
    slowest: door.slowest,
    ready,
    lost: wrong.keys.filter((key) => key.includes('without effect')).length,
    doubled: wrong.keys.filter((key) => key.includes('more effects')).length,
    wrong,
  }
}

/** Acknowledged before the next fault, so that each meets a gateway at work. */
const writesBetween = 25

const faces = ['/v1/account/profile', '/api/v1/users/me', '/api/users/profile', '/user/info', '/healthz']

/** What every client goes through, with a clock beside it. */
class Door {
  answers = 0
  unavailable = 0
  unanswered = 0
  written = 0
  slowest = 0
  readonly odd: string[] = []
  readonly #stage: Stage

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** A write is asked once, for its client to repeat; a read until it is answered. */
  async fetch(request: Request): Promise<Response> {
    const { method, headers } = request
    const body = method === 'GET' ? null : await request.text()
    const isWrite = body?.includes('idempotencyKey') ?? false
    // The machine belongs to others, too.
    await setTimeout(15)
    for (;;) {
      const response = await this.ask(new URL(request.url).pathname, { method, headers, body })
      if (isWrite && response.status === 200) this.written += 1
      if (isWrite || response.status < 500) return response
      await setTimeout(50)
    }
  }

  /** To whichever gateway is alive. What ends without an answer is told as a proxy would tell it. */
  async ask(path: string, init: RequestInit): Promise<Response> {
    const began = performance.now()
    try {
      const response = await fetch(this.#stage.gateway.url + path, init)
      const answer = new Response(await response.arrayBuffer(), { status: response.status })
      this.answers += 1
      if (answer.status === 503) this.unavailable += 1
      else if (answer.status !== 200) this.odd.push(`${path}: ${answer.status} ${await answer.clone().text()}`)
      return answer
    } catch {
      this.unanswered += 1
      return new Response(null, { status: 502 })
    } finally {
      this.slowest = Math.max(this.slowest, performance.now() - began)
    }
  }

  async untilWritten(count: number): Promise<void> {
    for (const before = this.written; this.written - before < count; ) await setTimeout(20)
  }
}

/** Milliseconds until the gateway says that it is ready, asked again and again. */
export async function timeToReady({ gateway }: Pick<Stage, 'gateway'>): Promise<number> {
  const began = performance.now()
  for (;;) {
    const { status } = await fetch(`${gateway.url}/readyz`)
    if (status === 200) return performance.now() - began
    if (performance.now() - began > 60_000) throw new Error('The gateway does not become ready again.')
    await setTimeout(20)
  }
}
