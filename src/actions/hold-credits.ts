import { randomUUID } from 'node:crypto'
import { assertMaySpend } from '../domain/credit-movement.ts'
import { moveCredits } from './move-credits.ts'
import { idempotencyKeyOf, type Moved } from './once.ts'
import type { RequestContext } from './request-context.ts'
import { type SpendingRequest, spendingOf } from './spending.ts'

/** What a service sets aside for work in flight. */
export interface NewHold extends SpendingRequest {
  readonly ttlSeconds: number
}

/**
 * Sets credits aside until they are captured or released, or their time is up.
 *
 * @throws Refusal INSUFFICIENT_CREDITS, ACCOUNT_RESTRICTED; and as `spendingOf` and `moveCredits` do.
 */
export async function holdCredits(context: RequestContext, request: NewHold): Promise<Moved> {
  const { accountId, pools, amount, cause } = await spendingOf(context, request)
  const { idempotencyKey, ttlSeconds, reason, reference } = request
  const input = { pools, amount, ttlSeconds, reason, reference }
  const movement = { operation: 'holdCredits', accountId, idempotencyKey, input }

  const [pool = 'WALLET'] = pools
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
