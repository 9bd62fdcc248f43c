import type { Usage, UsageMeter, UsageMeterName } from '../../domain/usage.ts'
import { builder } from '../builder.ts'
import { LimitType } from './limit.ts'

const UsageMeterType = builder.objectRef<UsageMeter>('UsageMeter').implement({
  description: 'How much of one thing has been used, of how much there is.',
  fields: (t) => ({
    used: t.expose('used', { type: 'SafeInt', description: 'Used in this period.' }),
    limit: t.expose('limit', { type: LimitType, description: 'How much there is.' }),
    remaining: t.expose('remaining', {
      type: 'SafeInt',
      nullable: true,
      description: 'What is left; null when unlimited.',
    }),
    percent: t.exposeFloat('percent', {
      description: 'Used of the limit, 0 to 100 with two decimals; 0 when unlimited.',
    }),
    resetsAt: t.expose('resetsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When counting starts again; null: never.',
    }),
    overLimit: t.exposeBoolean('overLimit', { description: 'More has been used than there is.' }),
  }),
})

export const UsageMeterNameType = builder.enumType('UsageMeterName', {
  description: 'What is metered.',
  values: {
    SPANS: { description: 'Spans.' },
    AGENTS: { description: 'Agents, beside those that exist here.' },
  } satisfies Record<UsageMeterName, { description: string }>,
})

export const UsageType = builder.objectRef<Usage>('Usage').implement({
  description: 'The meters of a subscription.',
  fields: (t) => ({
    spans: t.expose('spans', { type: UsageMeterType, description: 'Spans recorded in this period.' }),
    agents: t.expose('agents', {
      type: UsageMeterType,
      description: 'Agents that exist now, and those recorded in this period.',
    }),
  }),
})
