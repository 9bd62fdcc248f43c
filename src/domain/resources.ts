import type { CountedAgents, CountedApiKeys } from './account.ts'

/** What an account has made. Counts hold what a legacy system counted without naming it; lists hold rows only. */
export interface Resources {
  readonly agentCount: number
  readonly activeApiKeyCount: number
  /** Of the newest active key; null when there is none. */
  readonly apiKeyLastFour: string | null
}

export function resourcesOf(agents: CountedAgents, keys: CountedApiKeys): Resources {
  const unlisted = keys.lastFour !== null && !keys.lastFourHasRow
  return {
    agentCount: (agents.baseline ?? 0) + agents.made,
    // A baseline counts the imported rows already; without one they count themselves.
    activeApiKeyCount: keys.baseline === null ? keys.active + (unlisted ? 1 : 0) : keys.baseline + keys.activeMade,
    apiKeyLastFour: keys.newestLastFour ?? (unlisted ? keys.lastFour : null),
  }
}
