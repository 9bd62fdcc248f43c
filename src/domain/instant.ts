import { z } from 'zod'

/** Instants are `Date`s, UTC, whole milliseconds; the text forms are RFC 3339 with `Z`. */
export type Precision = 'seconds' | 'milliseconds'

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/

/** `2026-05-08T00:00:00Z` or `2026-05-08T00:00:00.000Z`; a finer instant is cut, not rounded, so it never moves ahead. */
export function formatInstant(instant: Date, precision: Precision): string {
  const text = instant.toISOString()
  return precision === 'seconds' ? `${text.slice(0, -5)}Z` : text
}

/** Undefined for anything but RFC 3339 with an offset; digits below a millisecond are cut. */
export function parseInstant(text: string): Date | undefined {
  const match = rfc3339.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction = '', offset = ''] = match
  // Date.parse rolls 30 February into March; the calendar is checked before it is asked.
  if (Number(day) > daysInMonth(Number(year), Number(month))) return undefined
  const zone = offset.toUpperCase()
  const millis = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`,
  )
  const instant = new Date(millis)
  return isKeepableInstant(instant) ? instant : undefined
}

/** What four digits of a year can say, and what the database can keep. */
export function isKeepableInstant(instant: Date): boolean {
  return instant.getTime() >= earliest && instant.getTime() <= latest
}

/** An instant as it may be written. */
export const KeepableInstant = z.date().refine(isKeepableInstant, 'must be of the years 1 to 9999')

const earliest = Date.parse('0001-01-01T00:00:00.000Z')
const latest = Date.parse('9999-12-31T23:59:59.999Z')

/** Days of a calendar month, 1 to 12; 0 for any other. */
export function daysInMonth(year: number, month: number): number {
  return month < 1 || month > 12 ? 0 : new Date(Date.UTC(year, month, 0)).getUTCDate()
}

export function laterOf(first: Date, second: Date | null): Date {
  return second !== null && second > first ? second : first
}
