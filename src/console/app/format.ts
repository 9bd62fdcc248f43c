import type { AmountInFragment } from '../gql/graphql.ts'

type Amount = Pick<AmountInFragment, 'eur' | 'credits'>

/** `"1234.500000"` → `€1,234.50`: cut only where nothing is lost, never rounded. */
export function eur(text: string): string {
  const [, sign = '', whole = '0', decimals = ''] = /^(-?)(\d+)\.(\d+)$/.exec(text) ?? []
  const shown = decimals.replace(/0+$/, '').padEnd(2, '0')
  return `${sign === '' ? '' : '−'}€${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${shown}`
}

const counts = new Intl.NumberFormat('en')

export function count(value: number): string {
  return counts.format(value).replace('-', '−')
}

export function amount({ eur: euros, credits }: Amount): string {
  return euros === null ? `${count(credits ?? 0)} credits` : eur(euros)
}

/** An amount in its smallest unit, for drawing. */
export function unitsOf({ eur: euros, credits }: Amount): bigint {
  return euros === null ? BigInt(credits ?? 0) : BigInt(euros.replace('.', ''))
}

/** Thousandths of a whole, 0 to 1000. */
export function perMille(part: bigint, whole: bigint): number {
  if (whole <= 0n) return 0
  const share = (part * 1000n) / whole
  return Number(share < 0n ? 0n : share > 1000n ? 1000n : share)
}

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
const minutes = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

/** `8 May 2026`, in UTC. */
export function day(instant: string): string {
  return days.format(new Date(instant))
}

/** `8 May 2026, 00:00 UTC`. */
export function time(instant: string): string {
  return `${minutes.format(new Date(instant))} UTC`
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** `in 12 days`, `3 hours ago`. */
export function fromNow(instant: string, now = Date.now()): string {
  const distance = new Date(instant).getTime() - now
  const [unit, length] = units.find(([, length]) => Math.abs(distance) >= length) ?? ['minute', 60_000]
  return relative.format(Math.trunc(distance / length), unit)
}

/** `SPANS_USED` → `Spans used`. */
export function words(name: string): string {
  const plain = name.toLowerCase().replaceAll('_', ' ')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}
