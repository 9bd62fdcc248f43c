import { requirePrincipal, requireScope } from '../auth/principal.ts'
import type { Account } from '../domain/account.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Any account, for people who help others; a restricted one too.
 *
 * @returns null when the name stands for nobody.
 * @throws Refusal UNAUTHENTICATED, INSUFFICIENT_SCOPE, UNAVAILABLE.
 */
export async function findAccount(context: RequestContext, lookup: AccountLookup): Promise<Account | null> {
  requireScope(requirePrincipal(context.principal), 'account:support')
  const id = lookup.by === 'accountId' ? lookup.accountId : await context.readers.accountId(lookup)
  return id === null ? null : context.readers.account(id)
}
