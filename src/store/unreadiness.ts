import type { Database } from './database.ts'
import { pendingMigrations, unknownMigrations } from './migrate.ts'
import { SessionRefusal } from './server-session.ts'

/** What keeps the database from serving this build, in words; null when nothing does. Asked at every readiness probe. */
export async function unreadinessOf(database: Database): Promise<string | null> {
  try {
    const pending = await pendingMigrations(database.prisma)
    if (pending.length === 0) return await newnessOf(database)
    return `migrations are not applied: ${pending.map(({ name, state }) => `${name} (${state})`).join(', ')}`
  } catch (error) {
    return error instanceof SessionRefusal ? error.message : 'the database cannot be reached'
  }
}

/** What a newer version counts on, this one may not write: its books would come apart (docs/how-to/upgrade.md). */
async function newnessOf({ prisma }: Database): Promise<string | null> {
  const unknown = await unknownMigrations(prisma)
  return unknown.length === 0 ? null : `a newer version has migrated the database: ${unknown.join(', ')}`
}
