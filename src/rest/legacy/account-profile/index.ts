import { amount, eur, flag, instant, lowerCaseList, object, text } from '../field.ts'
import { defineShape, type ErrorEnvelope } from '../shape.ts'
import inFlight from './examples/in-flight.json' with { type: 'json' }
import onCredit from './examples/on-credit.json' with { type: 'json' }
import pastItsExpiry from './examples/past-its-expiry.json' with { type: 'json' }
import waitingForVerification from './examples/waiting-for-verification.json' with { type: 'json' }

const errors: ErrorEnvelope = {
  table: {
    MALFORMED: { status: 400, code: 'bad_request' },
    UNAUTHENTICATED: { status: 401, code: 'auth_invalid' },
    INSUFFICIENT_SCOPE: { status: 403, code: 'forbidden' },
    ACCOUNT_SUSPENDED: { status: 403, code: 'account_suspended' },
    LEGALLY_BLOCKED: { status: 451, code: 'unavailable_for_legal_reasons' },
    ACCOUNT_GONE: { status: 404, code: 'not_found' },
    NOT_FOUND: { status: 404, code: 'not_found' },
    METHOD_NOT_ALLOWED: { status: 405, code: 'method_not_allowed' },
    CONFLICT: { status: 409, code: 'conflict' },
    PAYLOAD_TOO_LARGE: { status: 413, code: 'payload_too_large' },
    UNSUPPORTED_MEDIA_TYPE: { status: 415, code: 'unsupported_media_type' },
    EXPECTATION_FAILED: { status: 417, code: 'expectation_failed' },
    INVALID: { status: 422, code: 'unprocessable_entity' },
    INSUFFICIENT_CREDITS: { status: 402, code: 'credit_insufficient' },
    ACCOUNT_RESTRICTED: { status: 402, code: 'credit_insufficient' },
    HOLD_CLOSED: { status: 409, code: 'conflict' },
    LIMIT_REACHED: { status: 409, code: 'conflict' },
    IDEMPOTENCY_MISMATCH: { status: 422, code: 'unprocessable_entity' },
    RATE_LIMITED: { status: 429, code: 'rate_limited' },
    INTERNAL: { status: 500, code: 'internal_error' },
    OVERLOADED: { status: 503, code: 'service_unavailable' },
    UNAVAILABLE: { status: 503, code: 'service_unavailable' },
  },
  body: ({ code, message, requestId, fields }) => ({
    error: code,
    message,
    request_id: requestId,
    ...(fields.length > 0 ? { details: fields.map(({ field, message }) => ({ field, message })) } : {}),
  }),
  schema: () => ({
    type: 'object',
    properties: {
      error: { type: 'string' },
      message: { type: 'string' },
      request_id: { type: 'string', format: 'uuid' },
      details: {},
    },
    required: ['error', 'message', 'request_id'],
    additionalProperties: false,
  }),
}

export const accountProfile = defineShape({
  system: 'ACCOUNT_PROFILE',
  about: 'The profile of a service that bills generations in EUR: identity, wallet, notices.',
  routes: [
    { method: 'GET', path: '/v1/account/profile', action: 'read' },
    { method: 'PATCH', path: '/v1/account/profile', action: 'update' },
    { method: 'POST', path: '/v1/account/notifications/dismiss', action: 'dismiss-credit-notice' },
  ],
  takesApiKeys: true,
  timestamps: 'seconds',
  fields: [
    object('user', [
      eur('balance_eur').from('credits.wallet.available').required(),
      instant('created_at').from('createdAt'),
      amount('credit_limit_cents').from('credits.wallet.creditLimitCents'),
      instant('credits_expire_at').nullable().from('credits.wallet.expiresAt'),
      text('email').from('email').required(),
      flag('email_verified').from('emailVerified'),
      eur('free_trial_pending_eur')
        .from('credits.wallet.freeTrialPending')
        .onlyWhen(
          'free credits wait for the e-mail’s verification',
          ({ viewer }) => viewer.credits.wallet.freeTrialPending !== null,
        ),
      eur('held_eur').from('credits.wallet.held').required(),
      text('id').identity(),
      text('name').nullable().from('displayName').writable('displayName'),
      flag('pending_credit_notice').from('credits.hasUnseenGrants'),
      flag('prompt_analysis_opt_in').from('promptAnalysisOptIn'),
      lowerCaseList('providers').nullable().from('connectedProviders'),
      flag('two_factor_enabled').from('twoFactorEnabled'),
    ]),
  ],
  errors,
  examples: {
    'in-flight': inFlight,
    'waiting-for-verification': waitingForVerification,
    'on-credit': onCredit,
    'past-its-expiry': pastItsExpiry,
  },
})
