import { subscriptionStatuses } from './subscription.ts'

export type SubscriptionStatus = (typeof subscriptionStatuses)[number]

/** What may follow each status, itself aside. The one table of transitions. */
const following: Record<SubscriptionStatus, readonly SubscriptionStatus[]> = {
  incomplete: ['active', 'trialing', 'canceled'],
  trialing: ['active', 'past_due', 'canceled', 'paused'],
  active: ['past_due', 'unpaid', 'paused', 'canceled', 'inactive'],
  past_due: ['active', 'unpaid', 'canceled', 'paused'],
  unpaid: ['active', 'canceled'],
  paused: ['active', 'canceled'],
  canceled: ['active', 'incomplete', 'trialing'],
  inactive: ['active', 'trialing', 'incomplete', 'canceled'],
}

/** What a subscription may begin as, whatever had become of the one it follows. */
export const firstStatuses: readonly SubscriptionStatus[] = ['active', 'trialing', 'incomplete']

/** What a subscription may become; a status of nobody’s vocabulary but its own system’s may become anything. */
export function statusesAfter(status: string): readonly SubscriptionStatus[] {
  const known = subscriptionStatuses.find((one) => one === status)
  return known === undefined ? subscriptionStatuses : [known, ...following[known]]
}
