import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cluster, createCluster, isRoot, serverPrograms } from '../support/cluster.ts'
import { runCommand, startGateway } from '../support/process.ts'
import {
  createStage,
  endure,
  environment,
  type Fault,
  type Harm,
  type Seen,
  type Stage,
  timeToReady,
} from './campaign.ts'
import { fillUp } from './fill-up.ts'
import { createLine, type Line } from './line.ts'

/** One is a look; FAULTS_PER_KIND=20 is the full measure, half an hour, whose table docs/reliability.md has. */
const perKind = Number(process.env.FAULTS_PER_KIND ?? 1)

/** What is promised of every kind, in milliseconds. */
const longestAnswer = 5_000
const longestRecovery = 5_000

if (serverPrograms === null)
  console.log('Skipped: faults of a database, for want of PostgreSQL’s own programs (initdb).')

describe.skipIf(serverPrograms === null)('what breaks beneath a gateway at work', () => {
  let cluster: Cluster
  let line: Line
  let direct: Stage
  let distant: Stage
  beforeAll(async () => {
    cluster = await createCluster()
    line = await createLine(cluster.port)
    direct = await createStage(cluster)
    distant = await createStage(cluster, line.port)
    distant.people = 500
  })
  afterAll(async () => {
    console.log(table.join('\n'))
    await direct.close()
    await distant.close()
    await line.close()
    await cluster.remove()
  })

  const kinds: Record<string, Fault> = {
    'its connections are ended in the middle of their work': async ({ cluster }, harm) => {
      await cluster.session((client) =>
        untilRefused(harm, () => client.query(`${endConnections} AND state IN ('active', 'idle in transaction')`)),
      )
    },
    'the server is stopped at once, and started': async ({ cluster }) => {
      await cluster.stopImmediately()
      await setTimeout(500)
      await cluster.start()
    },
    'the server is killed (kill -9), and started': async ({ cluster }) => {
      await cluster.kill()
      await cluster.start()
    },
    'the server is frozen for 6 s': async ({ cluster }) => {
      const thaw = cluster.freeze()
      await setTimeout(6_000)
      thaw()
    },
    'somebody holds the accounts’ rows for 4 s': ({ cluster }, { accounts }) =>
      inTransaction(cluster, async (client) => {
        await client.query('SELECT 1 FROM accounts WHERE id = ANY($1::uuid[]) FOR UPDATE', [accounts])
        await setTimeout(4_000)
      }),
    'every connection waits, for 4 s': ({ cluster }) =>
      inTransaction(cluster, async (client) => {
        await client.query('LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE')
        await setTimeout(4_000)
      }),
    'a deadlock': deadlock,
    'no connection is to be had for 2 s': async ({ cluster }) => {
      await cluster.session(async (client) => {
        await client.query('ALTER ROLE gateway CONNECTION LIMIT 0')
        await client.query(endConnections)
        await setTimeout(2_000)
        await client.query('ALTER ROLE gateway CONNECTION LIMIT -1')
      })
    },
    'the database only reads for 1 s': async ({ cluster }) => {
      await cluster.session(async (client) => {
        await client.query('SET default_transaction_read_only = off')
        await client.query('ALTER SYSTEM SET default_transaction_read_only = on')
        await client.query('SELECT pg_reload_conf()')
        await setTimeout(1_000)
        await client.query('ALTER SYSTEM RESET default_transaction_read_only')
        await client.query('SELECT pg_reload_conf()')
      })
    },
    'the gateway is killed (kill -9), another takes over': async (stage) => {
      const next = await stage.start()
      await setTimeout(Math.random() * 200)
      const last = stage.gateway
      stage.gateway = next
      await last.end('SIGKILL')
    },
  }

  test.each(Object.entries(kinds))(
    '%s: nothing acknowledged is lost or doubled, every answer comes in time',
    async (kind, fault) => {
      expectHeld(kind, tell(kind, await endure(direct, perKind, fault)))
    },
    perKind * 15_000 + 60_000,
  )

  test.each<[string, Fault]>([
    [
      'the network to the database swallows everything for 4 s, and old connections for good',
      async () => {
        line.silence()
        await setTimeout(4_000)
        line.mend()
      },
    ],
    ['the network to the database is cut, connections are reset', async () => line.reset()],
  ])(
    '%s: nothing acknowledged is lost or doubled, every answer comes in time',
    async (kind, fault) => {
      expectHeld(kind, tell(kind, await endure(distant, perKind, fault)))
    },
    perKind * 15_000 + 60_000,
  )

  test.skipIf(!isRoot || process.platform !== 'linux')(
    'its disk is full (for this a small one is mounted, as root): nothing acknowledged is lost or doubled',
    async () => {
      const small = await createCluster({ megabytes: 128 })
      try {
        const stage = await createStage(small)
        expectHeld('disk', tell('the database’s disk is full', await endure(stage, perKind, fullDisk)))
        await stage.close()
      } finally {
        await small.remove()
      }
    },
    perKind * 20_000 + 60_000,
  )

  test(
    'a gateway that starts before its database stays up, says that it is not ready, and is when the database comes',
    async () => {
      let ready = 0
      for (let count = 0; count < perKind; count += 1) {
        await cluster.stopImmediately()
        const gateway = await startGateway(environment(cluster.port))
        try {
          expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200)
          const answer = await fetch(`${gateway.url}/readyz`)
          expect([answer.status, await answer.text()]).toEqual([503, 'not ready: the database cannot be reached\n'])
          await cluster.start()
          ready = Math.max(ready, await timeToReady({ gateway }))
        } finally {
          await cluster.start()
          expect((await gateway.end('SIGTERM')).code).toBe(0)
        }
      }
      tell('the database is down when the gateway starts', { faults: perKind, ready })
      expect(ready).toBeLessThan(longestRecovery)
    },
    perKind * 15_000 + 30_000,
  )

  test('after all of it `reconcile` finds no difference', async () => {
    const { code, stdout } = await runCommand(['reconcile'], { DATABASE_URL: cluster.url })
    expect([code, stdout]).toEqual([0, expect.stringContaining('no difference')])
  })
})

