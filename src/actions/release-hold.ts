import { endHold, type HoldEnding } from './end-hold.ts'
import type { Moved } from './once.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Lets go what a hold has set aside.
 *
 * @throws Refusal HOLD_CLOSED when it has ended; and as `endHold`.
 */
export function releaseHold(context: RequestContext, ending: HoldEnding): Promise<Moved> {
  return endHold(context, ending, 'releaseHold', {}, (ledger, hold, cause) => ledger.release(hold.id, cause))
}
