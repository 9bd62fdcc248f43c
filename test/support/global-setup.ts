import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { bundle } from '../../.config/bundle.ts'
import { openDatabase } from '../../src/store/database.ts'
import { dumpTemplate } from '../../src/store/embedded.ts'
import { migrationNames, migrationsDirectory } from '../../src/store/migrate.ts'

/** What `openTestDatabase` copies, made once per project: a migrated, empty database. */
export type TestTemplate =
  | { readonly home: 'embedded'; readonly file: string }
  | { readonly home: 'server'; readonly url: string; readonly prefix: string }

declare module 'vitest' {
  export interface ProvidedContext {
    template: TestTemplate
    /** Where the sources are compiled, for tests that start processes. */
    built: string
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  // A gateway with a seeded defect is built where it goes away with the copy it was made from.
  project.provide('built', await build(process.env.TEST_BUILD ?? join(cache, `built-${project.name}`)))
  return project.name === 'server' ? setUpServer(project) : setUpEmbedded(project)
}

async function setUpEmbedded(project: TestProject): Promise<() => Promise<void>> {
  if (!process.env.TEST_DATABASE_URL) {
    console.log(
      '\nSkipped: the "server" project and every *.server.test.ts (real concurrency, several gateways). To run them: ' +
        'TEST_DATABASE_URL=postgres://user@host/db npx vitest run --config .config/vitest.ts\n',
    )
  }
  if (!process.env.FAULTS_PER_KIND) {
    console.log(
      'Skipped: faults of the embedded database (kill -9, full disks). To run them: ' +
        'FAULTS_PER_KIND=1 npx vitest run --config .config/vitest.ts --project embedded test/faults\n',
    )
  }
  project.provide('template', { home: 'embedded', file: await embeddedTemplate() })
  return () => Promise.resolve()
}

/**
 * Bundles the sources as they are now, as the build does: a process that starts from them takes a quarter of the time.
 * With the template beside them, so that a first start need not make the database.
 */
async function build(directory: string): Promise<string> {
  await bundle(directory)
  const template = gzipSync(await readFile(await embeddedTemplate()), { level: 1 })
  await writeFile(join(directory, 'embedded-template.tar.gz'), template)
  return directory
}

const cache = fileURLToPath(new URL('../../node_modules/.cache/viewer-gateway/', import.meta.url))

/** Kept between runs under the name of all it is made from: making it takes three seconds. */
async function embeddedTemplate(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of await migrationNames()) {
    hash.update(await readFile(new URL(`${name}/migration.sql`, migrationsDirectory)))
  }
  hash.update(await readFile(new URL('../../src/store/embedded.ts', import.meta.url)))
  hash.update(await readFile(new URL('../../node_modules/@electric-sql/pglite/package.json', import.meta.url)))
  const file = join(cache, `template-${hash.digest('hex').slice(0, 16)}.tar`)
  if (existsSync(file)) return file

  await mkdir(cache, { recursive: true })
  for (const name of await readdir(cache)) {
    // A run in progress may still read the one before.
    const { mtimeMs } = await stat(join(cache, name))
    if (Date.now() - mtimeMs > 3_600_000) await rm(join(cache, name), { force: true, recursive: true })
  }
  const template = await dumpTemplate('none')
  const draft = `${file}.${process.pid}`
  await writeFile(draft, new Uint8Array(await template.arrayBuffer()))
  await rename(draft, file)
  return file
}

async function setUpServer(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL ?? ''
  const prefix = `${namePrefix}${Date.now()}_${process.pid}_`
  const template = `${prefix}template`
  await withServer(url, async (client) => {
    await dropDatabases(client, (name) => Date.now() - madeAt(name) > 3_600_000)
    await client.query(`CREATE DATABASE "${template}"`)
  })
  const database = await openDatabase({ url: withDatabase(url, template), dataDir: '' })
  try {
    await database.migrate()
  } finally {
    await database.close()
  }
  project.provide('template', { home: 'server', url, prefix })
  return () => withServer(url, (client) => dropDatabases(client, (name) => name.startsWith(prefix)))
}

const namePrefix = 'viewer_gateway_test_'

function madeAt(name: string): number {
  return Number(name.slice(namePrefix.length).split('_')[0])
}

async function dropDatabases(client: pg.Client, isWanted: (name: string) => boolean): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
    [namePrefix],
  )
  for (const { datname } of rows) {
    if (isWanted(datname)) await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`)
  }
}

/** Runs `work` on the server's own database, where others are created and dropped. */
export async function withServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}
