/** The contract's own bodies, and where their owners ask for them. */
export const documented = [
  {
    system: 'USERS_ME',
    path: '/api/v1/users/me',
    id: '550e8400-e29b-41d4-a716-446655440000',
    body: '{"id":"550e8400-e29b-41d4-a716-446655440000","email":"alice@example.com","full_name":"Alice","is_active":true,"role":"user","subscription_tier":"pro","subscription_status":"active","current_period_end":"2026-05-08T00:00:00Z","permanent_credit_balance":4200,"api_key_last_four":"7x9z","referral_code":"dc_abcdefgh"}',
  },
  {
    system: 'USER_PROFILE',
    path: '/api/users/profile',
    id: '664f1a2b3c4d5e6f7a8b9c0d',
    body: '{"id":"664f1a2b3c4d5e6f7a8b9c0d","email":"user@example.com","firstName":"Jane","lastName":"Doe","name":"Jane Doe","image":null,"company":null,"provider":"google","isActive":true,"isAdmin":false,"isEmailVerified":true,"createdAt":"2026-01-07T10:00:00.000Z","updatedAt":"2026-02-01T15:30:00.000Z","subscription":{"plan":"trial","planName":"Free Trial","status":"trialing","spansUsed":0,"spansLimit":10000,"usagePercentage":0,"cancelAtPeriodEnd":false,"currentPeriodEnd":null,"features":{"spans":10000,"agents":-1,"retention":-1,"alerts":true,"evaluations":true,"exports":true,"deepSearch":true,"semanticSearch":false,"smartSearch":false,"customLLMLogic":false,"modelTraining":false,"sso":false,"rbac":false,"support":"community","trialDays":14},"trialEndDate":"2026-02-21T00:00:00.000Z","trialDaysRemaining":14,"trialExpired":false},"resources":{"agentCount":3,"activeApiKeyCount":1}}',
  },
  {
    system: 'USER_INFO',
    path: '/user/info',
    id: '123e4567-e89b-12d3-a456-426655440000',
    body: '{"user":{"id":"123e4567-e89b-12d3-a456-426655440000","email":"info@example.com","plan":{"name":"string","totalMonthlyCredits":0,"remainingMonthlyCredits":0,"maxAdditionalCredits":0,"remainingAdditionalCredits":0},"createdAt":"1977-04-22T07:00:00.000Z","updatedAt":"1977-04-22T07:00:00.000Z"},"status":{"cost":0}}',
  },
  {
    system: 'ACCOUNT_PROFILE',
    path: '/v1/account/profile',
    id: 'a0a0a0a0-0000-4000-8000-000000000001',
    body: '{"user":{"balance_eur":"-3.000000","created_at":"2026-01-01T00:00:00Z","credit_limit_cents":500,"credits_expire_at":"2026-12-01T00:00:00Z","email":"x@example.com","email_verified":false,"free_trial_pending_eur":"5.000000","held_eur":"5.000000","id":"a0a0a0a0-0000-4000-8000-000000000001","name":null,"pending_credit_notice":true,"prompt_analysis_opt_in":false,"providers":["google","github"],"two_factor_enabled":true}}',
  },
] as const

/** The eleven keys of users-me, in the documented order. */
export const usersMeKeys = [
  'id',
  'email',
  'full_name',
  'is_active',
  'role',
  'subscription_tier',
  'subscription_status',
  'current_period_end',
  'permanent_credit_balance',
  'api_key_last_four',
  'referral_code',
]
