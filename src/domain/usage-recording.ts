import { z } from 'zod'
import type { Account } from './account.ts'
import { KeepableInstant } from './instant.ts'
import { KeepableText, longestLine } from './keepable-text.ts'
import { type FieldProblem, Refusal, type RefusalCode } from './refusal.ts'
import { isCounting, type UsageCount, type UsageMeterName, usageMeters } from './usage.ts'
import { counterAt } from './usage-period.ts'
import { holderOf } from './viewer.ts'

/** Of a meter's unit, in one event. */
export const largestQuantity = 10 ** 12
/** In one report: with ids of 36 characters it stays within the usual limit of a body. */
export const mostEvents = 500

/** Clocks differ; an event further ahead than this, in milliseconds, is a mistake. */
const farthestAhead = 5 * 60_000

const ReportedEvent = z.object({
  id: KeepableText.refine((id) => id !== '' && [...id].length <= longestLine, `must be 1 to ${longestLine} characters`),
  meter: z.enum(usageMeters),
  quantity: z
    .number()
    .refine(
      (quantity) => Number.isInteger(quantity) && quantity >= 1 && quantity <= largestQuantity,
      `must be from 1 to ${largestQuantity}`,
    ),
  /** Absent or null: now. */
  occurredAt: KeepableInstant.nullish(),
})

/** What a service reports of one account: all of it is taken, or none. */
export const UsageReport = z.object({
  // The count comes first: one event too many is not worth looking at any of them.
  events: z
    .array(z.unknown())
    .min(1, 'must hold an event')
    .max(mostEvents, `must hold at most ${mostEvents} events`)
    .pipe(z.array(ReportedEvent)),
})
export type ReportedEvent = z.infer<typeof ReportedEvent>

/** Something that was used, counted once however often it is reported. */
export interface UsageEvent {
  readonly id: string
  readonly meter: UsageMeterName
  readonly quantity: number
  readonly occurredAt: Date
}

/**
 * The events of a report that are new. One that says what is known already, or what the report has said before, is
 * passed over; a time that is left out contradicts nothing.
 *
 * @throws Refusal INVALID for what has not happened yet; IDEMPOTENCY_MISMATCH for a known id with another content.
 */
export function newEvents(
  reported: readonly ReportedEvent[],
  recorded: readonly UsageEvent[],
  now: Date,
): readonly UsageEvent[] {
  const early = reported.flatMap(({ occurredAt }, index) =>
    occurredAt && occurredAt.getTime() - now.getTime() > farthestAhead ? [index] : [],
  )
  if (early.length > 0) throw refused('INVALID', problems(early, 'occurredAt', 'must not be in the future'))
  const known = new Map(recorded.map((event) => [event.id, event]))
  const fresh: UsageEvent[] = []
  const mismatched: number[] = []
  for (const [index, { occurredAt, ...event }] of reported.entries()) {
    const before = known.get(event.id)
    const isSame =
      before?.meter === event.meter &&
      before.quantity === event.quantity &&
      (!occurredAt || before.occurredAt.getTime() === occurredAt.getTime())
    if (before === undefined) {
      const one = { ...event, occurredAt: occurredAt ?? now }
      known.set(one.id, one)
      fresh.push(one)
    } else if (!isSame) mismatched.push(index)
  }
  if (mismatched.length > 0)
    throw refused('IDEMPOTENCY_MISMATCH', problems(mismatched, 'id', 'was used for another event'))
  return fresh
}

/** What is added to one counter. */
export interface UsageAddition {
  readonly counter: UsageCount
  readonly quantity: bigint
}

/**
 * What new events add to which counter. An event of an earlier period counts into that period's own counter; where
 * there is none (what was used before the account's first counter stands in no number of ours, or in the one an import
 * began with) it is kept and counts nowhere (our decision). `counters` are all of the account's, in any order.
 *
 * @throws Refusal INVALID when a counter would pass 2^53 − 1.
 */
export function additionsOf(
  account: Account,
  events: readonly UsageEvent[],
  counters: readonly UsageCount[],
  now: Date,
): UsageAddition[] {
  return usageMeters.flatMap((meter) => {
    const current = counterAt(account, meter, now)
    const earlier = counters.filter((count) => count.meter === meter && count.periodStart < current.periodStart)
    const newestFirst = [current, ...earlier.sort((a, b) => b.periodStart.getTime() - a.periodStart.getTime())]
    const additions = new Map<UsageCount, bigint>()
    for (const { occurredAt, quantity } of events.filter((event) => event.meter === meter)) {
      const counter = newestFirst.find(({ periodStart }) => periodStart <= occurredAt)
      if (counter === undefined) continue
      // What is just ahead of a boundary that is still to come counts where everything else does now.
      const isOfIt = counter === current || isCounting(counter, occurredAt)
      if (isOfIt) additions.set(counter, (additions.get(counter) ?? 0n) + BigInt(quantity))
    }
    const shown = meter === 'AGENTS' ? BigInt(holderOf(account).agentCount) : 0n
    return [...additions].map(([counter, quantity]) => {
      const others = counter === current ? shown : 0n
      if (BigInt(counter.used) + others + quantity > Number.MAX_SAFE_INTEGER)
        throw refused('INVALID', [{ field: 'events', message: `take the count of ${meter} beyond 2^53 − 1` }])
      return { counter, quantity }
    })
  })
}

/** Whether events reach back before the counters that count now: then the earlier ones are to be read. */
export function reachesBack(account: Account, events: readonly UsageEvent[], now: Date): boolean {
  return events.some(({ meter, occurredAt }) => occurredAt < counterAt(account, meter, now).periodStart)
}

function problems(indexes: readonly number[], field: string, message: string): FieldProblem[] {
  return indexes.map((index) => ({ field: `events.${index}.${field}`, message }))
}

function refused(code: RefusalCode, fields: readonly FieldProblem[]): Refusal {
  return new Refusal(code, fields.map(({ field, message }) => `${field}: ${message}`).join('; '), { fields })
}
