import { requirePrincipal, requireScope } from '../auth/principal.ts'
import type { Scope } from '../auth/scope.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { Refusal } from '../domain/refusal.ts'
import type { RequestContext } from './request-context.ts'

/**
 * The id of the account a service means, once the service is known to be allowed what it is about to do.
 *
 * @throws Refusal UNAUTHENTICATED, INSUFFICIENT_SCOPE; NOT_FOUND when the name stands for nobody. An `accountId` is
 * taken at its word: that nobody has it shows once its row is to be locked.
 */
export async function namedAccount(context: RequestContext, scope: Scope, lookup: AccountLookup): Promise<string> {
  requireScope(requirePrincipal(context.principal), scope)
  const id = lookup.by === 'accountId' ? lookup.accountId : await context.readers.accountId(lookup)
  if (id === null) throw nobody()
  return id
}

/** NOT_FOUND, in the words every mutation that names an account uses. */
export function nobody(): Refusal {
  const message = 'There is no such account.'
  return new Refusal('NOT_FOUND', message, { fields: [{ field: 'account', message }] })
}
