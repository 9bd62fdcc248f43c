import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createCluster } from '../support/cluster.ts'
import { clusterSettings } from './cluster-settings.ts'
import { contestants } from './contestants.ts'
import { type Group, makePeopleDatabase } from './people-database.ts'
import { postmasterOf } from './processor.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { accountIdOf, createSigning } from './tokens.ts'

/** A PostgreSQL of the run's own, the databases and gateways on it, and nothing of it left behind. */
export interface CurveWorld {
  /** Of PostgreSQL, as it says itself. */
  readonly version: string
  /** The process whose family is PostgreSQL. */
  readonly postmaster: number
  /** Makes a database with these people in it; its URL. */
  makeDatabase(groups: readonly Group[]): Promise<string>
  /** The gateway as anybody starts it, but that it counts requests to numbers beyond reach. */
  startGateway(databaseUrl: string): Promise<RunningServer>
  /** A file of tokens of these accounts, one a line. */
  credentials(numbers: readonly number[]): string
  token(number: number): string
  /** SQL statements that all databases have been sent so far. */
  statements(): Promise<number>
  /** Ends everything. Idempotent. */
  end(): Promise<void>
}

export async function createCurveWorld(tell: (message: string) => void): Promise<CurveWorld> {
  const cluster = await createCluster({ settings: clusterSettings })
  const directory = mkdtempSync(join(tmpdir(), 'viewer-gateway-curves-'))
  chmodSync(directory, 0o700)
  const signing = createSigning()
  const now = new Date()
  const version = await cluster.session(async (client) => {
    await client.query('CREATE EXTENSION pg_stat_statements')
    return String((await client.query('SHOW server_version')).rows[0]?.server_version).split(' ')[0] ?? ''
  })
  // One session for all the counting, so that none has to be opened between two readings.
  const counting = new pg.Client({ connectionString: cluster.url })
  counting.on('error', () => {})
  await counting.connect()
  const running: RunningServer[] = []
  const ending = new AbortController()
  let removal: Promise<void> | undefined
  let made = 0
  const token = (number: number) => signing.tokens('HS256', [accountIdOf(number)])[0] ?? ''

  return {
    version,
    postmaster: postmasterOf(cluster.directory),
    token,
    makeDatabase: (groups) => {
      made += 1
      return makePeopleDatabase(cluster, `people_${made}`, groups, now, tell)
    },
    startGateway: async (databaseUrl) => {
      const gateway = contestants.find(({ name }) => name === 'gateway')
      if (gateway === undefined) throw new Error('There is a gateway.')
      const { secret, issuers } = signing
      const server = await startServer(
        gateway,
        { databaseUrl, embeddedDirectory: '', secret, issuers, ending: ending.signal },
        token(1),
      )
      running.push(server)
      return server
    },
    credentials: (numbers) => {
      made += 1
      const file = join(directory, `tokens_${made}`)
      writeFileSync(file, `${signing.tokens('HS256', numbers.map(accountIdOf)).join('\n')}\n`)
      return file
    },
    statements: async () => {
      const { rows } = await counting.query<{ calls: string }>({
        name: 'calls',
        text: "SELECT coalesce(sum(calls), 0) AS calls FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'",
      })
      return Number(rows[0]?.calls)
    },
    end: () => {
      removal ??= (async () => {
        await Promise.all(running.map((server) => server.end()))
        ending.abort()
        await counting.end()
        await cluster.remove()
        rmSync(directory, { recursive: true, force: true })
      })()
      return removal
    },
  }
}
