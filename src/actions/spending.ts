import { requirePrincipal } from '../auth/principal.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { amountOf, poolsFor, type Quantity } from '../domain/credit-movement.ts'
import type { CreditPoolKind } from '../domain/credits.ts'
import type { Cause } from '../domain/ledger.ts'
import { namedAccount } from './named-account.ts'
import type { RequestContext } from './request-context.ts'

/** What a service spends of an account's credits, now or later. */
export interface SpendingRequest {
  readonly account: AccountLookup
  readonly idempotencyKey: string
  readonly quantity: Quantity
  /** Null: the pools the unit is spent from without being named. */
  readonly pools: readonly CreditPoolKind[] | null
  readonly reason: string | null
  readonly reference: string | null
}

/** The same, checked: of whom, where from, how much (micro-EUR or whole credits), and why. */
export interface Spending {
  readonly accountId: string
  readonly pools: readonly CreditPoolKind[]
  readonly amount: bigint
  readonly cause: Cause
}

/** @throws Refusal INVALID for pools of another unit; and as `namedAccount`. */
export async function spendingOf(context: RequestContext, request: SpendingRequest): Promise<Spending> {
  const { account, quantity, reason, reference } = request
  const accountId = await namedAccount(context, 'credits:write', account)
  const cause = { actor: requirePrincipal(context.principal).client, reason, reference }
  return { accountId, pools: poolsFor(quantity, request.pools), amount: amountOf(quantity), cause }
}
