import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { unmoved } from '../../src/domain/ledger.ts'
import { accountMade } from '../../src/domain/new-account.ts'
import { insertAccount } from '../../src/store/insert-account.ts'
import { readLedgerDifferences } from '../../src/store/reconciliation.ts'
import { accountsIn, dumpOf, tablesWith } from '../support/accounts.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { importingInto, paths } from '../support/importing.ts'
import { bodyOf, legacySystems, type Person } from '../support/legacy-people.ts'
import { movementsIn } from '../support/movements.ts'

type World = ReturnType<typeof importingInto> & ReturnType<typeof accountsIn>
/** Five euros, in micro-EUR. */
const trial = 5_000_000n
const offers: { freeTrial: bigint | null } = { freeTrial: null }
/** What happens as an account has just been looked up, or a row of its is about to be. */
let meanwhile: (() => Promise<unknown>) | null = null

let app: TestApp
let act: World['act']
let bytes: World['bytes']
let create: World['create']
let importOne: World['importOne']
let nextNumber: World['nextNumber']
let patch: World['patch']
let person: World['person']
let refused: World['refused']
let remove: World['remove']
let restrict: World['restrict']
let said: World['said']
let verify: World['verify']
let viewer: World['viewer']
let credits: ReturnType<typeof movementsIn>
beforeAll(async () => {
  app = await createTestApp(
    {},
    {
      offers,
      wrapStore: (store) => ({
        ...store,
        accountId: async (lookup) => {
          const id = await store.accountId(lookup)
          await happen()
          return id
        },
        page: async (key) => {
          await happen()
          return store.page(key)
        },
      }),
    },
  )
  ;({ bytes, importOne, nextNumber, patch, person, said, viewer } = importingInto(app))
  ;({ act, create, refused, remove, restrict, verify } = accountsIn(app))
  credits = movementsIn(app)
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})
beforeEach(() => {
  app.clock.now = testNow
  offers.freeTrial = null
})

const later = new Date('2026-02-07T00:30:00.000Z')
const latest = new Date('2026-02-07T00:45:00.000Z')
const given = [{ node: { kind: 'TRIAL', amount: { eur: '5.000000' }, expiresAt: null, reason: 'free trial' } }]
const movedIn = [
  {
    node: {
      ...{ kind: 'GRANT', source: 'ISSUED', destination: 'AVAILABLE', amount: { eur: '5.000000' } },
      ...{ reason: 'free trial', actor: 'service:sign-up' },
    },
  },
]
const wallet = (available: string, freeTrialPending: string | null) => ({
  wallet: { available, held: '0.000000', posted: available, freeTrialPending },
})
const waiting = {
  ...wallet('0.000000', '5.000000'),
  hasUnseenGrants: false,
  grants: { edges: [] },
  history: { edges: [] },
}
const received = {
  ...wallet('5.000000', null),
  hasUnseenGrants: true,
  grants: { edges: given },
  history: { edges: movedIn },
}

