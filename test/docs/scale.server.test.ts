import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { pgbouncerVersion, startPgbouncer } from '../support/pgbouncer.ts'
import { pageNamed } from './pages.ts'

const { blocks } = pageNamed('docs/scale.md')

/** The page's one block of a language. */
function blockIn(language: string): string {
  const [block, ...others] = blocks.filter((one) => one.language === language)
  if (!block || others.length > 0) throw new Error(`The page is to have one block in ${language}.`)
  return block.text
}

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase('template')
})
afterAll(() => database.drop())

test('the primary puts a worker for each core on one port, and ends them with itself', async () => {
  const home = mkdtempSync(join(tmpdir(), 'viewer-gateway-cluster-'))
  symlinkSync(inject('built'), join(home, 'dist'))
  writeFileSync(join(home, 'primary.mjs'), blockIn('js'))
  const { PATH } = process.env
  const env = { PATH, PORT: '0', DATABASE_URL: database.url, JWT_SECRET: randomBytes(32).toString('hex') }
  const primary = spawn(process.execPath, ['primary.mjs'], { cwd: home, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const urls: string[] = []
  primary.stdout.setEncoding('utf8').on('data', (printed: string) => {
    urls.push(...[...printed.matchAll(/ready on (\S+)/g)].map(([, url = '']) => url))
    if (urls.length === availableParallelism()) primary.kill('SIGTERM')
  })
  const [code] = await once(primary, 'close')
  rmSync(home, { recursive: true, force: true })
  expect({ code, ports: new Set(urls).size, workers: urls.length }).toEqual({
    code: 0,
    ports: 1,
    workers: availableParallelism(),
  })
})

test('the role’s settings are such as PostgreSQL takes', async () => {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query('BEGIN')
    const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = 'gateway'")
    if (rowCount === 0) await client.query('CREATE ROLE gateway')
    await client.query(blockIn('sql'))
    const { rows } = await client.query(
      "SELECT unnest(setconfig) AS setting FROM pg_db_role_setting WHERE setrole = 'gateway'::regrole AND setdatabase = 0",
    )
    expect(rows.map(({ setting }) => setting)).toEqual(
      expect.arrayContaining(['statement_timeout=3000', 'lock_timeout=2000', 'client_connection_check_interval=1000']),
    )
  } finally {
    // The role and its settings are the whole server's: none of it stays.
    await client.query('ROLLBACK')
    await client.end()
  }
})

test.skipIf(pgbouncerVersion === null)('the lines for PgBouncer are such as it takes', async () => {
  const [section, ...lines] = blockIn('ini').trim().split('\n')
  expect(section).toBe('[pgbouncer]')
  const { username } = new URL(database.url)
  const pgbouncer = await startPgbouncer(database.url, [...lines, `admin_users = ${username}`])
  const client = new pg.Client({ connectionString: pgbouncer.url.replace(/\/[^/]*$/, '/pgbouncer') })
  try {
    await client.connect()
    const { rows } = await client.query('SHOW CONFIG')
    const shown = new Map(rows.map(({ key, value }) => [key, value]))
    for (const line of lines.filter((one) => !one.startsWith(';'))) {
      const [key, value] = line.split(' = ')
      expect([key, shown.get(key)]).toEqual([key, value])
    }
  } finally {
    await client.end()
    await pgbouncer.end()
  }
})
