import { rejected } from './rejected.ts'

/** What a request carries to say who is asking. */
export type Credential =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'api-key'; readonly key: string }

/** Characters. A header block is bounded by the server; this bounds what one credential can make us hash or decode. */
const tokenLengthMax = 8192
const keyLengthMax = 512

// RFC 6750 section 2.1 says 1*SP between scheme and token; the scheme's case is free (RFC 9110 section 11.1).
const bearer = /^bearer +([\x21-\x7e]+)$/i
const visibleAscii = /^[\x21-\x7e]+$/

/**
 * Reads `Authorization: Bearer` (a JWT or an API key) and `X-API-Key` (an API key). Two ways at once are refused as
 * RFC 6750 section 2 asks, unless both carry the same API key: then nothing is ambiguous.
 *
 * @returns null when neither header was sent; a header sent empty counts as sent.
 * @throws Refusal UNAUTHENTICATED, `rejected`, for another scheme or anything malformed.
 */
export function readCredential(headers: Headers): Credential | null {
  const authorization = headers.get('authorization')
  const apiKey = headers.get('x-api-key')
  if (authorization === null) return apiKey === null ? null : readApiKey(apiKey)

  const value = bearer.exec(authorization)?.[1]
  if (value === undefined) throw rejected('not a Bearer credential')
  if (apiKey !== null && apiKey !== value) throw rejected('two different credentials in one request')
  return isToken(value) ? readToken(value, apiKey) : readApiKey(value)
}

function readToken(token: string, apiKey: string | null): Credential {
  if (apiKey !== null) throw rejected('a token where an API key belongs')
  if (token.length > tokenLengthMax) throw rejected('token too long')
  return { kind: 'token', token }
}

function readApiKey(key: string): Credential {
  if (key.length > keyLengthMax || !visibleAscii.test(key)) throw rejected('not an API key')
  return { kind: 'api-key', key }
}

/**
 * Three parts whose first decodes to a JSON object: no API key of any system looks like that. Decoded leniently, so
 * that a token in a sloppy spelling is refused as a token and never looked up as a key.
 */
function isToken(value: string): boolean {
  const [header = '', ...others] = value.split('.')
  if (others.length !== 2) return false
  const before = known.get(header)
  if (before !== undefined) return before
  const is = isHeader(header)
  if (header.length > knownLength) return is
  // All tokens of an issuer's key begin alike. What a stranger makes up is forgotten with the rest.
  if (known.size >= knownMost) known.clear()
  known.set(header, is)
  return is
}

const known = new Map<string, boolean>()
const knownMost = 100
const knownLength = 512

function isHeader(part: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof header === 'object' && header !== null
  } catch {
    return false
  }
}
