import { requirePrincipal } from '../auth/principal.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { giveFreeTrial } from '../domain/free-trial.ts'
import { poolOf } from '../domain/viewer.ts'
import { writeLedger } from '../store/ledger.ts'
import { writeFacts } from '../store/profile.ts'
import { changeNamedAccount } from './change-named-account.ts'
import { openLedger } from './open-ledger.ts'
import type { RequestContext } from './request-context.ts'

/**
 * The address an account has now is its owner's. A free trial that waited for that is given, once. Doing it again
 * changes nothing.
 *
 * @returns the account's id.
 * @throws Refusal as `changeNamedAccount`; UNAVAILABLE where it gives credits and requests cannot be counted.
 */
export async function verifyEmail(context: RequestContext, lookup: AccountLookup): Promise<string> {
  const { accountId } = await changeNamedAccount(context, 'accounts:write', lookup, async (tx, account, at) => {
    const isWritten = account.emailVerified === true && account.writtenFacts.includes('emailVerified')
    const givesCredits = poolOf(account, 'WALLET').pendingTrial !== null
    if (isWritten && !givesCredits) return
    if (givesCredits) context.assertCounted()
    const ledger = openLedger(account, at)
    giveFreeTrial(ledger, at, requirePrincipal(context.principal).client)
    await writeFacts(tx, account, { emailVerified: true }, at)
    await writeLedger(tx, account.id, account.pools, ledger.change())
  })
  return accountId
}
