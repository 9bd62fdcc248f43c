import { type PlanReference, planCatalogue, planKeys } from '../../domain/plan.ts'
import { featuresOf } from '../../domain/subscription.ts'
import { builder } from '../builder.ts'
import { FeaturesType } from './features.ts'

export const PlanKeyType = builder.enumType('PlanKey', {
  description: 'The plans there are.',
  values: {
    DEVELOPER: { description: 'Free, for trying things out.' },
    TRIAL: { description: 'The free trial of a paid plan.' },
    STARTER: { description: 'The small paid plan.' },
    PRO: { description: 'The large paid plan.' },
    CUSTOM: { description: 'A plan of somebody’s own, known by its name.' },
  } satisfies Record<(typeof planKeys)[number], { description: string }>,
})

export const PlanType = builder.objectRef<PlanReference>('Plan').implement({
  description: 'A plan as it stands in the catalogue.',
  fields: (t) => ({
    key: t.expose('key', { type: PlanKeyType, description: 'Which one it is.' }),
    name: t.exposeString('name', { description: 'What it is called. A CUSTOM plan carries its own name.' }),
    features: t.field({
      type: FeaturesType,
      description: 'What the plan entitles to by itself; a subscription may differ.',
      resolve: ({ key }) => featuresOf({ plan: key, overrides: {} }),
    }),
  }),
})

builder.queryField('plans', (t) =>
  t.field({
    type: [PlanType],
    description: 'The plan catalogue.',
    resolve: () => planKeys.map((key) => planCatalogue[key]),
  }),
)
