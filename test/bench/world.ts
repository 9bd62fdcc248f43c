import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Cluster, createCluster } from '../support/cluster.ts'
import { clusterSettings } from './cluster-settings.ts'
import type { Surroundings } from './contestants.ts'
import { makeEmbeddedPeople } from './embedded-people.ts'
import { makePeopleDatabase } from './people-database.ts'
import { type Algorithm, accountIdOf, createSigning, drawNumbers } from './tokens.ts'

/** A PostgreSQL with people in it, and whatever else a run needs and leaves behind nowhere. */
export interface World {
  readonly cluster: Cluster
  /** Of PostgreSQL, as it says itself. */
  readonly version: string
  /** Makes a database with so many people in it; its URL. */
  makeDatabase(people: number): Promise<string>
  /** Makes a data directory of the embedded database with so many people in it. */
  makeDirectory(people: number): Promise<string>
  /** What contestants are started with, on a database and maybe a directory. */
  surroundings(databaseUrl: string, embeddedDirectory?: string): Surroundings
  /** Tokens of random ones of so many people, in a file, one a line. */
  tokens(algorithm: Algorithm, count: number, people: number): { readonly file: string; readonly list: string[] }
  /** SQL statements that a database has been sent so far. */
  statements(): Promise<number>
  /** Ends everything. Idempotent. */
  remove(): Promise<void>
}

export async function createWorld(tell: (message: string) => void): Promise<World> {
  tell('starting a PostgreSQL')
  const cluster = await createCluster({ settings: clusterSettings })
  const directory = mkdtempSync(join(tmpdir(), 'viewer-gateway-bench-'))
  chmodSync(directory, 0o700)
  const signing = createSigning()
  const now = new Date()
  const ending = new AbortController()
  const version = await cluster.session(async (client) => {
    await client.query('CREATE EXTENSION pg_stat_statements')
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
    return rows[0]?.server_version.split(' ')[0] ?? ''
  })
  // One session for all the counting, so that none has to be opened between two readings.
  const counting = new pg.Client({ connectionString: cluster.url })
  counting.on('error', () => {})
  await counting.connect()

  let removal: Promise<void> | undefined
  let made = 0
  const nextName = (what: string) => {
    made += 1
    return `${what}_${made}`
  }
  return {
    cluster,
    version,
    makeDatabase: (people) => makePeopleDatabase(cluster, nextName('people'), [{ first: 1, last: people }], now, tell),
    makeDirectory: async (people) => {
      const dataDir = join(directory, nextName('data'))
      await makeEmbeddedPeople(dataDir, people, now, (last) => tell(`${last} of ${people} people made in PGlite`))
      return dataDir
    },
    surroundings: (databaseUrl, embeddedDirectory = '') => {
      const { secret, issuers } = signing
      return { databaseUrl, embeddedDirectory, secret, issuers, ending: ending.signal }
    },
    tokens: (algorithm, count, people) => {
      const file = join(directory, nextName('tokens'))
      const list = signing.tokens(algorithm, drawNumbers(count, people).map(accountIdOf))
      writeFileSync(file, `${list.join('\n')}\n`)
      return { file, list }
    },
    statements: async () => {
      const { rows } = await counting.query<{ calls: string }>({
        name: 'calls',
        text: "SELECT coalesce(sum(calls), 0) AS calls FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'",
      })
      return Number(rows[0]?.calls)
    },
    remove: () => {
      removal ??= (async () => {
        ending.abort()
        await counting.end()
        await cluster.remove()
        rmSync(directory, { recursive: true, force: true })
      })()
      return removal
    },
  }
}
