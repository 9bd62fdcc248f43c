import type { PrismaClient } from './client/client.ts'
import type { Pooler } from './pooler.ts'

/** One open database, in either home. */
export interface Database {
  readonly prisma: PrismaClient
  readonly home: 'embedded' | 'server'
  /** The embedded directory was created by this opening, or `migrate` found a database without any migration. */
  readonly isNew: boolean
  /** SQL statements sent so far through `prisma`, without BEGIN, COMMIT and the like; for tests. */
  statements(): number
  /**
   * Brings the database up to this build and names what it applied. Opening an embedded database has done so already;
   * on a server it is this call, and concurrent callers wait for one another.
   */
  migrate(): Promise<readonly string[]>
  /** What a server's pool holds just now; null for an embedded database, which has none. */
  connections(): Connections | null
  /** Raises unless the database answers. */
  ping(): Promise<void>
  /** Ends open transactions, then the connections; an embedded directory is free for others afterwards. Idempotent. */
  close(): Promise<void>
}

/** Connections to a server. */
export interface Connections {
  readonly inUse: number
  readonly idle: number
  /** Those who wait for one. */
  readonly waiting: number
}

/** What a server is asked for, and how long it is waited for. */
export interface ServerBounds {
  /** Connections, at most. */
  readonly poolSize: number
  /** Milliseconds for a connection to be made or to become free. */
  readonly waitMs: number
  /** Milliseconds for a statement. */
  readonly statementMs: number
  /** Milliseconds for a row that somebody else has locked. */
  readonly lockMs: number
  /** Milliseconds for a transaction, all that it does and waits for together. */
  readonly transactionMs: number
}

/** The bounds are those of a command unless said; an embedded database has none. */
export interface DatabaseOptions extends Partial<ServerBounds> {
  /** A PostgreSQL URL; without one the database is embedded. `?schema=` names another schema than `public`. */
  readonly url?: string | undefined
  /** What stands between, as far as the operator has said; null: nothing. */
  readonly pooler?: Pooler | null
  /** Where an embedded database lives (under `pglite`); `memory://` keeps it in memory, for tests. */
  readonly dataDir: string
  /** What opens it, as the refusal of a second opener will say: "gateway", "import". */
  readonly holder?: string
  /** Told of what takes its time, such as the first creation of an embedded database. */
  readonly onProgress?: (message: string) => void
  /** Told of every statement, once it is answered, and of the milliseconds it took with the wait for a connection. */
  readonly onStatement?: ((sql: string, milliseconds: number) => void) | undefined
  /** Told of server connections lost while idle; the pool replaces them by itself. */
  readonly onConnectionError?: (error: Error) => void
}

/**
 * Opens the database. A server need not be up yet: its connections are made, and made again, when they are needed. An
 * embedded database is created and migrated here.
 *
 * Raises `DirectoryLockedError` when another process has the embedded directory open.
 */
export async function openDatabase({ url, pooler, dataDir, ...options }: DatabaseOptions): Promise<Database> {
  // Each home loads only its own driver.
  if (url !== undefined) {
    const { openServer } = await import('./server.ts')
    return openServer({ url, ...(pooler && { pooler }), ...options })
  }
  const { openEmbedded } = await import('./embedded.ts')
  return openEmbedded(dataDir === 'memory://' ? options : { dataDir, ...options })
}
