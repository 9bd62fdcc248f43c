import type { Account } from '../domain/account.ts'
import { factsWritten, type ProfileChange } from '../domain/profile.ts'
import { Refusal } from '../domain/refusal.ts'
import { lockAccount } from '../store/accounts.ts'
import { writeFacts } from '../store/profile.ts'
import { assertOpen, callerAccount } from './read-viewer.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Changes the caller's own profile, whole or not at all, and answers the account as it is then. An empty change
 * writes nothing.
 *
 * @throws Refusal as `readViewer`; INVALID for names that cannot stand together; CONFLICT for an address in use.
 */
export async function updateProfile(context: RequestContext, change: ProfileChange): Promise<Account> {
  const account = await callerAccount(context, 'profile:write')
  if (Object.values(change).every((value) => value === undefined)) return account
  await context.store.transaction(account.id, async (tx) => {
    const locked = await lockAccount(tx, account.id)
    if (locked === null) throw new Refusal('ACCOUNT_GONE', 'There is no such account.')
    assertOpen(locked)
    await writeFacts(tx, locked, factsWritten(locked, change, context.now), context.now)
  })
  context.readers.forget()
  return callerAccount(context, 'profile:write')
}
