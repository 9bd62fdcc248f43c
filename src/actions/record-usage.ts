import type { AccountLookup } from '../domain/account-lookup.ts'
import { additionsOf, newEvents, type ReportedEvent, reachesBack } from '../domain/usage-recording.ts'
import { lockAccount } from '../store/accounts.ts'
import { findUsageEvents, insertUsage, readCounters } from '../store/usage.ts'
import { namedAccount, nobody } from './named-account.ts'
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
 * @throws Refusal as `namedAccount`; INVALID for an event that is still to happen and a count beyond 2^53 − 1;
 * IDEMPOTENCY_MISMATCH for an id that was used for another event.
 */
export async function recordUsage(
  context: RequestContext,
  lookup: AccountLookup,
  reported: readonly ReportedEvent[],
): Promise<RecordedUsage> {
  const { now } = context
  const accountId = await namedAccount(context, 'usage:write', lookup)
  const recorded = await context.store.transaction(async (tx) => {
    const account = await lockAccount(tx, accountId)
    if (account === null) throw nobody()
    const ids = reported.map(({ id }) => id)
    const events = newEvents(reported, await findUsageEvents(tx, accountId, ids), now)
    if (events.length === 0) return 0
    const counters = reachesBack(account, events, now) ? await readCounters(tx, accountId) : account.usage
    await insertUsage(tx, accountId, events, additionsOf(account, events, counters, now), now)
    return events.length
  })
  context.readers.forget()
  return { accountId, recorded, duplicates: reported.length - recorded }
}