describe('createAccount', () => {
  test('makes an account that all four shapes answer for, as for one they never knew', async () => {
    offers.freeTrial = trial
    const email = 'Ada.New@Example.com'
    const made = await create({
      email,
      firstName: 'Ada',
      lastName: 'Lovelace',
      company: 'Analytical Engines',
      imageUrl: 'https://example.com/ada.png',
      promptAnalysisOptIn: true,
    })
    expect(made).toEqual({
      accountId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      email,
      emailVerified: false,
      displayName: 'Ada Lovelace',
      firstName: 'Ada',
      lastName: 'Lovelace',
      imageUrl: 'https://example.com/ada.png',
      company: 'Analytical Engines',
      promptAnalysisOptIn: true,
      restriction: null,
      referralCode: expect.stringMatching(/^dc_[a-z0-9]{8}$/),
      createdAt: testNow.toISOString(),
      updatedAt: testNow.toISOString(),
      identities: [],
      subscription: null,
      credits: waiting,
    })
    const { accountId: id, referralCode } = made
    app.clock.now = later
    expect(await bytes('ACCOUNT_PROFILE', made)).toBe(
      `{"user":{"balance_eur":"0.000000","created_at":"2026-02-07T00:00:00Z","credit_limit_cents":0,"credits_expire_at":null,"email":"${email}","email_verified":false,"free_trial_pending_eur":"5.000000","held_eur":"0.000000","id":"${id}","name":"Ada Lovelace","pending_credit_notice":false,"prompt_analysis_opt_in":true,"providers":null,"two_factor_enabled":false}}`,
    )
    expect(await bytes('USERS_ME', made)).toBe(
      `{"id":"${id}","email":"${email}","full_name":"Ada Lovelace","is_active":true,"role":"user","subscription_tier":"developer","subscription_status":"inactive","current_period_end":null,"permanent_credit_balance":0,"api_key_last_four":null,"referral_code":"${referralCode}"}`,
    )
    expect(await bytes('USER_PROFILE', made)).toBe(
      `{"id":"${id}","email":"${email}","firstName":"Ada","lastName":"Lovelace","name":"Ada Lovelace","image":"https://example.com/ada.png","company":"Analytical Engines","provider":"local","isActive":true,"isAdmin":false,"isEmailVerified":false,"createdAt":"2026-02-07T00:00:00.000Z","updatedAt":"2026-02-07T00:00:00.000Z","subscription":{"plan":"trial","planName":"Free Trial","status":"canceled","spansUsed":0,"spansLimit":0,"usagePercentage":0,"cancelAtPeriodEnd":false,"currentPeriodEnd":null,"features":{"spans":0,"agents":0,"retention":0,"alerts":false,"evaluations":false,"exports":false,"deepSearch":false,"semanticSearch":false,"smartSearch":false,"customLLMLogic":false,"modelTraining":false,"sso":false,"rbac":false,"support":"community","trialDays":0},"trialEndDate":null,"trialDaysRemaining":0,"trialExpired":true},"resources":{"agentCount":0,"activeApiKeyCount":0}}`,
    )
    expect(await bytes('USER_INFO', made)).toBe(
      `{"user":{"id":"${id}","email":"${email}","createdAt":"2026-02-07T00:00:00.000Z","updatedAt":"2026-02-07T00:00:00.000Z"},"status":{"cost":0}}`,
    )
  })

  test.each<[string, object, object]>([
    ['nothing', {}, { displayName: null, firstName: '', lastName: '' }],
    [
      'a display name',
      { displayName: 'Ada B. Hopper' },
      { displayName: 'Ada B. Hopper', firstName: 'Ada', lastName: 'B. Hopper' },
    ],
    [
      'the pair',
      { firstName: 'Ada B.', lastName: 'Hopper' },
      { displayName: 'Ada B. Hopper', firstName: 'Ada B.', lastName: 'Hopper' },
    ],
    ['half of the pair', { lastName: 'Hopper' }, { displayName: 'Hopper', firstName: '', lastName: 'Hopper' }],
    [
      'a display name beside a pair that is null, which is none (our decision)',
      { displayName: 'Ada', firstName: null, lastName: null, company: null },
      { displayName: 'Ada', company: null },
    ],
  ])('of names may be told: %s', async (_, input, expected) => {
    expect(await create({ email: `names-${nextNumber()}@example.com`, ...input })).toMatchObject(expected)
  })

  test('while free trials are off promises nothing', async () => {
    const made = await create({ email: 'off@example.com' })
    expect(made.credits).toEqual({ ...waiting, ...wallet('0.000000', null) })
    expect(await said('ACCOUNT_PROFILE', made)).not.toHaveProperty('free_trial_pending_eur')
    expect((await verify({ email: 'off@example.com' })).credits).toEqual(made.credits)
  })

  test('gives the trial at once where the address is verified already', async () => {
    offers.freeTrial = trial
    const made = await create({ email: 'verified@example.com', emailVerified: true })
    expect(made).toMatchObject({ emailVerified: true, credits: received })
    const told = await said('ACCOUNT_PROFILE', made)
    expect(told).toMatchObject({ balance_eur: '5.000000', pending_credit_notice: true, email_verified: true })
    expect(told).not.toHaveProperty('free_trial_pending_eur')
    // Saying it again gives nothing more, whatever is on offer by then.
    offers.freeTrial = 7_000_000n
    expect((await verify(made.accountId && { accountId: made.accountId })).credits).toEqual(received)
  })

  test('is found by its address in any case, and by its referral code', async () => {
    const { accountId, referralCode } = await create({ email: 'Find.Me@example.com' })
    const support = await app.token('service:helpdesk', ['account:support'])
    for (const by of [{ email: 'FIND.ME@EXAMPLE.COM' }, { referralCode }, { accountId: accountId.toUpperCase() }]) {
      const text = 'query ($by: AccountLookup!) { account(by: $by) { accountId } }'
      expect((await app.query(text, support, { by })).data).toEqual({ account: { accountId } })
    }
  })

  test('an address belongs to one account, in whatever case and form it is written', async () => {
    const imported = await person(['USERS_ME'])
    await create({ email: 'Zo\u00eb@example.com' })
    const inUse = [{ field: 'email', message: 'is already in use', code: 'CONFLICT' }]
    for (const email of ['Zo\u00eb@example.com', 'zoe\u0308@EXAMPLE.com', imported.email.toUpperCase()]) {
      expect(await act('createAccount', { email })).toEqual({ account: null, userErrors: inUse })
    }
    const [one, other] = [nextNumber(), nextNumber()].map((number) => `twice-${number}@example.com`)
    const token = await app.token('service:sign-up', ['accounts:write', 'account:support'])
    const { data } = await app.query(
      `mutation ($one: EmailAddress!, $other: EmailAddress!) {
        a: createAccount(input: { email: $one }) { account { email } userErrors { code } }
        b: createAccount(input: { email: $one }) { account { email } userErrors { code } }
        c: createAccount(input: { email: $other }) { account { email } userErrors { code } }
      }`,
      token,
      { one, other },
    )
    expect(data).toEqual({
      a: { account: { email: one }, userErrors: [] },
      b: { account: null, userErrors: [{ code: 'CONFLICT' }] },
      c: { account: { email: other }, userErrors: [] },
    })
  })

  test('a referral code that is somebody’s already is drawn again', async () => {
    const { referralCode } = await create({ email: 'first-code@example.com' })
    const { prisma } = app.database
    const id = '99999999-0000-4000-8000-000000000001'
    const account = accountMade({ email: 'second-code@example.com' }, { id, referralCode, now: testNow })
    await prisma.$transaction((tx) => insertAccount(tx, account, unmoved(account, testNow)))
    expect(await viewer('referralCode', { accountId: id })).toEqual({
      referralCode: expect.stringMatching(/^dc_[a-z0-9]{8}$/),
    })
    expect(await viewer('referralCode', { accountId: id })).not.toEqual({ referralCode })
  })

  const text = 'must be well-formed text without U+0000'
  const both = 'cannot be written together with firstName or lastName'
  const names = ['displayName', 'firstName', 'lastName', 'company']
  test.each<[string, object, string, string]>([
    ...names.flatMap((field): [string, object, string, string][] => [
      [`${field}: blank`, { [field]: ' \u00a0' }, field, 'must not be blank'],
      [`${field}: 256 characters`, { [field]: 'x'.repeat(256) }, field, 'must be at most 255 characters'],
      [`${field}: U+0000`, { [field]: 'A\0da' }, field, text],
      [`${field}: half a surrogate pair`, { [field]: 'Ada \ud83d' }, field, text],
    ]),
    ['both names at once', { displayName: 'Ada', lastName: 'Lovelace' }, 'displayName', both],
    [
      'a pair too long together',
      { firstName: 'x'.repeat(128), lastName: 'y'.repeat(127) },
      'lastName',
      'first and last name together must be at most 255 characters',
    ],
    ['no address', { email: 'nobody' }, 'email', 'must be an e-mail address'],
    ['an address with U+0000', { email: 'a\0@example.com' }, 'email', text],
    ['an image that is a script', { imageUrl: 'javascript:alert(1)' }, 'imageUrl', 'must be an http(s) URL'],
  ])('refuses %s, and makes nothing', async (_, input, field, message) => {
    const count = await app.database.prisma.account.count()
    const payload = await act('createAccount', { email: 'refused@example.com', ...input })
    expect(payload.account).toBeNull()
    expect(payload.userErrors).toContainEqual({ field, message, code: 'INVALID' })
    expect(await app.database.prisma.account.count()).toBe(count)
  })

  test.each(['emailVerified', 'promptAnalysisOptIn'])('takes %s: null for not given', async (field) => {
    const email = `null-${nextNumber()}@example.com`
    const { account, userErrors } = await act('createAccount', { email, [field]: null })
    expect(userErrors).toEqual([])
    expect(account.email).toBe(email)
  })
})

