import { randomUUID } from 'node:crypto'
import { requirePrincipal } from '../auth/principal.ts'
import type { Account } from '../domain/account.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { billingDay } from '../domain/billing-period.ts'
import { isOver } from '../domain/settlement.ts'
import { endOf, type SubscriptionRecord } from '../domain/subscription.ts'
import {
  type SubscriptionSetting,
  subscriptionSet,
  type WindowTotals,
  windowsSet,
} from '../domain/subscription-setting.ts'
import { countersStarted } from '../domain/usage-period.ts'
import { billingOf, governingSubscription, holderOf } from '../domain/viewer.ts'
import { setWindows } from '../domain/windows.ts'
import type { Prisma } from '../store/client/client.ts'
import { writeLedger } from '../store/ledger.ts'
import { hasHadTrial, writeSubscription } from '../store/subscriptions.ts'
import { startCounters } from '../store/usage.ts'
import { changeNamedAccount } from './change-named-account.ts'
import { namedAccount } from './named-account.ts'
import { type Moved, once, rangeOf } from './once.ts'
import { openLedger } from './open-ledger.ts'
import type { RequestContext } from './request-context.ts'

/** What a service sets, and the key it sets it under, if it gives one. */
export interface SubscriptionRequest {
  readonly account: AccountLookup
  readonly setting: SubscriptionSetting
  /** As of every movement of credits: credits of each period move with the terms. Null: setting it is enough. */
  readonly idempotencyKey: string | null
}

/**
 * Sets the subscription that every shape tells from then on, and answers the account's id. Setting what is set already
 * changes nothing.
 *
 * @throws Refusal as `changeNamedAccount`, with a key as `once`; INVALID for a period or windows that cannot be;
 * CONFLICT for a status that cannot follow, and for a second trial.
 */
export async function setSubscription(
  context: RequestContext,
  { account: lookup, setting, idempotencyKey }: SubscriptionRequest,
): Promise<string> {
  const set = (tx: Prisma.TransactionClient, account: Account, at: Date) =>
    writeSetting(context, tx, account, setting, at)
  if (idempotencyKey === null) {
    return (await changeNamedAccount(context, 'subscriptions:write', lookup, set)).accountId
  }
  const accountId = await namedAccount(context, 'subscriptions:write', lookup)
  const movement = { operation: 'setSubscription', accountId, idempotencyKey, input: setting }
  return (await once(context, movement, set)).accountId
}

/** Everything is checked before anything is written. */
async function writeSetting(
  context: RequestContext,
  tx: Prisma.TransactionClient,
  account: Account,
  setting: SubscriptionSetting,
  now: Date,
): Promise<Moved> {
  const hadTrial = await hasHadTrial(tx, account.id)
  const governing = governingSubscription(account)
  const next = subscriptionSet(account, setting, { now, hadTrial, newId: () => randomUUID() })
  const totals = windowsSet(account, setting)
  const isNewPlan = governing?.plan !== next.plan || governing.label !== next.label
  if (next !== governing) {
    await startCounters(tx, account.id, countersStarted(account, next, isNewPlan, now))
    await writeSubscription(tx, account, next, now)
  }
  const moved = await moveWindows(context, tx, account, now, next, { totals, isNewPlan })
  if (next === governing && moved.entries.last >= moved.entries.first) await writeSubscription(tx, account, next, now)
  return moved
}

/** Brings the credits of each period to the subscription's terms. */
async function moveWindows(
  context: RequestContext,
  tx: Prisma.TransactionClient,
  account: Account,
  at: Date,
  next: SubscriptionRecord,
  { totals, isNewPlan }: { readonly totals: WindowTotals; readonly isNewPlan: boolean },
): Promise<Moved> {
  const ledger = openLedger(account, at)
  const settled = ledger.sequence
  const cause = { actor: requirePrincipal(context.principal).client, reason: 'subscription set', reference: null }
  const period = billingDay(next.currentPeriodStart, next.currentPeriodEnd)
  const billing = { period, endsAt: endOf(next, holderOf(account)) }
  const begins = isNewPlan || (isOver(billingOf(account), at) && !isOver(billing, at))
  setWindows(ledger, { totals, billing, begins, at }, cause)
  const change = ledger.change()
  await writeLedger(tx, account.id, account.pools, change)
  return { accountId: account.id, entries: rangeOf(change.entries, settled) }
}
