import { hash } from 'node:crypto'
import type { Limits } from '../edge/limits.ts'
import type { Counted, Counter } from './counter.ts'
import { createMemoryCounter } from './memory-counter.ts'
import { type OutageLog, openRedis } from './redis.ts'
import { createRedisCounter } from './redis-counter.ts'

/** What requests are bound by, and the bound of each; 0 does not count. */
const bounds = {
  address: 'perAddress',
  'api-key': 'perApiKey',
  account: 'perAccount',
  service: 'perService',
} as const

export type Policy = keyof typeof bounds

/** Somebody whose requests are counted. */
export interface Party {
  readonly policy: Policy
  readonly name: string
}

/** Counts requests by whoever is to be bound. */
export interface Rates {
  /** @returns null where the policy does not count. */
  count(party: Party, cost: number): Promise<Counted> | null
  giveBack(party: Party, cost: number): Promise<void>
  close(): Promise<void>
}

/** Each gateway that counts for itself allows one in so many: a few of them together then allow about the whole. */
const insuredShare = 4

/** Counts in this process alone: right for one gateway. */
export function createMemoryRates(limits: Limits): Rates {
  return ratesOf(limits, (_, limit) => createMemoryCounter(limit, limits.rateKeys))
}

/**
 * Counts where `url` says, for all gateways together; without one, in this process.
 *
 * While Redis is away each gateway counts for itself, against a quarter of each bound.
 */
export async function openRates(url: string | null, limits: Limits, log: OutageLog): Promise<Rates> {
  if (url === null) return createMemoryRates(limits)
  const redis = await openRedis(url, log)
  const counterOf = (policy: Policy, limit: number) => {
    const insured = Math.max(1, Math.floor(limit / insuredShare))
    const isGivenBack = policy === 'address' || policy === 'api-key'
    const meanwhile = createMemoryCounter(insured, limits.rateKeys, false)
    return createRedisCounter(redis, { name: policy, limit, isGivenBack }, meanwhile)
  }
  return { ...ratesOf(limits, counterOf), close: async () => redis.disconnect() }
}

function ratesOf(limits: Limits, counterOf: (policy: Policy, limit: number) => Counter): Rates {
  const counters = new Map<Policy, Counter>()
  for (const [policy, bound] of Object.entries(bounds) as [Policy, (typeof bounds)[Policy]][]) {
    if (limits[bound] > 0) counters.set(policy, counterOf(policy, limits[bound]))
  }
  return {
    count: (party, cost) => counters.get(party.policy)?.count(keyOf(party), cost) ?? null,
    giveBack: async (party, cost) => counters.get(party.policy)?.giveBack(keyOf(party), cost),
    close: async () => {},
  }
}

/** A legacy id may be long, and is as good by its hash: what is kept is short. */
function keyOf({ name }: Party): string {
  return name.length <= longest ? name : hash('sha256', name, 'base64url')
}

const longest = 64
