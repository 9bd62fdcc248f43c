import { randomUUID } from 'node:crypto'
import { requirePrincipal, requireScope } from '../auth/principal.ts'
import { giveFreeTrial, promiseFreeTrial } from '../domain/free-trial.ts'
import { accountMade, type NewAccount } from '../domain/new-account.ts'
import { generateReferralCode } from '../domain/referral-code.ts'
import { readDecisionTime } from '../store/decision-time.ts'
import { insertAccount } from '../store/insert-account.ts'
import { openLedger } from './open-ledger.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Makes an account no legacy system knows. While free trials are on, the trial waits in its wallet for the address to
 * be verified, or is given at once when it is.
 *
 * @returns the account's id.
 * @throws Refusal UNAUTHENTICATED, INSUFFICIENT_SCOPE; INVALID for names that cannot stand together; CONFLICT for an
 * address in use.
 */
export async function createAccount(context: RequestContext, asked: NewAccount): Promise<string> {
  const principal = requirePrincipal(context.principal)
  requireScope(principal, 'accounts:write')
  const account = accountMade(asked, {
    id: randomUUID(),
    referralCode: generateReferralCode(),
    now: context.now,
  })
  await context.store.transaction(account.id, async (tx) => {
    const at = await readDecisionTime(tx, context.store.decisionTime)
    const ledger = openLedger(account, at)
    promiseFreeTrial(ledger, context.offers)
    if (account.emailVerified) giveFreeTrial(ledger, at, principal.client)
    await insertAccount(tx, account, ledger.change())
  })
  context.readers.forget()
  return account.id
}
