import type { Account } from '../domain/account.ts'
import { markGrantsSeen } from '../store/profile.ts'
import { callerAccount } from './read-viewer.ts'
import type { RequestContext } from './request-context.ts'

/**
 * The caller has seen its new credits: the notice stays away until the next grant. Doing it again changes nothing.
 *
 * @throws Refusal as `readViewer`.
 */
export async function dismissCreditNotice(context: RequestContext): Promise<Account> {
  const account = await callerAccount(context, 'profile:write')
  await context.store.transaction(account.id, (tx) => markGrantsSeen(tx, account.id, context.now))
  context.readers.forget()
  return callerAccount(context, 'profile:write')
}
