import { type Features, noFeatures } from './features.ts'

export const planKeys = ['DEVELOPER', 'TRIAL', 'STARTER', 'PRO', 'CUSTOM'] as const
export type PlanKey = (typeof planKeys)[number]

/** A plan as it is sold: what it is called and what it grants. */
export interface Plan {
  readonly key: PlanKey
  readonly name: string
  readonly features: Features
}

/** A plan as it is held: a CUSTOM plan carries its own name. */
export type PlanReference = Pick<Plan, 'key' | 'name'>

const developer: Features = { ...noFeatures, spans: 1_000, agents: 1, retention: 7 }

/** The one plan catalogue. TRIAL's values are the vendor's; the others are ours (contract, user-profile). */
export const planCatalogue: { readonly [K in PlanKey]: Plan & { key: K } } = {
  DEVELOPER: { key: 'DEVELOPER', name: 'Developer', features: developer },
  TRIAL: {
    key: 'TRIAL',
    name: 'Free Trial',
    features: {
      ...noFeatures,
      spans: 10_000,
      agents: 'unlimited',
      retention: 'unlimited',
      alerts: true,
      evaluations: true,
      exports: true,
      deepSearch: true,
      trialDays: 14,
    },
  },
  STARTER: {
    key: 'STARTER',
    name: 'Starter',
    features: {
      ...noFeatures,
      spans: 100_000,
      agents: 10,
      retention: 30,
      alerts: true,
      evaluations: true,
      exports: true,
      deepSearch: true,
      semanticSearch: true,
      support: 'email',
    },
  },
  PRO: {
    key: 'PRO',
    name: 'Pro',
    features: {
      ...noFeatures,
      spans: 1_000_000,
      agents: 'unlimited',
      retention: 365,
      alerts: true,
      evaluations: true,
      exports: true,
      deepSearch: true,
      semanticSearch: true,
      smartSearch: true,
      customLLMLogic: true,
      sso: true,
      rbac: true,
      support: 'priority',
    },
  },
  // Nobody says what a plan of somebody's own grants: what everyone has, until a record says more.
  CUSTOM: { key: 'CUSTOM', name: 'Custom', features: developer },
}

/** The plan a name stands for: one of the catalogue's, else a CUSTOM plan of that name. */
export function planNamed(name: string): PlanReference {
  const sold = planKeys.find((key) => key !== 'CUSTOM' && planCatalogue[key].name === name)
  return { key: sold ?? 'CUSTOM', name }
}
