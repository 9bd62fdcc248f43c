import { daysInMonth } from './instant.ts'

/**
 * The first period boundary after an instant. Periods are calendar months, UTC, that turn at the day and time of
 * `billing` (in a shorter month at its last day), or at the first of the month where nothing is billed.
 */
export function nextBoundary(after: Date, billing: Date | null): Date {
  const year = after.getUTCFullYear()
  const month = after.getUTCMonth()
  const thisMonth = boundaryIn(year, month, billing)
  return thisMonth > after ? thisMonth : boundaryIn(year, month + 1, billing)
}

/**
 * What the boundaries of a subscription have the day and the time of: the start of its period where its end is a month
 * later, for a short month hides the day (31 January, 28 February, 31 March); else its end. Null: the first of the month.
 */
export function billingDay(start: Date | null, end: Date | null): Date | null {
  return start !== null && end !== null && nextBoundary(start, start).getTime() === end.getTime() ? start : end
}

/** The last period boundary at or before an instant, of the same periods. */
export function lastBoundary(until: Date, billing: Date | null): Date {
  const year = until.getUTCFullYear()
  const month = until.getUTCMonth()
  const thisMonth = boundaryIn(year, month, billing)
  return thisMonth <= until ? thisMonth : boundaryIn(year, month - 1, billing)
}

function boundaryIn(year: number, month: number, billing: Date | null): Date {
  const first = new Date(Date.UTC(year, month, 1))
  if (billing === null) return first
  const length = daysInMonth(first.getUTCFullYear(), first.getUTCMonth() + 1)
  first.setUTCDate(Math.min(billing.getUTCDate(), length))
  first.setUTCHours(
    billing.getUTCHours(),
    billing.getUTCMinutes(),
    billing.getUTCSeconds(),
    billing.getUTCMilliseconds(),
  )
  return first
}
