import type { Limit } from './limit.ts'

export const supportTiers = ['community', 'email', 'priority'] as const
export type SupportTier = (typeof supportTiers)[number]

/**
 * The entitlements a plan grants, in the order the graph lists them. A new one is a line here and a value per plan in
 * plan.ts; the graph follows, and legacy answers go on listing what they always did (docs/how-to/add-a-plan-feature.md).
 */
export const featureCatalogue = {
  spans: { type: 'limit', description: 'Spans that may be recorded per period.' },
  agents: { type: 'limit', description: 'Agents that may exist at a time.' },
  retention: { type: 'limit', description: 'Days that recorded data is kept.' },
  alerts: { type: 'flag', description: 'Alert notifications.' },
  evaluations: { type: 'flag', description: 'Evaluations by a language model.' },
  exports: { type: 'flag', description: 'Export of recorded data.' },
  deepSearch: { type: 'flag', description: 'Search by a question in plain language.' },
  semanticSearch: { type: 'flag', description: 'Search by meaning.' },
  smartSearch: { type: 'flag', description: 'One search over all kinds of data.' },
  customLLMLogic: { type: 'flag', description: 'Evaluation logic of one’s own.' },
  modelTraining: { type: 'flag', description: 'Training of models on recorded data.' },
  sso: { type: 'flag', description: 'Single sign-on.' },
  rbac: { type: 'flag', description: 'Role-based access control.' },
  support: { type: 'support', description: 'Where help comes from.' },
  trialDays: { type: 'limit', description: 'Days a trial of the plan lasts.' },
} as const satisfies Record<string, { type: 'limit' | 'flag' | 'support'; description: string }>

type FeatureTypes = { limit: Limit; flag: boolean; support: SupportTier }
export type FeatureName = keyof typeof featureCatalogue
export type Features = { readonly [F in FeatureName]: FeatureTypes[(typeof featureCatalogue)[F]['type']] }

export const featureNames = Object.keys(featureCatalogue) as FeatureName[]

/** What an account without any plan may do. */
export const noFeatures: Features = {
  spans: 0,
  agents: 0,
  retention: 0,
  alerts: false,
  evaluations: false,
  exports: false,
  deepSearch: false,
  semanticSearch: false,
  smartSearch: false,
  customLLMLogic: false,
  modelTraining: false,
  sso: false,
  rbac: false,
  support: 'community',
  trialDays: 0,
}