describe('a record linked to an account made here', () => {
  test('changes nothing of what was said here, and fills in what was not', async () => {
    offers.freeTrial = trial
    const number = nextNumber()
    const email = `Person-${number}@Example.com`
    const made = await create({ email, emailVerified: true, displayName: 'Grace Hopper', promptAnalysisOptIn: false })
    expect((await importOne('ACCOUNT_PROFILE', number, {}, true)).status).toBe('linked')
    const image = { image: 'https://example.com/ada.png', company: 'Analytical Engines' }
    expect((await importOne('USER_PROFILE', number, image, true)).status).toBe('linked')

    const written = { email, email_verified: true, name: 'Grace Hopper', prompt_analysis_opt_in: false }
    const filled = { created_at: '2026-01-01T08:00:00Z', providers: ['google'], credit_limit_cents: 500 }
    expect(await said('ACCOUNT_PROFILE', made)).toMatchObject({ ...written, ...filled, balance_eur: '17.500000' })
    expect(await said('USER_PROFILE', made)).toMatchObject({
      ...{ email, name: 'Grace Hopper', firstName: 'Grace', lastName: 'Hopper', isEmailVerified: true },
      ...image,
      createdAt: '2026-01-07T10:00:00.250Z',
      // The later of the record's date and the writing here.
      updatedAt: testNow.toISOString(),
    })
    const fields = 'email emailVerified displayName promptAnalysisOptIn company createdAt updatedAt'
    expect(await viewer(fields, made)).toEqual({
      ...{ email, emailVerified: true, displayName: 'Grace Hopper', promptAnalysisOptIn: false },
      ...{ company: 'Analytical Engines', createdAt: '2026-01-01T08:00:00.000Z', updatedAt: testNow.toISOString() },
    })
  })

  test('comes only once the address is verified', async () => {
    const number = nextNumber()
    await create({ email: `person-${number}@example.com` })
    expect(await importOne('USERS_ME', number, {}, true)).toMatchObject({ status: 'refused' })
    await verify({ email: `person-${number}@example.com` })
    expect((await importOne('USERS_ME', number, {}, true)).status).toBe('linked')
  })
})

