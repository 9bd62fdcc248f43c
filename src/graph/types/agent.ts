import { readRowNode } from '../../actions/read-node.ts'
import type { Agent } from '../../domain/lists.ts'
import { builder } from '../builder.ts'
import { type RowOf, rowOf } from '../page.ts'

export const AgentType = builder.node(builder.objectRef<RowOf<Agent>>('Agent'), {
  description: 'An agent of the account.',
  id: {
    description: 'The agent’s id, good for `node`.',
    resolve: ({ accountId, row }) => `${accountId}:${row.sequence}`,
  },
  loadOne: async (id, context) => rowOf(await readRowNode(context, 'agents', id)),
  fields: (t) => ({
    name: t.string({ description: 'What it is called.', resolve: ({ row }) => row.name }),
    createdAt: t.field({ type: 'DateTime', description: 'When it was made.', resolve: ({ row }) => row.createdAt }),
    archivedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was put away; null while it is in use.',
      resolve: ({ row }) => row.archivedAt,
    }),
  }),
})
