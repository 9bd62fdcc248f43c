import { assertResumable, isWrittenAlready } from '../domain/subscription-cancellation.ts'
import { viewerOf } from '../domain/viewer.ts'
import { writeCancellation } from '../store/subscriptions.ts'
import { changeOwnAccount } from './change-own-account.ts'
import type { RequestContext } from './request-context.ts'

/**
 * The caller's subscriptions, in every system, go on after the current period. Doing it again changes nothing.
 *
 * @throws Refusal as `readViewer`; CONFLICT without a subscription, and where it has ended.
 */
export async function resumeSubscription(context: RequestContext): Promise<void> {
  await changeOwnAccount(context, async (tx, account, now) => {
    assertResumable(viewerOf(account, now).subscription, now)
    if (!isWrittenAlready(account, false)) await writeCancellation(tx, account, false, now)
  })
}
