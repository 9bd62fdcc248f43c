import { requirePrincipal, requireScope } from '../auth/principal.ts'
import type { Scope } from '../auth/scope.ts'
import type { Account } from '../domain/account.ts'
import { Refusal } from '../domain/refusal.ts'
import type { RequestContext } from './request-context.ts'

/**
 * The account the caller stands for, as one may read it.
 *
 * @throws Refusal UNAUTHENTICATED, INSUFFICIENT_SCOPE, ACCOUNT_GONE (also for a service, which stands for none),
 * ACCOUNT_SUSPENDED, LEGALLY_BLOCKED, UNAVAILABLE.
 */
export function readViewer(context: RequestContext): Promise<Account> {
  return callerAccount(context, 'profile:read')
}

/** The same for callers who may be nobody: null without credentials, and when the account is gone. */
export async function findViewer(context: RequestContext): Promise<Account | null> {
  if (context.principal === null) return null
  try {
    return await readViewer(context)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'ACCOUNT_GONE') return null
    throw error
  }
}

/** The account the caller stands for, if its scopes and the account's state allow. Throws as `readViewer` does. */
export async function callerAccount(context: RequestContext, scope: Scope): Promise<Account> {
  requireScope(requirePrincipal(context.principal), scope)
  const account = await findCaller(context)
  if (account === null) throw new Refusal('ACCOUNT_GONE', 'There is no such account.')
  assertOpen(account)
  return account
}

/** The account the caller stands for, whatever its state; null for a service and for one that is gone. */
export async function findCaller({ principal, readers }: RequestContext): Promise<Account | null> {
  const subject = principal?.subject
  switch (subject?.kind) {
    case undefined:
    case 'service':
      return null
    case 'account':
      return readers.account(subject.accountId)
    case 'legacy': {
      const id = await readers.accountId({ by: 'legacy', system: subject.system, legacyId: subject.legacyId })
      return id === null ? null : readers.account(id)
    }
  }
}

/** A payment restriction closes nothing to readers (contract, situations). */
export function assertOpen({ restriction }: Pick<Account, 'restriction'>): void {
  if (restriction === 'SUSPENDED') throw new Refusal('ACCOUNT_SUSPENDED', 'The account is suspended.')
  if (restriction === 'LEGAL') throw new Refusal('LEGALLY_BLOCKED', 'The account is unavailable for legal reasons.')
}
