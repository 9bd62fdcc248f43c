import { readRowNode } from '../../actions/read-node.ts'
import type { holdStates } from '../../domain/credits.ts'
import { holdAt } from '../../domain/listed-credits.ts'
import type { ListedHold } from '../../domain/lists.ts'
import { builder } from '../builder.ts'
import { type RowOf, rowOf } from '../page.ts'
import { CreditPool, type PoolAmount, PoolAmountType } from './pool-amount.ts'

const HoldState = builder.enumType('HoldState', {
  description: 'How a hold stands. It ends once.',
  values: {
    OPEN: { description: 'In flight.' },
    CAPTURED: { description: 'Spent, in full or in part.' },
    RELEASED: { description: 'Let go.' },
    EXPIRED: { description: 'Lapsed.' },
  } satisfies Record<(typeof holdStates)[number], { description: string }>,
})

export const CreditHold = builder.node(builder.objectRef<RowOf<ListedHold>>('CreditHold'), {
  description: 'Credits set aside for work in flight.',
  id: {
    description: 'The hold’s id, good for `node`.',
    resolve: ({ accountId, row }) => `${accountId}:${row.sequence}`,
  },
  loadOne: async (id, context) => rowOf(await readRowNode(context, 'holds', id), () => holdAt(context.now)),
  fields: (t) => ({
    pools: t.field({
      type: [CreditPool],
      description: 'Where it was set aside, in the order it is spent from: the wallet, or pools of whole credits.',
      resolve: ({ row }) => [...row.pools],
    }),
    state: t.field({
      type: HoldState,
      description: 'How it stands at this instant: an open hold whose time is up has expired.',
      resolve: ({ row }) => row.state,
    }),
    amount: t.field({
      type: PoolAmountType,
      description: 'What was set aside.',
      resolve: ({ row }) => amountOf(row, row.amount),
    }),
    captured: t.field({
      type: PoolAmountType,
      description: 'Of it, what was spent.',
      resolve: ({ row }) => amountOf(row, row.captured),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it lapses; null for an imported one, which ends only by capture or release.',
      resolve: ({ row }) => row.expiresAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended.',
      resolve: ({ row }) => row.endedAt,
    }),
    reason: t.string({ nullable: true, description: 'What for.', resolve: ({ row }) => row.reason }),
    reference: t.string({
      nullable: true,
      description: 'The holder’s own reference.',
      resolve: ({ row }) => row.reference,
    }),
    createdAt: t.field({ type: 'DateTime', description: 'When it was taken.', resolve: ({ row }) => row.createdAt }),
  }),
})

/** The wallet never shares a hold with other pools, so the first one tells the unit. */
function amountOf({ pools }: ListedHold, amount: bigint): PoolAmount {
  return { pool: pools[0] ?? 'WALLET', amount }
}
