import { type Principal, requirePrincipal, requireScope } from '../auth/principal.ts'
import { countedScopes, type Scope } from '../auth/scope.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { Refusal } from '../domain/refusal.ts'
import type { RequestContext } from './request-context.ts'

/**
 * The id of the account a service means, once the service is known to be allowed what it is about to do.
 *
 * @throws Refusal as `requireService`; NOT_FOUND when the name stands for nobody. An `accountId` is
 * taken at its word: that nobody has it shows once its row is to be locked.
 */
export async function namedAccount(context: RequestContext, scope: Scope, lookup: AccountLookup): Promise<string> {
  requireService(context, scope)
  const id = lookup.by === 'accountId' ? lookup.accountId : await context.readers.accountId(lookup)
  if (id === null) throw nobody()
  return id
}

/**
 * The caller, once it is known to be allowed what it is about to do to an account that is not its own.
 *
 * @throws Refusal UNAUTHENTICATED, INSUFFICIENT_SCOPE; UNAVAILABLE where the scope asks for requests that are counted.
 */
export function requireService(context: RequestContext, scope: Scope): Principal {
  const principal = requirePrincipal(context.principal)
  requireScope(principal, scope)
  if (countedScopes.has(scope)) context.assertCounted()
  return principal
}

/** NOT_FOUND, in the words every mutation that names an account uses. */
export function nobody(): Refusal {
  const message = 'There is no such account.'
  return new Refusal('NOT_FOUND', message, { fields: [{ field: 'account', message }] })
}
