/** The plans of the people that are measured, kept in code as the gateway keeps its catalogue; −1 is unlimited. */
const off = {
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

export const plans = {
  STARTER: {
    key: 'STARTER',
    name: 'Starter',
    features: {
      ...off,
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
      ...off,
      spans: 1_000_000,
      agents: -1,
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
}

/** 0 to 100, two decimals. */
export function percentOf(used, limit) {
  return limit <= 0 ? 0 : Math.min(100, Math.round((used * 10_000) / limit) / 100)
}
