import { amountOf, assertUnit, type Quantity } from '../domain/credit-movement.ts'
import { endHold, type HoldEnding } from './end-hold.ts'
import type { Moved } from './once.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Spends what a hold has set aside, in full (`quantity` null) or in part; the rest is let go. What was held before an
 * account was restricted may still be captured: it stands for work that has been done (our decision).
 *
 * @throws Refusal HOLD_CLOSED when it has ended; INVALID for more than is held, or for the other unit; and as `endHold`.
 */
export async function captureHold(
  context: RequestContext,
  ending: HoldEnding & { readonly quantity: Quantity | null },
): Promise<Moved> {
  const { quantity } = ending
  const amount = quantity && amountOf(quantity)
  return endHold(context, ending, 'captureHold', { quantity }, (ledger, hold, cause) => {
    // The wallet never shares a hold with other pools, so the first one tells the unit.
    const [pool] = hold.pools
    if (quantity && pool) assertUnit(pool, quantity)
    return ledger.capture(hold.id, amount, cause)
  })
}
