/**
 * Everything the gateway refuses on purpose, as a closed set, with what each means, one line each. Each face maps it in
 * one total table, so the compiler counts the cases. Whatever else is thrown is a bug, and is masked.
 */
export const refusals = {
  UNAUTHENTICATED: 'No credentials were sent, or they are no good.',
  INSUFFICIENT_SCOPE: 'The credentials are good and do not carry the scope this needs.',
  ACCOUNT_SUSPENDED: 'The account is suspended.',
  LEGALLY_BLOCKED: 'The account is unavailable for legal reasons.',
  ACCOUNT_GONE: 'The credentials are good and stand for no account.',
  NOT_FOUND: 'Nothing of the account has this id.',
  MALFORMED: 'The request cannot be read as what it should be.',
  INVALID: 'A value is not what its field takes.',
  CONFLICT: 'The value is already in use by another account.',
  INSUFFICIENT_CREDITS: 'The pool does not hold as many credits as this takes.',
  ACCOUNT_RESTRICTED: 'The account is restricted for its payments: it may read and not spend.',
  HOLD_CLOSED: 'The hold was captured, released or has expired before.',
  LIMIT_REACHED: 'The plan allows no more of these.',
  IDEMPOTENCY_MISMATCH: 'The idempotency key was used before, with other input.',
  METHOD_NOT_ALLOWED: 'The path answers to other methods.',
  PAYLOAD_TOO_LARGE: 'The body is larger than BODY_LIMIT.',
  UNSUPPORTED_MEDIA_TYPE: 'The body is not application/json in UTF-8.',
  RATE_LIMITED: 'Too many requests within a minute; Retry-After says when the next one is welcome.',
  EXPECTATION_FAILED: 'The request expects something else than 100-continue.',
  OVERLOADED: 'Too much is being worked on; nothing has been done for this request.',
  UNAVAILABLE: 'The database or the keys of an issuer are away, or the answer took too long.',
} as const

export type RefusalCode = keyof typeof refusals

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
