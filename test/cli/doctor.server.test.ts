import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Diagnosis, diagnose } from '../../src/cli/doctor/diagnose.ts'
import { migrationNames } from '../../src/store/migrate.ts'
import { createTestDatabase } from '../support/database.ts'
import { documented } from '../support/documented.ts'
import { withServer } from '../support/global-setup.ts'
import { pgbouncerVersion, startPgbouncer } from '../support/pgbouncer.ts'
import { runCommand } from '../support/process.ts'

const role = `viewer_gateway_doctor_${process.pid}`

let empty: Awaited<ReturnType<typeof createTestDatabase>>
let ready: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  empty = await createTestDatabase('nothing')
  ready = await createTestDatabase('template')
  await withServer(ready.url, (client) => client.query(`CREATE ROLE ${role} LOGIN`))
})
afterAll(async () => {
  await withServer(ready.url, (client) => client.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`))
  await empty.drop()
  await ready.drop()
})

/** What the checks that look at the database find. */
async function found(url: string, env: Record<string, string> = {}): Promise<Record<string, Diagnosis>> {
  const settings = { DATABASE_URL: url, JWT_SECRET: 'of forty bytes or so, and only for tests', PORT: '0', ...env }
  const all: Record<string, Diagnosis> = {}
  for await (const one of diagnose(settings)) all[one.name] = one
  return all
}

function as(user: string): string {
  const url = new URL(ready.url)
  url.username = user
  return url.href
}

test('a database that is up to date is told with its version, and nothing fails', async () => {
  const all = await found(ready.url)
  expect(Object.values(all).filter(({ status }) => status !== 'ok')).toEqual([])
  const [{ server_version = '' } = {}] = await withServer(ready.url, async (client) => {
    return (await client.query<{ server_version: string }>('SHOW server_version')).rows
  })
  expect(all.database?.saw).toContain(`PostgreSQL ${server_version.split(' ')[0]},`)
  expect(all.clock?.saw).toMatch(/^the database’s is \d+ ms (?:behind|ahead of) ours \(± \d+ ms\)$/)
})

test('migrations that are missing are named with the command, and not applied', async () => {
  for (const _ of ['first', 'again']) {
    const { database, migrations } = await found(empty.url)
    expect(database?.status).toBe('ok')
    expect(migrations).toMatchObject({ status: 'fail', remedy: expect.stringContaining('gateway -- migrate') })
    for (const name of await migrationNames()) expect(migrations?.saw).toContain(name)
  }
})

test('migrations of a newer version fail, with which they are', async () => {
  await withServer(ready.url, (client) =>
    client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('newer', '', '20990101000000_newer', now())`,
    ),
  )
  expect((await found(ready.url)).migrations).toMatchObject({
    status: 'fail',
    saw: expect.stringContaining('20990101000000_newer'),
  })
})

test('a migration that was begun and not finished is told, with what has it run again', async () => {
  const broken = await createTestDatabase('nothing')
  try {
    const [name = ''] = await migrationNames()
    await withServer(broken.url, (client) =>
      client.query(`CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
        finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
        started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
        INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('broken', '', '${name}')`),
    )
    const env = { DATABASE_URL: broken.url }
    const refused = await runCommand(['migrate'], env)
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('viewer-gateway doctor') })
    const { migrations } = await found(broken.url)
    expect(migrations).toMatchObject({ status: 'fail', saw: expect.stringContaining(name) })
    const [, mend = ''] = /-c "(UPDATE [^"]*)"/.exec(migrations?.remedy ?? '') ?? []
    await withServer(broken.url, (client) => client.query(mend))
    expect(await runCommand(['migrate'], env)).toMatchObject({ code: 0, stdout: expect.stringContaining(name) })
  } finally {
    await broken.drop()
  }
})

test('tables of somebody else are not migrated among', async () => {
  const other = await createTestDatabase('nothing')
  try {
    await withServer(other.url, (client) => client.query('CREATE TABLE theirs ()'))
    const refused = await runCommand(['migrate'], { DATABASE_URL: other.url })
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The schema holds tables .*\n$/) })
  } finally {
    await other.drop()
  }
})

test('a role that may not write is told what, and with what GRANT it may; that is enough', async () => {
  const before = await found(as(role))
  expect(before.database).toMatchObject({ status: 'fail', saw: expect.stringContaining('accounts') })
  const [, grants = ''] = /: (GRANT .*;)$/.exec(before.database?.remedy ?? '') ?? []
  await withServer(ready.url, (client) => client.query(grants.replaceAll('ROLE', role)))
  expect((await found(as(role))).database?.status).toBe('ok')
  const [{ body } = { body: '' }] = documented.filter(({ system }) => system === 'USERS_ME')
  const env = { DATABASE_URL: as(role) }
  expect(await runCommand(['import', '-s', 'users-me', '-'], env, body)).toMatchObject({ code: 0 })
})

test.each([
  ['a login that is turned away', (url: URL) => Object.assign(url, { username: 'viewer_gateway_nobody' }), 'login'],
  [
    'no such database',
    (url: URL) => Object.assign(url, { pathname: '/viewer_gateway_none' }),
    'no database of that name',
  ],
  ['nobody there', (url: URL) => Object.assign(url, { port: '1' }), 'cannot be reached'],
  [
    'a database that only reads',
    (url: URL) => Object.assign(url, { search: '?options=-cdefault_transaction_read_only%3Don' }),
    'only reads',
  ],
])('%s fails in words with what to do', async (_, change, saw) => {
  const { database } = await found(change(new URL(ready.url)).href)
  expect(database).toMatchObject({
    status: 'fail',
    saw: expect.stringContaining(saw),
    remedy: expect.stringContaining('DATABASE_URL'),
  })
})

test('a pooler that is named and not there is a warning', async () => {
  const { pooler } = await found(ready.url, { DATABASE_POOLER: 'session' })
  expect(pooler).toMatchObject({ status: 'warn', remedy: expect.stringContaining('Unset DATABASE_POOLER') })
})

test.skipIf(pgbouncerVersion === null)('a pooler that is there and not named fails; named, it is well', async () => {
  const bouncer = await startPgbouncer(ready.url, ['pool_mode = session'])
  try {
    const unnamed = await found(bouncer.url)
    expect(unnamed.pooler).toMatchObject({ status: 'fail', remedy: expect.stringContaining('DATABASE_POOLER') })
    expect(unnamed.database?.status).toBe('fail')
    const named = await found(bouncer.url, { DATABASE_POOLER: 'session' })
    expect([named.pooler?.status, named.database?.status]).toEqual(['ok', 'ok'])
  } finally {
    await bouncer.end()
  }
})
