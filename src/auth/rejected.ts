import { Refusal } from '../domain/refusal.ts'

/**
 * Credentials were sent and are no good (RFC 6750 section 3.1 `invalid_token`). The reason is kept as `cause` for the
 * log; the caller learns no more than the message, which is the same for all bad credentials but expired ones.
 */
export function rejected(cause?: unknown, message = 'The credentials are not valid.'): Refusal {
  return new Refusal('UNAUTHENTICATED', message, { rejected: true, cause })
}
