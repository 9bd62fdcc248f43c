import { once } from 'node:events'
import type { Command } from 'commander'
import { exportAccounts } from '../actions/export-accounts.ts'
import { encode, viewOf } from '../rest/legacy/encode.ts'
import { lossesIn } from '../rest/legacy/lineage.ts'
import type { Shape } from '../rest/legacy/shape.ts'
import { countIdentities } from '../store/identities.ts'
import { instantArgument, systemOption } from './arguments.ts'
import { progressTo } from './progress.ts'
import { teach } from './teach.ts'
import { withMigratedDatabase } from './with-database.ts'

interface Options {
  readonly system: Shape
  readonly asOf?: Date
}

export function addExport(program: Command): void {
  const command = program
    .command('export')
    .summary('write one legacy system’s profiles back')
    .description(
      'Writes the accounts a legacy system knows as its endpoint answers them, one JSON object a line, in the order of ' +
        'their import. What an answer could not say is counted on standard error.',
    )
    .addOption(systemOption('whose bodies to write'))
    .option('--as-of <instant>', 'the instant to answer at (default: now)', instantArgument)
    .action(runExport)
  teach(command, {
    examples: [
      ['export --system users-me > users.ndjson', 'what GET /api/v1/users/me answers, of everybody'],
      ['export -s user-info --as-of 2027-01-01T00:00:00Z > info.ndjson', 'as it will be said at an instant'],
    ],
  })
}

async function runExport({ system: shape, asOf }: Options): Promise<void> {
  const now = asOf ?? new Date()
  const losses = new Map<string, number>()
  await withMigratedDatabase('export', async ({ prisma }) => {
    // On one terminal the bodies themselves are the progress.
    const progress = progressTo(process.stdout.isTTY ? 0 : await countIdentities(prisma, shape.system), 'accounts')
    let accounts = 0
    for await (const account of exportAccounts(prisma, shape.system)) {
      const view = viewOf(shape, account, now)
      for (const loss of lossesIn(shape, view)) losses.set(loss, (losses.get(loss) ?? 0) + 1)
      if (!process.stdout.write(`${encode(shape, view)}\n`)) await once(process.stdout, 'drain')
      accounts += 1
      progress.update(accounts, accounts)
    }
    progress.stop()
  })
  for (const [loss, count] of losses) console.error(`${count} × not said: ${loss}`)
}
