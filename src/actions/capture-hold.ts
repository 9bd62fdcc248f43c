import type { Quantity } from '../domain/credit-movement.ts'
import { amountOf } from '../domain/credit-movement.ts'
import type { ListedHold } from '../domain/lists.ts'
import { Refusal } from '../domain/refusal.ts'
import { endHold, type HoldEnding } from './end-hold.ts'
import type { Moved } from './move-credits.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Spends what a hold has set aside, in full (`quantity` null) or in part; the rest is let go.
 *
 * @throws Refusal HOLD_CLOSED when it has ended; INVALID for more than is held, or for the other unit; and as `endHold`.
 */
export async function captureHold(
  context: RequestContext,
  ending: HoldEnding & { readonly quantity: Quantity | null },
): Promise<Moved> {
  const { quantity } = ending
  const amount = quantity && amountOf(quantity)
  return endHold(context, ending, 'captureHold', { amount }, (ledger, hold, cause) => {
    if (quantity) assertUnit(hold, quantity)
    return ledger.capture(hold.id, amount, cause)
  })
}

function assertUnit({ pools }: ListedHold, quantity: Quantity): void {
  if (pools.includes('WALLET') === 'eur' in quantity) return
  const message = `must be in ${'eur' in quantity ? 'credits' : 'EUR'}, as the hold is`
  throw new Refusal('INVALID', `amount ${message}`, { fields: [{ field: 'amount', message }] })
}
