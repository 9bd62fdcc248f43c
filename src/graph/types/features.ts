import { type FeatureName, type Features, featureCatalogue, featureNames } from '../../domain/features.ts'
import { builder } from '../builder.ts'
import { LimitType } from './limit.ts'

const SupportTier = builder.enumType('SupportTier', {
  description: 'Where help comes from.',
  values: {
    COMMUNITY: { value: 'community', description: 'From other users.' },
    EMAIL: { value: 'email', description: 'From us, by e-mail.' },
    PRIORITY: { value: 'priority', description: 'From us, first.' },
  } as const,
})

export const FeaturesType = builder.objectRef<Features>('Features').implement({
  description: 'What a plan entitles to.',
  fields: (t) => {
    const field = (name: FeatureName) => {
      const { type, description } = featureCatalogue[name]
      switch (type) {
        case 'limit':
          return t.field({ type: LimitType, description, resolve: (features) => features[name as 'spans'] })
        case 'flag':
          return t.boolean({ description, resolve: (features) => features[name as 'alerts'] })
        case 'support':
          return t.field({ type: SupportTier, description, resolve: (features) => features.support })
      }
    }
    return Object.fromEntries(featureNames.map((name) => [name, field(name)]))
  },
})
