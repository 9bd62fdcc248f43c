import { readExplanation } from '../../actions/read-explanation.ts'
import { readStatement } from '../../actions/read-statement.ts'
import type { CreditWindow, Wallet } from '../../domain/credits.ts'
import { grantsAt, holdAt } from '../../domain/listed-credits.ts'
import { builder } from '../builder.ts'
import { pagesOf, readConnection } from '../page.ts'
import type { Profile } from '../profile.ts'
import { BalanceStatementType } from './balance-statement.ts'
import { CreditGrant } from './credit-grant.ts'
import { CreditHold } from './credit-hold.ts'
import { ExplanationType, explainedPlace } from './explanation.ts'
import { LedgerEntryType } from './ledger-entry.ts'
import { LegacySystem } from './legacy-system.ts'
import { CreditPool } from './pool-amount.ts'

const WalletType = builder.objectRef<Wallet>('Wallet').implement({
  description: 'The EUR wallet: available + held = posted.',
  fields: (t) => ({
    available: t.expose('available', {
      type: 'EurAmount',
      description: 'What may be spent now. Below zero within the credit limit.',
    }),
    held: t.expose('held', { type: 'EurAmount', description: 'Set aside for work in flight.' }),
    posted: t.expose('posted', { type: 'EurAmount', description: 'What the wallet holds, held amounts included.' }),
    creditLimitCents: t.field({
      type: 'SafeInt',
      description: 'How far below zero it may go, in EUR cents.',
      resolve: ({ creditLimitCents }) => Number(creditLimitCents),
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the next credits lapse; null: none will.',
    }),
    freeTrialPending: t.expose('freeTrialPending', {
      type: 'EurAmount',
      nullable: true,
      description: 'Free credits that wait for the e-mail address to be verified; null when none do.',
    }),
  }),
})

const CreditWindowType = builder.objectRef<CreditWindow>('CreditWindow').implement({
  description: 'Credits that come anew each period.',
  fields: (t) => ({
    total: t.expose('total', { type: 'CreditAmount', description: 'What a period starts with.' }),
    remaining: t.expose('remaining', { type: 'CreditAmount', description: 'What is left of this period’s.' }),
    resetsAt: t.expose('resetsAt', { type: 'DateTime', description: 'When the next period begins.' }),
  }),
})

export const CreditsType = builder.objectRef<Profile>('Credits').implement({
  description: 'What an account has to spend.',
  fields: (t) => ({
    wallet: t.field({ type: WalletType, description: 'EUR.', resolve: ({ viewer }) => viewer.credits.wallet }),
    permanent: t.field({
      type: 'CreditAmount',
      description: 'Whole credits that never expire.',
      resolve: ({ viewer }) => viewer.credits.permanent,
    }),
    monthly: t.field({
      type: CreditWindowType,
      nullable: true,
      description: 'The credits of a metered plan; null without one.',
      resolve: ({ viewer }) => viewer.credits.monthly,
    }),
    additional: t.field({
      type: CreditWindowType,
      nullable: true,
      description: 'Credits beyond the monthly ones; null when none are agreed.',
      resolve: ({ viewer }) => viewer.credits.additional,
    }),
    hasUnseenGrants: t.boolean({
      description: 'There are new credits whose notice has not been dismissed (`dismissCreditNotice`).',
      resolve: ({ viewer }) => viewer.credits.hasUnseenGrants,
    }),
    statement: t.field({
      type: BalanceStatementType,
      description: 'Why a balance is what it is, or was at a past instant, from the journal.',
      args: {
        pool: t.arg({ type: CreditPool, required: true, description: 'Whose balance.' }),
        at: t.arg({ type: 'DateTime', description: 'As of when; now unless said.' }),
      },
      resolve: ({ account }, { pool, at }, context) => readStatement(context, account, pool, at ?? null),
    }),
    explain: t.field({
      type: ExplanationType,
      description: 'The movements behind one number a legacy endpoint tells: why it is what it is.',
      args: {
        system: t.arg({ type: LegacySystem, required: true, description: 'Whose number.' }),
        field: t.arg.string({
          required: true,
          description: 'Its place in that system’s answer: `user.balance_eur`, or the last part of it, `balance_eur`.',
        }),
      },
      resolve: ({ account }, { system, field }, context) =>
        readExplanation(context, account, explainedPlace(system, field)),
    }),
    grants: t.connection(
      {
        type: CreditGrant,
        description: 'Credits given, newest first.',
        args: { pool: t.arg({ type: CreditPool, description: 'Only of this pool.' }) },
        resolve: ({ account }, { pool, ...args }, context) =>
          readConnection(
            context,
            { accountId: account.id, list: 'grants', pool },
            args,
            grantsAt(account, context.now),
          ),
      },
      ...pagesOf('CreditGrant'),
    ),
    holds: t.connection(
      {
        type: CreditHold,
        description: 'Credits set aside, newest first, ended holds included.',
        args: { pool: t.arg({ type: CreditPool, description: 'Only of this pool.' }) },
        resolve: ({ account }, { pool, ...args }, context) =>
          readConnection(context, { accountId: account.id, list: 'holds', pool }, args, holdAt(context.now)),
      },
      ...pagesOf('CreditHold'),
    ),
    history: t.connection(
      {
        type: LedgerEntryType,
        description: 'Every movement, newest first.',
        args: { pool: t.arg({ type: CreditPool, description: 'Only of this pool.' }) },
        resolve: ({ account }, { pool, ...args }, context) =>
          readConnection(context, { accountId: account.id, list: 'history', pool }, args),
      },
      ...pagesOf('LedgerEntry'),
    ),
  }),
})
