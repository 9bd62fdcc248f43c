import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importingInto } from '../support/importing.ts'
import { bodyOf, type Person } from '../support/legacy-people.ts'

type World = ReturnType<typeof importingInto>
let app: TestApp
let bytes: World['bytes']
let lossesOf: World['lossesOf']
let person: World['person']
let said: World['said']
let viewer: World['viewer']
beforeAll(async () => {
  app = await createTestApp()
  ;({ bytes, lossesOf, person, said, viewer } = importingInto(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

describe('the vocabulary of plans (our decision)', () => {
  const profile = (plan: string, planName: string, further: object = {}) => ({
    ...JSON.parse(bodyOf('USER_PROFILE', 0)).subscription,
    ...{ plan, planName, currentPeriodEnd: '2026-05-08T00:00:00.000Z', status: 'active', ...further },
    ...(plan === 'trial' ? {} : { trialEndDate: undefined, trialDaysRemaining: undefined, trialExpired: undefined }),
  })
  const noPlan = ['trial', 'Free Trial', 'canceled', true] as const
  test.each([
    {
      plan: 'DEVELOPER',
      from: 'USERS_ME',
      record: { subscription_tier: 'developer', current_period_end: null },
      profile: noPlan,
      tier: ['developer', null],
      info: 'Developer',
      losses: { USERS_ME: 0, USER_PROFILE: 1 },
    },
    {
      plan: 'CUSTOM',
      from: 'USER_INFO',
      record: { plan: { name: 'Gold  ☆', totalMonthlyCredits: 1, remainingMonthlyCredits: 1 } },
      profile: noPlan,
      tier: ['developer', null],
      info: 'Gold  ☆',
      losses: { USERS_ME: 1, USER_PROFILE: 1 },
    },
    {
      plan: 'TRIAL',
      from: 'USER_PROFILE',
      record: { subscription: profile('trial', 'Free Trial') },
      profile: ['trial', 'Free Trial', 'active', true],
      tier: ['developer', null],
      info: 'Free Trial',
      losses: { USERS_ME: 0, USER_PROFILE: 0 },
    },
    {
      plan: 'STARTER',
      from: 'USER_PROFILE',
      record: { subscription: profile('starter', 'Starter') },
      profile: ['starter', 'Starter', 'active', false],
      tier: ['developer', null],
      info: 'Starter',
      losses: { USERS_ME: 1, USER_PROFILE: 0 },
    },
    {
      plan: 'PRO',
      from: 'USER_PROFILE',
      record: { subscription: profile('pro', 'Pro') },
      profile: ['pro', 'Pro', 'active', false],
      tier: ['pro', '2026-05-08T00:00:00Z'],
      info: 'Pro',
      losses: { USERS_ME: 0, USER_PROFILE: 0 },
    },
  ] as const)('tells of $plan in every shape, and counts what is lost', async (row) => {
    const who = await person([row.from], { [row.from]: row.record })
    if (row.from !== 'USER_INFO') await meter(who)
    expect(await viewer('subscription { plan { key } }', who)).toEqual({ subscription: { plan: { key: row.plan } } })

    const { subscription } = await said('USER_PROFILE', who)
    expect([subscription.plan, subscription.planName, subscription.status, 'trialExpired' in subscription]).toEqual(
      row.profile,
    )
    const { subscription_tier, current_period_end } = await said('USERS_ME', who)
    expect([subscription_tier, current_period_end]).toEqual(row.tier)
    expect((await said('USER_INFO', who)).plan.name).toBe(row.info)

    expect(await lossesOf('USERS_ME', who)).toHaveLength(row.losses.USERS_ME)
    expect(await lossesOf('USER_PROFILE', who)).toHaveLength(row.losses.USER_PROFILE)
    expect(await lossesOf('USER_INFO', who)).toEqual([])
  })

  test.each([
    ['active', 'active', 0],
    ['trialing', 'trialing', 0],
    ['past_due', 'past_due', 0],
    ['canceled', 'canceled', 0],
    ['inactive', 'canceled', 1],
    ['unpaid', 'past_due', 1],
    ['incomplete', 'canceled', 1],
    ['paused', 'canceled', 1],
  ] as const)('tells the closed list of user-profile of %s as %s, and counts %i loss', async (status, told, losses) => {
    const who = await person(['USERS_ME'], { USERS_ME: { subscription_status: status } })
    expect((await said('USER_PROFILE', who)).subscription.status).toBe(told)
    expect(await said('USERS_ME', who)).toMatchObject({ subscription_status: status })
    expect(await lossesOf('USER_PROFILE', who)).toHaveLength(losses)
  })

  test('passes a status through to users-me in lower case', async () => {
    const who = await person(['USER_PROFILE'], {
      USER_PROFILE: { subscription: profile('pro', 'Pro', { status: 'past_due' }) },
    })
    expect(await said('USERS_ME', who)).toMatchObject({ subscription_status: 'past_due' })
  })

  /** A monthly window, so that user-info has a plan to tell of. */
  async function meter({ accountId }: Person) {
    const row = {
      accountId,
      kind: 'MONTHLY',
      windowTotal: 10n,
      windowEndsAt: new Date('2026-03-01T00:00:00Z'),
    } as const
    await app.database.prisma.creditPool.create({ data: row })
  }
})

describe('an account a system never knew (our decision)', () => {
  test('is told by account-profile with its UUID, its dates and an empty wallet', async () => {
    const who = await person(['USERS_ME'])
    expect(await bytes('ACCOUNT_PROFILE', who)).toBe(
      `{"user":{"balance_eur":"0.000000","created_at":"2026-02-07T00:00:00Z","credit_limit_cents":0,"credits_expire_at":null,"email":"${who.email}","email_verified":false,"held_eur":"0.000000","id":"${who.accountId}","name":"Ada Lovelace","pending_credit_notice":false,"prompt_analysis_opt_in":false,"providers":null,"two_factor_enabled":false}}`,
    )
  })

  test('is told by users-me as a developer, inactive, with a code of its own', async () => {
    const who = await person(['ACCOUNT_PROFILE'])
    const code = /"referral_code":"(dc_[a-z0-9]{8})"/.exec(await bytes('USERS_ME', who))?.[1]
    expect(await bytes('USERS_ME', who)).toBe(
      `{"id":"${who.accountId}","email":"${who.email}","full_name":"Ada Lovelace","is_active":true,"role":"user","subscription_tier":"developer","subscription_status":"inactive","current_period_end":null,"permanent_credit_balance":0,"api_key_last_four":null,"referral_code":"${code}"}`,
    )
  })

  test('is told by user-profile as an expired trial with nothing in it, and that loss is counted', async () => {
    const who = await person(['ACCOUNT_PROFILE'])
    expect(await bytes('USER_PROFILE', who)).toBe(
      `{"id":"${who.accountId}","email":"${who.email}","firstName":"Ada","lastName":"Lovelace","name":"Ada Lovelace","image":null,"company":null,"provider":"local","isActive":true,"isAdmin":false,"isEmailVerified":true,"createdAt":"2026-01-01T08:00:00.000Z","updatedAt":"2026-01-01T08:00:00.000Z","subscription":{"plan":"trial","planName":"Free Trial","status":"canceled","spansUsed":0,"spansLimit":0,"usagePercentage":0,"cancelAtPeriodEnd":false,"currentPeriodEnd":null,"features":{"spans":0,"agents":0,"retention":0,"alerts":false,"evaluations":false,"exports":false,"deepSearch":false,"semanticSearch":false,"smartSearch":false,"customLLMLogic":false,"modelTraining":false,"sso":false,"rbac":false,"support":"community","trialDays":0},"trialEndDate":null,"trialDaysRemaining":0,"trialExpired":true},"resources":{"agentCount":0,"activeApiKeyCount":0}}`,
    )
    expect(await lossesOf('USER_PROFILE', who)).toHaveLength(1)
  })

  test('is told by user-info without a plan', async () => {
    const who = await person(['USERS_ME'])
    expect(await bytes('USER_INFO', who)).toBe(
      `{"user":{"id":"${who.accountId}","email":"${who.email}","createdAt":"2026-02-07T00:00:00.000Z","updatedAt":"2026-02-07T00:00:00.000Z"},"status":{"cost":0}}`,
    )
  })
})
