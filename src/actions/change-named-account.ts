import type { Scope } from '../auth/scope.ts'
import type { Account } from '../domain/account.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { emailKey } from '../domain/email-address.ts'
import { lockAccount } from '../store/accounts.ts'
import type { Prisma } from '../store/client/client.ts'
import { readDecisionTime } from '../store/decision-time.ts'
import { namedAccount, nobody } from './named-account.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Does a service's work on the account it names, all or nothing, while its row is locked: what the work is given is the
 * account as nobody else can change it meanwhile, and the transaction's decision time. Afterwards nothing read before is remembered.
 *
 * @returns the account's id, and what the work came to.
 * @throws Refusal as `namedAccount`, NOT_FOUND also when the account was deleted just now; whatever the work throws.
 */
export async function changeNamedAccount<T>(
  context: RequestContext,
  scope: Scope,
  lookup: AccountLookup,
  work: (tx: Prisma.TransactionClient, account: Account, at: Date) => Promise<T>,
): Promise<{ readonly accountId: string; readonly done: T }> {
  const accountId = await namedAccount(context, scope, lookup)
  const done = await context.store.transaction(accountId, async (tx) => {
    const account = await lockAccount(tx, accountId)
    if (account === null || !isStillMeant(account, lookup)) throw nobody()
    return work(tx, account, await readDecisionTime(tx, context.store.decisionTime))
  })
  context.readers.forget()
  return { accountId, done }
}

/** An address may have been changed since it was looked up, and be somebody else's by now. */
function isStillMeant({ email }: Account, lookup: AccountLookup): boolean {
  return lookup.by !== 'email' || emailKey(lookup.email) === emailKey(email)
}
