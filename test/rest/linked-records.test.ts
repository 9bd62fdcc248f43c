import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importingInto } from '../support/importing.ts'
import { bodyOf, importPerson, legacySystems, type Person, type Records } from '../support/legacy-people.ts'

type World = ReturnType<typeof importingInto>
let app: TestApp
let accountIdOf: World['accountIdOf']
let importOne: World['importOne']
let nextNumber: World['nextNumber']
let patch: World['patch']
let person: World['person']
let said: World['said']
let viewer: World['viewer']
beforeAll(async () => {
  app = await createTestApp()
  ;({ accountIdOf, importOne, nextNumber, patch, person, said, viewer } = importingInto(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

describe('own record first (our decision)', () => {
  const records: Records = {
    ACCOUNT_PROFILE: { name: 'Ada of Accounts', created_at: '2020-01-01T00:00:00Z' },
    USERS_ME: { full_name: 'Ada of Users', is_active: false },
    USER_PROFILE: { firstName: 'Ada', lastName: 'Profile', name: 'Ada Profile', createdAt: '2021-01-01T00:00:00.001Z' },
    USER_INFO: { createdAt: '2022-01-01T00:00:00.002Z' },
  }

  test('each shape goes on saying what its own system said; the graph says the first word and notes the others', async () => {
    const who = await person(legacySystems, records)
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({
      name: 'Ada of Accounts',
      created_at: '2020-01-01T00:00:00Z',
    })
    expect(await said('USERS_ME', who)).toMatchObject({ full_name: 'Ada of Users', is_active: false })
    expect(await said('USER_PROFILE', who)).toMatchObject({
      name: 'Ada Profile',
      isActive: true,
      createdAt: '2021-01-01T00:00:00.001Z',
    })
    expect(await said('USER_INFO', who)).toMatchObject({ createdAt: '2022-01-01T00:00:00.002Z' })

    const graph = await viewer(
      'displayName firstName createdAt isActive identities { system differences { field theirs ours } }',
      who,
    )
    expect(graph).toMatchObject({
      displayName: 'Ada of Accounts',
      firstName: 'Ada',
      createdAt: '2020-01-01T00:00:00.000Z',
      isActive: false,
    })
    const noted = Object.fromEntries(
      graph.identities.map(
        (one: { system: string; differences: { field: string; theirs: string; ours: string }[] }) => [
          one.system,
          one.differences.filter(({ field }) => !field.startsWith('subscription')),
        ],
      ),
    )
    expect(noted).toEqual({
      ACCOUNT_PROFILE: [],
      USERS_ME: [{ field: 'displayName', theirs: 'Ada of Users', ours: 'Ada of Accounts' }],
      USER_PROFILE: [
        { field: 'displayName', theirs: 'Ada Profile', ours: 'Ada of Accounts' },
        { field: 'lastName', theirs: 'Profile', ours: 'of Accounts' },
        { field: 'isActive', theirs: 'true', ours: 'false' },
        { field: 'createdAt', theirs: '2021-01-01T00:00:00.001Z', ours: '2020-01-01T00:00:00.000Z' },
      ],
      USER_INFO: [
        { field: 'createdAt', theirs: '2022-01-01T00:00:00.002Z', ours: '2020-01-01T00:00:00.000Z' },
        { field: 'updatedAt', theirs: '2026-01-20T00:00:00.000Z', ours: '2026-02-01T15:30:00.500Z' },
      ],
    })
  })

  test('a write through the gateway changes that fact in every shape, and no other fact', async () => {
    const who = await person(legacySystems, records)
    expect((await patch('ACCOUNT_PROFILE', who, { name: 'Ada Byron' })).status).toBe(200)
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({ name: 'Ada Byron', created_at: '2020-01-01T00:00:00Z' })
    expect(await said('USERS_ME', who)).toMatchObject({ full_name: 'Ada Byron', is_active: false })
    expect(await said('USER_PROFILE', who)).toMatchObject({
      firstName: 'Ada',
      lastName: 'Byron',
      name: 'Ada Byron',
      isActive: true,
    })
  })

  test('what was written through the gateway beats a record linked later', async () => {
    const number = nextNumber()
    const who = await importPerson(app, number, ['USERS_ME'])
    await patch('USERS_ME', who, { full_name: null })
    expect(
      await importOne('USER_PROFILE', number, { firstName: 'Late', lastName: 'Comer', name: 'Late Comer' }, true),
    ).toMatchObject({ status: 'linked' })
    expect(await said('USER_PROFILE', who)).toMatchObject({ firstName: '', lastName: '', name: '' })
    expect(await viewer('displayName', who)).toEqual({ displayName: null })
  })

  test('a linked record fills what is empty', async () => {
    const who = await person(['ACCOUNT_PROFILE', 'USER_PROFILE'], {
      ACCOUNT_PROFILE: { name: null },
      USER_PROFILE: { company: 'Engines Ltd', image: 'https://example.com/a.png' },
    })
    expect(await viewer('displayName company imageUrl', who)).toEqual({
      displayName: 'Ada Lovelace',
      company: 'Engines Ltd',
      imageUrl: 'https://example.com/a.png',
    })
    // Null was that system's word.
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({ name: null })
  })

  test('updatedAt is the later of what the system recorded and the last write here; an import is no write', async () => {
    const who = await person(['USER_PROFILE', 'USER_INFO'], { USER_INFO: { updatedAt: '2030-01-01T00:00:00.000Z' } })
    const recorded = { updatedAt: '2026-02-01T15:30:00.500Z' }
    expect(await said('USER_PROFILE', who)).toMatchObject(recorded)
    await patch('USERS_ME', who, {})
    expect(await said('USER_PROFILE', who)).toMatchObject(recorded)
    await patch('USERS_ME', who, { full_name: 'Ada' })
    expect(await said('USER_PROFILE', who)).toMatchObject({ updatedAt: '2026-02-07T00:00:00.000Z' })
    expect(await said('USER_INFO', who)).toMatchObject({ updatedAt: '2030-01-01T00:00:00.000Z' })
  })
})

describe('the governing subscription (our decision)', () => {
  const gold = { plan: { name: 'Gold', totalMonthlyCredits: 10, remainingMonthlyCredits: 4 } }

  test.each([
    { order: ['USER_INFO', 'USERS_ME'], governing: 'CUSTOM' },
    { order: ['USERS_ME', 'USER_INFO'], governing: 'PRO' },
  ] as const)('is the first one imported: $governing for $order', async ({ order, governing }) => {
    const who = await person(order, { USER_INFO: gold })
    const graph = await viewer('subscription { plan { key } } subscriptions { system plan { key } }', who)
    expect(graph.subscription).toEqual({ plan: { key: governing } })
    expect(graph.subscriptions).toHaveLength(2)
    // Each shape tells of its own one all the same.
    expect(await said('USERS_ME', who)).toMatchObject({
      subscription_tier: 'pro',
      current_period_end: '2026-05-08T00:00:00Z',
    })
    expect(await said('USER_INFO', who)).toMatchObject(gold)
  })

  test('passes to another system’s when its own record tells of none any more', async () => {
    const number = nextNumber()
    const who = await importPerson(app, number, ['USER_INFO', 'USERS_ME'], { USER_INFO: gold })
    expect(await importOne('USER_INFO', number, { plan: undefined })).toMatchObject({ status: 'changed' })
    expect(
      await viewer('subscription { plan { key } } subscriptions { system } credits { monthly { total } }', who),
    ).toEqual({
      subscription: { plan: { key: 'PRO' } },
      subscriptions: [{ system: 'USERS_ME' }],
      credits: { monthly: null },
    })
    expect(await said('USER_INFO', who)).not.toHaveProperty('plan')
  })
})

describe('linking by e-mail (our decision)', () => {
  test('happens only when asked for; otherwise the record is refused by the shape’s own name of the field', async () => {
    const number = nextNumber()
    await importPerson(app, number, ['USERS_ME'])
    const outcome = await importOne('USER_INFO', number)
    expect(outcome).toEqual({
      status: 'refused',
      problems: [{ field: 'user.email', message: expect.stringContaining('--link email') }],
    })
    expect(await importOne('USER_INFO', number, {}, true)).toMatchObject({ status: 'linked' })
    expect((await viewer('identities { system }', await accountIdOf('USERS_ME', number))).identities).toHaveLength(2)
  })

  test.each([
    { first: 'ACCOUNT_PROFILE', unverified: { email_verified: false }, second: 'USERS_ME', further: {} },
    { first: 'USERS_ME', unverified: {}, second: 'USER_PROFILE', further: { isEmailVerified: false } },
  ] as const)(
    'is refused where one side says the address is unverified: $first, then $second',
    async ({ first, unverified, second, further }) => {
      const number = nextNumber()
      await importPerson(app, number, [first], { [first]: unverified })
      expect(await importOne(second, number, further, true)).toMatchObject({
        status: 'refused',
        problems: [{ message: expect.stringContaining('unverified') }],
      })
    },
  )

  test('is refused where any linked record says so, whichever governs', async () => {
    const number = nextNumber()
    await importPerson(app, number, ['ACCOUNT_PROFILE', 'USER_PROFILE'])
    expect(await importOne('USER_PROFILE', number, { isEmailVerified: false })).toMatchObject({ status: 'changed' })
    expect(await importOne('USER_INFO', number, {}, true)).toMatchObject({ status: 'refused' })
  })

  test('never joins two records of one system, however the address is spelt', async () => {
    const [one, other] = [nextNumber(), nextNumber()]
    await importPerson(app, one, ['USERS_ME'])
    const outcome = await importOne('USERS_ME', other, { email: `PERSON-${one}@example.com` }, true)
    expect(outcome).toMatchObject({
      status: 'refused',
      problems: [{ field: 'email', message: expect.stringContaining('another record') }],
    })
  })
})

describe('referral codes (our decision)', () => {
  const codeOf = async (who: Pick<Person, 'accountId'>) => (await said('USERS_ME', who)).referral_code
  const found = async (referralCode: string) =>
    (
      await app.query(
        'query ($code: String!) { account(by: { referralCode: $code }) { accountId } }',
        await app.token('service:test', ['account:support']),
        { code: referralCode },
      )
    ).data.account?.accountId

  test('a generated one gives way to an imported one, and goes on finding the account', async () => {
    const number = nextNumber()
    const who = await importPerson(app, number, ['ACCOUNT_PROFILE'])
    const generated = await codeOf(who)
    expect(generated).toMatch(/^dc_[a-z0-9]{8}$/)
    await importOne('USERS_ME', number, { referral_code: `Own ${number}` }, true)
    expect(await codeOf(who)).toBe(`Own ${number}`)
    expect([await found(generated), await found(`Own ${number}`)]).toEqual([who.accountId, who.accountId])
  })

  test('a generated one may come back in a record of its own account', async () => {
    const number = nextNumber()
    const who = await importPerson(app, number, ['ACCOUNT_PROFILE'])
    const generated = await codeOf(who)
    await importOne('USERS_ME', number, { referral_code: `Other ${number}` }, true)
    expect(await importOne('USERS_ME', number, { referral_code: generated })).toMatchObject({ status: 'changed' })
    expect(await codeOf(who)).toBe(generated)
  })

  test('one that is somebody else’s is refused', async () => {
    const [one, other] = [nextNumber(), nextNumber()]
    await importPerson(app, one, ['USERS_ME'])
    const { referral_code } = JSON.parse(bodyOf('USERS_ME', one))
    expect(await importOne('USERS_ME', other, { referral_code })).toEqual({
      status: 'refused',
      problems: [{ field: 'referral_code', message: 'belongs to another account' }],
    })
  })
})
