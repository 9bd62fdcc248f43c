import { type Features, noFeatures } from './features.ts'
import type { LegacySystem } from './legacy-system.ts'
import type { Limit } from './limit.ts'
import { type PlanKey, type PlanReference, planCatalogue } from './plan.ts'
import { type Trial, trialOf } from './trial.ts'
import { isCounting, meterOf, type Usage, type UsageCount, type UsageMeterName } from './usage.ts'

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

/** What an account adds to the subscriptions it holds. */
export interface SubscriptionHolder {
  readonly counts: readonly UsageCount[]
  readonly agentCount: number
  /** Whether they end with their periods has been written through the gateway: no record says it any more. */
  readonly isCancellationWritten: boolean
}

export function subscriptionOf(record: SubscriptionRecord, holder: SubscriptionHolder, now: Date): Subscription {
  const features = featuresOf(record)
  const status = statusOf(record, holder, now)
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
    usage: usageOf(record, holder, now),
  }
}

/** The meters of a subscription; without one, what is used of nothing. */
export function usageOf(
  record: SubscriptionRecord | undefined,
  { counts, agentCount }: Omit<SubscriptionHolder, 'isCancellationWritten'>,
  now: Date,
): Usage {
  const features = record ? featuresOf(record) : noFeatures
  const billed = record?.currentPeriodEnd ?? null
  const live = (meter: UsageMeterName) => counts.find((count) => count.meter === meter && isCounting(count, now))
  const spans = live('SPANS')
  const agents = live('AGENTS')
  return {
    spans: meterOf(
      spans?.used ?? 0,
      record?.overrides.spansLimit ?? features.spans,
      spans?.periodEnd ?? (billed !== null && billed > now ? billed : null),
    ),
    // Two counts of their own: their sum may leave the safe integers, and a number shown may not.
    agents: meterOf(
      Math.min(agentCount + (agents?.used ?? 0), Number.MAX_SAFE_INTEGER),
      features.agents,
      agents?.periodEnd ?? null,
    ),
  }
}

/**
 * When a subscription is over or was, as far as the gateway has been told: a record's own word stands as it is, whatever
 * has become of its period, and its body comes back byte for byte. Null: it goes on.
 */
export function endOf(
  { system, status, currentPeriodEnd, cancelAtPeriodEnd, createdAt }: SubscriptionRecord,
  { isCancellationWritten }: Pick<SubscriptionHolder, 'isCancellationWritten'>,
): Date | null {
  if (system === null && status === 'canceled') return createdAt
  return cancelAtPeriodEnd === true && (system === null || isCancellationWritten) ? currentPeriodEnd : null
}

function statusOf(record: SubscriptionRecord, holder: SubscriptionHolder, now: Date): string {
  const end = endOf(record, holder)
  if (end !== null && end <= now) return 'canceled'
  return record.status ?? statusAtFirst(record.plan)
}

/** How a subscription to a plan stands where nobody has said otherwise. */
export function statusAtFirst(plan: PlanKey): 'trialing' | 'active' {
  return plan === 'TRIAL' ? 'trialing' : 'active'
}

function planOf(record: Pick<SubscriptionRecord, 'plan' | 'label'>): PlanReference {
  return { key: record.plan, name: record.label ?? planCatalogue[record.plan].name }
}

export function featuresOf(record: Pick<SubscriptionRecord, 'plan' | 'overrides'>): Features {
  return { ...planCatalogue[record.plan].features, ...record.overrides.features }
}
