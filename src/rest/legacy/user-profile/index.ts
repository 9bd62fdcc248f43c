import {
  type FeatureName,
  type Features,
  featureCatalogue,
  noFeatures,
  supportTiers,
} from '../../../domain/features.ts'
import { joinName } from '../../../domain/person-name.ts'
import { type PlanReference, planCatalogue } from '../../../domain/plan.ts'
import { type Codec, flagCodec, Mismatch, wordCodec } from '../codec.ts'
import { count, field, flag, instant, limit, object, percent, text, type View } from '../field.ts'
import { defineShape, type ErrorEnvelope } from '../shape.ts'
import documented from './examples/documented.json' with { type: 'json' }
import expiredTrial from './examples/expired-trial.json' with { type: 'json' }
import starter from './examples/starter.json' with { type: 'json' }
import unlimitedPro from './examples/unlimited-pro.json' with { type: 'json' }

const errors: ErrorEnvelope = {
  table: {
    MALFORMED: { status: 400, code: 'VALIDATION_ERROR' },
    UNAUTHENTICATED: { status: 401, code: 'UNAUTHORIZED' },
    INSUFFICIENT_SCOPE: { status: 403, code: 'FORBIDDEN' },
    ACCOUNT_SUSPENDED: { status: 403, code: 'FORBIDDEN' },
    LEGALLY_BLOCKED: { status: 403, code: 'FORBIDDEN' },
    ACCOUNT_GONE: { status: 404, code: 'NOT_FOUND' },
    NOT_FOUND: { status: 404, code: 'NOT_FOUND' },
    METHOD_NOT_ALLOWED: { status: 405, code: 'METHOD_NOT_ALLOWED' },
    CONFLICT: { status: 409, code: 'CONFLICT' },
    PAYLOAD_TOO_LARGE: { status: 413, code: 'PAYLOAD_TOO_LARGE' },
    UNSUPPORTED_MEDIA_TYPE: { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
    EXPECTATION_FAILED: { status: 417, code: 'EXPECTATION_FAILED' },
    INVALID: { status: 400, code: 'VALIDATION_ERROR' },
    INSUFFICIENT_CREDITS: { status: 402, code: 'VALIDATION_ERROR' },
    ACCOUNT_RESTRICTED: { status: 402, code: 'FORBIDDEN' },
    HOLD_CLOSED: { status: 409, code: 'CONFLICT' },
    LIMIT_REACHED: { status: 409, code: 'CONFLICT' },
    IDEMPOTENCY_MISMATCH: { status: 409, code: 'CONFLICT' },
    RATE_LIMITED: { status: 429, code: 'RATE_LIMITED' },
    INTERNAL: { status: 500, code: 'INTERNAL_ERROR' },
    OVERLOADED: { status: 503, code: 'SERVICE_UNAVAILABLE' },
    UNAVAILABLE: { status: 503, code: 'SERVICE_UNAVAILABLE' },
  },
  showsRate: true,
  body: ({ message, code }) => ({ success: false, error: { message, code } }),
  schema: () => ({
    type: 'object',
    properties: {
      success: { const: false },
      error: {
        type: 'object',
        properties: { message: { type: 'string' }, code: { type: 'string' } },
        required: ['message', 'code'],
        additionalProperties: false,
      },
    },
    required: ['success', 'error'],
    additionalProperties: false,
  }),
}

/** The plans this shape has words for, and the words. */
const words = { trial: 'TRIAL', starter: 'STARTER', pro: 'PRO' } as const

const planWord = wordCodec<PlanReference>(
  Object.keys(words),
  ({ key }) => key.toLowerCase(),
  (word) => {
    if (!Object.hasOwn(words, word)) throw new Mismatch('must be "trial", "starter" or "pro"')
    return planCatalogue[words[word as keyof typeof words]]
  },
)

/** Closed on the way out, so that old clients meet no new word; on the way in any status is kept as it is. */
const statuses = ['trialing', 'active', 'canceled', 'past_due']
const statusWord = wordCodec<string>(
  statuses,
  (status) => (statuses.includes(status) ? status : status === 'unpaid' ? 'past_due' : 'canceled'),
  (word) => word.toLowerCase(),
)

const signInMethods = ['local', 'google', 'github']
const signInWord = wordCodec<string>(
  signInMethods,
  (method) => (signInMethods.includes(method) ? method : 'local'),
  (word) => word.toLowerCase(),
)

const supportWord = wordCodec<Features['support']>(
  supportTiers,
  (tier) => tier,
  (word) => {
    const tier = supportTiers.find((known) => known === word)
    if (!tier) throw new Mismatch(`must be one of ${supportTiers.join(', ')}`)
    return tier
  },
)

/** Of roles this shape knows one. */
const adminFlag: Codec<string> = {
  ...flagCodec,
  form: 'true for the role admin',
  encode: (role) => role === 'admin',
  decode: (json) => (flagCodec.decode(json) ? 'admin' : 'user'),
}

const isTrial = ({ viewer }: View) => viewer.subscription === null || viewer.subscription.trial !== null

/** The entitlements old clients have always been told, in their order: the catalogue may have more (contract, user-profile). */
const toldFeatures = [
  'spans',
  'agents',
  'retention',
  'alerts',
  'evaluations',
  'exports',
  'deepSearch',
  'semanticSearch',
  'smartSearch',
  'customLLMLogic',
  'modelTraining',
  'sso',
  'rbac',
  'support',
  'trialDays',
] as const satisfies readonly FeatureName[]

/** An account without a subscription is told as an expired trial with nothing in it. */
function feature(name: (typeof toldFeatures)[number]) {
  switch (featureCatalogue[name].type) {
    case 'limit':
      return limit(name)
        .from(`subscription.features.${name}` as 'subscription.features.spans')
        .otherwise(0)
    case 'flag':
      return flag(name)
        .from(`subscription.features.${name}` as 'subscription.features.alerts')
        .otherwise(false)
    case 'support':
      return field(name, supportWord).from('subscription.features.support').otherwise(noFeatures.support)
  }
}

export const userProfile = defineShape({
  system: 'USER_PROFILE',
  about:
    'The profile of an observability product: a person, a subscription with its features, and how much they have made.',
  routes: [{ method: 'GET', path: '/api/users/profile', action: 'read' }],
  takesApiKeys: false,
  timestamps: 'milliseconds',
  plans: {
    keys: Object.values(words),
    loss: 'a DEVELOPER or CUSTOM plan is told as an account without a subscription',
  },
  fields: [
    text('id').identity(),
    text('email').from('email').required(),
    text('firstName').from('firstName'),
    text('lastName').from('lastName'),
    text('name').derived(['displayName'], ({ firstName, lastName }) => joinName(firstName, lastName)),
    text('image').nullable().from('imageUrl'),
    text('company').nullable().from('company'),
    field('provider', signInWord)
      .from('signInMethod')
      .loses('another way to sign in is told as local', ({ viewer }) => !signInMethods.includes(viewer.signInMethod)),
    flag('isActive').from('isActive'),
    field('isAdmin', adminFlag).from('role'),
    flag('isEmailVerified').from('emailVerified'),
    instant('createdAt').from('createdAt'),
    instant('updatedAt').from('updatedAt'),
    object('subscription', [
      field('plan', planWord)
        .from('subscription.plan')
        .otherwise(planCatalogue.TRIAL)
        .loses(
          'an account without a subscription is told as an expired trial with nothing in it',
          ({ viewer, unspokenPlan }) => viewer.subscription === null && unspokenPlan === null,
        ),
      text('planName')
        .derived(['subscription.plan.name'], ({ subscription }) => subscription?.plan.name)
        .otherwise(planCatalogue.TRIAL.name),
      field('status', statusWord)
        .from('subscription.status')
        .otherwise('canceled')
        .loses(
          'a status beyond trialing, active, canceled and past_due is told as the nearest of them',
          ({ viewer }) => viewer.subscription !== null && !statuses.includes(viewer.subscription.status),
        ),
      count('spansUsed').from('subscription.usage.spans.used').otherwise(0),
      limit('spansLimit').from('subscription.usage.spans.limit').otherwise(0),
      percent('usagePercentage')
        .derived(['subscription.usage.spans.percent'], ({ subscription }) => subscription?.usage.spans.percent)
        .otherwise(0),
      flag('cancelAtPeriodEnd').from('subscription.cancelAtPeriodEnd').otherwise(false),
      instant('currentPeriodEnd').nullable().from('subscription.currentPeriodEnd'),
      object('features', toldFeatures.map(feature)),
      instant('trialEndDate').nullable().from('subscription.trial.endsAt').onlyWhen('the plan is trial', isTrial),
      count('trialDaysRemaining')
        .derived(['subscription.trial.daysRemaining'], ({ subscription }) => subscription?.trial?.daysRemaining)
        .followsClock()
        .otherwise(0)
        .onlyWhen('the plan is trial', isTrial),
      flag('trialExpired')
        .derived(['subscription.trial.expired'], ({ subscription }) => subscription?.trial?.expired)
        .followsClock()
        .otherwise(true)
        .onlyWhen('the plan is trial', isTrial),
    ]),
    object('resources', [
      count('agentCount').from('resources.agentCount'),
      count('activeApiKeyCount').from('resources.activeApiKeyCount'),
    ]),
  ],
  errors,
  examples: { documented, 'expired-trial': expiredTrial, starter, 'unlimited-pro': unlimitedPro },
})
