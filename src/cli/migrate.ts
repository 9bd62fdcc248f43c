import type { Command } from 'commander'
import { withDatabase } from './with-database.ts'

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .summary('bring the database up to this version')
    .description(
      'Applies what is missing of the migrations, in order. Several may run it at once: they wait for one another.',
    )
    .action(async () => {
      await withDatabase('migrate', async (database) => {
        const applied = await database.migrate()
        console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`)
      })
    })
}
