import type { Restriction } from '../domain/account.ts'
import { formatInstant } from '../domain/instant.ts'

/** One demo person: what the legacy systems say of it, as their endpoints would answer at an instant. */
export interface DemoPerson {
  readonly accountId: string
  readonly email: string
  /** What there is to see, in a few words. */
  readonly shows: string
  readonly records: readonly { readonly system: string; readonly body: object }[]
  readonly apiKeys?: readonly { readonly system: string; readonly key: string; readonly revoked: boolean }[]
  readonly restriction?: Restriction
}

/**
 * Between them they show every state a shape can say. Ids never change; dates follow the day the database is made, so
 * that a trial that ends today does.
 */
export function demoPeople(now: Date): readonly DemoPerson[] {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())
  const day = (days: number) => new Date(today + days * 86_400_000)
  const seconds = (days: number) => formatInstant(day(days), 'seconds')
  const millis = (days: number) => formatInstant(day(days), 'milliseconds')

  const wallet = (id: string, email: string, said: object) => ({
    system: 'ACCOUNT_PROFILE',
    body: {
      user: {
        balance_eur: '0.000000',
        created_at: seconds(-200),
        credit_limit_cents: 0,
        credits_expire_at: null,
        email,
        email_verified: true,
        held_eur: '0.000000',
        id,
        name: null,
        pending_credit_notice: false,
        prompt_analysis_opt_in: false,
        providers: null,
        two_factor_enabled: false,
        ...said,
      },
    },
  })

  const me = (id: string, email: string, said: object) => ({
    system: 'USERS_ME',
    body: {
      id,
      email,
      full_name: null,
      is_active: true,
      role: 'user',
      subscription_tier: 'developer',
      subscription_status: 'active',
      current_period_end: null,
      permanent_credit_balance: 0,
      api_key_last_four: null,
      referral_code: `dc_${id.slice(-8)}`,
      ...said,
    },
  })

  const profile = (id: string, email: string, names: [string, string], said: object, subscription: object) => ({
    system: 'USER_PROFILE',
    body: {
      id,
      email,
      firstName: names[0],
      lastName: names[1],
      name: names.join(' ').trim(),
      image: null,
      company: null,
      provider: 'local',
      isActive: true,
      isAdmin: false,
      isEmailVerified: true,
      createdAt: millis(-120),
      updatedAt: millis(-3),
      subscription: {
        plan: 'pro',
        planName: 'Pro',
        status: 'active',
        spansUsed: 0,
        spansLimit: 1_000_000,
        usagePercentage: 0,
        cancelAtPeriodEnd: false,
        currentPeriodEnd: millis(17),
        features: features.pro,
        ...subscription,
      },
      resources: { agentCount: 0, activeApiKeyCount: 0 },
      ...said,
    },
  })

  const trial = (id: string, email: string, names: [string, string], ends: number) =>
    profile(
      id,
      email,
      names,
      { resources: { agentCount: 2, activeApiKeyCount: 1 } },
      {
        plan: 'trial',
        planName: 'Free Trial',
        status: ends > 0 ? 'trialing' : 'canceled',
        spansUsed: 8_421,
        spansLimit: 10_000,
        usagePercentage: 84.21,
        currentPeriodEnd: null,
        features: features.trial,
        trialEndDate: millis(ends),
        trialDaysRemaining: Math.max(0, ends),
        trialExpired: ends <= 0,
      },
    )

  const info = (id: string, email: string, plan: object | null) => ({
    system: 'USER_INFO',
    body: {
      user: { id, email, ...(plan === null ? {} : { plan }), createdAt: millis(-400), updatedAt: millis(-30) },
      status: { cost: 0 },
    },
  })

  return [
    {
      accountId: '10000000-0000-4000-8000-000000000001',
      email: 'ada@example.com',
      shows: 'Pro, a hold in flight, unseen credits; one person in all four systems, under different names',
      records: [
        wallet('a1000000-0000-4000-8000-000000000001', 'ada@example.com', {
          balance_eur: '37.250000',
          held_eur: '2.750000',
          credit_limit_cents: 1_000,
          credits_expire_at: seconds(40),
          name: 'Ada',
          pending_credit_notice: true,
          providers: ['google', 'github'],
          two_factor_enabled: true,
        }),
        me('b1000000-0000-4000-8000-000000000001', 'Ada@example.com', {
          full_name: 'Ada L.',
          subscription_tier: 'pro',
          current_period_end: seconds(17),
          permanent_credit_balance: 4_200,
          api_key_last_four: '7x9z',
          referral_code: 'dc_adaslink',
        }),
        profile(
          '664f1a2b3c4d5e6f7a8b9c01',
          'ada@example.com',
          ['Ada', 'Lovelace'],
          {
            provider: 'google',
            company: 'Analytical Engines',
            resources: { agentCount: 3, activeApiKeyCount: 2 },
          },
          { spansUsed: 412_000, usagePercentage: 41.2 },
        ),
        info('c1000000-0000-4000-8000-000000000001', 'ada@example.com', {
          name: 'Research 5k',
          totalMonthlyCredits: 5_000,
          remainingMonthlyCredits: 3_120,
          maxAdditionalCredits: 1_000,
          remainingAdditionalCredits: 1_000,
        }),
      ],
    },
    {
      accountId: '10000000-0000-4000-8000-000000000002',
      email: 'noname@example.com',
      shows: 'unverified: free credits wait, and there is no name',
      records: [
        wallet('a1000000-0000-4000-8000-000000000002', 'noname@example.com', {
          email_verified: false,
          free_trial_pending_eur: '5.000000',
          created_at: seconds(-1),
        }),
      ],
    },
    {
      accountId: '10000000-0000-4000-8000-000000000003',
      email: 'tessa@example.com',
      shows: 'a trial that ends with this day (UTC)',
      records: [trial('664f1a2b3c4d5e6f7a8b9c03', 'tessa@example.com', ['Tessa', 'Today'], 1)],
    },
    {
      accountId: '10000000-0000-4000-8000-000000000004',
      email: 'eve@example.com',
      shows: 'a trial that is over',
      records: [trial('664f1a2b3c4d5e6f7a8b9c04', 'eve@example.com', ['Eve', 'Elapsed'], -5)],
    },
    {
      accountId: '10000000-0000-4000-8000-000000000005',
      email: 'stan@example.com',
      shows: 'Starter, over half used, ending with the period',
      records: [
        profile(
          '664f1a2b3c4d5e6f7a8b9c05',
          'stan@example.com',
          ['Stan', 'Starter'],
          {
            provider: 'github',
            resources: { agentCount: 7, activeApiKeyCount: 1 },
          },
          {
            plan: 'starter',
            planName: 'Starter',
            spansUsed: 61_000,
            spansLimit: 100_000,
            usagePercentage: 61,
            cancelAtPeriodEnd: true,
            features: features.starter,
          },
        ),
      ],
    },
    {
      accountId: '10000000-0000-4000-8000-000000000006',
      email: 'percy@example.com',
      shows: 'Pro with a payment late, an administrator, revoked keys',
      records: [
        me('b1000000-0000-4000-8000-000000000006', 'percy@example.com', {
          full_name: 'Percy Pastdue',
          role: 'admin',
          subscription_tier: 'pro',
          subscription_status: 'past_due',
          current_period_end: seconds(-2),
          permanent_credit_balance: 12,
        }),
      ],
      apiKeys: [
        { system: 'USERS_ME', key: 'dc_live_percys_first_key_0001', revoked: true },
        { system: 'USERS_ME', key: 'dc_live_percys_other_key_0002', revoked: true },
      ],
    },
    {
      accountId: '10000000-0000-4000-8000-000000000011',
      email: 'thea@example.com',
      shows: 'one person in three systems, on a different plan in each',
      records: [
        me('b1000000-0000-4000-8000-000000000011', 'thea@example.com', {
          full_name: 'Thea',
          permanent_credit_balance: 7,
        }),
        profile(
          '664f1a2b3c4d5e6f7a8b9c11',
          'thea@example.com',
          ['Thea', 'Three'],
          { resources: { agentCount: 1, activeApiKeyCount: 0 } },
          {
            plan: 'starter',
            planName: 'Starter',
            status: 'past_due',
            spansUsed: 100_001,
            spansLimit: 100_000,
            usagePercentage: 100,
            features: features.starter,
          },
        ),
        info('c1000000-0000-4000-8000-000000000011', 'thea@example.com', {
          name: 'Research 1k',
          totalMonthlyCredits: 1_000,
          remainingMonthlyCredits: 999,
        }),
      ],
    },
    {
      accountId: '10000000-0000-4000-8000-000000000007',
      email: 'ina@example.com',
      shows: 'inactive, and still able to read itself',
      records: [
        me('b1000000-0000-4000-8000-000000000007', 'ina@example.com', {
          full_name: 'Ina Inactive',
          is_active: false,
          subscription_status: 'inactive',
        }),
      ],
    },
    {
      accountId: '10000000-0000-4000-8000-000000000008',
      email: 'sue@example.com',
      shows: 'suspended: every face refuses',
      records: [wallet('a1000000-0000-4000-8000-000000000008', 'sue@example.com', { name: 'Sue Suspended' })],
      restriction: 'SUSPENDED',
    },
    {
      accountId: '10000000-0000-4000-8000-000000000009',
      email: 'mona@example.com',
      shows: 'a metered plan of her own with additional credits',
      records: [
        info('c1000000-0000-4000-8000-000000000009', 'mona@example.com', {
          name: 'Enterprise 100k',
          totalMonthlyCredits: 100_000,
          remainingMonthlyCredits: 0,
          maxAdditionalCredits: 20_000,
          remainingAdditionalCredits: 13_337,
        }),
      ],
    },
    {
      accountId: '10000000-0000-4000-8000-000000000010',
      email: 'walt@example.com',
      shows: 'a wallet that expires soon, below zero on its holds, within its limit',
      records: [
        wallet('a1000000-0000-4000-8000-000000000010', 'walt@example.com', {
          name: 'Walt Wallet',
          balance_eur: '-1.500000',
          held_eur: '4.000000',
          credit_limit_cents: 500,
          credits_expire_at: seconds(3),
          prompt_analysis_opt_in: true,
        }),
      ],
    },
  ]
}

const bare = {
  alerts: true,
  evaluations: true,
  exports: true,
  deepSearch: true,
}

/** As the plan catalogue has them, in the shape's words. */
const features = {
  trial: {
    spans: 10_000,
    agents: -1,
    retention: -1,
    ...bare,
    semanticSearch: false,
    smartSearch: false,
    customLLMLogic: false,
    modelTraining: false,
    sso: false,
    rbac: false,
    support: 'community',
    trialDays: 14,
  },
  starter: {
    spans: 100_000,
    agents: 10,
    retention: 30,
    ...bare,
    semanticSearch: true,
    smartSearch: false,
    customLLMLogic: false,
    modelTraining: false,
    sso: false,
    rbac: false,
    support: 'email',
    trialDays: 0,
  },
  pro: {
    spans: 1_000_000,
    agents: -1,
    retention: 365,
    ...bare,
    semanticSearch: true,
    smartSearch: true,
    customLLMLogic: true,
    modelTraining: false,
    sso: true,
    rbac: true,
    support: 'priority',
    trialDays: 0,
  },
}
