import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { repairAdapter } from './adapter.ts'
import { PrismaClient } from './client/client.ts'
import type { Database } from './database.ts'
import { applyMigrations, migrationNames } from './migrate.ts'

export interface ServerOptions {
  readonly url: string
  readonly poolSize?: number
  readonly onProgress?: (message: string) => void
  readonly onConnectionError?: (error: Error) => void
}

/** Opens a PostgreSQL server through a pool; nothing is sent until it is used, so the server may come up later. */
export function openServer({ url, poolSize = 10, onProgress, onConnectionError }: ServerOptions): Database {
  let sent = 0
  let isNew = false
  let closing: Promise<void> | undefined
  const countStatement = () => {
    sent += 1
  }

  const pool = openPool(url, { max: poolSize, statementTimeoutMs: 5_000, lockTimeoutMs: 3_000 })
  pool.on('error', (error) => onConnectionError?.(error))
  const prisma = new PrismaClient({
    adapter: adapterOf(pool, url, countStatement),
    transactionOptions: { maxWait: acquireTimeoutMs, timeout: 10_000 },
  })

  return {
    prisma,
    home: 'server',
    get isNew() {
      return isNew
    },
    statements: () => sent,
    migrate: async () => {
      onProgress?.('Bringing the database up to date')
      const session = openMigrationSession(url)
      try {
        const applied = await applyMigrations(session.factory)
        if (applied.length === (await migrationNames()).length) isNew = true
        return applied
      } finally {
        await session.close()
      }
    },
    ping: async () => {
      await prisma.$queryRaw`SELECT 1`
    },
    close: () => {
      closing ??= prisma.$disconnect().then(() => pool.end())
      return closing
    },
  }
}

/**
 * What the schema engine works through: one connection, so that its advisory lock and its work share a session, with
 * time for slow statements.
 */
export function openMigrationSession(url: string) {
  const pool = openPool(url, { max: 1, statementTimeoutMs: 0, lockTimeoutMs: 60_000 })
  pool.on('error', () => {})
  return { pool, factory: adapterOf(pool, url), close: () => pool.end() }
}

/** For a connection to be made or to become free. */
const acquireTimeoutMs = 3_000

interface PoolLimits {
  readonly max: number
  /** 0: none. */
  readonly statementTimeoutMs: number
  readonly lockTimeoutMs: number
}

function openPool(url: string, { max, statementTimeoutMs, lockTimeoutMs }: PoolLimits): pg.Pool {
  const settings = {
    // Both adapters read and write instants without an offset, in ISO form: any other session would shift them.
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    statement_timeout: String(statementTimeoutMs),
    lock_timeout: String(lockTimeoutMs),
    idle_in_transaction_session_timeout: '30000',
    ...searchPathOf(url),
  }
  const pool = new pg.Pool({
    connectionString: url,
    fallback_application_name: 'viewer-gateway',
    max,
    connectionTimeoutMillis: acquireTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // The server ends a slow statement; this ends the wait for a server that has vanished.
    ...(statementTimeoutMs > 0 && { query_timeout: statementTimeoutMs + 2_000 }),
    // SET rather than start-up parameters: `?options=` in the URL stays the operator's, and poolers let it through.
    onConnect: async (client: pg.ClientBase) => {
      await client.query(
        'SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) AS setting (name, value)',
        [Object.keys(settings), Object.values(settings)],
      )
    },
  })
  // Without a listener, a connection that the server ends while a transaction has it ends this process. The statement
  // that was under way, or the next one, reports the loss.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

function adapterOf(pool: pg.Pool, url: string, onStatement: () => void = () => {}) {
  const schema = schemaOf(url)
  return repairAdapter(
    new PrismaPg(pool, { statementNameGenerator: statementNames(), ...(schema !== undefined && { schema }) }),
    { executeScript: (script) => pool.query(script), isSerial: false, onStatement },
  )
}

/**
 * Names statements so that PostgreSQL keeps them prepared. Only the first thousand texts get a name: lists of varying
 * length make new texts without end, and each named one stays in the memory of every connection.
 */
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= 1_000) return ''
    const name = createHash('sha256').update(sql).digest('base64url')
    names.set(sql, name)
    return name
  }
}

function schemaOf(url: string): string | undefined {
  return URL.canParse(url) ? (new URL(url).searchParams.get('schema') ?? undefined) : undefined
}

function searchPathOf(url: string): { search_path?: string } {
  const schema = schemaOf(url)
  return schema === undefined ? {} : { search_path: `"${schema.replaceAll('"', '""')}"` }
}
