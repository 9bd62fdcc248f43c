import type { Refusal } from '../domain/refusal.ts'

const challenge = 'Bearer realm="viewer-gateway"'

/**
 * The `WWW-Authenticate` value of an answer (RFC 6750 section 3): on every 401, without an error code when no
 * credentials were sent; on a 403 only when a scope is lacking. The status decides beside the refusal, because a face
 * may answer 401 where another says 404 (contract, "token fine, account gone").
 *
 * @returns undefined when the answer carries no challenge.
 */
export function wwwAuthenticate(refusal: Refusal, status: number): string | undefined {
  if (status === 401) {
    const sent = refusal.code !== 'UNAUTHENTICATED' || refusal.details.rejected === true
    return sent ? `${challenge}, error="invalid_token", error_description="${quotable(refusal.message)}"` : challenge
  }
  if (status === 403 && refusal.code === 'INSUFFICIENT_SCOPE') {
    const scope = refusal.details.scope === undefined ? '' : `, scope="${quotable(refusal.details.scope)}"`
    return `${challenge}, error="insufficient_scope", error_description="${quotable(refusal.message)}"${scope}`
  }
  return undefined
}

/** RFC 6750 section 3: %x20-21 / %x23-5B / %x5D-7E, so neither a quote nor a backslash nor anything beyond ASCII. */
function quotable(text: string): string {
  return text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '')
}
