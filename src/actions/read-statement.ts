import type { Account } from '../domain/account.ts'
import type { CreditPoolKind } from '../domain/credits.ts'
import { isKeepableInstant } from '../domain/instant.ts'
import { Refusal } from '../domain/refusal.ts'
import { type BalanceStatement, statementOf } from '../domain/statement.ts'
import { billingOf, poolOf } from '../domain/viewer.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Why a pool's balance is or was what it is, at the request's instant (null) or a past one. The caller has been let see
 * the account already.
 *
 * @throws Refusal MALFORMED for an instant to come, and one no four digits of a year can say.
 */
export async function readStatement(
  { readers, now }: RequestContext,
  account: Account,
  kind: CreditPoolKind,
  past: Date | null,
): Promise<BalanceStatement> {
  if (past !== null && !isKeepableInstant(past)) throw new Refusal('MALFORMED', 'An instant is of the years 1 to 9999.')
  if (past !== null && past > now) throw new Refusal('MALFORMED', 'A statement of an instant to come cannot be given.')
  const journal = { accountId: account.id, pool: kind, upTo: account.ledgerSequence, at: past }
  const totals = await readers.bucketTotals(journal)
  return statementOf(poolOf(account, kind), totals, billingOf(account), past ?? now)
}
