import type { Account } from '../domain/account.ts'
import type { CreditPoolKind } from '../domain/credits.ts'
import { type BalanceStatement, statementOf } from '../domain/statement.ts'
import { billingOf, poolOf } from '../domain/viewer.ts'
import type { RequestContext } from './request-context.ts'

/** Why a pool's balance is what it is at the request's instant. The caller has been let see the account already. */
export async function readStatement(
  { readers, now }: RequestContext,
  account: Account,
  kind: CreditPoolKind,
): Promise<BalanceStatement> {
  const totals = await readers.bucketTotals({ accountId: account.id, pool: kind })
  return statementOf(poolOf(account, kind), totals, billingOf(account), now)
}
