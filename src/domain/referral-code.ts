import { randomInt } from 'node:crypto'

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** `dc_` and eight lower-case letters or digits, as the documented ones (contract, users-me). */
export function generateReferralCode(): string {
  return `dc_${Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('')}`
}
