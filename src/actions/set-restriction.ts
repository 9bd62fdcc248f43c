import type { Restriction } from '../domain/account.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { writeRestriction } from '../store/profile.ts'
import { changeNamedAccount } from './change-named-account.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Closes an account, holds it back, or opens it again (null); every face heeds it from its next request on, and a hold
 * that is being taken from its lock on. The account's `updatedAt` stays: a restriction is no part of the profile (our
 * decision).
 *
 * @returns the account's id.
 * @throws Refusal as `changeNamedAccount`.
 */
export async function setRestriction(
  context: RequestContext,
  lookup: AccountLookup,
  restriction: Restriction | null,
): Promise<string> {
  const { accountId } = await changeNamedAccount(context, 'accounts:write', lookup, (tx, { id }) =>
    writeRestriction(tx, id, restriction),
  )
  return accountId
}
