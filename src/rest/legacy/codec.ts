import { formatEur, parseEur } from '../../domain/eur.ts'
import { formatInstant, type Precision, parseInstant } from '../../domain/instant.ts'
import { isKeepable, keepableRule } from '../../domain/keepable-text.ts'
import type { Limit } from '../../domain/limit.ts'

/** A value of a JSON body; whole numbers beyond 2^53 − 1 arrive as bigint, so that none is rounded unseen. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

export interface Wire {
  readonly timestamps: Precision
}

/** How one kind of value travels between the Viewer and the wire. */
export interface Codec<T> {
  /** In words, for the lineage. */
  readonly form: string
  /** JSON Schema 2020-12 of the wire value. */
  readonly schema: Readonly<Record<string, unknown>>
  encode(value: T, wire: Wire): Json
  /** @throws Mismatch when the wire value cannot be read as a T without loss. */
  decode(json: Json): T
}

/** A wire value that is not what its field takes; the message completes "<field> …". */
export class Mismatch extends Error {}

export const textCodec: Codec<string> = {
  form: 'text',
  schema: { type: 'string' },
  encode: (value) => value,
  decode: (json) => {
    if (typeof json !== 'string') throw new Mismatch('must be a string')
    if (!isKeepable(json)) throw new Mismatch(keepableRule)
    return json
  },
}

export const flagCodec: Codec<boolean> = {
  form: 'true or false',
  schema: { type: 'boolean' },
  encode: (value) => value,
  decode: (json) => {
    if (typeof json !== 'boolean') throw new Mismatch('must be true or false')
    return json
  },
}

/** A count: a whole number of things. */
export const countCodec: Codec<number> = {
  form: 'whole number',
  schema: { type: 'integer', minimum: 0 },
  encode: (value) => value,
  decode: (json) => {
    const count = wholeNumber(json)
    if (count < 0) throw new Mismatch('must not be negative')
    return count
  },
}

/** A sum of credits or cents: a whole number that may be negative. */
export const amountCodec: Codec<bigint> = {
  form: 'whole number',
  schema: { type: 'integer' },
  encode: (value) => Number(value),
  decode: (json) => BigInt(wholeNumber(json)),
}

export const percentCodec: Codec<number> = {
  form: 'per cent, two decimals',
  schema: { type: 'number', minimum: 0, maximum: 100 },
  encode: (value) => value,
  decode: (json) => {
    if (typeof json !== 'number') throw new Mismatch('must be a number')
    return json
  },
}

/** Micro-EUR as text with six decimals. */
export const eurCodec: Codec<bigint> = {
  form: 'EUR, text with six decimals',
  schema: { type: 'string', pattern: '^-?\\d+\\.\\d{6}$' },
  encode: (value) => formatEur(value),
  decode: (json) => {
    const amount = typeof json === 'string' ? parseEur(json) : undefined
    if (amount === undefined) throw new Mismatch('must be a string holding an amount with at most six decimals')
    if (amount > largestEur || amount < -largestEur) throw new Mismatch('is beyond what a wallet can hold')
    return amount
  },
}

/** A thousandth of the range of BIGINT in micro-EUR, so that no sum of two leaves it. */
const largestEur = 2n ** 63n / 1000n

export const instantCodec: Codec<Date> = {
  form: 'RFC 3339, UTC',
  schema: { type: 'string', format: 'date-time' },
  encode: (value, { timestamps }) => formatInstant(value, timestamps),
  decode: (json) => {
    const instant = typeof json === 'string' ? parseInstant(json) : undefined
    if (instant === undefined) throw new Mismatch('must be an RFC 3339 date and time with an offset')
    return instant
  },
}

/** A count that may be unlimited: −1 on the wire. */
export const limitCodec: Codec<Limit> = {
  form: 'whole number, −1 when unlimited',
  schema: { type: 'integer', minimum: -1 },
  encode: (value) => (value === 'unlimited' ? -1 : value),
  decode: (json) => {
    const limit = wholeNumber(json)
    if (limit < -1) throw new Mismatch('must be −1 (unlimited) or a whole number from 0')
    return limit === -1 ? 'unlimited' : limit
  },
}

export const lowerCaseListCodec: Codec<readonly string[]> = {
  form: 'list of lower-case words, null when empty',
  schema: { type: 'array', items: { type: 'string' }, minItems: 1 },
  encode: (values) => (values.length === 0 ? null : [...values]),
  decode: (json) => {
    if (!Array.isArray(json)) throw new Mismatch('must be a list of strings')
    return json.map((item: Json) => textCodec.decode(item).toLowerCase())
  },
}

/** Open vocabulary: known or not, it is passed on in lower case. */
export const lowerCaseCodec: Codec<string> = {
  form: 'lower-case word',
  schema: { type: 'string' },
  encode: (value) => value.toLowerCase(),
  decode: (json) => textCodec.decode(json).toLowerCase(),
}

/** A closed vocabulary: `encode` says what a value is called, `decode` what a word means. */
export function wordCodec<T>(
  words: readonly string[],
  encode: (value: T) => string,
  decode: (word: string) => T,
): Codec<T> {
  return {
    form: `one of ${words.join(', ')}`,
    schema: { type: 'string', enum: words },
    encode,
    decode: (json) => decode(textCodec.decode(json)),
  }
}

function wholeNumber(json: Json): number {
  if (typeof json === 'bigint') throw new Mismatch('is beyond 2^53 − 1')
  if (typeof json !== 'number' || !Number.isInteger(json)) throw new Mismatch('must be a whole number')
  if (!Number.isSafeInteger(json)) throw new Mismatch('is beyond 2^53 − 1')
  return json === 0 ? 0 : json
}
