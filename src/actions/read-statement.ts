import type { Account } from '../domain/account.ts'
import type { CreditPoolKind } from '../domain/credits.ts'
import { Refusal } from '../domain/refusal.ts'
import { type BalanceStatement, statementOf } from '../domain/statement.ts'
import { billingOf, poolOf } from '../domain/viewer.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Why a pool's balance is or was what it is, at the request's instant (null) or a past one. The caller has been let see
 * the account already.
 *
 * @throws Refusal MALFORMED for an instant to come.
 */
export async function readStatement(
  { readers, now }: RequestContext,
  account: Account,
  kind: CreditPoolKind,
  past: Date | null,
): Promise<BalanceStatement> {
  if (past !== null && past > now) throw new Refusal('MALFORMED', 'A statement of an instant to come cannot be given.')
  const at = past ?? now
  const totals = await readers.bucketTotals({ accountId: account.id, pool: kind, upTo: account.ledgerSequence, at })
  return statementOf(poolOf(account, kind), totals, billingOf(account), at)
}
