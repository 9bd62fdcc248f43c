import { plans } from './plans.mjs'

/** The bodies by JSON Schema, from which Fastify derives its serialisers; keys in the order of the wire. */
const text = { type: 'string' }
const textOrNull = { type: ['string', 'null'] }
const whole = { type: 'integer' }
const wholeOrNull = { type: ['integer', 'null'] }
const number = { type: 'number' }
const flag = { type: 'boolean' }
const object = (properties) => ({ type: 'object', properties })
const window = object({ total: whole, remaining: whole })
const byKind = { number: whole, boolean: flag, string: text }

const viewer = object({
  accountId: text,
  email: text,
  displayName: textOrNull,
  createdAt: text,
  credits: object({
    wallet: object({ available: text, held: text }),
    permanent: whole,
    monthly: window,
    additional: window,
  }),
  subscription: object({
    status: text,
    currentPeriodEnd: textOrNull,
    plan: object({ key: text, name: text }),
    usage: object({ spans: object({ used: whole, percent: number, limit: object({ max: wholeOrNull }) }) }),
    features: object({ alerts: flag, exports: flag, sso: flag, support: text }),
  }),
  resources: object({ agentCount: whole, activeApiKeyCount: whole }),
})

export const schemas = {
  viewer: object({ data: object({ viewer }) }),
  accountProfile: object({
    user: object({
      balance_eur: text,
      created_at: text,
      credit_limit_cents: whole,
      credits_expire_at: textOrNull,
      email: text,
      email_verified: flag,
      held_eur: text,
      id: text,
      name: textOrNull,
      pending_credit_notice: flag,
      prompt_analysis_opt_in: flag,
      providers: { type: ['array', 'null'], items: text },
      two_factor_enabled: flag,
    }),
  }),
  usersMe: object({
    id: text,
    email: text,
    full_name: textOrNull,
    is_active: flag,
    role: text,
    subscription_tier: text,
    subscription_status: text,
    current_period_end: textOrNull,
    permanent_credit_balance: whole,
    api_key_last_four: textOrNull,
    referral_code: text,
  }),
  userProfile: object({
    id: text,
    email: text,
    firstName: text,
    lastName: text,
    name: text,
    image: textOrNull,
    company: textOrNull,
    provider: text,
    isActive: flag,
    isAdmin: flag,
    isEmailVerified: flag,
    createdAt: text,
    updatedAt: text,
    subscription: object({
      plan: text,
      planName: text,
      status: text,
      spansUsed: whole,
      spansLimit: whole,
      usagePercentage: number,
      cancelAtPeriodEnd: flag,
      currentPeriodEnd: textOrNull,
      features: object(
        Object.fromEntries(Object.entries(plans.PRO.features).map(([name, value]) => [name, byKind[typeof value]])),
      ),
    }),
    resources: object({ agentCount: whole, activeApiKeyCount: whole }),
  }),
  userInfo: object({
    user: object({
      id: text,
      email: text,
      plan: object({
        name: text,
        totalMonthlyCredits: whole,
        remainingMonthlyCredits: whole,
        maxAdditionalCredits: whole,
        remainingAdditionalCredits: whole,
      }),
      createdAt: text,
      updatedAt: text,
    }),
    status: object({ cost: whole }),
  }),
}
