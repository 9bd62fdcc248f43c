import { requirePrincipal } from '../auth/principal.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { eraseAccount } from '../store/erase-account.ts'
import { writeLedger } from '../store/ledger.ts'
import { changeNamedAccount } from './change-named-account.ts'
import { openLedger } from './open-ledger.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Deletes an account: its holds are released, what remains lapses, and everything that is known of the person is
 * erased. The journal stays under the account's id, which then names nobody.
 *
 * @returns the id that was the account's.
 * @throws Refusal as `changeNamedAccount`.
 */
export async function deleteAccount(context: RequestContext, lookup: AccountLookup): Promise<string> {
  const { accountId } = await changeNamedAccount(context, 'accounts:write', lookup, async (tx, account, at) => {
    const ledger = openLedger(account, at)
    const { client: actor } = requirePrincipal(context.principal)
    ledger.close({ actor, reason: 'account deleted', reference: null })
    await writeLedger(tx, account.id, account.pools, ledger.change())
    await eraseAccount(tx, account.id)
  })
  return accountId
}