describe('verifyEmail', () => {
  test('turns the promise into credits, once, also after another address was verified', async () => {
    offers.freeTrial = trial
    const made = await create({ email: 'promise@example.com', displayName: 'Ada' })
    app.clock.now = later
    const verified = await verify({ email: 'promise@example.com' })
    expect(verified).toEqual({
      ...made,
      emailVerified: true,
      updatedAt: later.toISOString(),
      credits: received,
    })
    const told = await said('ACCOUNT_PROFILE', made)
    expect(told).toMatchObject({ balance_eur: '5.000000', pending_credit_notice: true, email_verified: true })
    expect(told).not.toHaveProperty('free_trial_pending_eur')
    expect((await said('USER_PROFILE', made)).isEmailVerified).toBe(true)

    app.clock.now = latest
    expect(await verify({ accountId: made.accountId })).toEqual(verified)
    expect((await patch('USERS_ME', made, { email: 'moved@example.com' })).status).toBe(200)
    expect(await said('ACCOUNT_PROFILE', made)).toMatchObject({ email_verified: false, balance_eur: '5.000000' })
    expect(await said('ACCOUNT_PROFILE', made)).not.toHaveProperty('free_trial_pending_eur')
    expect(await verify({ accountId: made.accountId })).toEqual({
      ...verified,
      email: 'moved@example.com',
      updatedAt: latest.toISOString(),
    })
  })

  test('gives an imported promise too, and no later record promises it again', async () => {
    const record = { email_verified: false, free_trial_pending_eur: '5.000000', credits_expire_at: null }
    const who = await person(['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: { ...record, pending_credit_notice: false } })
    const { number } = numberOf(who)
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({ free_trial_pending_eur: '5.000000' })
    await verify({ accountId: who.accountId })
    const told = { balance_eur: '17.500000', email_verified: true, pending_credit_notice: true }
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject(told)
    for (const pending of ['5.000000', '7.000000', '8.000000']) {
      const changed = { ...record, free_trial_pending_eur: pending, two_factor_enabled: true, name: pending }
      expect((await importOne('ACCOUNT_PROFILE', number, changed)).status).toBe('changed')
      await patch('USERS_ME', who, { email: `again-${number}-${pending}@example.com` })
      expect(await said('ACCOUNT_PROFILE', who)).not.toHaveProperty('free_trial_pending_eur')
      await verify({ accountId: who.accountId })
      expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({ balance_eur: '17.500000' })
    }
    expect(await readLedgerDifferences(app.database.prisma, [who.accountId])).toEqual([])
  })

  test.each(['0.000000', '-1.000000'])('a promise of %s comes to nothing', async (pending) => {
    const record = { email_verified: false, free_trial_pending_eur: pending, pending_credit_notice: false }
    const who = await person(['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: record })
    await verify({ accountId: who.accountId })
    const told = await said('ACCOUNT_PROFILE', who)
    expect(told).toMatchObject({ balance_eur: '12.500000', pending_credit_notice: false })
    expect(told).not.toHaveProperty('free_trial_pending_eur')
  })

  test('a trial pays what is owed first', async () => {
    const record = { email_verified: false, free_trial_pending_eur: '5.000000', balance_eur: '-3.000000' }
    const wallet = { ...record, held_eur: '0.000000', credits_expire_at: null }
    const who = await person(['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: wallet })
    await verify({ accountId: who.accountId })
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({ balance_eur: '2.000000' })
  })

  test('every shape says so, whatever its own record says then', async () => {
    const unverified = { USER_PROFILE: { isEmailVerified: false } }
    const who = await person(['USER_PROFILE'], unverified)
    const { number } = numberOf(who)
    await verify({ email: who.email.toUpperCase() })
    expect((await said('USER_PROFILE', who)).isEmailVerified).toBe(true)
    expect((await importOne('USER_PROFILE', number, { isEmailVerified: false, company: 'Engines' })).status).toBe(
      'changed',
    )
    expect(await said('USER_PROFILE', who)).toMatchObject({ isEmailVerified: true, company: 'Engines' })
  })

  test('a record that brings another address brings its own word on it (our decision)', async () => {
    const who = await person(['USER_PROFILE'], { USER_PROFILE: { isEmailVerified: false } })
    const { number } = numberOf(who)
    await verify({ email: who.email })
    const other = { email: `other-${number}@example.com`, isEmailVerified: false }
    expect((await importOne('USER_PROFILE', number, other)).status).toBe('changed')
    expect(await said('USER_PROFILE', who)).toMatchObject(other)
    expect(await viewer('email emailVerified', who)).toEqual({ email: other.email, emailVerified: false })
  })

  test('an account named by an address it no longer has is not the one that is meant', async () => {
    const { accountId } = await create({ email: 'was-mine@example.com' })
    const token = await app.token(accountId)
    meanwhile = () => app.send('PATCH', paths.USERS_ME, { email: 'is-mine@example.com' }, token)
    const nobody = [{ field: 'account', message: 'There is no such account.', code: 'NOT_FOUND' }]
    const account = { email: 'was-mine@example.com' }
    expect(await act('verifyEmail', { account })).toEqual({ account: null, userErrors: nobody })
    expect(await viewer('email emailVerified', { accountId })).toEqual({
      email: 'is-mine@example.com',
      emailVerified: false,
    })
  })
})

describe('setRestriction', () => {
  const answers = async ({ accountId }: { readonly accountId: string }) => {
    const token = await app.token(accountId)
    const rest = await Promise.all(legacySystems.map(async (system) => (await app.get(paths[system], token)).status))
    const patched = (await app.send('PATCH', paths.ACCOUNT_PROFILE, { name: 'Ada' }, token)).status
    const { data, errors } = await app.query('{ viewer { restriction } }', token)
    const update = 'mutation { updateProfile(input: { company: "Engines" }) { userErrors { code } } }'
    const written = (await app.query(update, token)).errors
    const of = (found: typeof errors) => (found ? [found[0].extensions.code, found[0].extensions.reason] : null)
    return { rest: [...rest, patched], viewer: data.viewer, read: of(errors), write: of(written) }
  }
  const open = { rest: [200, 200, 200, 200, 200], read: null, write: null }

  test.each([
    ['SUSPENDED', [403, 403, 403, 403, 403], 'SUSPENDED'],
    ['LEGAL', [451, 403, 403, 403, 451], 'LEGAL'],
  ])('%s closes the account at every face at once, and null opens it', async (restriction, rest, reason) => {
    const who = await person(legacySystems)
    expect(await answers(who)).toEqual({ ...open, viewer: { restriction: null } })
    expect(await restrict({ accountId: who.accountId }, restriction)).toMatchObject({ restriction })
    const forbidden = ['FORBIDDEN', reason]
    expect(await answers(who)).toEqual({ rest, viewer: null, read: forbidden, write: forbidden })
    expect(await restrict({ legacy: { system: 'USERS_ME', id: who.ids.USERS_ME } }, null)).toMatchObject({
      restriction: null,
    })
    expect(await answers(who)).toEqual({ ...open, viewer: { restriction: null } })
  })

  test('PAYMENT leaves everything readable', async () => {
    const who = await person(legacySystems)
    await restrict({ email: who.email }, 'PAYMENT')
    expect(await answers(who)).toEqual({ ...open, viewer: { restriction: 'PAYMENT' } })
  })

  test.each(['SUSPENDED', 'LEGAL', 'PAYMENT'])(
    '%s stops spending, and lets what was begun be ended and credits be given',
    async (restriction) => {
      const who = await person(['ACCOUNT_PROFILE'])
      const eur = (amount: string) => ({ amount: { eur: amount } })
      const ttl = { ttlSeconds: 60 }
      const one = await credits.hold(who, { eur: '1.000000' }, ttl)
      const two = await credits.hold(who, { eur: '2.000000' }, ttl)
      await restrict({ accountId: who.accountId }, restriction)
      const of = credits.of(who)
      expect(await credits.refused('holdCredits', { ...of, ...eur('1'), ...ttl })).toEqual(['ACCOUNT_RESTRICTED'])
      expect(await credits.refused('consumeCredits', { ...of, ...eur('1') })).toEqual(['ACCOUNT_RESTRICTED'])
      expect(await credits.capture(one)).toMatchObject({ state: 'CAPTURED' })
      expect(await credits.release(two)).toMatchObject({ state: 'RELEASED' })
      await credits.grant(who, 'WALLET', { eur: '3' })
      const { credits: shown } = await restrict({ accountId: who.accountId }, null)
      expect(shown.wallet).toMatchObject({ available: '14.500000' })
      expect(await credits.refused('consumeCredits', { ...of, ...eur('1') })).toEqual([])
    },
  )

  test('does not move updatedAt: it is no part of the profile (our decision)', async () => {
    const made = await create({ email: 'restricted@example.com' })
    app.clock.now = later
    for (const restriction of ['PAYMENT', 'PAYMENT', null]) {
      expect(await restrict({ accountId: made.accountId }, restriction)).toEqual({ ...made, restriction })
    }
  })

  test('opens nothing because something was left out (our decision)', async () => {
    const { accountId } = await create({ email: 'left-out@example.com' })
    await restrict({ accountId }, 'LEGAL')
    const message = 'must be said: null opens the account'
    expect(await act('setRestriction', { account: { accountId } })).toEqual({
      account: null,
      userErrors: [{ field: 'restriction', message, code: 'INVALID' }],
    })
    expect(await app.database.prisma.account.findUnique({ where: { id: accountId } })).toMatchObject({
      restriction: 'LEGAL',
    })
  })
})

describe('deleteAccount', () => {
  /** Somebody of whom there is something in every table, under words nobody else uses. */
  async function zenobia() {
    const number = nextNumber()
    const email = `zenobia.quux-${number}@example.com`
    const name = { firstName: 'Zenobia', lastName: 'Quux', name: 'Zenobia Quux' }
    const records = {
      ACCOUNT_PROFILE: { email, name: 'Zenobia Quux' },
      USERS_ME: { email, full_name: 'Zenobia Quux', referral_code: `dc_zenob${number}` },
      USER_PROFILE: { email, ...name, company: 'Palmyra Ltd', image: 'https://example.com/zenobia.png' },
      USER_INFO: { email },
    }
    const first = await importOne('ACCOUNT_PROFILE', number, records.ACCOUNT_PROFILE)
    expect(first.status).toBe('created')
    for (const system of ['USERS_ME', 'USER_PROFILE', 'USER_INFO'] as const) {
      expect((await importOne(system, number, records[system], true)).status).toBe('linked')
    }
    const ids = legacySystems.map((system) => {
      const body = JSON.parse(bodyOf(system, number, records[system]))
      return String((body.user ?? body).id)
    })
    const { accountId } = await app.database.prisma.account
      .findUniqueOrThrow({
        where: { emailKey: email },
        select: { id: true },
      })
      .then(({ id }) => ({ accountId: id }))
    const own = await app.token(accountId)
    const mine = async (text: string) => {
      const { data, errors } = await app.query(text, own)
      if (errors) throw new Error(JSON.stringify(errors))
      return data
    }
    await mine('mutation { createAgent(input: { name: "Quux agent" }) { userErrors { code } } }')
    const { createApiKey } = await mine(
      'mutation { createApiKey(input: { name: "Quux key" }) { secret userErrors { code } } }',
    )
    const usage = `mutation { recordUsage(input: { account: { accountId: "${accountId}" },
      events: [{ id: "quux-${number}", meter: SPANS, quantity: 1 }] }) { userErrors { code } } }`
    const meter = await app.token('service:meter', ['usage:write', 'subscriptions:write'])
    expect((await app.query(usage, meter)).data.recordUsage.userErrors).toEqual([])
    const who = { accountId }
    const coming = '2026-03-01T00:00:00.000Z'
    await credits.grant(who, 'WALLET', { eur: '4' }, { effectiveAt: coming })
    await credits.grant(who, 'PERMANENT', { credits: 7 }, { idempotencyKey: `sign-up of ${email}` })
    await credits.hold(who, { credits: 4210 }, { ttlSeconds: 60, pools: ['MONTHLY', 'ADDITIONAL', 'PERMANENT'] })
    await credits.hold(who, { eur: '17' }, { ttlSeconds: 60, reason: 'a job', reference: 'job 1' })
    await credits.move('consumeCredits', { ...credits.of(who), amount: { eur: '99' } })
    return {
      ...{ accountId, number, email, own, records, key: createApiKey.secret as string },
      words: [email, 'Zenobia', 'Quux', 'Palmyra', `dc_zenob${number}`, ...ids],
    }
  }

  test('erases what is known of the person, and keeps the journal, in which nothing is left', async () => {
    const { accountId, words } = await zenobia()
    const before = await dumpOf(app)
    const known = ['accounts', 'legacy_identities', 'referral_codes', 'agents', 'api_keys', 'idempotency_records']
    expect([...new Set(words.flatMap((word) => tablesWith(before, word)))]).toEqual(expect.arrayContaining(known))
    const holding = tablesWith(before, accountId)
    const everywhere = [...known, 'credit_pools', 'credit_grants', 'credit_holds', 'ledger_entries', 'subscriptions']
    expect(holding.toSorted()).toEqual([...everywhere, 'usage_counters', 'usage_events'].toSorted())

    expect(await remove({ accountId })).toBe(accountId)

    const after = await dumpOf(app)
    expect(words.flatMap((word) => tablesWith(after, word))).toEqual([])
    expect(tablesWith(after, accountId)).toEqual(['ledger_entries'])
    const allocations = after.get('hold_allocations') ?? []
    expect(allocations.filter((row) => !before.get('hold_allocations')?.includes(row))).toEqual([])
    expect(await app.database.prisma.holdAllocation.count({ where: { grant: { accountId } } })).toBe(0)

    for (const [pool, buckets] of await bucketsOf(accountId)) {
      const { AVAILABLE = 0n, HELD = 0n, SCHEDULED = 0n } = buckets
      expect([pool, AVAILABLE, HELD, SCHEDULED]).toEqual([pool, 0n, 0n, 0n])
      expect(Object.values(buckets).reduce((sum, amount) => sum + amount, 0n)).toBe(0n)
    }
    expect(await readLedgerDifferences(app.database.prisma, [accountId])).toEqual([])
    const entries = await app.database.prisma.ledgerEntry.findMany({
      where: { accountId },
      orderBy: { sequence: 'asc' },
    })
    const last = entries.filter(({ reason }) => reason === 'account deleted')
    expect(new Set(last.map(({ kind, actor }) => `${kind} ${actor}`))).toEqual(
      new Set(['RELEASE service:sign-up', 'EXPIRY service:sign-up']),
    )
    expect(entries.slice(-last.length)).toEqual(last)
    // What the services wrote themselves stays theirs.
    expect(entries.map(({ reference }) => reference)).toContain('job 1')
  })

  test('of one who owed something, what was lent stays lent', async () => {
    const wallet = { balance_eur: '-3.000000', held_eur: '1.000000', credits_expire_at: null }
    const { accountId } = await person(['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: wallet })
    await remove({ accountId })
    const buckets = (await bucketsOf(accountId)).get('WALLET')
    expect(buckets).toMatchObject({ CREDIT_LINE: -2_000_000n, HELD: 0n })
    expect(await readLedgerDifferences(app.database.prisma, [accountId])).toEqual([])
  })

  test('its tokens and keys stand for nobody, and no name finds it', async () => {
    const { accountId, email, own, key, records, number, words } = await zenobia()
    const legacy = await app.tokenOf('USERS_ME', words[6] ?? '')
    expect((await app.get(paths.USERS_ME, key)).status).toBe(200)
    expect((await app.get(paths.USERS_ME, legacy)).status).toBe(200)
    await remove({ email })

    for (const token of [own, legacy]) {
      const statuses = legacySystems.map(async (system) => (await app.get(paths[system], token)).status)
      expect(await Promise.all(statuses)).toEqual([404, 404, 404, 401])
      expect(await app.query('{ viewer { email } }', token)).toMatchObject({ status: 200, data: { viewer: null } })
      const write = await app.query('mutation { dismissCreditNotice { viewer { email } } }', token)
      expect(write.errors?.[0].extensions.code).toBe('NOT_FOUND')
    }
    for (const system of ['ACCOUNT_PROFILE', 'USERS_ME', 'USER_INFO'] as const) {
      expect((await app.get(paths[system], key)).status).toBe(401)
    }
    expect((await app.query('{ viewer { email } }', key)).status).toBe(401)

    const support = await app.token('service:helpdesk', ['account:support'])
    const legacyIds = legacySystems.map((system, index) => ({ legacy: { system, id: words[5 + index] } }))
    const text = 'query ($by: AccountLookup!) { account(by: $by) { accountId } }'
    const names = [{ accountId }, { email }, { referralCode: `dc_zenob${number}` }, ...legacyIds]
    for (const by of names) {
      expect(await app.query(text, support, { by })).toMatchObject({ data: { account: null } })
      const nobody = [{ field: 'account', message: 'There is no such account.', code: 'NOT_FOUND' }]
      expect(await act('deleteAccount', { account: by })).toEqual({ deletedAccountId: null, userErrors: nobody })
    }

    // The old record is a new account's, and so is the address.
    expect((await importOne('USERS_ME', number, records.USERS_ME)).status).toBe('created')
    const { data } = await app.query(text, support, { by: { email } })
    expect(data.account.accountId).not.toBe(accountId)
    expect((await app.query(`{ viewer { email } }`, own)).data).toEqual({ viewer: null })
    await remove({ email })
    const { accountId: another } = await create({ email })
    expect(another).not.toBe(accountId)
    await remove({ accountId: another })
  })

  test('its idempotency keys answer no more, not even one that is just being answered', async () => {
    const who = await create({ email: 'asked-again@example.com' })
    const input = { ...credits.of(who), pool: 'WALLET', kind: 'PAID', amount: { eur: '1' }, idempotencyKey: 'once' }
    expect(await credits.refused('grantCredits', input)).toEqual([])
    meanwhile = () => remove({ accountId: who.accountId })
    expect(await credits.refused('grantCredits', input)).toEqual(['NOT_FOUND'])
    expect(meanwhile).toBeNull()
    expect(await credits.refused('grantCredits', input)).toEqual(['NOT_FOUND'])
  })

  test('in one request with what comes before and after', async () => {
    const { accountId } = await create({ email: 'in-one@example.com', displayName: 'Ada' })
    const token = await app.token('service:sign-up', ['accounts:write', 'account:support'])
    const { data } = await app.query(
      `mutation ($account: AccountLookup!) {
        verifyEmail(input: { account: $account }) { account { emailVerified } }
        one: deleteAccount(input: { account: $account }) { deletedAccountId userErrors { code } }
        two: deleteAccount(input: { account: $account }) { deletedAccountId userErrors { code } }
        createAccount(input: { email: "in-one@example.com" }) { account { displayName } }
      }`,
      token,
      { account: { email: 'in-one@example.com' } },
    )
    expect(data).toEqual({
      verifyEmail: { account: { emailVerified: true } },
      one: { deletedAccountId: accountId, userErrors: [] },
      two: { deletedAccountId: null, userErrors: [{ code: 'NOT_FOUND' }] },
      createAccount: { account: { displayName: null } },
    })
  })
})

describe('nobody’s account', () => {
  const nobody = [{ field: 'account', message: 'There is no such account.', code: 'NOT_FOUND' }]
  test.each([
    ['verifyEmail', {}],
    ['setRestriction', { restriction: 'LEGAL' }],
    ['deleteAccount', {}],
  ] as const)('is NOT_FOUND: %s', async (name, input) => {
    for (const account of [
      { accountId: '00000000-0000-4000-8000-000000000000' },
      { email: 'nobody@example.com' },
      { legacy: { system: 'USERS_ME', id: 'nobody' } },
      { referralCode: 'dc_nobodyyy' },
    ]) {
      expect(await refused(name, { account, ...input })).toEqual(nobody)
    }
    const text = 'must be well-formed text without U+0000'
    for (const [field, account] of [
      ['account.email', { email: 'a\0@example.com' }],
      ['account.referralCode', { referralCode: '\ud800' }],
      ['account.legacy.id', { legacy: { system: 'USERS_ME', id: '\0' } }],
    ] as const) {
      expect(await refused(name, { account, ...input })).toEqual([{ field, message: text, code: 'INVALID' }])
    }
  })
})

async function happen(): Promise<void> {
  const now = meanwhile
  meanwhile = null
  await now?.()
}

/** The number a person was imported under. */
function numberOf({ email }: Person): { readonly number: number } {
  return { number: Number(/^person-(\d+)@/.exec(email)?.[1]) }
}

/** What the journal says is in each bucket, by pool. */
async function bucketsOf(accountId: string): Promise<Map<string, Record<string, bigint>>> {
  const entries = await app.database.prisma.ledgerEntry.findMany({ where: { accountId } })
  const pools = new Map<string, Record<string, bigint>>()
  for (const { pool, source, destination, amount } of entries) {
    const buckets = pools.get(pool) ?? {}
    buckets[source] = (buckets[source] ?? 0n) - amount
    buckets[destination] = (buckets[destination] ?? 0n) + amount
    pools.set(pool, buckets)
  }
  return pools
}
