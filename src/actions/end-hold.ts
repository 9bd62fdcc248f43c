import { isUuid } from '../domain/account-lookup.ts'
import type { Cause, EndedHold, Ledger } from '../domain/ledger.ts'
import { type ListedHold, pageOfRow } from '../domain/lists.ts'
import { Refusal } from '../domain/refusal.ts'
import { readPages } from '../store/pages.ts'
import { moveCredits } from './move-credits.ts'
import { requireService } from './named-account.ts'
import type { Moved } from './once.ts'
import type { RequestContext } from './request-context.ts'

/** A hold a service ends. */
export interface HoldEnding {
  /** `ACCOUNT:NUMBER`; anything else is nobody's hold. */
  readonly holdId: string
  readonly idempotencyKey: string
  readonly reason: string | null
  readonly reference: string | null
}

/**
 * Ends a hold, once: what both ways of ending it share.
 *
 * @throws Refusal NOT_FOUND for nobody's hold; and as `requireService`, `moveCredits` and `end` do.
 */
export async function endHold(
  context: RequestContext,
  { holdId, idempotencyKey, reason, reference }: HoldEnding,
  operation: string,
  input: object,
  end: (ledger: Ledger, hold: ListedHold, cause: Cause) => EndedHold,
): Promise<Moved> {
  const principal = requireService(context, 'credits:write')
  const page = pageOfRow('holds', holdId)
  if (page === null || !isUuid(page.accountId)) throw noHold()
  const { accountId } = page
  const movement = { operation, accountId, idempotencyKey, input: { ...input, holdId, reason, reference } }
  return moveCredits(context, movement, async (ledger, _account, _at, tx) => {
    const [hold] = (await readPages(tx, [page]))(page) as ListedHold[]
    if (hold === undefined) throw noHold()
    const ended = end(ledger, hold, { actor: principal.client, reason, reference })
    return { hold: { ...hold, ...ended } }
  }).catch((error: unknown) => {
    // Whoever names a hold is not told whether its account is there.
    throw error instanceof Refusal && error.code === 'NOT_FOUND' ? noHold() : error
  })
}

function noHold(): Refusal {
  const message = 'There is no such hold.'
  return new Refusal('NOT_FOUND', message, { fields: [{ field: 'holdId', message }] })
}
