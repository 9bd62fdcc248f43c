import { percentOf, plans } from './plans.mjs'

/** A row of each statement as the body that is answered, keys in the order of the wire. */
export const answers = { viewer, accountProfile, usersMe, userProfile, userInfo }

/** The paths of the four shapes. */
export const paths = {
  accountProfile: '/v1/account/profile',
  usersMe: '/api/v1/users/me',
  userProfile: '/api/users/profile',
  userInfo: '/user/info',
}

function viewer(row) {
  const { key, name, features } = plans[row.plan]
  const { spans, alerts, exports, sso, support } = features
  const used = Number(row.used ?? 0)
  return {
    data: {
      viewer: {
        accountId: row.id,
        email: row.email,
        displayName: row.name,
        createdAt: row.created.toISOString(),
        credits: {
          wallet: { available: eur(row.posted - row.held), held: eur(row.held) },
          permanent: Number(row.permanent),
          monthly: window(row.monthly, row.monthly_total),
          additional: window(row.additional, row.additional_total),
        },
        subscription: {
          status: row.status.toUpperCase(),
          currentPeriodEnd: row.period_end.toISOString(),
          plan: { key, name },
          usage: { spans: { used, percent: percentOf(used, spans), limit: { max: spans === -1 ? null : spans } } },
          features: { alerts, exports, sso, support: support.toUpperCase() },
        },
        resources: { agentCount: row.agents, activeApiKeyCount: row.keys },
      },
    },
  }
}

function accountProfile(row) {
  return {
    user: {
      balance_eur: eur(row.posted - row.held),
      created_at: seconds(row.created),
      credit_limit_cents: Number(row.credit_limit),
      credits_expire_at: row.expires && seconds(row.expires),
      email: row.email,
      email_verified: row.verified,
      held_eur: eur(row.held),
      id: row.id,
      name: row.name,
      pending_credit_notice: row.notice,
      prompt_analysis_opt_in: row.opt_in,
      providers: row.providers.length === 0 ? null : row.providers,
      two_factor_enabled: row.two_factor,
    },
  }
}

function usersMe(row) {
  return {
    id: row.id,
    email: row.email,
    full_name: row.name,
    is_active: row.active,
    role: row.role,
    subscription_tier: row.plan === 'PRO' ? 'pro' : 'developer',
    subscription_status: row.status,
    current_period_end: row.plan === 'PRO' ? seconds(row.period_end) : null,
    permanent_credit_balance: Number(row.permanent),
    api_key_last_four: row.last_four,
    referral_code: row.code,
  }
}

function userProfile(row) {
  const { name: planName, features } = plans[row.plan]
  const space = row.name.indexOf(' ')
  const used = Number(row.used ?? 0)
  return {
    id: row.legacy_id ?? row.id,
    email: row.email,
    firstName: row.name.slice(0, space),
    lastName: row.name.slice(space + 1),
    name: row.name,
    image: row.image,
    company: row.company,
    provider: row.provider,
    isActive: row.active,
    isAdmin: row.role === 'admin',
    isEmailVerified: row.verified,
    createdAt: row.created.toISOString(),
    updatedAt: row.updated.toISOString(),
    subscription: {
      plan: row.plan.toLowerCase(),
      planName,
      status: row.status,
      spansUsed: used,
      spansLimit: features.spans,
      usagePercentage: percentOf(used, features.spans),
      cancelAtPeriodEnd: row.ends,
      currentPeriodEnd: row.period_end.toISOString(),
      features,
    },
    resources: { agentCount: row.agents, activeApiKeyCount: row.keys },
  }
}

function userInfo(row) {
  const monthly = window(row.monthly, row.monthly_total)
  const additional = window(row.additional, row.additional_total)
  return {
    user: {
      id: row.id,
      email: row.email,
      plan: {
        name: plans[row.plan].name,
        totalMonthlyCredits: monthly.total,
        remainingMonthlyCredits: monthly.remaining,
        maxAdditionalCredits: additional.total,
        remainingAdditionalCredits: additional.remaining,
      },
      createdAt: row.created.toISOString(),
      updatedAt: row.updated.toISOString(),
    },
    status: { cost: 0 },
  }
}

/** Whole micro-EUR, far below 2^53 here and never below nought. */
export function eur(amount) {
  const digits = String(amount).padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

export function window(left, total) {
  return { total: Number(total), remaining: Math.min(Number(left), Number(total)) }
}

function seconds(instant) {
  return `${instant.toISOString().slice(0, -5)}Z`
}
