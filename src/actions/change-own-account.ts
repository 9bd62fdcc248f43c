import type { Account } from '../domain/account.ts'
import { Refusal } from '../domain/refusal.ts'
import { lockAccount } from '../store/accounts.ts'
import type { Prisma } from '../store/client/client.ts'
import { readDecisionTime } from '../store/decision-time.ts'
import { assertOpen, callerAccount } from './read-viewer.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Does work on the caller's own account, all or nothing, while its row is locked: what the work is given is the account
 * as nobody else can change it meanwhile, and the transaction's decision time. Afterwards nothing read before is
 * remembered.
 *
 * @throws Refusal as `readViewer`, also when the account was closed or deleted just now; whatever the work throws.
 */
export async function changeOwnAccount<T>(
  context: RequestContext,
  work: (tx: Prisma.TransactionClient, account: Account, at: Date) => Promise<T>,
): Promise<T> {
  const { id } = await callerAccount(context, 'profile:write')
  const done = await context.store.transaction(id, async (tx) => {
    const account = await lockAccount(tx, id)
    if (account === null) throw new Refusal('ACCOUNT_GONE', 'There is no such account.')
    assertOpen(account)
    return work(tx, account, await readDecisionTime(tx, context.store.decisionTime))
  })
  context.readers.forget()
  return done
}
