import { errors, type JWTPayload, jwtVerify } from 'jose'
import { Refusal } from '../domain/refusal.ts'
import type { Issuer, Issuers } from './issuers.ts'
import type { Principal } from './principal.ts'
import { rejected } from './rejected.ts'
import { scopesOf, subjectOf } from './subject.ts'

export interface Verified {
  readonly principal: Principal
  /** The claim `exp`, without leeway. */
  readonly expiresAt: Date
}

/** Seconds by which clocks may differ, for `exp` and `nbf` (RFC 7519 sections 4.1.4 and 4.1.5). */
const leeway = 5

/** Tokens meant for a resource server; logout tokens or security events are not (RFC 8725 section 3.11). */
const types: ReadonlySet<string> = new Set(['jwt', 'at+jwt'])

/**
 * Verifies a JWT (RFC 7519) by the practices of RFC 8725: the unverified `iss` picks one configured issuer, and only
 * that issuer's keys and algorithms decide. Header parameters that bring a key or say where one is (`jwk`, `jku`,
 * `x5c`, `x5u`) are never looked at.
 *
 * @throws Refusal UNAUTHENTICATED, `rejected`, for a bad or expired token; UNAVAILABLE when its keys cannot be fetched.
 */
export async function verifyToken(
  token: string,
  issuers: Issuers,
  systems: ReadonlySet<string>,
  now: Date,
): Promise<Verified> {
  const issuer = issuers.of(unverifiedIssuer(token))
  if (issuer === null) throw rejected('an unknown issuer')

  const claims = await verifiedClaims(token, issuer, now)
  const { exp } = claims
  if (exp === undefined || !Number.isFinite(exp)) throw rejected('exp is not a number')
  // jose reads the clock in whole seconds, so a fractional `exp` would live up to a second longer than it says.
  if (now.getTime() >= (exp + leeway) * 1000) throw expired()

  const subject = subjectOf(claims, issuer, systems)
  const client = subject.kind === 'service' ? `service:${subject.name}` : issuer.client
  const principal: Principal = { client, subject, scopes: scopesOf(claims, issuer, subject), via: 'jwt' }
  return { principal, expiresAt: new Date(exp * 1000) }
}

/** What can be refused before any key is asked for. */
function unverifiedIssuer(token: string): unknown {
  const parts = token.split('.')
  if (!parts.every(isCanonical)) throw rejected('not canonical base64url')
  const [header, claims] = [objectIn(parts[0]), objectIn(parts[1])]
  const { crit, b64, kid, typ } = header
  if (crit !== undefined) throw rejected('crit names extensions that nobody here understands')
  if (b64 !== undefined) throw rejected('b64 has no place in a JWT (RFC 7797 section 7)')
  if (kid !== undefined && typeof kid !== 'string') throw rejected('kid is not text')
  if (typ !== undefined && !isTokenType(typ)) throw rejected('a token for another use')
  return claims.iss
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A part's JSON object, in valid UTF-8 and without a byte order mark (RFC 7519 section 7.2). Of members of one name the
 * last counts, as RFC 7515 section 4 and RFC 7519 section 4 allow, here as in what verifies: there are not two readings.
 */
function objectIn(part = ''): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(utf8.decode(Buffer.from(part, 'base64url')))
  } catch {
    // The parser's own message quotes what it was given.
    throw rejected('a part is not JSON in UTF-8')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw rejected('a part is no JSON object')
  return value as Record<string, unknown>
}

async function verifiedClaims(token: string, issuer: Issuer, now: Date): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, issuer.keys.at(now), {
      algorithms: [...issuer.algorithms],
      requiredClaims: ['exp', 'sub'],
      clockTolerance: leeway,
      currentDate: now,
      ...(issuer.issuer === null ? {} : { issuer: issuer.issuer }),
      ...(issuer.audience.length === 0 ? {} : { audience: [...issuer.audience] }),
    })
    return payload
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (error instanceof errors.JWTExpired) throw expired(error)
    // Whatever else went wrong on the way to a verdict, there is no verdict: an unusable key is no reason to let in.
    throw rejected(error)
  }
}

/**
 * One token, one spelling (RFC 7515 section 2, RFC 4648 section 3.5): decoders overlook leftover bits and stray
 * characters, and a verdict remembered by a token's hash must not have twins. An empty part is refused with the rest.
 */
function isCanonical(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part
}

/** `typ` is a media type without case, its `application/` left out or not (RFC 7515 section 4.1.9). */
function isTokenType(typ: unknown): boolean {
  return typeof typ === 'string' && types.has(typ.toLowerCase().replace(/^application\//, ''))
}

function expired(cause?: unknown): Refusal {
  return rejected(cause, 'The token has expired.')
}
