import { readRowNode } from '../../actions/read-node.ts'
import type { ApiKey } from '../../domain/lists.ts'
import { builder } from '../builder.ts'
import { type RowOf, rowOf } from '../page.ts'

export const ApiKeyType = builder.node(builder.objectRef<RowOf<ApiKey>>('ApiKey'), {
  description: 'A secret that stands for an account. The secret itself is shown once, when it is made, and not kept.',
  id: {
    description: 'The key’s id, good for `node`; not the secret.',
    resolve: ({ accountId, row }) => `${accountId}:${row.sequence}`,
  },
  loadOne: async (id, context) => rowOf(await readRowNode(context, 'apiKeys', id)),
  fields: (t) => ({
    name: t.string({ nullable: true, description: 'What it was called when made.', resolve: ({ row }) => row.name }),
    lastFour: t.string({ description: 'Its last four characters.', resolve: ({ row }) => row.lastFour }),
    createdAt: t.field({ type: 'DateTime', description: 'When it was made.', resolve: ({ row }) => row.createdAt }),
    revokedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it stopped working; null while it works.',
      resolve: ({ row }) => row.revokedAt,
    }),
    lastUsedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When it was last let in, in the graph or at a legacy endpoint; null before the first time. Written down about once a minute, so the latest use may not show yet.',
      resolve: ({ row }) => row.lastUsedAt,
    }),
  }),
})
