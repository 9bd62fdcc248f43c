import type { Command } from 'commander'
import { type Reconciled, reconcile, reconcileOne } from '../actions/reconcile.ts'
import { describeDifference } from '../domain/reconciliation.ts'
import { findAccountIds } from '../store/account-lookup.ts'
import { countAccounts } from '../store/accounts.ts'
import { accountArgument } from './account-argument.ts'
import { CommandError } from './command-error.ts'
import { progressTo } from './progress.ts'
import { teach } from './teach.ts'
import { withMigratedDatabase } from './with-database.ts'

interface Options {
  readonly account?: string
  readonly json?: boolean
}

export function addReconcile(program: Command): void {
  const command = program
    .command('reconcile')
    .summary('check the balances against the journal')
    .description(
      'Recomputes every balance from the journal and prints each difference, one a line; the exit status is 1 if there ' +
        'is one. It only reads, and the gateway may go on working meanwhile. Nothing is ever repaired silently: a ' +
        'correction is a movement of its own.',
    )
    .option('--account <who>', 'only this one: a UUID, an e-mail address, or SYSTEM:ID such as users-me:42')
    .option('--json', 'NDJSON: a difference a line, amounts in smallest units as digits, and { summary } last')
    .action(runReconcile)
  teach(command, {
    examples: [
      ['reconcile', 'all accounts'],
      ['reconcile --account ada@example.com', 'one of them'],
      ['reconcile --json > differences.ndjson', 'for a script'],
    ],
    found: 'a difference',
  })
}

async function runReconcile({ account, json = false }: Options): Promise<void> {
  const lookup = account === undefined ? null : accountArgument(account)
  await withMigratedDatabase('reconcile', async ({ prisma }) => {
    if (lookup === null) return report(reconcile(prisma), await countAccounts(prisma), json)
    const id = lookup.by === 'accountId' ? lookup.accountId : (await findAccountIds(prisma, [lookup]))(lookup)
    const reconciled = id === null ? null : await reconcileOne(prisma, id)
    if (reconciled === null) throw new CommandError('There is no such account.')
    return report([reconciled], 1, json)
  })
}

async function report(
  pages: AsyncIterable<Reconciled> | Iterable<Reconciled>,
  total: number,
  json: boolean,
): Promise<void> {
  const progress = progressTo(total, 'accounts')
  let accounts = 0
  let found = 0
  for await (const page of pages) {
    for (const difference of page.differences)
      console.log(json ? JSON.stringify(difference) : describeDifference(difference))
    accounts += page.accounts
    found += page.differences.length
    progress.update(accounts, accounts)
  }
  progress.stop()
  console.log(json ? JSON.stringify({ summary: { accounts, differences: found } }) : inWords(accounts, found))
  if (found > 0) process.exitCode = 1
}

function inWords(accounts: number, found: number): string {
  const ledgers = `${accounts} ${accounts === 1 ? 'ledger' : 'ledgers'}`
  return `${ledgers} checked against the journal: ${found === 0 ? 'no difference' : `${found} differences`}`
}
