import type { Limit } from '../../domain/limit.ts'
import { builder } from '../builder.ts'

export const LimitType = builder.objectRef<Limit>('Limit').implement({
  description: 'How many there may be.',
  fields: (t) => ({
    unlimited: t.boolean({ description: 'There is no bound.', resolve: (limit) => limit === 'unlimited' }),
    max: t.field({
      type: 'SafeInt',
      nullable: true,
      description: 'The bound; null when unlimited.',
      resolve: (limit) => (limit === 'unlimited' ? null : limit),
    }),
  }),
})
