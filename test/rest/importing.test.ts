import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importingInto, reported } from '../support/importing.ts'
import { bodyOf, type LegacySystemName } from '../support/legacy-people.ts'

type World = ReturnType<typeof importingInto>
let app: TestApp
let accountIdOf: World['accountIdOf']
let bytes: World['bytes']
let importOne: World['importOne']
let lossesOf: World['lossesOf']
let nextNumber: World['nextNumber']
let patch: World['patch']
let person: World['person']
let said: World['said']
let viewer: World['viewer']
beforeAll(async () => {
  app = await createTestApp()
  ;({ accountIdOf, bytes, importOne, lossesOf, nextNumber, patch, person, said, viewer } = importingInto(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

describe('names (our decision)', () => {
  test.each([
    ['Ada Lovelace', 'Ada', 'Lovelace', 'Ada Lovelace'],
    ['Ada King  Lovelace', 'Ada', 'King  Lovelace', 'Ada King  Lovelace'],
    ['Ada \t Lovelace', 'Ada', 'Lovelace', 'Ada Lovelace'],
    ['Ada', 'Ada', '', 'Ada'],
    [null, '', '', ''],
  ])('without a stored pair %j is told as %j and %j', async (full_name, firstName, lastName, name) => {
    const who = await person(['USERS_ME'], { USERS_ME: { full_name } })
    expect(await said('USER_PROFILE', who)).toMatchObject({ firstName, lastName, name })
    expect(await said('USERS_ME', who)).toMatchObject({ full_name })
  })

  test.each([
    ['Ada', 'Lovelace', 'Ada Lovelace'],
    ['', 'Lovelace', 'Lovelace'],
    ['Ada', '', 'Ada'],
    ['Ada King', 'Lovelace', 'Ada King Lovelace'],
    ['', '', null],
  ])('the stored pair %j and %j is the display name %j', async (firstName, lastName, displayName) => {
    const who = await person(['USER_PROFILE'], { USER_PROFILE: { firstName, lastName, name: displayName ?? '' } })
    expect(await viewer('displayName firstName lastName', who)).toEqual({ displayName, firstName, lastName })
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({ name: displayName })
  })

  test('writing the display name drops the pair', async () => {
    const who = await person(['USER_PROFILE'], { USER_PROFILE: { firstName: 'Ada King', name: 'Ada King Lovelace' } })
    await patch('USERS_ME', who, { full_name: 'Grace Brewster Hopper' })
    expect(await said('USER_PROFILE', who)).toMatchObject({ firstName: 'Grace', lastName: 'Brewster Hopper' })
  })

  test('writing the pair sets the display name; both at once are refused', async () => {
    const who = await person(['USERS_ME'])
    const update = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { userErrors { field } } }'
    const token = await app.token(who.accountId)
    await app.query(update, token, { input: { firstName: 'Grace Brewster', lastName: 'Hopper' } })
    expect(await said('USERS_ME', who)).toMatchObject({ full_name: 'Grace Brewster Hopper' })
    expect(await said('USER_PROFILE', who)).toMatchObject({ firstName: 'Grace Brewster', lastName: 'Hopper' })
    const { data } = await app.query(update, token, { input: { firstName: 'A', displayName: 'B' } })
    expect(data.updateProfile.userErrors).toEqual([{ field: 'displayName' }])
  })
})

describe('a trial without an end (our decision)', () => {
  test.each([
    ['trialing', false],
    ['active', true],
    ['canceled', true],
    ['past_due', true],
  ] as const)('has 0 days left, and while %s its being over is %s', async (status, trialExpired) => {
    const { subscription } = JSON.parse(bodyOf('USER_PROFILE', 0))
    const trial = { ...subscription, status, trialEndDate: null, trialDaysRemaining: 0, trialExpired }
    const number = nextNumber()
    expect(await importOne('USER_PROFILE', number, { subscription: trial })).toMatchObject({
      normalised: [],
      warnings: [],
    })
    expect((await said('USER_PROFILE', await accountIdOf('USER_PROFILE', number))).subscription).toMatchObject(trial)
  })
})

describe('limits of what is written do not bind what is imported (our decision)', () => {
  test.each(['x'.repeat(3000), '   ', '', 'a\nb\u0001'])('a name such as %j comes back', async (full_name) => {
    const who = await person(['USERS_ME'], { USERS_ME: { full_name } })
    expect(await said('USERS_ME', who)).toMatchObject({ full_name })
    expect((await patch('USERS_ME', who, { full_name: 'x'.repeat(256) })).status).toBe(422)
  })

  test('an address that is none, and a picture that is no link, break no reader', async () => {
    const odd = { email: `not an address ${nextNumber()}`, image: 'javascript:alert(1)' }
    const who = await person(['USER_PROFILE'], { USER_PROFILE: odd })
    expect(await said('USER_PROFILE', who)).toMatchObject(odd)
    expect(await viewer('email imageUrl', who)).toEqual({ email: odd.email, imageUrl: odd.image })
  })
})

describe('odd words break no reader (our decision)', () => {
  test('the graph says OTHER with the word beside it; the record’s own shape passes it on or tells the nearest', async () => {
    const who = await person(['ACCOUNT_PROFILE', 'USERS_ME'], {
      ACCOUNT_PROFILE: { providers: ['google', 'myspace'] },
      USERS_ME: { role: 'Overlord', subscription_status: 'on hold' },
    })
    expect(
      await viewer('role roleText connectedProviders connectedProviderNames subscription { status statusText }', who),
    ).toEqual({
      role: 'OTHER',
      roleText: 'Overlord',
      connectedProviders: ['GOOGLE', 'OTHER'],
      connectedProviderNames: ['google', 'myspace'],
      subscription: { status: 'OTHER', statusText: 'on hold' },
    })
    expect(await said('USERS_ME', who)).toMatchObject({ role: 'Overlord', subscription_status: 'on hold' })
  })

  test('an unknown provider or status is told as the nearest by user-profile, reported and counted', async () => {
    const number = nextNumber()
    const { subscription } = JSON.parse(bodyOf('USER_PROFILE', 0))
    const outcome = await importOne('USER_PROFILE', number, {
      provider: 'saml',
      subscription: { ...subscription, status: 'on hold' },
    })
    expect(reported(outcome)).toEqual(['provider', 'subscription.status'])
    const who = await accountIdOf('USER_PROFILE', number)
    expect(await viewer('signInMethod signInMethodText subscription { status statusText }', who)).toEqual({
      signInMethod: 'OTHER',
      signInMethodText: 'saml',
      subscription: { status: 'OTHER', statusText: 'on hold' },
    })
    expect(await said('USER_PROFILE', who)).toMatchObject({ provider: 'local', subscription: { status: 'canceled' } })
    expect(await lossesOf('USER_PROFILE', who)).toHaveLength(2)
  })
})

describe('a body that is not canonical is imported, answered canonically and reported field by field (our decision)', () => {
  const { subscription } = JSON.parse(bodyOf('USER_PROFILE', 0))
  test.each([
    [
      'a null where a key should be absent',
      'ACCOUNT_PROFILE',
      { free_trial_pending_eur: null },
      ['user.free_trial_pending_eur'],
    ],
    ['an empty list', 'ACCOUNT_PROFILE', { providers: [] }, ['user.providers']],
    ['fractional seconds', 'ACCOUNT_PROFILE', { created_at: '2026-01-01T08:00:00.750Z' }, ['user.created_at']],
    ['an offset', 'USERS_ME', { current_period_end: '2026-05-08T02:00:00+02:00' }, ['current_period_end']],
    ['an amount without its six decimals', 'ACCOUNT_PROFILE', { balance_eur: '12.5' }, ['user.balance_eur']],
    ['a period for a developer', 'USERS_ME', { subscription_tier: 'developer' }, ['current_period_end']],
    [
      'a percentage that does not follow',
      'USER_PROFILE',
      { subscription: { ...subscription, usagePercentage: 24.9 } },
      ['subscription.usagePercentage'],
    ],
    ['a name that does not follow', 'USER_PROFILE', { name: 'Countess' }, ['name']],
    ['an extra key', 'USER_INFO', { nickname: 'Ada' }, ['user.nickname']],
    ['a plan of null', 'USER_INFO', { plan: null }, ['user.plan']],
    ['keys left out', 'USERS_ME', { role: undefined, is_active: undefined }, ['is_active', 'role']],
  ] as const)('%s', async (_what, system, changes, fields) => {
    const outcome = await importOne(system, nextNumber(), changes)
    expect(reported(outcome).sort()).toEqual([...fields].sort())
  })

  test('another order of keys is reported as formatting', async () => {
    const number = nextNumber()
    const reversed = Object.fromEntries(Object.entries(JSON.parse(bodyOf('USERS_ME', number))).reverse())
    expect(await app.importBody('USERS_ME', JSON.stringify(reversed))).toMatchObject({
      normalised: [{ field: '(formatting)' }],
    })
    expect(await bytes('USERS_ME', await accountIdOf('USERS_ME', number))).toBe(bodyOf('USERS_ME', number))
  })

  test('what depends on the clock and does not follow at the given instant is warned about', async () => {
    const outcome = await app.importBody('USER_PROFILE', bodyOf('USER_PROFILE', nextNumber()), {
      now: new Date('2026-02-08T00:00:00Z'),
    })
    expect(outcome).toMatchObject({
      normalised: [],
      warnings: [{ field: 'subscription.trialDaysRemaining', theirs: '14', ours: '13' }],
    })
  })
})

describe('a body that cannot be kept is refused with field and reason (our decision)', () => {
  const raw = (system: LegacySystemName, from: string, to: string): string =>
    bodyOf(system, nextNumber()).replace(from, to)
  const { subscription } = JSON.parse(bodyOf('USER_PROFILE', 0))
  const table: readonly (readonly [
    what: string,
    body: () => string,
    system: LegacySystemName,
    field: string,
    reason: RegExp,
  ])[] = [
    [
      'a number beyond 2^53 − 1',
      () => raw('USERS_ME', '4200', '9007199254740992'),
      'USERS_ME',
      'permanent_credit_balance',
      /2\^53/,
    ],
    [
      'one far beyond',
      () => raw('USERS_ME', '4200', '-90071992547409930001'),
      'USERS_ME',
      'permanent_credit_balance',
      /2\^53/,
    ],
    [
      'a fraction of a credit',
      () => raw('USERS_ME', '4200', '4200.5'),
      'USERS_ME',
      'permanent_credit_balance',
      /whole/,
    ],
    [
      'a number for an amount in EUR',
      () => raw('ACCOUNT_PROFILE', '"12.500000"', '12.5'),
      'ACCOUNT_PROFILE',
      'user.balance_eur',
      /string/,
    ],
    [
      'a seventh decimal',
      () => raw('ACCOUNT_PROFILE', '12.500000', '12.5000001'),
      'ACCOUNT_PROFILE',
      'user.balance_eur',
      /six decimals/,
    ],
    [
      'a negative hold',
      () => raw('ACCOUNT_PROFILE', '"0.500000"', '"-0.500000"'),
      'ACCOUNT_PROFILE',
      'user.held_eur',
      /negative/,
    ],
    [
      'more left than there is',
      () => raw('USER_INFO', ':400,', ':1001,'),
      'USER_INFO',
      'user.plan.remainingMonthlyCredits',
      /total/,
    ],
    [
      'a maximum without what remains',
      () => raw('USER_INFO', ',"remainingAdditionalCredits":50', ''),
      'USER_INFO',
      'user.plan.remainingAdditionalCredits',
      /missing/,
    ],
    [
      'one key twice, differing',
      () => raw('USERS_ME', '"role":"user"', '"role":"user","role":"admin"'),
      'USERS_ME',
      '(body)',
      /JSON/,
    ],
    [
      'half of a surrogate pair',
      () => raw('USERS_ME', 'Ada Lovelace', 'Ada \\ud83d'),
      'USERS_ME',
      'full_name',
      /well-formed/,
    ],
    ['U+0000', () => raw('USERS_ME', 'Ada Lovelace', 'Ada\\u0000'), 'USERS_ME', 'full_name', /U\+0000/],
    [
      'U+0000 in a key nobody knows',
      () => raw('USERS_ME', '"role":', '"x\\u0000":1,"role":'),
      'USERS_ME',
      '(key)',
      /U\+0000/,
    ],
    ['no id', () => raw('USERS_ME', '"id":', '"_id":'), 'USERS_ME', 'id', /missing/],
    [
      'an id that is no UUID where it must be one',
      () => raw('USER_INFO', '44444444-', '4-'),
      'USER_INFO',
      'user.id',
      /UUID/,
    ],
    [
      'an address too long to be looked up',
      () => raw('USERS_ME', '@example.com', `@${'é'.repeat(1000)}.com`),
      'USERS_ME',
      'email',
      /long/,
    ],
    [
      'a plan nobody sells',
      () => bodyOf('USER_PROFILE', nextNumber(), { subscription: { ...subscription, plan: 'gold' } }),
      'USER_PROFILE',
      'subscription.plan',
      /trial/,
    ],
    ['a tier nobody sells', () => raw('USERS_ME', '"pro"', '"starter"'), 'USERS_ME', 'subscription_tier', /developer/],
    [
      'the year nought',
      () => raw('ACCOUNT_PROFILE', '2026-01-01T08:00:00Z', '0000-12-31T23:59:59Z'),
      'ACCOUNT_PROFILE',
      'user.created_at',
      /RFC 3339/,
    ],
    [
      'a year that an offset takes beyond 9999',
      () => raw('ACCOUNT_PROFILE', '2026-01-01T08:00:00Z', '9999-12-31T23:59:59-00:01'),
      'ACCOUNT_PROFILE',
      'user.created_at',
      /RFC 3339/,
    ],
    [
      'a day the calendar lacks',
      () => raw('USERS_ME', '2026-05-08', '2026-02-29'),
      'USERS_ME',
      'current_period_end',
      /RFC 3339/,
    ],
    [
      'a date without an offset',
      () => raw('USERS_ME', '2026-05-08T00:00:00Z', '2026-05-08T00:00:00'),
      'USERS_ME',
      'current_period_end',
      /offset/,
    ],
    ['a list for an object', () => '[]', 'USERS_ME', '(body)', /object/],
    ['no JSON', () => '{', 'USERS_ME', '(body)', /JSON/],
    [
      'nesting without end',
      () => raw('USERS_ME', '"role":', `"x":${'['.repeat(3000)}${']'.repeat(3000)},"role":`),
      'USERS_ME',
      'x',
      /nested/,
    ],
  ]
  test.each(table)('%s', async (_what, body, system, field, reason) => {
    const outcome = await app.importBody(system, body())
    expect(outcome).toEqual({ status: 'refused', problems: [{ field, message: expect.stringMatching(reason) }] })
  })

  test('and leaves nothing behind', async () => {
    const number = nextNumber()
    await app.importBody('USERS_ME', bodyOf('USERS_ME', number, { permanent_credit_balance: 1.5 }))
    expect(await app.database.prisma.account.count({ where: { emailKey: `person-${number}@example.com` } })).toBe(0)
  })

  test.each(['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])('while %s is a date like any other', async (instant) => {
    const number = nextNumber()
    expect(
      await importOne('ACCOUNT_PROFILE', number, { created_at: instant, credits_expire_at: instant }),
    ).toMatchObject({ normalised: [] })
    const who = await accountIdOf('ACCOUNT_PROFILE', number)
    expect(await bytes('ACCOUNT_PROFILE', who)).toBe(
      bodyOf('ACCOUNT_PROFILE', number, { created_at: instant, credits_expire_at: instant }),
    )
  })

  test('and the largest safe numbers come back', async () => {
    const largest = 9007199254740991
    const who = await person(['USERS_ME', 'USER_PROFILE', 'USER_INFO'], {
      USERS_ME: { permanent_credit_balance: -largest },
      USER_PROFILE: { resources: { agentCount: largest, activeApiKeyCount: largest } },
      USER_INFO: { plan: { name: 'Pro', totalMonthlyCredits: largest, remainingMonthlyCredits: largest } },
    })
    expect(await said('USERS_ME', who)).toMatchObject({ permanent_credit_balance: -largest })
    expect(await said('USER_PROFILE', who)).toMatchObject({
      resources: { agentCount: largest, activeApiKeyCount: largest },
    })
    expect(await said('USER_INFO', who)).toMatchObject({ plan: { remainingMonthlyCredits: largest } })
  })
})
