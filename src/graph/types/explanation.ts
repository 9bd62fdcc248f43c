import type { AccountExplanation } from '../../actions/read-explanation.ts'
import { readStatement } from '../../actions/read-statement.ts'
import { bucketsOf, changeIn, type Explained, explainedPlaces } from '../../domain/explanation.ts'
import type { LedgerEntry } from '../../domain/journal.ts'
import { Refusal } from '../../domain/refusal.ts'
import { builder } from '../builder.ts'
import { lineageOf } from '../legacy-catalogue.ts'
import { pagesOf, readConnection } from '../page.ts'
import { BalanceStatementType } from './balance-statement.ts'
import { BalanceKindType, LedgerBucketType, LedgerEntryKindType, LedgerEntryType } from './ledger-entry.ts'
import { CreditPool, PoolAmountType } from './pool-amount.ts'

const DueMovement = builder.objectRef<LedgerEntry & Pick<Explained, 'balance'>>('DueMovement').implement({
  description: 'A movement whose instant has come by the clock alone: it counts already, the next write journals it.',
  fields: (t) => ({
    kind: t.expose('kind', { type: LedgerEntryKindType, description: 'What kind of movement.' }),
    source: t.expose('source', { type: LedgerBucketType, description: 'Where it comes from.' }),
    destination: t.expose('destination', { type: LedgerBucketType, description: 'Where it goes.' }),
    amount: t.field({ type: PoolAmountType, description: 'How much moves.', resolve: (entry) => entry }),
    change: t.field({
      type: PoolAmountType,
      description: 'What it adds to the number; negative when it takes away.',
      resolve: ({ balance, ...entry }) => ({ pool: entry.pool, amount: changeIn(balance, entry) }),
    }),
    dueAt: t.field({ type: 'DateTime', description: 'Since when.', resolve: ({ occurredAt }) => occurredAt }),
  }),
})

export const ExplanationType = builder.objectRef<AccountExplanation>('Explanation').implement({
  description:
    'Why a number is what it is: the `change` of all its `movements`, `of` this balance, and of what is `due` adds up to `value`.',
  fields: (t) => ({
    pool: t.expose('pool', { type: CreditPool, description: 'Whose number.' }),
    balance: t.expose('balance', { type: BalanceKindType, description: 'Which side of the balance.' }),
    value: t.field({
      type: PoolAmountType,
      description: 'The number as it is now.',
      resolve: ({ pool, value }) => ({ pool, amount: value }),
    }),
    statement: t.field({
      type: BalanceStatementType,
      description: 'The same in five sums.',
      resolve: ({ account, pool }, _args, context) => readStatement(context, account, pool, null),
    }),
    movements: t.connection(
      {
        type: LedgerEntryType,
        description: 'The journal’s movements that changed the number, newest first.',
        resolve: ({ account, pool, balance }, args, context) =>
          readConnection(context, { accountId: account.id, list: 'history', pool, touching: bucketsOf[balance] }, args),
      },
      ...pagesOf('Movement'),
    ),
    due: t.field({
      type: [DueMovement],
      description: 'What counts already and is not in the journal yet.',
      resolve: ({ due, balance }) => due.map((entry) => ({ ...entry, balance })),
    }),
  }),
})

/**
 * What number of the Viewer's a legacy field tells.
 *
 * @throws Refusal MALFORMED for a field that system does not have, or whose number no movements make.
 */
export function explainedPlace(system: string, field: string): Explained {
  const explained = lineageOf(system).flatMap(({ legacyField: path, viewerFields }) =>
    viewerFields.flatMap((place) => {
      const found = explainedPlaces[place]
      return found ? [{ path, found }] : []
    }),
  )
  const asked = explained.find(({ path }) => path === field || path.endsWith(`.${field}`))
  if (asked) return asked.found
  const names = explained.map(({ path }) => path).join(', ')
  throw new Refusal('MALFORMED', `${system} has no such number that movements make; it has ${names || 'none'}.`)
}
