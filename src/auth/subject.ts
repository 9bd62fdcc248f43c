import type { JWTPayload } from 'jose'
import { isKeepable } from '../domain/keepable-text.ts'
import { indexedBytesMax } from '../domain/legacy-identity.ts'
import type { Issuer } from './issuers.ts'
import type { Subject } from './principal.ts'
import { rejected } from './rejected.ts'
import { defaultScopes, furtherIssuerScopes } from './scope.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const service = /^service:([A-Za-z0-9._-]{1,64})$/

/**
 * Whom the verified claims stand for:
 *
 * - an issuer with a `system`: that system's own id, whatever the id looks like; the token can say no other system;
 * - a claim `system`: that system's own id;
 * - `service:NAME`: a service, from the main issuer only, so that no old system can make itself one;
 * - otherwise an account's UUID.
 *
 * @throws Refusal UNAUTHENTICATED, `rejected`, for any other `sub` or `system`.
 */
export function subjectOf(claims: JWTPayload, issuer: Issuer, systems: ReadonlySet<string>): Subject {
  const { sub } = claims
  if (typeof sub !== 'string') throw rejected('sub is missing or not text')

  const system = systemOf(claims.system, issuer)
  if (system !== null) {
    if (!systems.has(system)) throw rejected('an unknown system')
    if (!isLegacyId(sub)) throw rejected('sub is no legacy id')
    return { kind: 'legacy', system, legacyId: sub }
  }

  const name = service.exec(sub)?.[1]
  if (name !== undefined && issuer.main) return { kind: 'service', name }
  if (!uuid.test(sub)) throw rejected('sub is no account id')
  return { kind: 'account', accountId: sub.toLowerCase() }
}

/**
 * What the verified claims allow: the words of `scope` (RFC 8693 section 4.2); without the claim, the default for an
 * account and nothing for a service, which has no profile of its own. A further issuer's words count only within
 * {@link furtherIssuerScopes}: power over other people's accounts is the main issuer's to give.
 */
export function scopesOf(claims: JWTPayload, issuer: Issuer, subject: Subject): ReadonlySet<string> {
  const claim = claims.scope
  if (claim === undefined) return subject.kind === 'service' ? new Set() : defaultScopes
  if (typeof claim !== 'string') throw rejected('scope is not text')
  const words = claim.split(' ').filter((word) => word !== '')
  return new Set(issuer.main ? words : words.filter((word) => furtherIssuerScopes.has(word)))
}

function systemOf(claim: unknown, issuer: Issuer): string | null {
  if (claim !== undefined && typeof claim !== 'string') throw rejected('system is not text')
  if (issuer.system === null) return claim ?? null
  if (claim !== undefined && claim !== issuer.system) throw rejected('the issuer stands for another system')
  return issuer.system
}

/** Opaque text; what could not be imported cannot be anybody's id. */
function isLegacyId(sub: string): boolean {
  return sub.length > 0 && Buffer.byteLength(sub) <= indexedBytesMax && isKeepable(sub)
}

/** What a token may call a service. */
export function isServiceName(name: string): boolean {
  return service.test(`service:${name}`)
}
