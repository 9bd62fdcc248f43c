import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { type AdapterRepairs, repairAdapter } from './adapter.ts'
import { PrismaClient } from './client/client.ts'
import type { Database, ServerBounds } from './database.ts'
import { applyMigrations, migrationNames } from './migrate.ts'
import { keepsPrepared, type Pooler, sharesSessions } from './pooler.ts'
import { beginSession, localSettings, SessionRefusal, type SessionSettings } from './server-session.ts'

export interface ServerOptions extends Partial<ServerBounds> {
  readonly url: string
  /** Null: the URL leads to PostgreSQL itself. */
  readonly pooler?: Pooler | null
  readonly onProgress?: (message: string) => void
  readonly onStatement?: ((sql: string, milliseconds: number) => void) | undefined
  readonly onConnectionError?: (error: Error) => void
}

/** Opens a PostgreSQL server through a pool; nothing is sent until it is used, so the server may come up later. */
export function openServer({
  url,
  pooler = null,
  onProgress,
  onStatement,
  onConnectionError,
  ...given
}: ServerOptions): Database {
  const bounds = { ...patient, ...given }
  let sent = 0
  let isNew = false
  let closing: Promise<void> | undefined
  const countStatement = () => {
    sent += 1
  }

  const pool = openPool(url, bounds, pooler)
  pool.on('error', (error) => onConnectionError?.(error))
  const prisma = new PrismaClient({
    adapter: adapterOf(pool, url, pooler, {
      onStatement: countStatement,
      onAnswered: onStatement,
      ...(sharesSessions(pooler) && { local: settingsOf(url, bounds) }),
    }),
    transactionOptions: { maxWait: bounds.waitMs, timeout: bounds.transactionMs },
  })

  return {
    prisma,
    home: 'server',
    get isNew() {
      return isNew
    },
    statements: () => sent,
    connections: () => ({
      inUse: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    migrate: async () => {
      onProgress?.('Bringing the database up to date')
      if (sharesSessions(pooler)) {
        throw new SessionRefusal(
          'migrations need a session of their own: let DATABASE_URL lead past the pooler for them',
        )
      }
      const session = openMigrationSession(url, pooler)
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
export function openMigrationSession(url: string, pooler: Pooler | null = null) {
  const pool = openPool(url, { ...patient, poolSize: 1, statementMs: aDayMs, lockMs: 60_000 }, pooler)
  pool.on('error', () => {})
  return { pool, factory: adapterOf(pool, url, pooler), close: () => pool.end() }
}

const aDayMs = 86_400_000

/** For a command, which nobody waits for within seconds: a reconciliation may read for minutes, an import write for hours. */
const patient: ServerBounds = {
  poolSize: 10,
  waitMs: 3_000,
  statementMs: 300_000,
  lockMs: 10_000,
  transactionMs: aDayMs,
}

/** What a server may take to say that a statement took too long, in milliseconds: longer, and it is gone. */
const graceMs = 250

function settingsOf(url: string, { statementMs, lockMs }: ServerBounds): SessionSettings {
  return {
    // Both adapters read and write instants without an offset, in ISO form: any other session would shift them.
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    statement_timeout: String(statementMs),
    lock_timeout: String(lockMs),
    // Whoever is cut off leaves its locks behind: a gateway no longer than it would have worked itself.
    idle_in_transaction_session_timeout: String(Math.min(statementMs + graceMs, 30_000)),
    ...searchPathOf(url),
  }
}

function openPool(url: string, bounds: ServerBounds, pooler: Pooler | null): pg.Pool {
  const { poolSize, waitMs, statementMs, transactionMs } = bounds
  const silenceMs = statementMs + graceMs
  const settings = settingsOf(url, bounds)
  const idle = new Set<Socket>()
  const leases = new Map<Socket, NodeJS.Timeout>()
  const pool = new pg.Pool({
    connectionString: url,
    fallback_application_name: 'viewer-gateway',
    max: poolSize,
    connectionTimeoutMillis: waitMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    onConnect: async (client: pg.ClientBase) => {
      // Without a listener, a connection that the server ends while a transaction has it ends this process. The
      // statement that was under way, or the next one, reports the loss.
      client.on('error', () => {})
      const socket = socketOf(client)
      // Where one connection has gone silent, those that were idle meanwhile are no better.
      socket.on('timeout', () => {
        for (const silent of [socket, ...idle]) cut(silent, 'the server is silent')
      })
      socket.on('close', () => idle.delete(socket))
      socket.setTimeout(waitMs)
      await beginSession(client, settings, pooler)
    },
  })
  pool.on('acquire', (client) => {
    const socket = socketOf(client)
    idle.delete(socket)
    socket.setTimeout(silenceMs)
    leases.set(
      socket,
      setTimeout(() => cut(socket, 'its time is over'), transactionMs),
    )
  })
  pool.on('release', (_error, client) => {
    const socket = socketOf(client)
    clearTimeout(leases.get(socket))
    leases.delete(socket)
    socket.setTimeout(0)
    if (!socket.destroyed) idle.add(socket)
  })
  return pool
}

/**
 * Ends a connection, not only the wait for it: a statement that is given up goes on and its transaction stays open, so
 * it must not meet another user.
 */
function cut(socket: Socket, why: string): void {
  socket.destroy(new Error(`Connection terminated: ${why}`))
}

function socketOf(client: pg.ClientBase): Socket {
  return (client as pg.Client).connection.stream as Socket
}

interface AdapterOptions extends Partial<Pick<AdapterRepairs, 'onStatement' | 'onAnswered'>> {
  /** What each transaction must be given, where its session has not got it. */
  readonly local?: SessionSettings
}

function adapterOf(
  pool: pg.Pool,
  url: string,
  pooler: Pooler | null,
  { onStatement = () => {}, onAnswered, local }: AdapterOptions = {},
) {
  const schema = schemaOf(url)
  return repairAdapter(
    new PrismaPg(pool, {
      ...(keepsPrepared(pooler) && { statementNameGenerator: statementNames() }),
      ...(schema !== undefined && { schema }),
    }),
    {
      executeScript: (script) => pool.query(script),
      isSerial: false,
      onStatement,
      onAnswered,
      ...(local && { firstOfTransaction: localSettings(local) }),
    },
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
