import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Extension, PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { repairAdapter } from './adapter.ts'
import { PrismaClient } from './client/client.ts'
import type { Database } from './database.ts'
import { type DirectoryLock, lockDirectory } from './directory-lock.ts'
import { freeMegabytes, roomNeeded } from './disk-room.ts'
import { applyMigrations, pendingMigrations } from './migrate.ts'

export interface EmbeddedOptions {
  /** Without one the database is in memory and gone when closed. */
  readonly dataDir?: string
  /** A tar of a data directory to start a new database from, instead of making one from nothing. */
  readonly template?: Blob
  readonly holder?: string
  readonly onProgress?: (message: string) => void
  readonly onStatement?: ((sql: string, milliseconds: number) => void) | undefined
}

/**
 * Opens the embedded PostgreSQL, creating and migrating it as needed. Acknowledged writes survive the end of the
 * process, however it ends; not a power cut, since its file system never flushes to the disk.
 *
 * Raises `DirectoryLockedError` when another process has the directory open. Ends the process, status 1, when the
 * directory is deleted, moved or taken over while it is open, and when the database itself gives up, as on a full disk.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Database> {
  const { dataDir, holder = 'gateway' } = options
  if (dataDir === undefined) return openUnlocked(undefined, options, noLock)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = lockDirectory(dataDir, holder, () => leave(dataDir))
  try {
    return await openUnlocked(join(dataDir, 'pglite'), options, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Made by the build from a migrated, empty database: opening a copy of it takes half the time of `initdb`. */
export const bundledTemplate = new URL('./embedded-template.tar.gz', import.meta.url)

/** Writes the bundled template; part of the build. */
export async function writeBundledTemplate(file: URL = bundledTemplate): Promise<void> {
  const template = await dumpTemplate('gzip')
  writeFileSync(file, new Uint8Array(await template.arrayBuffer()))
}

/** A migrated, empty database as a tar of its data directory, for `EmbeddedOptions.template`. */
export async function dumpTemplate(compression: 'gzip' | 'none'): Promise<Blob> {
  const pglite = await PGlite.create({ initDbStartParams })
  try {
    await applyMigrations(embeddedAdapter(pglite))
    await pglite.exec('CHECKPOINT')
    return await pglite.dumpDataDir(compression)
  } finally {
    await pglite.close()
  }
}

const noLock: DirectoryLock = { isHeld: () => true, release: () => {} }

/**
 * The directory was deleted, moved or taken over under a running process: whatever it wrote from now on, even in
 * closing, would go into somebody else's database.
 */
function leave(directory: string): never {
  console.error(`The data directory ${directory} is this process's no more. It ends at once, and writes nothing.`)
  process.exit(1)
}

/**
 * Ends the process when PostgreSQL panics, which it does when it cannot write its log: PGlite would go on trying the
 * next statement, without end, and nothing else would run. A new process recovers.
 */
function endingWithItsDatabase(directory = 'memory'): Extension {
  const onAbort = () => {
    console.error(
      `The embedded database in ${directory} has given up: its disk is full, or it is damaged. This process ends at ` +
        'once. What was acknowledged is kept: make room, and start it again.',
    )
    process.exit(1)
  }
  return {
    name: 'ending',
    setup: async (_pglite, options: object) => ({ emscriptenOpts: { ...options, onAbort } }),
  }
}

/** Small write-ahead segments: the first, 16 MB of zeros by default, is a third of a new directory. */
const initDbStartParams = ['--wal-segsize=1']

async function openUnlocked(
  directory: string | undefined,
  { template, onProgress, onStatement }: EmbeddedOptions,
  lock: DirectoryLock,
): Promise<Database> {
  let sent = 0
  let closing: Promise<void> | undefined

  const creation = directory === undefined ? undefined : startCreation(directory)
  const isNew = directory === undefined || creation !== undefined
  if (directory !== undefined) requireRoom(directory, isNew)
  if (creation) onProgress?.(`Creating the database in ${directory}: this happens once`)

  const pglite = await startPGlite(directory, isNew, isNew ? (template ?? (await bundledTemplateIfBuilt())) : undefined)
  const count = () => {
    sent += 1
  }
  const adapter = embeddedAdapter(pglite, count, onStatement)
  // Transactions wait for one another here: a burst of writes needs more patience than on a server.
  const prisma = new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 10_000 } })
  const close = async () => {
    if (!lock.isHeld() && directory !== undefined) leave(directory)
    try {
      await prisma.$disconnect()
      await pglite.close()
    } finally {
      lock.release()
    }
  }
  try {
    if ((await pendingMigrations(prisma)).length > 0) {
      if (!isNew) onProgress?.('Bringing the database up to date')
      await applyMigrations(adapter)
      // Arrays of a new enum are read as arrays only once they are known.
      await pglite.refreshArrayTypes()
    }
    creation?.finish()
  } catch (error) {
    await close()
    throw error
  }
  sent = 0

  return {
    prisma,
    home: 'embedded',
    isNew,
    statements: () => sent,
    connections: () => null,
    migrate: () => Promise.resolve([]),
    ping: async () => {
      await prisma.$queryRaw`SELECT 1`
    },
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

/** On a disk that fills up while it starts, PGlite may go round for ever without a word. */
function requireRoom(directory: string, isNew: boolean): void {
  const free = freeMegabytes(dirname(directory))
  const needed = isNew ? roomNeeded.toBegin : roomNeeded.toOpen
  if (free >= needed) return
  throw new Error(
    `The embedded database in ${directory} is not opened: its disk has ${free} MB left, and ${needed} are needed. ` +
      'Make room, and start again.',
  )
}

async function startPGlite(directory: string | undefined, isNew: boolean, template: Blob | undefined): Promise<PGlite> {
  try {
    // PGlite would make a new database among whatever else is there.
    if (directory !== undefined && !isNew) await access(join(directory, 'PG_VERSION'))
    return await PGlite.create({
      initDbStartParams,
      extensions: { ending: endingWithItsDatabase(directory) },
      ...(directory !== undefined && { dataDir: directory }),
      ...(template && { loadDataDir: template }),
    })
  } catch (error) {
    if (directory === undefined) throw error
    throw new Error(
      `The embedded database in ${directory} does not open. Either its disk is full, or it was made by another version ` +
        `of the gateway, or it is damaged: make room, put a backup in its place, or move it away to begin anew.`,
      { cause: error },
    )
  }
}

/**
 * Begins a new directory, or says that there is a whole one. A mark stands beside it until it is whole, so that what an
 * interrupted creation left behind is thrown away rather than opened. Nothing but the creation has written to it.
 */
function startCreation(directory: string): { finish(): void } | undefined {
  const mark = `${directory}.incomplete`
  const isEmpty = !existsSync(directory) || readdirSync(directory).length === 0
  if (!isEmpty && !existsSync(mark)) return undefined
  writeFileSync(mark, '')
  rmSync(directory, { recursive: true, force: true })
  return { finish: () => rmSync(mark) }
}

async function bundledTemplateIfBuilt(): Promise<Blob | undefined> {
  if (!existsSync(bundledTemplate)) return undefined
  return new Blob([await readFile(bundledTemplate)], { type: 'application/x-gzip' })
}

/** How Prisma speaks to PGlite here. */
export function embeddedAdapter(
  pglite: PGlite,
  onStatement: () => void = () => {},
  onAnswered?: (sql: string, milliseconds: number) => void,
) {
  return repairAdapter(new PrismaPGlite(pglite), {
    executeScript: (script) => pglite.exec(script),
    isSerial: true,
    onStatement,
    onAnswered,
  })
}
