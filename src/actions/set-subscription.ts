import { randomUUID } from 'node:crypto'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { type SubscriptionSetting, subscriptionSet, windowsSet } from '../domain/subscription-setting.ts'
import { countersStarted } from '../domain/usage-period.ts'
import { governingSubscription } from '../domain/viewer.ts'
import { lockAccount } from '../store/accounts.ts'
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
    const windows = windowsSet(account, setting)
    if (next !== governing) {
      const isNewPlan = governing?.plan !== next.plan || governing.label !== next.label
      await startCounters(tx, accountId, countersStarted(account, next, isNewPlan, now))
      await writeSubscription(tx, account, next, now)
    }
    // windows: lead
    // TODO: setWindows(tx, account, windows, context), in the same transaction. `account` is as it was before this
    // write, `next` governs now; in `windows` undefined leaves a window, null takes it away, a bigint is its total.
    void windows
  })
  context.readers.forget()
  return accountId
}
