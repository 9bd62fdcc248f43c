import type { Command } from 'commander'
import { CommandError } from './command-error.ts'
import { teach } from './teach.ts'
import { withDatabase } from './with-database.ts'

interface Options {
  readonly json?: boolean
}

export function addMigrate(program: Command): void {
  const migrate = program
    .command('migrate')
    .summary('bring the database up to this version')
    .description(
      'Applies what is missing of the migrations, in order, each whole or not at all. Several may run it at once: they ' +
        'wait for one another. There is no way back but a backup: make one first (docs/how-to/upgrade.md).',
    )
    .option('--json', 'one JSON object: { applied: [names] }')
    .action(runMigrate)
  teach(migrate, {
    examples: [
      ['migrate', 'before the first start on a server, and before the gateways of a new version'],
      ['migrate --json', 'for a script'],
    ],
  })
}

async function runMigrate({ json = false }: Options): Promise<void> {
  await withDatabase('migrate', async (database) => {
    const applied = await database.migrate().catch(mendable)
    if (json) console.log(JSON.stringify({ applied }))
    else console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`)
  })
}

/** Prisma's numbers of what an operator has to settle. @throws CommandError for those, the error itself otherwise. */
function mendable(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'P3005') {
    throw new CommandError(
      'The schema holds tables that are not the gateway’s: give it a database of its own, or a schema, by ?schema= in DATABASE_URL.',
      { cause: error },
    )
  }
  if (code === 'P3009') {
    throw new CommandError(
      'A migration was begun before and not finished: `viewer-gateway doctor` says which, and what to do.',
      { cause: error },
    )
  }
  throw error
}
