import { assertCancellable, isWrittenAlready } from '../domain/subscription-cancellation.ts'
import { viewerOf } from '../domain/viewer.ts'
import { writeCancellation } from '../store/subscriptions.ts'
import { changeOwnAccount } from './change-own-account.ts'
import type { RequestContext } from './request-context.ts'

/**
 * The caller's subscriptions, in every system, end with the current period. Doing it again changes nothing.
 *
 * @throws Refusal as `readViewer`; CONFLICT without a subscription, and where it has ended or has no period to end.
 */
export async function cancelSubscription(context: RequestContext): Promise<void> {
  await changeOwnAccount(context, async (tx, account, now) => {
    assertCancellable(viewerOf(account, now).subscription, now)
    if (!isWrittenAlready(account, true)) await writeCancellation(tx, account, true, now)
  })
}
