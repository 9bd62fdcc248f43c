import type { Features } from './features.ts'
import type { LegacySystem } from './legacy-system.ts'
import type { Limit } from './limit.ts'
import { type PlanKey, type PlanReference, planCatalogue } from './plan.ts'
import { type Trial, trialOf } from './trial.ts'
import { meterOf, type Usage, type UsageCount } from './usage.ts'

/** A subscription as stored: only what differs from the plan catalogue is written down. */
export interface SubscriptionRecord {
  readonly id: string
  /** The system that tells of it; null when it was set through the gateway. */
  readonly system: LegacySystem | null
  readonly plan: PlanKey
  readonly label: string | null
  readonly status: string | null
  readonly currentPeriodStart: Date | null
  readonly currentPeriodEnd: Date | null
  readonly cancelAtPeriodEnd: boolean | null
  readonly trialEndsAt: Date | null
  readonly overrides: SubscriptionOverrides
  readonly createdAt: Date
}

export interface SubscriptionOverrides {
  readonly features?: Partial<Features>
  /** A span limit of its own, apart from the plan's entitlement. */
  readonly spansLimit?: Limit
}

/** The statuses the graph names; any other is kept as text and shown as OTHER. */
export const subscriptionStatuses = [
  'active',
  'trialing',
  'past_due',
  'canceled',
  'inactive',
  'unpaid',
  'incomplete',
  'paused',
] as const

/** A subscription as it is shown. */
export interface Subscription {
  readonly id: string
  readonly system: LegacySystem | null
  readonly plan: PlanReference
  /** An open vocabulary, lower case. */
  readonly status: string
  readonly currentPeriodStart: Date | null
  readonly currentPeriodEnd: Date | null
  readonly cancelAtPeriodEnd: boolean
  readonly trial: Trial | null
  readonly features: Features
  readonly usage: Usage
}

export interface UsageOfAccount {
  readonly counts: readonly UsageCount[]
  readonly agentCount: number
}

export function subscriptionOf(record: SubscriptionRecord, used: UsageOfAccount, now: Date): Subscription {
  const features = featuresOf(record)
  const status = record.status ?? (record.plan === 'TRIAL' ? 'trialing' : 'active')
  const spans = used.counts.find((count) => count.meter === 'SPANS')
  const resetsAt = record.currentPeriodEnd !== null && record.currentPeriodEnd > now ? record.currentPeriodEnd : null
  return {
    id: record.id,
    system: record.system,
    plan: planOf(record),
    status,
    currentPeriodStart: record.currentPeriodStart,
    currentPeriodEnd: record.currentPeriodEnd,
    cancelAtPeriodEnd: record.cancelAtPeriodEnd ?? false,
    trial: record.plan === 'TRIAL' ? trialOf(record.trialEndsAt, status, now) : null,
    features,
    usage: {
      spans: meterOf(usedNow(spans, now), record.overrides.spansLimit ?? features.spans, resetsAt),
      agents: meterOf(used.agentCount, features.agents, null),
    },
  }
}

function planOf(record: Pick<SubscriptionRecord, 'plan' | 'label'>): PlanReference {
  return { key: record.plan, name: record.label ?? planCatalogue[record.plan].name }
}

export function featuresOf(record: Pick<SubscriptionRecord, 'plan' | 'overrides'>): Features {
  return { ...planCatalogue[record.plan].features, ...record.overrides.features }
}

/** A count whose period is over has started again at nought. */
function usedNow(count: UsageCount | undefined, now: Date): number {
  return count === undefined || (count.periodEnd !== null && count.periodEnd <= now) ? 0 : count.used
}
