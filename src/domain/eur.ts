/** EUR amounts are whole micro-EUR (bigint) inside and a string with six decimals outside; never a float. */
export type MicroEur = bigint

export const microEurPerCent = 10_000n
const scale = 1_000_000n
const written = /^(-?)(\d+)(?:\.(\d{1,6}))?$/

/** Six decimals, always: `-0.250000` (contract, wire profile). */
export function formatEur(amount: MicroEur): string {
  const magnitude = amount < 0n ? -amount : amount
  const sign = amount < 0n ? '-' : ''
  return `${sign}${magnitude / scale}.${(magnitude % scale).toString().padStart(6, '0')}`
}

/** Digits. Reading more takes more than linear time, and no amount that can be stored has half as many. */
const mostDigits = 40

/**
 * Undefined for anything that is not a plain decimal with at most six decimals: no exponent, sign `+` or spaces. Of more
 * than 40 digits before the point, whatever they are, the amount is larger than any bound.
 */
export function parseEur(text: string): MicroEur | undefined {
  const [, sign, whole, decimals = ''] = written.exec(text) ?? []
  if (whole === undefined) return undefined
  const euros = whole.length > mostDigits ? 10n ** BigInt(mostDigits) : BigInt(whole)
  const amount = euros * scale + BigInt(decimals.padEnd(6, '0'))
  return sign ? -amount : amount
}
