import type { Account } from './account.ts'
import { Refusal } from './refusal.ts'
import type { Subscription } from './subscription.ts'

/**
 * That a subscription can be made to end with its period: it stands, and has a period to end with.
 *
 * @throws Refusal CONFLICT.
 */
export function assertCancellable(subscription: Subscription | null, now: Date): void {
  const { currentPeriodEnd } = assertStanding(subscription)
  if (currentPeriodEnd === null) throw conflict('The subscription has no period to end.')
  if (currentPeriodEnd <= now) throw conflict('The period the subscription is known to have is over.')
}

/**
 * That a subscription can be made to go on: it stands, and the period it was to end with is not over.
 *
 * @throws Refusal CONFLICT.
 */
export function assertResumable(subscription: Subscription | null, now: Date): void {
  const { cancelAtPeriodEnd, currentPeriodEnd } = assertStanding(subscription)
  if (cancelAtPeriodEnd && currentPeriodEnd !== null && currentPeriodEnd <= now)
    throw conflict('The subscription has ended.')
}

/** Whether there is nothing left to write for the account's subscriptions to end with their periods, or to go on. */
export function isWrittenAlready({ writtenFacts, subscriptions }: Account, ends: boolean): boolean {
  const isOurs = writtenFacts.includes('cancelAtPeriodEnd') || writtenFacts.includes('subscription')
  return isOurs && subscriptions.every(({ cancelAtPeriodEnd }) => cancelAtPeriodEnd === ends)
}

function assertStanding(subscription: Subscription | null): Subscription {
  if (subscription === null) throw conflict('There is no subscription.')
  if (subscription.status === 'canceled') throw conflict('The subscription has ended.')
  return subscription
}

function conflict(message: string): Refusal {
  return new Refusal('CONFLICT', message)
}
