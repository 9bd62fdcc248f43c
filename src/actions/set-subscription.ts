import { randomUUID } from 'node:crypto'
import { requirePrincipal } from '../auth/principal.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { Ledger } from '../domain/ledger.ts'
import { isOver } from '../domain/settlement.ts'
import { endOf } from '../domain/subscription.ts'
import { type SubscriptionSetting, subscriptionSet, windowsSet } from '../domain/subscription-setting.ts'
import { countersStarted } from '../domain/usage-period.ts'
import { billingOf, governingSubscription, holderOf } from '../domain/viewer.ts'
import { setWindows } from '../domain/windows.ts'
import { lockAccount } from '../store/accounts.ts'
import { readDecisionTime } from '../store/decision-time.ts'
import { writeLedger } from '../store/ledger.ts'
import { hasHadTrial, writeSubscription } from '../store/subscriptions.ts'
import { startCounters } from '../store/usage.ts'
import { namedAccount, nobody } from './named-account.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Sets the subscription that every shape tells from then on, and answers the account's id. Setting what is set already
 * changes nothing.
 *
 * @throws Refusal as `namedAccount`; INVALID for a period or windows that cannot be; CONFLICT for a status that cannot
 * follow, and for a second trial.
 */
export async function setSubscription(
  context: RequestContext,
  lookup: AccountLookup,
  setting: SubscriptionSetting,
): Promise<string> {
  const { now } = context
  const accountId = await namedAccount(context, 'subscriptions:write', lookup)
  await context.store.transaction(async (tx) => {
    const account = await lockAccount(tx, accountId)
    if (account === null) throw nobody()
    const hadTrial = await hasHadTrial(tx, accountId)
    const governing = governingSubscription(account)
    const next = subscriptionSet(account, setting, { now, hadTrial, newId: () => randomUUID() })
    const isNewPlan = governing?.plan !== next.plan || governing.label !== next.label
    if (next !== governing) {
      await startCounters(tx, accountId, countersStarted(account, next, isNewPlan, now))
      await writeSubscription(tx, account, next, now)
    }
    const at = await readDecisionTime(tx, context.store.decisionTime)
    const ledger = new Ledger(account, { at, newId: () => randomUUID() })
    const settled = ledger.sequence
    const cause = { actor: requirePrincipal(context.principal).client, reason: 'subscription set', reference: null }
    const billing = { period: next.currentPeriodEnd, endsAt: endOf(next, holderOf(account)) }
    const begins = isNewPlan || (isOver(billingOf(account), at) && !isOver(billing, at))
    setWindows(ledger, { totals: windowsSet(account, setting), billing, begins, at }, cause)
    await writeLedger(tx, accountId, account.pools, ledger.change())
    if (next === governing && ledger.sequence > settled) await writeSubscription(tx, account, next, now)
  })
  context.readers.forget()
  return accountId
}
