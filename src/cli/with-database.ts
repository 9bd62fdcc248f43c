import { Refusal } from '../domain/refusal.ts'
import { readDataSettings } from '../env.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { pendingMigrations } from '../store/migrate.ts'
import { SessionRefusal } from '../store/server-session.ts'
import { unavailable } from '../store/unavailable.ts'
import { CommandError } from './command-error.ts'

/** Opens the database the settings name, for one command, and closes it whatever happens. @throws CommandError when it cannot be reached. */
export async function withDatabase<T>(holder: string, work: (database: Database) => Promise<T>) {
  const settings = readDataSettings(process.env)
  const database = await openDatabase({
    url: settings.databaseUrl ?? undefined,
    pooler: settings.databasePooler,
    dataDir: settings.dataDir,
    holder,
    onProgress: (message) => {
      if (process.stderr.isTTY) console.error(message)
    },
  })
  try {
    return await work(database).catch(unavailable)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'UNAVAILABLE') throw error
    if (error.cause instanceof SessionRefusal)
      throw new CommandError(`The database is not used: ${error.cause.message}.`)
    throw new CommandError('The database cannot be reached: see DATABASE_URL.', { cause: error })
  } finally {
    await database.close()
  }
}

/** As `withDatabase`, on one that is up to date. @throws CommandError when it is not. */
export function withMigratedDatabase<T>(holder: string, work: (database: Database) => Promise<T>): Promise<T> {
  return withDatabase(holder, async (database) => {
    const pending = await pendingMigrations(database.prisma)
    if (pending.length > 0) {
      const names = pending.map(({ name, state }) => `${name} (${state})`).join(', ')
      throw new CommandError(`The database is not up to date: ${names}. Run \`viewer-gateway migrate\` first.`)
    }
    return work(database)
  })
}
