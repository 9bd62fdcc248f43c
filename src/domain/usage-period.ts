import type { Account } from './account.ts'
import { billingDay, lastBoundary, nextBoundary } from './billing-period.ts'
import { laterOf } from './instant.ts'
import type { SubscriptionRecord } from './subscription.ts'
import { isCounting, type UsageCount, type UsageMeterName, usageMeters } from './usage.ts'
import { governingSubscription } from './viewer.ts'

/**
 * The counter a meter counts on at an instant: the latest one while its period lasts, else the one that follows it, at
 * nought. Nobody has to be awake at a boundary: the next count begins at the boundary all the same.
 */
export function counterAt(account: Account, meter: UsageMeterName, now: Date): UsageCount {
  const latest = account.usage.find((count) => count.meter === meter)
  if (latest !== undefined && isCounting(latest, now)) return latest
  const governing = governingSubscription(account)
  const periodEnd = periodEndAfter(governing, now)
  const begins = periodEnd === null ? beginOf(account, now) : lastBoundary(now, governing ? dayOf(governing) : null)
  return { meter, periodStart: laterOf(begins, latest?.periodEnd ?? null), periodEnd, used: 0 }
}

/**
 * The counters that start again because `next` takes the place of the governing subscription: all of them with another
 * plan, and with a new period of the same plan those that began before it. A period still to come starts nothing yet.
 */
export function countersStarted(
  account: Account,
  next: SubscriptionRecord,
  isNewPlan: boolean,
  now: Date,
): UsageCount[] {
  const latest = (meter: UsageMeterName) => account.usage.find((count) => count.meter === meter)
  const governing = governingSubscription(account)
  const start = next.currentPeriodStart
  const fresh = (meter: UsageMeterName, begins: Date): UsageCount => ({
    meter,
    // The latest counter is the one that counts: none may begin before it.
    periodStart: laterOf(begins, latest(meter)?.periodStart ?? null),
    periodEnd: periodEndAfter(next, now),
    used: 0,
  })
  if (isNewPlan) return usageMeters.map((meter) => fresh(meter, now))
  const isMoved = start !== null && start <= now && start.getTime() !== governing?.currentPeriodStart?.getTime()
  if (!isMoved) return []
  const left = account.usage.filter(({ periodStart }) => periodStart < start)
  return left.map(({ meter }) => fresh(meter, start))
}

/** A trial counts on until it is over, and so does an account without a subscription; all others by the month. */
function periodEndAfter(subscription: SubscriptionRecord | undefined, now: Date): Date | null {
  if (subscription === undefined || subscription.plan === 'TRIAL') return null
  return nextBoundary(now, dayOf(subscription))
}

function dayOf({ currentPeriodStart, currentPeriodEnd }: SubscriptionRecord): Date | null {
  return billingDay(currentPeriodStart, currentPeriodEnd)
}

/** Nothing is used of an account before there is one. */
function beginOf({ createdAt, recordedAt }: Account, now: Date): Date {
  const begin = createdAt ?? recordedAt
  return begin < now ? begin : now
}
