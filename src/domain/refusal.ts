/**
 * Everything the gateway refuses on purpose, as a closed set: each face maps it in one total table, so the compiler
 * counts the cases. Whatever else is thrown is a bug, and is masked.
 */
export type RefusalCode =
  | 'UNAUTHENTICATED'
  | 'INSUFFICIENT_SCOPE'
  | 'ACCOUNT_SUSPENDED'
  | 'LEGALLY_BLOCKED'
  | 'ACCOUNT_GONE'
  | 'NOT_FOUND'
  | 'MALFORMED'
  | 'INVALID'
  | 'CONFLICT'
  | 'INSUFFICIENT_CREDITS'
  | 'ACCOUNT_RESTRICTED'
  | 'HOLD_CLOSED'
  | 'LIMIT_REACHED'
  | 'IDEMPOTENCY_MISMATCH'
  | 'METHOD_NOT_ALLOWED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'RATE_LIMITED'
  | 'EXPECTATION_FAILED'
  | 'OVERLOADED'
  | 'UNAVAILABLE'

/** What is wrong with one field of the input, in the caller's own name for it. */
export interface FieldProblem {
  readonly field: string
  readonly message: string
}

/** A bound on requests, and when it is lifted. */
export interface RateExceeded {
  /** What is bound: an address, an account. */
  readonly policy: string
  /** Requests a minute. */
  readonly limit: number
  readonly remaining: number
  readonly resetsAt: Date
}

export interface RefusalDetails {
  /** INVALID, CONFLICT: the fields at fault, at least one. */
  readonly fields?: readonly FieldProblem[]
  /** UNAUTHENTICATED: true when credentials were sent and are no good (RFC 6750 section 3.1 `invalid_token`). */
  readonly rejected?: boolean
  /** INSUFFICIENT_SCOPE: the scopes that would have done, space-separated (RFC 6750 section 3). */
  readonly scope?: string
  /** METHOD_NOT_ALLOWED: the methods that are (RFC 9110 section 10.2.1 `Allow`). */
  readonly allow?: readonly string[]
  /** RATE_LIMITED: the bound that was met. */
  readonly rate?: RateExceeded
  /** RATE_LIMITED, OVERLOADED, UNAVAILABLE: whole seconds after which to try again (RFC 9110 section 10.2.3). */
  readonly retryAfter?: number
  readonly cause?: unknown
}

/** A refusal with a message that may be shown to the caller: it never holds secrets, SQL or anyone else's data. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly details: RefusalDetails

  constructor(code: RefusalCode, message: string, details: RefusalDetails = {}) {
    super(message, { cause: details.cause })
    this.code = code
    this.details = details
  }
}

/** A refusal for one field of the input. */
export function fieldRefused(code: RefusalCode, field: string, message: string): Refusal {
  return new Refusal(code, `${field}: ${message}`, { fields: [{ field, message }] })
}
