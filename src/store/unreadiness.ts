import type { Database } from './database.ts'
import { pendingMigrations } from './migrate.ts'
import { SessionRefusal } from './server-session.ts'

/** What keeps the database from serving this build, in words; null when nothing does. Asked at every readiness probe. */
export async function unreadinessOf({ prisma }: Database): Promise<string | null> {
  try {
    const pending = await pendingMigrations(prisma)
    if (pending.length === 0) return null
    return `migrations are not applied: ${pending.map(({ name, state }) => `${name} (${state})`).join(', ')}`
  } catch (error) {
    return error instanceof SessionRefusal ? error.message : 'the database cannot be reached'
  }
}
