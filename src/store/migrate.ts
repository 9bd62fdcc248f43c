import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { Prisma, type PrismaClient } from './client/client.ts'
import { withSchemaEngine } from './schema-engine.ts'

/** A migration of this build that the database has not (`missing`), or not wholly (`unfinished`: failed or running). */
export interface PendingMigration {
  readonly name: string
  readonly state: 'missing' | 'unfinished'
}

/**
 * Brings a database up to this build, as `prisma migrate deploy` does and in the same `_prisma_migrations` table, so
 * that either can follow the other. Each migration is one transaction. Concurrent migrators wait for one another: the
 * engine takes Prisma's advisory lock, which holds only if all of the factory's statements go through one session.
 *
 * @returns the names of the migrations applied now, oldest first.
 *
 * Raises the database's error when a migration fails; the next run then refuses until it is resolved
 * (`prisma migrate resolve`).
 */
export async function applyMigrations(
  factory: SqlMigrationAwareDriverAdapterFactory,
  directory: URL = migrationsDirectory,
): Promise<readonly string[]> {
  const migrationDirectories = await Promise.all(
    (await migrationNames(directory)).map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(new URL(`${name}/migration.sql`, directory), 'utf8') },
      },
    })),
  )
  const lockfile = await readFile(new URL('migration_lock.toml', directory), 'utf8')
  const { appliedMigrationNames } = await withSchemaEngine(factory, (engine) =>
    engine.applyMigrations({
      migrationsList: {
        baseDir: fileURLToPath(directory),
        lockfile: { path: 'migration_lock.toml', content: lockfile },
        shadowDbInitScript: '',
        migrationDirectories,
      },
      filters: { externalTables: [], externalEnums: [] },
    }),
  )
  return appliedMigrationNames
}

/**
 * What the database lacks of this build's migrations, oldest first; empty when it has them all. One plain query, cheap
 * enough for a readiness probe.
 */
export async function pendingMigrations(
  prisma: PrismaClient,
  directory: URL = migrationsDirectory,
): Promise<readonly PendingMigration[]> {
  const [names, records] = await Promise.all([migrationNames(directory), recordedMigrations(prisma)])
  return names.flatMap((name): PendingMigration[] => {
    const attempts = records.filter((record) => record.name === name)
    if (attempts.length === 0) return [{ name, state: 'missing' }]
    return attempts.some((attempt) => attempt.finished) ? [] : [{ name, state: 'unfinished' }]
  })
}

/**
 * What the database has and this build does not know: a newer one has been here, oldest first. What this build writes
 * may be less than that one counts on.
 */
export async function unknownMigrations(
  prisma: PrismaClient,
  directory: URL = migrationsDirectory,
): Promise<readonly string[]> {
  const [names, records] = await Promise.all([migrationNames(directory), recordedMigrations(prisma)])
  return [...new Set(records.map(({ name }) => name))].filter((name) => !names.includes(name)).sort()
}

/** Beside this file in `src` as in `dist`: the build copies it. */
export const migrationsDirectory = new URL('./migrations/', import.meta.url)

/** Every migration of this build, oldest first. */
export async function migrationNames(directory: URL = migrationsDirectory): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

interface RecordedMigration {
  name: string
  finished: boolean
}

async function recordedMigrations(prisma: PrismaClient): Promise<RecordedMigration[]> {
  try {
    return await prisma.$queryRaw<RecordedMigration[]>`
      SELECT migration_name AS name, finished_at IS NOT NULL AS finished
      FROM _prisma_migrations
      WHERE rolled_back_at IS NULL`
  } catch (error) {
    if (isMissingTable(error)) return []
    throw error
  }
}

// P2021 from the model API, P2010 around the driver's own words from a raw query.
function isMissingTable(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    (error.code === 'P2021' || (error.code === 'P2010' && JSON.stringify(error.meta).includes('42P01')))
  )
}
