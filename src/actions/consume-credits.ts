import { requirePrincipal } from '../auth/principal.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { amountOf, assertMaySpend, poolsFor, type Quantity } from '../domain/credit-movement.ts'
import { type CreditPoolKind, spendingOrder } from '../domain/credits.ts'
import { moveCredits } from './move-credits.ts'
import { namedAccount } from './named-account.ts'
import type { Moved } from './once.ts'
import type { RequestContext } from './request-context.ts'

/** What a service spends at once, for work that is done. */
export interface ConsumptionRequest {
  readonly account: AccountLookup
  readonly idempotencyKey: string
  readonly quantity: Quantity
  /** Null: the pools the unit is spent from without being named. */
  readonly pools: readonly CreditPoolKind[] | null
  readonly reason: string | null
  readonly reference: string | null
}

/**
 * Spends credits, in burn-down order; one entry per grant touched.
 *
 * @throws Refusal INSUFFICIENT_CREDITS, ACCOUNT_RESTRICTED, INVALID; and as `namedAccount` and `moveCredits` do.
 */
export async function consumeCredits(context: RequestContext, request: ConsumptionRequest): Promise<Moved> {
  const { account: lookup, idempotencyKey, quantity, reason, reference } = request
  const accountId = await namedAccount(context, 'credits:write', lookup)
  const pools = poolsFor(quantity, request.pools)
  const amount = amountOf(quantity)
  const input = { pools: spendingOrder.filter((one) => pools.includes(one)), amount, reason, reference }
  const cause = { actor: requirePrincipal(context.principal).client, reason, reference }
  return moveCredits(context, { operation: 'consumeCredits', accountId, idempotencyKey, input }, (ledger, account) => {
    assertMaySpend(account)
    ledger.consume(pools, amount, cause)
    return {}
  })
}
