import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { migrationNames, pendingMigrations } from '../../src/store/migrate.ts'
import { createLine, type Line } from '../faults/line.ts'
import { createTestDatabase, gatewayBounds } from '../support/database.ts'

let server: Awaited<ReturnType<typeof createTestDatabase>>
let database: Database
beforeAll(async () => {
  server = await createTestDatabase('template')
  database = await openDatabase({ url: server.url, dataDir: '' })
})
afterAll(async () => {
  await database.close()
  await server.drop()
})

describe('a server', () => {
  it('need not be up when it is opened: only using it fails, and soon', async () => {
    const down = await openDatabase({ url: 'postgres://postgres@127.0.0.1:1/none', dataDir: '' })
    await expect(down.ping()).rejects.toThrow()
    await expect(pendingMigrations(down.prisma)).rejects.toThrow()
    await expect(down.migrate()).rejects.toThrow()
    await down.close()
  })

  it('may end a connection in the middle of a transaction: that fails, the next one works', async () => {
    const doomed = database.prisma.$transaction(async (transaction) => {
      const [{ pid }] = await transaction.$queryRaw<[{ pid: number }]>`SELECT pg_backend_pid() AS pid`
      await database.prisma.$executeRaw`SELECT pg_terminate_backend(${pid}::int)`
      await new Promise((resolve) => setTimeout(resolve, 100))
      await transaction.account.count()
    })
    await expect(doomed).rejects.toThrow()
    expect(await database.prisma.account.count()).toBe(0)
  })

  it('is spoken to in UTC and with time-outs, whatever its own settings are', async () => {
    await database.prisma.$executeRawUnsafe(
      `ALTER DATABASE "${new URL(server.url).pathname.slice(1)}" SET TimeZone = 'Asia/Tokyo'`,
    )
    const another = await openDatabase({ url: server.url, dataDir: '', ...gatewayBounds })
    const at = new Date('2026-11-20T12:00:00.000Z')
    expect(
      await another.prisma.$queryRaw`
        SELECT current_setting('TimeZone') AS zone, current_setting('statement_timeout') AS statement,
          current_setting('lock_timeout') AS lock, '2026-11-20 12:00:00+00'::timestamptz AS at, ${at}::timestamptz AS again`,
    ).toEqual([{ zone: 'UTC', statement: '3s', lock: '2s', at, again: at }])
    await another.close()
  })

  it('holds more than one gateway apart by ?schema=', async () => {
    const url = `${server.url}?schema=second`
    const second = await openDatabase({ url, dataDir: '' })
    expect(await second.migrate()).toEqual(await migrationNames())
    expect(second.isNew).toBe(true)
    await second.prisma.account.create({ data: accountOf('00000000-0000-4000-8000-000000000001') })
    expect(await second.prisma.$queryRaw`SELECT count(*)::int AS count FROM accounts`).toEqual([{ count: 1 }])
    expect(await database.prisma.account.count()).toBe(0)
    await second.close()
  })

  it('keeps statements prepared', async () => {
    const single = await openDatabase({ url: server.url, dataDir: '', poolSize: 1 })
    for (let round = 0; round < 3; round++) await single.prisma.account.findUnique({ where: { emailKey: 'nobody' } })
    const rows = await single.prisma.$queryRaw`
      SELECT (generic_plans + custom_plans)::int AS runs FROM pg_prepared_statements WHERE statement LIKE '%email_key%'
        AND statement NOT LIKE '%pg_prepared_statements%'`
    expect(rows).toEqual([{ runs: 3 }])
    await single.close()
  })
})

describe('a server that has gone silent', () => {
  const bounds = { poolSize: 3, waitMs: 1_000, statementMs: 200, lockMs: 100, transactionMs: 600 }
  let line: Line
  let distant: Database
  beforeEach(async () => {
    const { hostname, port } = new URL(server.url)
    line = await createLine(Number(port || 5432), hostname)
    const url = new URL(server.url)
    url.port = String(line.port)
    url.hostname = '127.0.0.1'
    distant = await openDatabase({ url: url.href, dataDir: '', ...bounds })
    // As many connections as there may be.
    await Promise.all([1, 2, 3].map(() => distant.prisma.$queryRaw`SELECT pg_sleep(0.05)::text`))
  })
  afterEach(async () => {
    await distant.close()
    await line.close()
  })

  it('is given up in time, and with it all connections: the first try after its return works', async () => {
    line.silence()
    await expect(within(1_500, distant.ping())).rejects.toMatchObject({ message: expect.stringContaining('silent') })
    await expect(within(2_000, distant.ping())).rejects.toThrow()
    line.mend()
    await within(1_000, distant.ping())
  })

  it('keeps nothing of the transaction that was under way, and no lock', async () => {
    const row = accountOf('00000000-0000-4000-8000-00000000000a')
    const lost = distant.prisma.$transaction(async (transaction) => {
      await transaction.account.create({ data: row })
      line.silence()
      await transaction.account.count()
    })
    await expect(within(1_500, lost)).rejects.toThrow()
    line.mend()
    // The next transaction has a connection of its own: what it commits is its own alone.
    // One that was idle when the server went silent may be handed out once more before the pool has heard of its end.
    const count = () => distant.prisma.$transaction((transaction) => transaction.account.count())
    await expect.poll(count, { timeout: 3_000 }).toBeTypeOf('number')
    await expect
      .poll(() => database.prisma.account.create({ data: row }), { timeout: 3_000 })
      .toMatchObject({ id: row.id })
    await database.prisma.account.delete({ where: { id: row.id } })
  })
})

it('takes a connection back from a transaction that lasts, whatever it waits for', async () => {
  const impatient = await openDatabase({ url: server.url, dataDir: '', transactionMs: 300 })
  const lasting = impatient.prisma.$transaction((transaction) => transaction.$queryRaw`SELECT pg_sleep(5)::text`)
  await expect(within(1_500, lasting)).rejects.toThrow('its time is over')
  await impatient.ping()
  await impatient.close()
})

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const began = performance.now()
  try {
    return await work
  } finally {
    expect(performance.now() - began).toBeLessThan(milliseconds)
  }
}

it('counts the statements of a transaction, not its frame', async () => {
  const before = database.statements()
  await database.prisma.$transaction(async (transaction) => {
    await transaction.account.count()
    await transaction.account.count()
  })
  expect(database.statements() - before).toBe(2)
})

function accountOf(id: string) {
  return { id, email: 'one@example.com', emailKey: 'one@example.com', recordedAt: new Date(0) }
}
