import { type PlanReference, planCatalogue } from '../../../domain/plan.ts'
import { Mismatch, wordCodec } from '../codec.ts'
import { amount, field, flag, instant, lowerCase, text, type View } from '../field.ts'
import { defineShape, type ErrorEnvelope } from '../shape.ts'
import developer from './examples/developer.json' with { type: 'json' }
import documented from './examples/documented.json' with { type: 'json' }
import pastDueAdmin from './examples/past-due-admin.json' with { type: 'json' }

const errors: ErrorEnvelope = {
  table: {
    MALFORMED: { status: 400, code: '' },
    UNAUTHENTICATED: { status: 401, code: '' },
    INSUFFICIENT_SCOPE: { status: 403, code: '' },
    ACCOUNT_SUSPENDED: { status: 403, code: '' },
    LEGALLY_BLOCKED: { status: 403, code: '' },
    ACCOUNT_GONE: { status: 404, code: '' },
    NOT_FOUND: { status: 404, code: '' },
    METHOD_NOT_ALLOWED: { status: 405, code: '' },
    CONFLICT: { status: 409, code: '' },
    PAYLOAD_TOO_LARGE: { status: 413, code: '' },
    UNSUPPORTED_MEDIA_TYPE: { status: 415, code: '' },
    EXPECTATION_FAILED: { status: 417, code: '' },
    INVALID: { status: 422, code: '' },
    INSUFFICIENT_CREDITS: { status: 402, code: '' },
    ACCOUNT_RESTRICTED: { status: 402, code: '' },
    HOLD_CLOSED: { status: 409, code: '' },
    LIMIT_REACHED: { status: 409, code: '' },
    IDEMPOTENCY_MISMATCH: { status: 422, code: '' },
    RATE_LIMITED: { status: 429, code: '' },
    INTERNAL: { status: 500, code: '' },
    OVERLOADED: { status: 503, code: '' },
    UNAVAILABLE: { status: 503, code: '' },
  },
  body: ({ message }) => ({ detail: message }),
  schema: () => ({
    type: 'object',
    properties: { detail: { type: 'string' } },
    required: ['detail'],
    additionalProperties: false,
  }),
}

/** Two tiers: whoever is not on PRO is told as a developer. */
const tier = wordCodec<PlanReference>(
  ['developer', 'pro'],
  ({ key }) => (key === 'PRO' ? 'pro' : 'developer'),
  (word) => {
    if (word !== 'developer' && word !== 'pro') throw new Mismatch('must be "developer" or "pro"')
    return planCatalogue[word === 'pro' ? 'PRO' : 'DEVELOPER']
  },
)

const planIs =
  (...keys: PlanReference['key'][]) =>
  ({ viewer }: View) =>
    viewer.subscription !== null && keys.includes(viewer.subscription.plan.key)

export const usersMe = defineShape({
  system: 'USERS_ME',
  about: 'The profile of a search API: who somebody is, on which of two tiers, with how many permanent credits.',
  routes: [
    { method: 'GET', path: '/api/v1/users/me', action: 'read' },
    { method: 'PATCH', path: '/api/v1/users/me', action: 'update' },
  ],
  takesApiKeys: true,
  timestamps: 'seconds',
  fields: [
    text('id').identity(),
    text('email').from('email').required().writable('email'),
    text('full_name').nullable().from('displayName').writable('displayName'),
    flag('is_active').from('isActive'),
    text('role').from('role'),
    field('subscription_tier', tier)
      .from('subscription.plan')
      .otherwise(planCatalogue.DEVELOPER)
      .loses('a STARTER or CUSTOM plan is told as developer', planIs('STARTER', 'CUSTOM')),
    lowerCase('subscription_status').from('subscription.status').otherwise('inactive'),
    instant('current_period_end').from('subscription.currentPeriodEnd').nullUnless('the plan is PRO', planIs('PRO')),
    amount('permanent_credit_balance').from('credits.permanent').required(),
    text('api_key_last_four').nullable().from('resources.apiKeyLastFour'),
    text('referral_code').from('referralCode'),
  ],
  errors,
  examples: { documented, developer, 'past-due-admin': pastDueAdmin },
})