/** Every promise is looked at, so that a report names all that are broken. */
function expectHeld(kind: string, seen: Seen): void {
  const isKilled = kind.startsWith('the gateway is killed')
  const isBarelyFelt = kind === 'a deadlock' || isKilled
  expect({ ...seen, odd: seen.odd.slice(0, 5) }).toMatchObject({
    wrong: { told: [], reckoned: [], shown: [], kept: [], keys: [] },
    odd: [],
    ...(isKilled ? {} : { unanswered: 0 }),
  })
  expect(seen.slowest).toBeLessThan(longestAnswer)
  expect(seen.ready).toBeLessThan(longestRecovery)
  expect(seen.acknowledged).toBeGreaterThan(0)
  // A fault that nobody noticed would prove nothing.
  if (!isBarelyFelt) expect(seen.unavailable).toBeGreaterThan(0)
}

/** In Markdown, for docs/reliability.md. */
const table = [
  '| fault | injected | writes acknowledged | lost | doubled | answers | of them 503 | slowest answer | ready again after |',
  '|---|---|---|---|---|---|---|---|---|',
]

/** A row of the table, told at once: the table comes when all is over. */
function tell<S extends Partial<Seen> & Pick<Seen, 'faults' | 'ready'>>(kind: string, seen: S): S {
  const seconds = (ms?: number) => (ms === undefined ? '' : `${(ms / 1000).toFixed(2)} s`)
  const counts = [seen.faults, seen.acknowledged, seen.lost, seen.doubled, seen.answers, seen.unavailable]
  const cells = [kind, ...counts.map((count) => count ?? ''), seconds(seen.slowest), seconds(seen.ready)]
  table.push(`| ${cells.join(' | ')} |`)
  console.log(table.at(-1))
  return seen
}

const endConnections = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'gateway'`

/** Does harm again and again until somebody has felt it, for 15 seconds at most. */
async function untilRefused({ refused }: Harm, harm: () => Promise<unknown> = () => setTimeout(0)): Promise<void> {
  const before = refused()
  for (const began = Date.now(); refused() === before && Date.now() - began < 15_000; ) {
    await harm()
    await setTimeout(10)
  }
}

async function inTransaction(cluster: Cluster, work: (client: pg.Client) => Promise<void>): Promise<void> {
  await cluster.session(async (client) => {
    await client.query('BEGIN')
    await work(client)
    await client.query('COMMIT')
  })
}

/** Takes an account’s rows in the opposite order, and leaves it to the gateway’s transaction to be the victim. */
async function deadlock({ cluster }: Stage, { accounts }: Harm): Promise<void> {
  const deadlocks = () =>
    cluster.session(async (client) => {
      const { rows } = await client.query(
        'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
      )
      return Number(rows[0]?.deadlocks)
    })
  const before = await deadlocks()
  for (let attempt = 0; attempt < 10 && (await deadlocks()) === before; attempt += 1) {
    await inTransaction(cluster, async (client) => {
      await client.query(`SET LOCAL deadlock_timeout = '20s'`)
      await client.query('SELECT 1 FROM credit_pools WHERE account_id = ANY($1::uuid[]) FOR UPDATE', [accounts])
      await setTimeout(300)
      await client.query('SELECT 1 FROM accounts WHERE id = ANY($1::uuid[]) FOR UPDATE', [accounts])
    })
    // The server tells its counts with some delay.
    for (let waited = 0; waited < 1_500 && (await deadlocks()) === before; waited += 100) await setTimeout(100)
  }
  expect(await deadlocks()).toBeGreaterThan(before)
}

/** Fills what is left, waits until it is felt, and makes room again. A server that gave up meanwhile is started. */
async function fullDisk({ cluster }: Stage, harm: Harm): Promise<void> {
  const file = join(cluster.directory, '..', 'filling')
  fillUp(file)
  await untilRefused(harm)
  await setTimeout(500)
  rmSync(file)
  await cluster.start()
}
