import { readRowNode } from '../../actions/read-node.ts'
import type { grantKinds } from '../../domain/credits.ts'
import { grantsAt } from '../../domain/listed-credits.ts'
import type { ListedGrant } from '../../domain/lists.ts'
import { builder } from '../builder.ts'
import { type RowOf, rowOf } from '../page.ts'
import { CreditPool, PoolAmountType } from './pool-amount.ts'

const GrantKindType = builder.enumType('GrantKind', {
  description: 'Where a grant comes from.',
  values: {
    PAID: { description: 'Bought.' },
    PROMOTIONAL: { description: 'Given.' },
    TRIAL: { description: 'Given to try things out.' },
    PLAN: { description: 'Part of a plan.' },
    IMPORT: { description: 'Brought along from a legacy system.' },
  } satisfies Record<(typeof grantKinds)[number], { description: string }>,
})

export const CreditGrant = builder.node(builder.objectRef<RowOf<ListedGrant>>('CreditGrant'), {
  description: 'Credits given to an account, until they are used or expire.',
  id: {
    description: 'The grant’s id, good for `node`.',
    resolve: ({ accountId, row }) => `${accountId}:${row.sequence}`,
  },
  loadOne: async (id, context) =>
    rowOf(await readRowNode(context, 'grants', id), (account) => grantsAt(account, context.now)),
  fields: (t) => ({
    pool: t.field({ type: CreditPool, description: 'What it is an amount of.', resolve: ({ row }) => row.pool }),
    kind: t.field({ type: GrantKindType, description: 'Where it comes from.', resolve: ({ row }) => row.kind }),
    amount: t.field({ type: PoolAmountType, description: 'What was given.', resolve: ({ row }) => row }),
    remaining: t.field({
      type: PoolAmountType,
      description: 'What is left, held credits included.',
      resolve: ({ row: { pool, remaining } }) => ({ pool, amount: remaining }),
    }),
    held: t.field({
      type: PoolAmountType,
      description: 'Of what is left, what open holds have set aside.',
      resolve: ({ row: { pool, held } }) => ({ pool, amount: held }),
    }),
    priority: t.int({ description: 'Lower is used first.', resolve: ({ row }) => row.priority }),
    effectiveAt: t.field({
      type: 'DateTime',
      description: 'From when it counts.',
      resolve: ({ row }) => row.effectiveAt,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When what is left lapses; null: never.',
      resolve: ({ row }) => row.expiresAt,
    }),
    seenAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its notice was dismissed; null while it is unseen.',
      resolve: ({ row }) => row.seenAt,
    }),
    reason: t.string({ nullable: true, description: 'Why it was given.', resolve: ({ row }) => row.reason }),
    reference: t.string({
      nullable: true,
      description: 'The giver’s own reference.',
      resolve: ({ row }) => row.reference,
    }),
    createdAt: t.field({ type: 'DateTime', description: 'When it was given.', resolve: ({ row }) => row.createdAt }),
  }),
})
