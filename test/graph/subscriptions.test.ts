import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { importingInto } from '../support/importing.ts'
import { bodyOf, importPerson, legacySystems, type Person } from '../support/legacy-people.ts'
import { starter } from '../support/starter.ts'

type World = ReturnType<typeof importingInto>
let app: TestApp
let bytes: World['bytes']
let importOne: World['importOne']
let nextNumber: World['nextNumber']
let person: World['person']
let said: World['said']
let saidAt: World['saidAt']
let viewer: World['viewer']
beforeAll(async () => {
  app = await createTestApp()
  ;({ bytes, importOne, nextNumber, person, said, saidAt, viewer } = importingInto(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})
beforeEach(() => {
  app.clock.now = testNow
})

const later = new Date('2026-02-07T00:30:00.000Z')
const subscriptionFields = `id system plan { key name } status statusText currentPeriodStart currentPeriodEnd
  cancelAtPeriodEnd trial { endsAt daysRemaining expired } features { spans { max } support }
  usage { spans { used limit { max } resetsAt } agents { used } }`

describe('setSubscription', () => {
  test('answers every shape from then on, and is the only subscription there is', async () => {
    const who = await person(legacySystems)
    app.clock.now = later
    const { subscription, account, userErrors } = await set(who, { plan: 'STARTER' })
    expect(userErrors).toEqual([])
    expect(subscription).toMatchObject({ system: null, plan: { key: 'STARTER', name: 'Starter' }, status: 'ACTIVE' })
    expect(account).toEqual({ updatedAt: later.toISOString() })

    expect(await said('USERS_ME', who)).toMatchObject({
      subscription_tier: 'developer',
      subscription_status: 'active',
      current_period_end: null,
    })
    const told = await said('USER_PROFILE', who)
    expect(told.subscription).toMatchObject({
      plan: 'starter',
      planName: 'Starter',
      status: 'active',
      spansUsed: 0,
      spansLimit: 100_000,
      usagePercentage: 0,
      cancelAtPeriodEnd: false,
      currentPeriodEnd: '2026-03-07T00:30:00.000Z',
    })
    expect(told.subscription).not.toHaveProperty('trialEndDate')
    expect(told.updatedAt).toBe(later.toISOString())
    expect((await said('USER_INFO', who)).plan.name).toBe('Starter')

    const graph = await viewer('subscription { id } subscriptions { id } identities { differences { field } }', who)
    expect(graph.subscriptions).toEqual([{ id: subscription.id }])
    expect(graph.subscription).toEqual({ id: subscription.id })
    const fields = graph.identities.flatMap((one: { differences: { field: string }[] }) => one.differences)
    expect(fields.filter(({ field }: { field: string }) => field.startsWith('subscription'))).toEqual([])
  })

  const none = { currentPeriodStart: null, currentPeriodEnd: null, trial: null }
  const month = { currentPeriodStart: '2026-02-07T00:00:00.000Z', currentPeriodEnd: '2026-03-07T00:00:00.000Z' }
  const trial = { endsAt: '2026-02-21T00:00:00.000Z', daysRemaining: 14, expired: false }
  test.each([
    { input: { plan: 'DEVELOPER' }, begins: { status: 'ACTIVE', ...none }, resetsAt: '2026-03-01T00:00:00.000Z' },
    { input: { plan: 'TRIAL' }, begins: { status: 'TRIALING', ...none, trial }, resetsAt: null },
    {
      input: { plan: 'STARTER' },
      begins: { status: 'ACTIVE', ...month, trial: null },
      resetsAt: month.currentPeriodEnd,
    },
    { input: { plan: 'PRO' }, begins: { status: 'ACTIVE', ...month, trial: null }, resetsAt: month.currentPeriodEnd },
    {
      input: { plan: 'CUSTOM', label: 'Gold' },
      begins: { status: 'ACTIVE', ...none, plan: { key: 'CUSTOM', name: 'Gold' } },
      resetsAt: '2026-03-01T00:00:00.000Z',
    },
  ])('a plan begins with what is its own (our decision): $input.plan', async ({ input, begins, resetsAt }) => {
    const who = await person(['ACCOUNT_PROFILE'])
    expect((await set(who, input)).subscription).toMatchObject({
      ...begins,
      cancelAtPeriodEnd: false,
      usage: { spans: { used: 0, resetsAt } },
    })
  })

  test.each([
    ['2027-01-31T10:30:00.500Z', '2027-02-28T10:30:00.500Z'],
    ['2028-01-31T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
    ['2028-02-29T00:00:00.000Z', '2028-03-29T00:00:00.000Z'],
    ['2026-03-31T23:59:59.999Z', '2026-04-30T23:59:59.999Z'],
    ['2026-12-31T00:00:00.000Z', '2027-01-31T00:00:00.000Z'],
  ])('a period that begins on %s ends a calendar month later, on %s', async (start, end) => {
    const who = await person(['ACCOUNT_PROFILE'])
    app.clock.now = new Date(start)
    const { subscription } = await set(who, { plan: 'PRO' })
    expect([subscription.currentPeriodStart, subscription.currentPeriodEnd]).toEqual([start, end])
    expect((await set(who, { plan: 'STARTER', currentPeriodStart: start })).subscription.currentPeriodEnd).toBe(end)
  })

  test('keeps what was agreed beside the plan while the plan stays; another plan clears it', async () => {
    const features = { ...starter.features, spans: 5, support: 'priority' }
    const who = await person(['USER_PROFILE'], {
      USER_PROFILE: { subscription: { ...starter, spansLimit: 7, features } },
    })
    const agreed = { features: { spans: { max: 5 }, support: 'PRIORITY' }, usage: { spans: { limit: { max: 7 } } } }
    const sold = {
      features: { spans: { max: 100_000 }, support: 'EMAIL' },
      usage: { spans: { limit: { max: 100_000 } } },
    }
    expect((await set(who, { plan: 'STARTER', status: 'PAST_DUE' })).subscription).toMatchObject(agreed)
    expect((await set(who, { plan: 'STARTER' })).subscription).toMatchObject({ ...agreed, status: 'PAST_DUE' })
    await set(who, { plan: 'PRO' })
    expect((await set(who, { plan: 'STARTER' })).subscription).toMatchObject(sold)
  })

  test('takes a CUSTOM plan of another name for another plan', async () => {
    const plan = { name: 'Gold', totalMonthlyCredits: 10, remainingMonthlyCredits: 4 }
    const who = await person(['USER_INFO'], { USER_INFO: { plan } })
    const gold = (await set(who, { plan: 'CUSTOM', label: 'Gold', status: 'UNPAID' })).subscription
    expect(gold).toMatchObject({ plan: { name: 'Gold' }, status: 'UNPAID' })
    expect((await set(who, { plan: 'CUSTOM', label: 'Gold' })).subscription).toEqual(gold)
    const silver = (await set(who, { plan: 'CUSTOM', label: ' Silver "1/2" ' })).subscription
    expect(silver).toMatchObject({ plan: { name: ' Silver "1/2" ' }, status: 'ACTIVE' })
    expect(silver.id).not.toBe(gold.id)
    expect((await said('USER_INFO', who)).plan.name).toBe(' Silver "1/2" ')
  })

  test('what is left out stays while the plan does, and null is none', async () => {
    const who = await person(['ACCOUNT_PROFILE'])
    const period = { currentPeriodStart: '2026-01-01T00:00:00.000Z', currentPeriodEnd: '2027-01-01T00:00:00.000Z' }
    const first = (await set(who, { plan: 'PRO', ...period, cancelAtPeriodEnd: true, status: 'TRIALING' })).subscription
    expect(first).toMatchObject({ ...period, cancelAtPeriodEnd: true, status: 'TRIALING' })
    expect((await set(who, { plan: 'PRO', status: 'ACTIVE' })).subscription).toEqual({
      ...first,
      status: 'ACTIVE',
      statusText: 'active',
    })
    const cleared = { currentPeriodStart: null, currentPeriodEnd: null, cancelAtPeriodEnd: false }
    expect((await set(who, { plan: 'PRO', ...cleared })).subscription).toMatchObject({ ...cleared, status: 'ACTIVE' })
    // A later change is one of the same subscription: it keeps its id.
    expect((await set(who, { plan: 'PRO', ...period })).subscription).toMatchObject({ ...period, id: first.id })
  })

  test('a trial is prolonged, or left without an end that anybody knows', async () => {
    const who = await person(['ACCOUNT_PROFILE'])
    await set(who, { plan: 'TRIAL' })
    const longer = await set(who, { plan: 'TRIAL', trialEndsAt: '2026-03-07T00:00:00.000Z' })
    expect(longer.subscription.trial).toEqual({ endsAt: '2026-03-07T00:00:00.000Z', daysRemaining: 28, expired: false })
    const endless = await set(who, { plan: 'TRIAL', trialEndsAt: null })
    expect(endless.subscription.trial).toEqual({ endsAt: null, daysRemaining: 0, expired: false })
  })

  test('setting it again changes nothing, not even the time of the last change', async () => {
    const who = await person(['USERS_ME', 'USER_INFO'])
    const inputs = [
      { plan: 'PRO' },
      { plan: 'PRO', status: 'PAST_DUE', currentPeriodStart: '2026-02-01T00:00:00Z', cancelAtPeriodEnd: true },
      {
        plan: 'TRIAL',
        trialEndsAt: '2026-04-01T00:00:00Z',
        currentPeriodEnd: '2026-04-01T00:00:00Z',
        status: 'TRIALING',
      },
    ]
    for (const [index, input] of inputs.entries()) {
      app.clock.now = new Date(testNow.getTime() + index * 60_000)
      const first = await set(who, input)
      expect(first.userErrors).toEqual([])
      const rows = await rowsOf(who)
      app.clock.now = new Date(app.clock.now.getTime() + 1_000)
      expect(await set(who, input)).toEqual(first)
      expect(await rowsOf(who)).toEqual(rows)
    }
  })

  test('keeps the superseded ones for the record, and exactly one current', async () => {
    const who = await person(legacySystems)
    await set(who, { plan: 'PRO' })
    await set(who, { plan: 'STARTER' })
    const rows = await rowsOf(who)
    expect(rows.map(({ system, plan, supersededAt }) => [system, plan, supersededAt !== null]).sort()).toEqual(
      [
        ['USERS_ME', 'PRO', true],
        ['USER_PROFILE', 'TRIAL', true],
        ['USER_INFO', 'PRO', true],
        [null, 'PRO', true],
        [null, 'STARTER', false],
      ].sort(),
    )
  })

  const wrong: [string, Record<string, unknown>, string, string][] = [
    ['a CUSTOM plan without a name', { plan: 'CUSTOM' }, 'label', 'is needed: a CUSTOM plan is known by its name'],
    ['a CUSTOM plan with a blank name', { plan: 'CUSTOM', label: ' ' }, 'label', 'must not be blank'],
    ['a name too long', { plan: 'CUSTOM', label: 'x'.repeat(256) }, 'label', 'must be at most 255 characters'],
    ['U+0000 in a name', { plan: 'CUSTOM', label: 'a\0' }, 'label', 'must be well-formed text without U+0000'],
    ['a name for PRO', { plan: 'PRO', label: 'Gold' }, 'label', 'belongs to CUSTOM plans only'],
    ['OTHER', { plan: 'PRO', status: 'OTHER' }, 'status', 'must be one of the statuses with a name of their own'],
    ['no status', { plan: 'PRO', status: null }, 'status', 'must be one of the statuses with a name of their own'],
    ['no answer', { plan: 'PRO', cancelAtPeriodEnd: null }, 'cancelAtPeriodEnd', 'must be true or false'],
    [
      'a trial’s end for PRO',
      { plan: 'PRO', trialEndsAt: '2026-03-01T00:00:00Z' },
      'trialEndsAt',
      'belongs to the TRIAL plan only',
    ],
    [
      'a period that ends as it begins',
      { plan: 'PRO', currentPeriodStart: '2026-03-01T00:00:00Z', currentPeriodEnd: '2026-03-01T00:00:00Z' },
      'currentPeriodEnd',
      'must be after the period’s start',
    ],
    [
      'a period that begins after its own end',
      { plan: 'STARTER', currentPeriodStart: '2026-03-07T00:00:00Z' },
      'currentPeriodStart',
      'must be before the period’s end',
    ],
    [
      'a period that ends before it began',
      { plan: 'STARTER', currentPeriodEnd: '2026-02-07T00:00:00Z' },
      'currentPeriodEnd',
      'must be after the period’s start',
    ],
    [
      'a cancellation without a period',
      { plan: 'TRIAL', cancelAtPeriodEnd: true },
      'cancelAtPeriodEnd',
      'needs a period with an end',
    ],
    [
      'a subscription that stands, cancelled with a period that is over',
      { plan: 'PRO', status: 'ACTIVE', currentPeriodEnd: '2026-02-07T00:00:00Z', cancelAtPeriodEnd: true },
      'cancelAtPeriodEnd',
      'leaves nothing to stand: the period is over',
    ],
    [
      'a period nobody can write down',
      { plan: 'PRO', currentPeriodStart: '9999-12-15T00:00:00Z' },
      'currentPeriodStart',
      'leaves no month before the end of the year 9999',
    ],
    [
      'a year nought',
      { plan: 'PRO', currentPeriodEnd: '0000-01-01T00:00:00Z' },
      'currentPeriodEnd',
      'must be of the years 1 to 9999',
    ],
    ['credits below nought', { plan: 'PRO', monthlyCredits: -1 }, 'monthlyCredits', 'must be from 0 to 2147483647'],
    ['more than int32', { plan: 'PRO', monthlyCredits: 2 ** 31 }, 'monthlyCredits', 'must be from 0 to 2147483647'],
    [
      'more than int32 beside',
      { plan: 'PRO', monthlyCredits: 1, additionalCredits: 2 ** 31 },
      'additionalCredits',
      'must be from 0 to 2147483647',
    ],
    [
      'additional credits alone',
      { plan: 'PRO', additionalCredits: 1 },
      'additionalCredits',
      'need monthlyCredits beside them',
    ],
    [
      'additional credits where the monthly ones go',
      { plan: 'PRO', monthlyCredits: null, additionalCredits: 0 },
      'additionalCredits',
      'need monthlyCredits beside them',
    ],
  ]
  test('what cannot be is INVALID, named by its field, and nothing is written', async () => {
    const who = await person(['ACCOUNT_PROFILE'])
    await set(who, { plan: 'STARTER', status: 'TRIALING' })
    const before = await rowsOf(who)
    for (const [what, input, field, message] of wrong) {
      const answer = await set(who, input)
      expect([what, answer]).toEqual([
        what,
        { subscription: null, account: null, userErrors: [{ field, message, code: 'INVALID' }] },
      ])
    }
    expect(await rowsOf(who)).toEqual(before)
  })

  test('a status that cannot follow is a CONFLICT that names those that can, and nothing is written', async () => {
    const who = await person(['USERS_ME'])
    const before = [await bytes('USERS_ME', who), await rowsOf(who)]
    expect(await set(who, { plan: 'PRO', status: 'TRIALING' })).toEqual({
      subscription: null,
      account: null,
      userErrors: [
        {
          field: 'status',
          message: 'ACTIVE can be followed by ACTIVE, PAST_DUE, UNPAID, PAUSED, CANCELED, INACTIVE only',
          code: 'CONFLICT',
        },
      ],
    })
    expect([await bytes('USERS_ME', who), await rowsOf(who)]).toEqual(before)
  })

  test('another plan begins afresh, whatever had become of the one before (our decision)', async () => {
    const who = await person(['ACCOUNT_PROFILE'])
    await set(who, { plan: 'PRO' })
    await set(who, { plan: 'PRO', status: 'PAUSED' })
    expect((await set(who, { plan: 'STARTER', status: 'PAST_DUE' })).userErrors).toMatchObject([
      { field: 'status', code: 'CONFLICT' },
    ])
    expect((await set(who, { plan: 'STARTER', status: 'INCOMPLETE' })).subscription.status).toBe('INCOMPLETE')
    await set(who, { plan: 'STARTER', status: 'CANCELED' })
    expect((await set(who, { plan: 'PRO' })).subscription.status).toBe('ACTIVE')
  })

  test('a status outside the vocabulary may become anything', async () => {
    const who = await person(['USERS_ME'], { USERS_ME: { subscription_status: 'grace_period' } })
    expect((await set(who, { plan: 'PRO', status: 'UNPAID' })).subscription.status).toBe('UNPAID')
    expect((await set(who, { plan: 'PRO', status: 'PAUSED' })).userErrors).toMatchObject([{ code: 'CONFLICT' }])
    const other = await person(['USERS_ME'], { USERS_ME: { subscription_status: 'grace_period' } })
    expect((await set(other, { plan: 'PRO' })).subscription).toMatchObject({
      status: 'OTHER',
      statusText: 'grace_period',
    })
  })

  test('a trial is started once, whichever system told of the first one', async () => {
    const refused = {
      subscription: null,
      account: null,
      userErrors: [{ field: 'plan', message: 'has been tried: a trial is started once', code: 'CONFLICT' }],
    }
    const here = await person(['ACCOUNT_PROFILE'])
    await set(here, { plan: 'TRIAL' })
    await set(here, { plan: 'PRO' })
    expect(await set(here, { plan: 'TRIAL' })).toEqual(refused)
    const there = await person(['USERS_ME', 'USER_PROFILE'])
    expect(await set(there, { plan: 'TRIAL' })).toEqual(refused)
    const never = await person(['USERS_ME'], { USERS_ME: { subscription_tier: 'developer', current_period_end: null } })
    expect((await set(never, { plan: 'TRIAL' })).subscription.status).toBe('TRIALING')
  })

  test('a changed record leaves the answers, and so does one that is linked later', async () => {
    const number = nextNumber()
    const who = await importPerson(app, number, ['USERS_ME', 'USER_INFO'])
    await set(who, { plan: 'STARTER', cancelAtPeriodEnd: true })
    const told = async () => ({
      usersMe: await said('USERS_ME', who).then(
        ({ subscription_tier, subscription_status, current_period_end }) =>
          [subscription_tier, subscription_status, current_period_end] as const,
      ),
      userProfile: (await said('USER_PROFILE', who)).subscription,
      userInfo: (await said('USER_INFO', who)).plan,
      graph: await viewer(`subscription { ${subscriptionFields} } subscriptions { id }`, who).then(withoutAgents),
    })
    // What there is of agents is no part of the subscription.
    const withoutAgents = ({ subscription, subscriptions }: { subscription: Shown; subscriptions: unknown }) => ({
      subscription: { ...subscription, usage: subscription.usage.spans },
      subscriptions,
    })
    const before = await told()
    const statuses = [
      await importOne('USERS_ME', number, {
        role: 'admin',
        subscription_tier: 'developer',
        subscription_status: 'unpaid',
        current_period_end: null,
      }),
      await importOne('USER_INFO', number, {
        plan: { name: 'Gold', totalMonthlyCredits: 9, remainingMonthlyCredits: 9 },
      }),
      await importOne('USER_INFO', number, { plan: undefined }),
      await importOne('USER_PROFILE', number, {}, true),
      await importOne('USER_PROFILE', number, {
        subscription: { ...starter, spansUsed: 99, cancelAtPeriodEnd: false },
        company: 'Engines',
      }),
    ].map(({ status }) => status)
    expect(statuses).toEqual(['changed', 'changed', 'changed', 'linked', 'changed'])
    expect(await told()).toEqual(before)
    // The rest of the records is taken.
    expect(await viewer('role company', who)).toEqual({ role: 'ADMIN', company: 'Engines' })
    const current = (await rowsOf(who)).filter(({ supersededAt }) => supersededAt === null)
    expect(current).toMatchObject([{ system: null, plan: 'STARTER' }])
  })

  test('names the account in any way there is; nobody is NOT_FOUND', async () => {
    const who = await person(['USERS_ME'])
    const lookups = [
      { accountId: who.accountId },
      { email: who.email.toUpperCase() },
      { legacy: { system: 'USERS_ME', id: who.ids.USERS_ME } },
    ]
    for (const account of lookups) expect((await send({ account, plan: 'PRO' })).userErrors).toEqual([])
    const nobody = '00000000-0000-4000-8000-000000000000'
    for (const account of [{ accountId: nobody }, { email: 'nobody@example.com' }])
      expect(await send({ account, plan: 'PRO' })).toMatchObject({
        subscription: null,
        userErrors: [{ field: 'account', code: 'NOT_FOUND' }],
      })
  })

  test('needs the scope: FORBIDDEN without it, UNAUTHENTICATED for nobody', async () => {
    const who = await person(['USERS_ME'])
    const input = { account: { accountId: who.accountId }, plan: 'PRO' }
    const own = await app.query(setting, await app.token(who.accountId), { input })
    expect(own.errors?.[0].extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'subscriptions:write' })
    expect((await app.query(setting, null, { input })).errors?.[0].extensions).toMatchObject({
      code: 'UNAUTHENTICATED',
    })
  })
})

describe('the instant a period ends', () => {
  const end = Date.parse('2026-03-07T00:00:00.000Z')
  const instants = [new Date(end - 1), new Date(end), new Date(end + 1)].map((one) => one.toISOString())

  test.each([
    { cancelled: false, statuses: ['active', 'active', 'active'] },
    { cancelled: true, statuses: ['active', 'canceled', 'canceled'] },
  ])('ends a subscription that is to end with it, and no other: $cancelled', async ({ cancelled, statuses }) => {
    const who = await person(['USER_INFO'])
    await set(who, { plan: 'STARTER' })
    await set(who, { plan: 'PRO', cancelAtPeriodEnd: cancelled })
    for (const [index, instant] of instants.entries()) {
      const status = statuses[index]
      expect(await saidAt(instant, 'USERS_ME', who)).toMatchObject({
        subscription_tier: 'pro',
        subscription_status: status,
        current_period_end: '2026-03-07T00:00:00Z',
      })
      expect((await saidAt(instant, 'USER_PROFILE', who)).subscription).toMatchObject({
        plan: 'pro',
        status,
        cancelAtPeriodEnd: cancelled,
        currentPeriodEnd: '2026-03-07T00:00:00.000Z',
      })
      expect((await saidAt(instant, 'USER_INFO', who)).plan.name).toBe('Pro')
      app.clock.now = new Date(instant)
      const { subscription } = await viewer('subscription { status statusText cancelAtPeriodEnd }', who)
      expect(subscription).toEqual({
        status: status?.toUpperCase(),
        statusText: status,
        cancelAtPeriodEnd: cancelled,
      })
    }
  })

  test('does not end what an imported record says of itself', async () => {
    const over = { ...starter, status: 'active', cancelAtPeriodEnd: true, currentPeriodEnd: '2026-02-08T00:00:00.000Z' }
    const number = nextNumber()
    const who = await importPerson(app, number, ['USER_PROFILE'], { USER_PROFILE: { subscription: over } })
    app.clock.now = new Date('2026-06-01T00:00:00.000Z')
    expect((await said('USER_PROFILE', who)).subscription).toMatchObject({ status: 'active', cancelAtPeriodEnd: true })
  })

  test('what has ended is set anew by a status that stands, or by a period that is to come', async () => {
    const who = await person(['ACCOUNT_PROFILE'])
    const ended = async () => {
      app.clock.now = testNow
      await set(who, { plan: 'PRO', currentPeriodEnd: '2026-03-07T00:00:00Z', cancelAtPeriodEnd: true })
      app.clock.now = new Date(end)
    }
    await ended()
    expect((await set(who, { plan: 'PRO', status: 'PAUSED' })).userErrors).toMatchObject([
      { field: 'status', message: 'CANCELED can be followed by CANCELED, ACTIVE, INCOMPLETE, TRIALING only' },
    ])
    expect((await set(who, { plan: 'PRO', status: 'ACTIVE' })).subscription).toMatchObject({
      status: 'ACTIVE',
      cancelAtPeriodEnd: false,
    })
    await ended()
    expect((await set(who, { plan: 'PRO', currentPeriodEnd: '2026-04-07T00:00:00Z' })).subscription).toMatchObject({
      status: 'ACTIVE',
      cancelAtPeriodEnd: true,
    })
  })
})

describe('the instant a trial ends', () => {
  test.each([
    ['2026-02-20T23:59:59.999Z', 1, false],
    ['2026-02-21T00:00:00.000Z', 0, true],
    ['2026-02-21T00:00:00.001Z', 0, true],
  ])('at %s %i days are left, and its being over is %s', async (instant, days, expired) => {
    const who = await person(['USER_INFO'])
    await set(who, { plan: 'TRIAL' })
    const { subscription } = await saidAt(instant, 'USER_PROFILE', who)
    expect(subscription).toMatchObject({
      plan: 'trial',
      planName: 'Free Trial',
      status: 'trialing',
      currentPeriodEnd: null,
      trialEndDate: '2026-02-21T00:00:00.000Z',
      trialDaysRemaining: days,
      trialExpired: expired,
    })
    expect(await saidAt(instant, 'USERS_ME', who)).toMatchObject({
      subscription_tier: 'developer',
      subscription_status: 'trialing',
      current_period_end: null,
    })
    expect((await saidAt(instant, 'USER_INFO', who)).plan.name).toBe('Free Trial')
    app.clock.now = new Date(instant)
    expect((await viewer('subscription { trial { daysRemaining expired } }', who)).subscription.trial).toEqual({
      daysRemaining: days,
      expired,
    })
  })
})

describe('cancelSubscription and resumeSubscription', () => {
  const pro = { ...starter, plan: 'pro', planName: 'Pro', currentPeriodEnd: '2026-05-08T00:00:00.000Z' }

  test('end and go on in every system’s own subscription; doing either again changes nothing', async () => {
    const who = await person(['USERS_ME', 'USER_PROFILE', 'USER_INFO'], { USER_PROFILE: { subscription: pro } })
    for (const [field, flag] of [
      ['cancelSubscription', true],
      ['resumeSubscription', false],
    ] as const) {
      app.clock.now = new Date(later.getTime() + (flag ? 0 : 60_000))
      const changedAt = app.clock.now.toISOString()
      const answer = await own(field, who)
      expect(answer).toEqual({
        subscription: expect.objectContaining({ system: 'USERS_ME', status: 'ACTIVE', cancelAtPeriodEnd: flag }),
        viewer: { updatedAt: changedAt },
        userErrors: [],
      })
      expect((await said('USER_PROFILE', who)).subscription).toMatchObject({
        status: 'active',
        cancelAtPeriodEnd: flag,
      })
      const { subscriptions } = await viewer('subscriptions { system cancelAtPeriodEnd }', who)
      expect(subscriptions).toHaveLength(3)
      for (const one of subscriptions) expect(one.cancelAtPeriodEnd).toBe(flag)
      app.clock.now = new Date(app.clock.now.getTime() + 1_000)
      expect(await own(field, who)).toEqual(answer)
    }
  })

  test('what was cancelled here has ended at the instant its period does, and goes on no more', async () => {
    const who = await person(['USERS_ME', 'USER_PROFILE'], { USER_PROFILE: { subscription: pro } })
    await own('cancelSubscription', who)
    const statuses = async (instant: string) => [
      (await saidAt(instant, 'USERS_ME', who)).subscription_status,
      (await saidAt(instant, 'USER_PROFILE', who)).subscription.status,
    ]
    expect(await statuses('2026-05-07T23:59:59.999Z')).toEqual(['active', 'active'])
    expect(await statuses('2026-05-08T00:00:00.000Z')).toEqual(['canceled', 'canceled'])
    expect(await statuses('2026-05-08T00:00:00.001Z')).toEqual(['canceled', 'canceled'])

    app.clock.now = new Date('2026-05-08T00:00:00.000Z')
    for (const field of ['resumeSubscription', 'cancelSubscription'] as const)
      expect(await own(field, who)).toEqual(conflict('The subscription has ended.'))
  })

  test('a changed record takes nothing back, nor does one that is linked later', async () => {
    const number = nextNumber()
    const who = await importPerson(app, number, ['USER_PROFILE'], { USER_PROFILE: { subscription: pro } })
    await own('cancelSubscription', who)
    const spansUsed = 5_000
    await importOne('USER_PROFILE', number, {
      subscription: { ...pro, spansUsed, usagePercentage: 5, cancelAtPeriodEnd: false },
    })
    expect((await said('USER_PROFILE', who)).subscription).toMatchObject({ spansUsed, cancelAtPeriodEnd: true })
    expect(await importOne('USERS_ME', number, {}, true)).toMatchObject({ status: 'linked' })
    const { subscriptions } = await viewer('subscriptions { cancelAtPeriodEnd }', who)
    expect(subscriptions).toEqual([{ cancelAtPeriodEnd: true }, { cancelAtPeriodEnd: true }])
    await own('resumeSubscription', who)
    await importOne('USER_PROFILE', number, { subscription: { ...pro, cancelAtPeriodEnd: true } })
    expect((await said('USER_PROFILE', who)).subscription.cancelAtPeriodEnd).toBe(false)
    // Until a service sets it.
    await set(who, { plan: 'PRO', cancelAtPeriodEnd: true })
    expect((await said('USER_PROFILE', who)).subscription.cancelAtPeriodEnd).toBe(true)
  })

  test('a cancellation goes with the last subscription: a new one is the record’s to tell', async () => {
    const number = nextNumber()
    const who = await importPerson(app, number, ['USERS_ME', 'USER_INFO'])
    await own('cancelSubscription', who)
    const record = JSON.parse(bodyOf('USERS_ME', number))
    await app.database.prisma.subscription.deleteMany({ where: { accountId: who.accountId, system: 'USERS_ME' } })
    await importOne('USER_INFO', number, { plan: undefined })
    expect(await viewer('subscription { id }', who)).toEqual({ subscription: null })
    await importOne('USERS_ME', number, { ...record, subscription_status: 'trialing' })
    expect((await viewer('subscription { cancelAtPeriodEnd }', who)).subscription).toEqual({ cancelAtPeriodEnd: false })
  })

  test.each([
    ['there is no subscription', ['ACCOUNT_PROFILE'], {}, 'There is no subscription.'],
    [
      'it has been cancelled for good',
      ['USERS_ME'],
      { subscription_status: 'canceled' },
      'The subscription has ended.',
    ],
  ] as const)('neither can be where %s', async (_, systems, record, message) => {
    const who = await person(systems, { USERS_ME: record })
    for (const field of ['cancelSubscription', 'resumeSubscription'] as const)
      expect(await own(field, who)).toEqual(conflict(message))
  })

  const none = 'The subscription has no period to end.'
  const over = 'The period the subscription is known to have is over.'
  test.each([
    ['a trial, which has no period', ['USER_PROFILE'], {}, none],
    ['a plan nobody bills', ['USERS_ME'], { subscription_tier: 'developer', current_period_end: null }, none],
    ['a period that is over', ['USERS_ME'], { current_period_end: '2026-02-07T00:00:00Z' }, over],
  ] as const)('there is nothing to cancel in %s', async (_, systems, record, message) => {
    const who = await person(systems, { USERS_ME: record })
    expect(await own('cancelSubscription', who)).toEqual(conflict(message))
  })

  test('both are one’s own to do: no service, nobody without the scope, and no closed account', async () => {
    const who = await person(['USERS_ME'])
    for (const field of ['cancelSubscription', 'resumeSubscription'] as const) {
      const codeFor = async (token: string | null) =>
        (await app.query(`mutation { ${field} { userErrors { code } } }`, token)).errors?.[0].extensions.code
      expect(await codeFor(null)).toBe('UNAUTHENTICATED')
      expect(await codeFor(await app.token(who.accountId, ['profile:read']))).toBe('FORBIDDEN')
      expect(await codeFor(await app.token('service:x', ['profile:write', 'subscriptions:write']))).toBe('NOT_FOUND')
      const { prisma } = app.database
      await prisma.account.update({ where: { id: who.accountId }, data: { restriction: 'SUSPENDED' } })
      expect(await codeFor(await app.token(who.accountId))).toBe('FORBIDDEN')
      await prisma.account.update({ where: { id: who.accountId }, data: { restriction: null } })
    }
  })

  const conflict = (message: string) => ({
    subscription: null,
    viewer: null,
    userErrors: [{ field: null, message, code: 'CONFLICT' }],
  })
})

interface Shown {
  readonly usage: { readonly spans: unknown }
}

const setting = `mutation ($input: SetSubscriptionInput!) {
  setSubscription(input: $input) {
    subscription { ${subscriptionFields} } account { updatedAt } userErrors { field message code }
  }
}`

async function send(input: Record<string, unknown>) {
  const { data, errors } = await app.query(
    setting,
    await app.token('service:billing', ['subscriptions:write', 'account:support']),
    {
      input,
    },
  )
  if (errors) throw new Error(JSON.stringify(errors))
  return data.setSubscription
}

function set({ accountId }: Pick<Person, 'accountId'>, input: Record<string, unknown>) {
  return send({ account: { accountId }, ...input })
}

async function own(field: 'cancelSubscription' | 'resumeSubscription', { accountId }: Pick<Person, 'accountId'>) {
  const payload =
    'subscription { system status cancelAtPeriodEnd } viewer { updatedAt } userErrors { field message code }'
  const { data, errors } = await app.query(`mutation { ${field} { ${payload} } }`, await app.token(accountId))
  if (errors) throw new Error(JSON.stringify(errors))
  return data[field]
}

function rowsOf({ accountId }: Pick<Person, 'accountId'>) {
  return app.database.prisma.subscription.findMany({
    where: { accountId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
}
