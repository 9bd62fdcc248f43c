import type { AccountLookup } from '../domain/account-lookup.ts'
import { additionsOf, newEvents, type ReportedEvent, reachesBack } from '../domain/usage-recording.ts'
import { findUsageEvents, insertUsage, readCounters } from '../store/usage.ts'
import { changeNamedAccount } from './change-named-account.ts'
import type { RequestContext } from './request-context.ts'

/** What became of a report. */
export interface RecordedUsage {
  readonly accountId: string
  /** Events that are new, and recorded now. */
  readonly recorded: number
  /** Events that were known already, with the same content. */
  readonly duplicates: number
}

/**
 * Records what an account has used, all of the report or nothing; an event counts once however often it is reported.
 * What goes beyond the plan's limit is recorded like the rest.
 *
 * @throws Refusal as `changeNamedAccount`; INVALID for an event that is still to happen and a count beyond 2^53 − 1;
 * IDEMPOTENCY_MISMATCH for an id that was used for another event.
 */
export async function recordUsage(
  context: RequestContext,
  lookup: AccountLookup,
  reported: readonly ReportedEvent[],
): Promise<RecordedUsage> {
  const { accountId, done } = await changeNamedAccount(context, 'usage:write', lookup, async (tx, account, now) => {
    const ids = reported.map(({ id }) => id)
    const events = newEvents(reported, await findUsageEvents(tx, account.id, ids), now)
    if (events.length === 0) return 0
    const counters = reachesBack(account, events, now) ? await readCounters(tx, account.id) : account.usage
    await insertUsage(tx, account.id, events, additionsOf(account, events, counters, now), now)
    return events.length
  })
  return { accountId, recorded: done, duplicates: reported.length - done }
}
