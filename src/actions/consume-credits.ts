import { assertMaySpend } from '../domain/credit-movement.ts'
import { moveCredits } from './move-credits.ts'
import type { Moved } from './once.ts'
import type { RequestContext } from './request-context.ts'
import { type SpendingRequest, spendingOf } from './spending.ts'

/**
 * Spends credits at once, for work that is done, in burn-down order; one entry per grant touched.
 *
 * @throws Refusal INSUFFICIENT_CREDITS, ACCOUNT_RESTRICTED; and as `spendingOf` and `moveCredits` do.
 */
export async function consumeCredits(context: RequestContext, request: SpendingRequest): Promise<Moved> {
  const { accountId, pools, amount, cause } = await spendingOf(context, request)
  const { idempotencyKey, reason, reference } = request
  const input = { pools, amount, reason, reference }
  return moveCredits(context, { operation: 'consumeCredits', accountId, idempotencyKey, input }, (ledger, account) => {
    assertMaySpend(account)
    ledger.consume(pools, amount, cause)
    return {}
  })
}
