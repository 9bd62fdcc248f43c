import { randomUUID } from 'node:crypto'
import { requirePrincipal } from '../auth/principal.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { amountOf, assertMaySpend, poolsFor, type Quantity } from '../domain/credit-movement.ts'
import { type CreditPoolKind, spendingOrder } from '../domain/credits.ts'
import { moveCredits } from './move-credits.ts'
import { namedAccount } from './named-account.ts'
import { idempotencyKeyOf, type Moved } from './once.ts'
import type { RequestContext } from './request-context.ts'

/** What a service sets aside for work in flight. */
export interface NewHold {
  readonly account: AccountLookup
  readonly idempotencyKey: string
  readonly quantity: Quantity
  /** Null: the pools the unit is spent from without being named. */
  readonly pools: readonly CreditPoolKind[] | null
  readonly ttlSeconds: number
  readonly reason: string | null
  readonly reference: string | null
}

/**
 * Sets credits aside until they are captured or released, or their time is up.
 *
 * @throws Refusal INSUFFICIENT_CREDITS, ACCOUNT_RESTRICTED, INVALID; and as `namedAccount` and `moveCredits` do.
 */
export async function holdCredits(context: RequestContext, request: NewHold): Promise<Moved> {
  const { account: lookup, idempotencyKey, quantity, ttlSeconds, reason, reference } = request
  const accountId = await namedAccount(context, 'credits:write', lookup)
  const pools = poolsFor(quantity, request.pools)
  const amount = amountOf(quantity)
  const input = { pools: spendingOrder.filter((one) => pools.includes(one)), amount, ttlSeconds, reason, reference }
  const movement = { operation: 'holdCredits', accountId, idempotencyKey, input }
  const cause = { actor: requirePrincipal(context.principal).client, reason, reference }

  const [pool = 'WALLET'] = input.pools
  const key = idempotencyKeyOf(context, movement)
  const hold = await context.store.holdAtOnce({ key, id: randomUUID(), pool, amount, ttlSeconds, ...cause })
  if (hold !== null) {
    context.readers.forget()
    const number = hold.sequence + 1n
    return { accountId, entries: { first: number, last: number }, hold }
  }
  return moveCredits(context, movement, (ledger, account, at) => {
    assertMaySpend(account)
    const opened = ledger.hold(pools, amount, new Date(at.getTime() + ttlSeconds * 1000), cause)
    return { hold: { ...opened, state: 'OPEN', captured: 0n, endedAt: null } }
  })
}
