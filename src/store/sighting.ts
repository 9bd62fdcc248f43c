import { existsSync, readdirSync, statSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PrismaClient } from './client/client.ts'
import { openDatabase, type ServerBounds } from './database.ts'
import { lookAtLock } from './directory-lock.ts'
import { freeMegabytes, roomNeeded } from './disk-room.ts'
import type { Pooler } from './pooler.ts'

/** A database as somebody finds it who must change nothing. */
export type Sighting =
  /** `prisma` is for reading alone; of an embedded database it reads a copy. */
  | { readonly kind: 'open'; readonly prisma: PrismaClient; close(): Promise<void> }
  /** An embedded one that another process has open. */
  | { readonly kind: 'held'; readonly holder: string }
  /** An embedded one that nobody has begun. */
  | { readonly kind: 'absent' }
  /** An embedded one that is too large to be copied for a look. */
  | { readonly kind: 'large'; readonly megabytes: number }

export interface SightingOptions {
  readonly url: string | null
  readonly pooler: Pooler | null
  readonly dataDir: string
  /** The gateway's own: behind a pooler its role is judged by them. */
  readonly bounds: Pick<ServerBounds, 'waitMs' | 'statementMs' | 'lockMs'>
}

/**
 * Looks at the database the settings name, of either home: nothing is created, migrated or locked.
 *
 * Raises what the server says when it cannot be used, and what opening says when the embedded one is damaged.
 */
export async function sightDatabase({ url, pooler, dataDir, bounds }: SightingOptions): Promise<Sighting> {
  if (url === null) return sightEmbedded(dataDir)
  const database = await openDatabase({ url, pooler, dataDir, poolSize: 1, ...bounds })
  try {
    await database.ping()
  } catch (error) {
    await database.close()
    throw error
  }
  return { kind: 'open', prisma: database.prisma, close: database.close }
}

/** Opening is writing, even for who only reads (its log is begun anew), so a copy is opened. */
async function sightEmbedded(dataDir: string): Promise<Sighting> {
  const directory = join(dataDir, 'pglite')
  const before = lookAtLock(dataDir)
  if (before.holder !== null) return { kind: 'held', holder: before.holder }
  const isBegun = existsSync(directory) && readdirSync(directory).length > 0 && !existsSync(`${directory}.incomplete`)
  if (!isBegun) return { kind: 'absent' }
  const megabytes = megabytesIn(directory)
  if (megabytes > copiedMost || freeMegabytes(tmpdir()) < megabytes + roomNeeded.toBegin) {
    return { kind: 'large', megabytes }
  }

  const copies = await mkdtemp(join(tmpdir(), 'viewer-gateway-look-'))
  const remove = () => rm(copies, { recursive: true, force: true })
  try {
    const copy = join(copies, 'pglite')
    // Whoever takes the directory meanwhile may spoil the copy.
    const torn = await cp(directory, copy, { recursive: true }).then(
      () => null,
      (error: unknown) => error,
    )
    const after = lookAtLock(dataDir)
    if (after.holder !== null || after.number !== before.number) {
      await remove()
      return { kind: 'held', holder: after.holder ?? 'another process, a moment ago' }
    }
    if (torn !== null) throw torn
    const { openCopy } = await import('./embedded-copy.ts')
    const { prisma, close } = await openCopy(copy)
    return { kind: 'open', prisma, close: () => close().finally(remove) }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A copy of more is no quick look. */
const copiedMost = 500

function megabytesIn(directory: string): number {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  const sizes = names.map((name) => statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0)
  return Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / 1_000_000)
}
