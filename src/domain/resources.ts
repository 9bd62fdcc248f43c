import type { CountedAgents, CountedApiKeys } from './account.ts'
import { Refusal } from './refusal.ts'
import type { Subscription } from './subscription.ts'

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

/** Active API keys of an account, those made here and those imported; an import is not refused for it (our decision). */
export const mostApiKeys = 100

/** Agents made here and in use, of an account whose plan sets no limit: more are a mistake or an abuse (our decision). */
export const mostAgents = 1_000

/**
 * That the account may have one more API key. Keys that a legacy system only counted are none of ours.
 *
 * @throws Refusal LIMIT_REACHED.
 */
export function assertRoomForApiKey({ active }: CountedApiKeys): void {
  if (active < mostApiKeys) return
  throw new Refusal('LIMIT_REACHED', `An account has no more API keys: ${active} of ${mostApiKeys} are active.`)
}

/**
 * That the plan has room for one more agent, those counted without a name included. Without a subscription every
 * feature is off (contract, "an account a system never knew"), so there is none.
 *
 * @throws Refusal LIMIT_REACHED.
 */
export function assertRoomForAgent(subscription: Subscription | null, { made }: CountedAgents): void {
  if (subscription === null) throw new Refusal('LIMIT_REACHED', 'Without a subscription there are no agents.')
  const { used, limit } = subscription.usage.agents
  if (limit === 'unlimited') {
    if (made < mostAgents) return
    throw new Refusal('LIMIT_REACHED', `An account has no more agents: ${made} of ${mostAgents} are in use.`)
  }
  if (used < limit) return
  throw new Refusal('LIMIT_REACHED', `The plan allows no more agents: ${used} of ${limit} are in use.`)
}
