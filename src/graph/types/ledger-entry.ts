import { readRowNode } from '../../actions/read-node.ts'
import { type balanceKinds, changeIn } from '../../domain/explanation.ts'
import type { LedgerEntry, ledgerBuckets, ledgerEntryKinds } from '../../domain/journal.ts'
import { builder } from '../builder.ts'
import { type RowOf, rowOf } from '../page.ts'
import { CreditPool, PoolAmountType } from './pool-amount.ts'

export const LedgerBucketType = builder.enumType('LedgerBucket', {
  description: 'Where an amount can be.',
  values: {
    ISSUED: { description: 'Where granted credits come from.' },
    AVAILABLE: { description: 'In grants, free to spend.' },
    HELD: { description: 'Set aside by open holds.' },
    CONSUMED: { description: 'Spent.' },
    EXPIRED: { description: 'Lapsed.' },
    SCHEDULED: { description: 'In grants that do not count yet.' },
    CREDIT_LINE: { description: 'Spent or set aside beyond the grants, within the credit limit.' },
  } satisfies Record<(typeof ledgerBuckets)[number], { description: string }>,
})

export const LedgerEntryKindType = builder.enumType('LedgerEntryKind', {
  description: 'What kind of movement it was.',
  values: {
    OPENING: { description: 'A balance brought along from a legacy system.' },
    ADJUSTMENT: { description: 'A legacy system’s record changed.' },
    GRANT: { description: 'Credits were given.' },
    ACTIVATION: { description: 'Credits given beforehand began to count.' },
    HOLD: { description: 'Credits were set aside.' },
    CAPTURE: { description: 'Held credits were spent.' },
    RELEASE: { description: 'Held credits were let go.' },
    CONSUMPTION: { description: 'Credits were spent.' },
    EXPIRY: { description: 'Credits lapsed.' },
    RESET: { description: 'A period began anew.' },
  } satisfies Record<(typeof ledgerEntryKinds)[number], { description: string }>,
})

export const BalanceKindType = builder.enumType('BalanceKind', {
  description: 'Which side of a balance.',
  values: {
    AVAILABLE: { description: 'What may be spent.' },
    HELD: { description: 'What open holds have set aside.' },
  } satisfies Record<(typeof balanceKinds)[number], { description: string }>,
})

export const LedgerEntryType = builder.node(builder.objectRef<RowOf<LedgerEntry>>('LedgerEntry'), {
  description: 'One movement in the journal, never changed once written.',
  id: {
    description: 'The entry’s id, good for `node`.',
    resolve: ({ accountId, row }) => `${accountId}:${row.sequence}`,
  },
  loadOne: async (id, context) => rowOf(await readRowNode(context, 'history', id)),
  fields: (t) => ({
    pool: t.field({ type: CreditPool, description: 'What moved.', resolve: ({ row }) => row.pool }),
    kind: t.field({ type: LedgerEntryKindType, description: 'What kind of movement.', resolve: ({ row }) => row.kind }),
    source: t.field({ type: LedgerBucketType, description: 'Where it came from.', resolve: ({ row }) => row.source }),
    destination: t.field({
      type: LedgerBucketType,
      description: 'Where it went.',
      resolve: ({ row }) => row.destination,
    }),
    amount: t.field({ type: PoolAmountType, description: 'How much moved.', resolve: ({ row }) => row }),
    change: t.field({
      type: PoolAmountType,
      description: 'What it added to a balance; negative when it took away.',
      args: {
        of: t.arg({ type: BalanceKindType, required: true, defaultValue: 'AVAILABLE', description: 'Which balance.' }),
      },
      resolve: ({ row }, { of }) => ({ pool: row.pool, amount: changeIn(of, row) }),
    }),
    availableAfter: t.field({
      type: PoolAmountType,
      description: 'What was available in the pool once it had moved.',
      resolve: ({ row: { pool, availableAfter } }) => ({ pool, amount: availableAfter }),
    }),
    reason: t.string({ nullable: true, description: 'Why.', resolve: ({ row }) => row.reason }),
    reference: t.string({
      nullable: true,
      description: 'The mover’s own reference.',
      resolve: ({ row }) => row.reference,
    }),
    actor: t.string({
      description: 'Who moved it: the software that asked (`service:NAME`), `import`, or `clock` for what was due.',
      resolve: ({ row }) => row.actor,
    }),
    occurredAt: t.field({ type: 'DateTime', description: 'When.', resolve: ({ row }) => row.occurredAt }),
  }),
})
