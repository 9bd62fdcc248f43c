import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reconcile } from '../../src/actions/reconcile.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import type { Pooler } from '../../src/store/pooler.ts'
import { createStore } from '../../src/store/store.ts'
import { unreadinessOf } from '../../src/store/unreadiness.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { creditWorldIn } from '../support/credit-world.ts'
import { createTestDatabase, gatewayBounds } from '../support/database.ts'
import { type OwnPgbouncer, pgbouncerVersion, startPgbouncer } from '../support/pgbouncer.ts'

if (pgbouncerVersion === null) {
  console.log('Skipped: a gateway behind PgBouncer. To run it: apt-get install pgbouncer, or TEST_PGBOUNCER=path')
}

/** The fewest that show what the pool of one shows not: a statement and the next one on different sessions. */
const sessions = 2

describe.skipIf(pgbouncerVersion === null)(`behind ${pgbouncerVersion} in transaction mode`, () => {
  let server: Awaited<ReturnType<typeof createTestDatabase>>
  let pgbouncer: OwnPgbouncer
  beforeAll(async () => {
    server = await createTestDatabase('template')
    pgbouncer = await startPgbouncer(server.url, ['pool_mode = transaction', `default_pool_size = ${sessions}`])
  })
  afterAll(async () => {
    await pgbouncer.end()
    await server.drop()
  })

  const opened = (pooler: Pooler | null, poolSize = 5) =>
    openDatabase({ url: pgbouncer.url, dataDir: '', ...gatewayBounds, poolSize, pooler })

  /** What the sessions of this test's database begin with, from now on. */
  async function beginSessionsWith(settings: Readonly<Record<string, string>>): Promise<void> {
    const direct = await openDatabase({ url: server.url, dataDir: '', poolSize: 1 })
    const name = new URL(server.url).pathname.slice(1)
    for (const [setting, value] of Object.entries(settings)) {
      await direct.prisma.$executeRawUnsafe(`ALTER DATABASE "${name}" SET ${setting} = '${value}'`)
    }
    await direct.prisma.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`
    await direct.close()
  }

  describe('a gateway that has not been told what it needs', () => {
    it('finds the pooler by itself, and does not work with it', async () => {
      const database = await opened(null)
      await expect(createStore(database).account({ id: nobody, at: new Date() })).rejects.toMatchObject({
        code: 'UNAVAILABLE',
      })
      expect(await unreadinessOf(database)).toContain('DATABASE_POOLER')
      await database.close()
    })

    it('does not work on sessions that wait for ever or are in another time zone, and says what sets them right', async () => {
      await beginSessionsWith({ TimeZone: 'Asia/Tokyo' })
      // One that has seen no session of another zone, which it would go on asking for.
      const fresh = await startPgbouncer(server.url, ['pool_mode = transaction'])
      const database = await openDatabase({ url: fresh.url, dataDir: '', ...gatewayBounds, pooler: 'transaction' })
      const unready = await unreadinessOf(database)
      expect(unready).toContain("ALTER ROLE CURRENT_USER SET TimeZone = 'UTC';")
      expect(unready).toContain("ALTER ROLE CURRENT_USER SET statement_timeout = '3000';")
      expect(unready).toContain("ALTER ROLE CURRENT_USER SET lock_timeout = '2000';")
      expect(unready).not.toContain('DateStyle')
      await database.close()
      await fresh.end()
    })
  })

  describe('a gateway that is told, before sessions that begin as they must', () => {
    let app: TestApp
    let second: TestApp
    let database: Database
    let world: ReturnType<typeof creditWorldIn>
    beforeAll(async () => {
      await beginSessionsWith({ TimeZone: 'UTC', statement_timeout: '3s', lock_timeout: '2s' })
      database = await opened('transaction', 10)
      app = await createTestApp({}, { database })
      world = creditWorldIn(app)
      second = await createTestApp({}, { database: await opened('transaction', 10) })
    })
    afterAll(async () => {
      expect([...app.bugs, ...second.bugs]).toEqual([])
      await app.close()
      await second.close()
    })

    it('is ready, and leaves migrations to a session of their own', async () => {
      expect(await unreadinessOf(database)).toBeNull()
      await expect(database.migrate()).rejects.toThrow('past the pooler')
    })

    it('reads all four shapes, holds, captures in part, and tells the same at the other gateway', async () => {
      const who = await world.person(['ACCOUNT_PROFILE', 'USERS_ME', 'USER_PROFILE', 'USER_INFO'])
      const before = await world.walletOf(who)
      const { hold } = await world.moved('holdCredits', { ...of(who), amount: { eur: '1.5' } })
      await world.moved('captureHold', { holdId: hold.id, amount: { eur: '0.5' } })
      expect(Number((await creditWorldIn(second).walletOf(who)).available)).toBe(Number(before.available) - 0.5)
      for (const system of ['ACCOUNT_PROFILE', 'USERS_ME', 'USER_PROFILE', 'USER_INFO'] as const) {
        expect(await creditWorldIn(second).bytes(system, who)).toBe(await world.bytes(system, who))
      }
    })

    it('moves credits by twenty clients at once over two sessions, without one movement lost, doubled or refused', async () => {
      const worlds = [world, creditWorldIn(second)]
      const people = [await world.holder(), await world.holder(), await world.holder()]
      for (const who of people)
        await world.moved('grantCredits', { ...of(who), pool: 'WALLET', kind: 'PAID', amount: { eur: '100' } })
      const sessionsAtMost = watchSessions(server.url)
      const rounds = 6
      await Promise.all(
        Array.from({ length: 20 }, async (_, client) => {
          for (let round = 0; round < rounds; round += 1) {
            const { moved, walletOf } = worlds[client % 2] ?? world
            const who = people[(client + round) % people.length] ?? unknown()
            const { hold } = await moved('holdCredits', { ...of(who), amount: { eur: '0.03' } })
            await walletOf(who)
            if (round % 2 === 0) await moved('captureHold', { holdId: hold.id, amount: { eur: '0.02' } })
            else await moved('releaseHold', { holdId: hold.id })
          }
        }),
      )
      expect(await sessionsAtMost()).toBe(sessions)
      const left = await Promise.all(people.map(async (who) => Number((await world.walletOf(who)).available) * 100))
      // Of every other hold two cents were captured.
      expect(Math.round(left.reduce((sum, one) => sum + one, 0))).toBe(30_000 - ((20 * rounds) / 2) * 2)
      for await (const { differences } of reconcile(database.prisma)) expect(differences).toEqual([])
    })

    it('has its own time-outs in every transaction, and leaves nothing of them behind', async () => {
      const shown = () => database.prisma.$queryRaw<object[]>`SELECT current_setting('lock_timeout') AS lock,
        current_setting('idle_in_transaction_session_timeout') AS idle, pg_sleep(0.02)::text AS slept`
      const inside = database.prisma.$transaction(
        (transaction) => transaction.$queryRaw`SELECT current_setting('lock_timeout') AS lock,
          current_setting('idle_in_transaction_session_timeout') AS idle`,
      )
      expect(await inside).toEqual([{ lock: '2s', idle: '3250ms' }])
      const outside = await Promise.all(Array.from({ length: 8 }, shown))
      expect(outside).toEqual(outside.map(() => [{ lock: '2s', idle: '0', slept: '' }]))
    })

    it('reads and writes instants as they are beside somebody in the same pool whose zone is another', async () => {
      const stranger = new pg.Client({ connectionString: pgbouncer.url })
      await stranger.connect()
      const at = new Date('2026-11-20T12:00:00.000Z')
      const read = () => database.prisma.$queryRaw`SELECT '2026-11-20 12:00:00+00'::timestamptz AS at,
        ${at}::timestamptz AS again, pg_sleep(0.002)::text AS slept`
      for (let round = 0; round < 20; round += 1) {
        await stranger.query(
          "SELECT set_config('TimeZone', 'Asia/Tokyo', false), set_config('DateStyle', 'German', false)",
        )
        const answers = await Promise.all([read(), stranger.query('SELECT pg_sleep(0.001)'), read(), read()])
        for (const answer of [answers[0], answers[2], answers[3]])
          expect(answer).toEqual([{ at, again: at, slept: '' }])
      }
      await stranger.end()
    })

    it('prepares nothing by name, which another session would not know', async () => {
      const prepared = await Promise.all(
        Array.from(
          { length: 8 },
          () => database.prisma.$queryRaw`SELECT count(*)::int AS count, pg_sleep(0.02)::text AS slept
          FROM pg_prepared_statements WHERE name <> ''`,
        ),
      )
      expect(prepared).toEqual(prepared.map(() => [{ count: 0, slept: '' }]))
    })
  })
})

const nobody = '00000000-0000-4000-8000-000000000001'

function of({ accountId }: { readonly accountId: string }) {
  return { account: { accountId } }
}

function unknown(): never {
  throw new Error('There are three people.')
}

/** Counts the sessions there are with the database, but for the one that counts, until it is asked for the most. */
function watchSessions(url: string): () => Promise<number> {
  let most = 0
  let isOver = false
  const watching = (async () => {
    const watcher = new pg.Client({ connectionString: url })
    await watcher.connect()
    while (!isOver) {
      const { rows } = await watcher.query(`SELECT count(*)::int AS count FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`)
      most = Math.max(most, rows[0].count)
      await delay(5)
    }
    await watcher.end()
  })()
  return async () => {
    isOver = true
    await watching
    return most
  }
}
