import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashApiKey } from '../../src/auth/api-key.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { usersMeKeys } from '../support/documented.ts'
import {
  importPerson,
  type LegacySystemName,
  legacySystems,
  type Person,
  type Records,
} from '../support/legacy-people.ts'
import { safeHeaders } from '../support/safe-headers.ts'
import { expectProblem } from './situation-table.ts'

const profile = '/v1/account/profile'
const dismissal = '/v1/account/notifications/dismiss'
const me = '/api/v1/users/me'

/** The two PATCHes, and what each calls the display name. */
const faces = [
  { face: 'account-profile', path: profile, key: 'name' },
  { face: 'users-me', path: me, key: 'full_name' },
] as const

let app: TestApp
let people = 0
let ada: Person
let token: string
beforeAll(async () => {
  app = await createTestApp()
})
beforeEach(() => {
  app.clock.now = testNow
})
afterEach(() => expect(app.bugs).toEqual([]))
afterAll(() => app.close())

function newPerson(systems: readonly LegacySystemName[] = legacySystems, records: Records = {}): Promise<Person> {
  people += 1
  return importPerson(app, people, systems, records)
}

/** Somebody whom all four systems know, with nothing written through the gateway yet. */
async function newAda(): Promise<void> {
  ada = await newPerson()
  token = await app.token(ada.accountId)
}

describe.each(faces)('$face: the name', ({ face, path, key }) => {
  beforeAll(newAda)
  beforeEach(() => app.send('PATCH', me, { full_name: 'Ada Lovelace' }, token))
  const patch = (body: unknown) => app.send('PATCH', path, body, token)
  const nameNow = async () => {
    const body = await (await app.get(path, token)).json()
    return (body.user ?? body)[key]
  }

  test('absent leaves it, a string sets it, null clears it', async () => {
    expect((await patch({ other: 'X' })).status).toBe(200)
    expect(await nameNow()).toBe('Ada Lovelace')
    expect((await patch({ [key]: 'Countess' })).status).toBe(200)
    expect(await nameNow()).toBe('Countess')
    expect((await patch({ [key]: null })).status).toBe(200)
    expect(await nameNow()).toBeNull()
    expect((await patch({ [key]: null })).status).toBe(200)
    expect((await patch({ [key]: 'Ada' })).status).toBe(200)
    expect(await nameNow()).toBe('Ada')
  })

  test('the answer is the answer of GET, to the byte', async () => {
    for (const name of ['Countess', null, 'Ada / 田中']) {
      const response = await patch({ [key]: name })
      expect(await response.text()).toBe(await (await app.get(path, token)).text())
      expect(Object.fromEntries(response.headers)).toEqual({
        ...safeHeaders,
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'private, no-store',
        vary: 'authorization, x-api-key',
        'x-request-id': expect.any(String),
      })
    }
  })

  test.each([
    ['255 letters', 'x'.repeat(255)],
    ['255 signs beyond the basic plane, 510 UTF-16 units', '🚀'.repeat(255)],
    ['255 code points of which some combine', `${'e\u0301'.repeat(127)}x`],
    ['spaces before and after', '  Ada \t'],
    ['a decomposed letter', 'Zoe\u0308'],
    ['the whole of a family', '👩‍👩‍👧‍👦'],
    ['a newline', 'Ada\nLovelace'],
    ['a noncharacter', 'A\uffff'],
    ['nothing but an invisible sign that is no white space', '\u200b'],
  ])('%s: stored exactly as sent (our decision)', async (_, name) => {
    expect((await patch({ [key]: name })).status).toBe(200)
    expect(await nameNow()).toBe(name)
  })

  test.each<[string, unknown]>([
    ['256 letters', 'x'.repeat(256)],
    ['256 signs beyond the basic plane', '🚀'.repeat(256)],
    ['nothing', ''],
    ['a space', ' '],
    ['all kinds of white space', ' \t\n\r\u00a0\u2003\u3000\ufeff'],
    ['U+0000', 'Ada\u0000'],
    ['a number', 1],
    ['a flag', false],
    ['a list', ['Ada']],
    ['an object', { first: 'Ada' }],
  ])('%s: refused, with the field by name, and nothing is changed (our decision)', async (_, name) => {
    const before = await wholeStory()
    const response = await patch({ [key]: name })
    await expectProblem(face, response, { status: 422, code: 'unprocessable_entity', hasDetails: true }, { field: key })
    expect(await wholeStory()).toEqual(before)
  })

  test.each([
    ['a high surrogate alone', '"\\ud83d"'],
    ['a low surrogate alone', '"a\\ude80b"'],
    ['the two the wrong way round', '"\\ude80\\ud83d"'],
    ['U+0000 escaped', '"\\u0000"'],
  ])('%s: refused, for it could not be stored as sent', async (_, name) => {
    const response = await patch(`{"${key}":${name}}`)
    await expectProblem(face, response, { status: 422, code: 'unprocessable_entity', hasDetails: true }, { field: key })
    expect(await nameNow()).toBe('Ada Lovelace')
  })

  test('{} changes nothing: neither a byte anywhere, nor when it was changed last', async () => {
    const before = await wholeStory()
    app.clock.now = new Date(testNow.getTime() + 60_000)
    const response = await patch({})
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(await (await app.get(path, token)).text())
    app.clock.now = testNow
    expect(await wholeStory()).toEqual(before)
  })

  test('keys it does not know are ignored, other shapes’ and the Viewer’s among them (our decision)', async () => {
    const before = await wholeStory()
    const response = await patch({
      id: 'x',
      role: 'admin',
      is_active: false,
      isAdmin: true,
      displayName: 'X',
      firstName: 'X',
      restriction: null,
      [key === 'name' ? 'full_name' : 'name']: 'X',
      ...(key === 'name' ? { email: 'x@example.com' } : {}),
      user: { name: 'X' },
      balance_eur: '99.000000',
      '': 1,
      constructor: { prototype: { name: 'X' } },
    })
    expect(response.status).toBe(200)
    expect(await wholeStory()).toEqual(before)
  })

  test('one key given twice is refused, whichever of the two is good (our decision)', async () => {
    const before = await wholeStory()
    for (const body of [`{"${key}":"First","${key}":"Last"}`, `{"${key}":1,"${key}":"Good"}`, `{"x":1,"x":1}`]) {
      await expectProblem(face, await patch(body), { status: 400, code: 'bad_request' })
    }
    expect(await wholeStory()).toEqual(before)
  })

  test('__proto__ is a key like any other unknown one', async () => {
    const before = await wholeStory()
    expect((await patch(`{"__proto__":{"${key}":"X","email":"x@example.com"}}`)).status).toBe(200)
    expect((await patch(`{"__proto__":null}`)).status).toBe(200)
    expect(await wholeStory()).toEqual(before)
    expect(({} as Record<string, unknown>)[key]).toBeUndefined()
    expect((await patch(`{"__proto__":{"x":1},"${key}":"Countess"}`)).status).toBe(200)
    expect(await nameNow()).toBe('Countess')
  })

  test('an API key may write as its account', async () => {
    const apiKey = `old_key_of_${face}`
    const { accountId } = ada
    const row = {
      id: randomUUID(),
      accountId,
      sha256: hashApiKey(apiKey),
      lastFour: apiKey.slice(-4),
      createdAt: testNow,
    }
    await app.database.prisma.apiKey.create({ data: row })
    const response = await app.send('PATCH', path, { [key]: 'By key' }, null, { 'x-api-key': apiKey })
    expect(response.status).toBe(200)
    expect(await nameNow()).toBe('By key')
  })
})

describe('a name written in one place shows everywhere', () => {
  beforeEach(newAda)

  test.each(faces)(
    '$face: in all shapes that have it, and in the graph, for a person of four systems',
    async ({ path, key }) => {
      app.clock.now = new Date(testNow.getTime() + 1_500)
      await app.send('PATCH', path, { [key]: 'Grace  Brewster Hopper' }, token)
      const { profile: account, usersMe, userProfile, userInfo, viewer } = await story()
      expect(account.user.name).toBe('Grace  Brewster Hopper')
      expect(usersMe.full_name).toBe('Grace  Brewster Hopper')
      // Without a stored pair the display name is split at its first run of white space, and joined by one space.
      expect(userProfile).toMatchObject({
        firstName: 'Grace',
        lastName: 'Brewster Hopper',
        name: 'Grace Brewster Hopper',
      })
      expect(viewer).toMatchObject({
        displayName: 'Grace  Brewster Hopper',
        firstName: 'Grace',
        lastName: 'Brewster Hopper',
      })
      const written = '2026-02-07T00:00:01.500Z'
      expect([userProfile.updatedAt, userInfo.user.updatedAt, viewer.updatedAt]).toEqual([written, written, written])
    },
  )

  test('cleared, it is null where it may be and empty text where it may not', async () => {
    await app.send('PATCH', me, { full_name: null }, token)
    const { profile: account, usersMe, userProfile, viewer } = await story()
    expect([account.user.name, usersMe.full_name, viewer.displayName]).toEqual([null, null, null])
    expect(userProfile).toMatchObject({ firstName: '', lastName: '', name: '' })
  })

  test('a record dated after the write keeps its date: the later of the two is told (our decision)', async () => {
    const later = { USER_INFO: { updatedAt: '2026-03-01T00:00:00.000Z' } }
    const person = await newPerson(['USER_INFO', 'USER_PROFILE'], later)
    const bearer = await app.token(person.accountId)
    await app.send('PATCH', me, { full_name: 'Grace' }, bearer)
    expect((await (await app.get('/user/info', bearer)).json()).user.updatedAt).toBe('2026-03-01T00:00:00.000Z')
    expect((await (await app.get('/api/users/profile', bearer)).json()).updatedAt).toBe(testNow.toISOString())
  })

  test('only three systems know the person: the fourth shows it, too', async () => {
    const person = await newPerson(['ACCOUNT_PROFILE', 'USER_PROFILE', 'USER_INFO'])
    const bearer = await app.token(person.accountId)
    const answer = await (
      await app.send('PATCH', me, { full_name: 'Grace', email: `grace-${people}@example.com` }, bearer)
    ).json()
    expect(answer).toMatchObject({ id: person.accountId, full_name: 'Grace', email: `grace-${people}@example.com` })
    for (const path of [profile, '/api/users/profile', '/user/info']) {
      expect(await (await app.get(path, bearer)).text()).toContain(`"email":"grace-${people}@example.com"`)
    }
  })
})

const patchMe = (body: unknown) => app.send('PATCH', me, body, token)

describe('users-me: the e-mail address', () => {
  beforeEach(newAda)

  test('a new one shows in all four shapes and the graph, unverified (our decision)', async () => {
    const email = `New.${people}+tag@Example.COM`
    const response = await patchMe({ email })
    expect(response.status).toBe(200)
    const { profile: account, usersMe, userProfile, userInfo, viewer } = await story()
    expect([account.user.email, usersMe.email, userProfile.email, userInfo.user.email, viewer.email]).toEqual(
      Array(5).fill(email),
    )
    expect([account.user.email_verified, userProfile.isEmailVerified, viewer.emailVerified]).toEqual([
      false,
      false,
      false,
    ])
  })

  test('one’s own, in the same or another case, is no conflict and stays verified (our decision)', async () => {
    for (const email of [ada.email, ada.email.toUpperCase()]) {
      const response = await patchMe({ email })
      expect([response.status, (await response.json()).email]).toEqual([200, email])
      const { profile: account, userProfile, viewer } = await story()
      expect([account.user.email, account.user.email_verified]).toEqual([email, true])
      expect([userProfile.isEmailVerified, viewer.emailVerified]).toEqual([true, true])
    }
  })

  test('the old one again is a new one: unverified still, and free for others meanwhile (our decision)', async () => {
    await patchMe({ email: `elsewhere-${people}@example.com` })
    const other = await newPerson()
    const taken = await app.send('PATCH', me, { email: ada.email }, await app.token(other.accountId))
    expect(taken.status).toBe(200)
    expect((await patchMe({ email: ada.email })).status).toBe(409)
    await app.send('PATCH', me, { email: other.email }, await app.token(other.accountId))
    expect((await patchMe({ email: ada.email })).status).toBe(200)
    expect((await story()).viewer.emailVerified).toBe(false)
  })

  test('both at once, and both are changed', async () => {
    const response = await patchMe({ email: `both-${people}@example.com`, full_name: 'Both' })
    expect(await response.json()).toMatchObject({ email: `both-${people}@example.com`, full_name: 'Both' })
  })
})

describe('users-me: an e-mail address that is refused', () => {
  beforeAll(newAda)

  test.each([
    ['as it is', (email: string) => email],
    ['in another case (our decision)', (email: string) => email.toUpperCase()],
  ])('somebody else’s, %s: 409, and not even the other field is changed', async (_, spelt) => {
    const other = await newPerson()
    const before = await wholeStory()
    const theirs = await (await app.get(me, await app.token(other.accountId))).text()
    const response = await patchMe({ full_name: 'Countess', email: spelt(other.email) })
    await expectProblem('users-me', response, { status: 409 })
    expect(await wholeStory()).toEqual(before)
    expect(await (await app.get(me, await app.token(other.accountId))).text()).toBe(theirs)
  })

  test('somebody else’s in another Unicode normalisation: 409 (our decision)', async () => {
    const other = await newPerson()
    const set = await app.send(
      'PATCH',
      me,
      { email: `Zo\u00eb-${people}@example.com` },
      await app.token(other.accountId),
    )
    expect(set.status).toBe(200)
    expect((await patchMe({ email: `zoe\u0308-${people}@example.com` })).status).toBe(409)
  })

  test('somebody else’s is refused after the other field was: what is invalid is not looked up', async () => {
    const other = await newPerson()
    expect((await patchMe({ full_name: ' ', email: other.email })).status).toBe(422)
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['nothing', ''],
    ['no address', 'nobody'],
    ['no domain', 'nobody@'],
    ['no name', '@example.com'],
    ['a space in it', 'no body@example.com'],
    ['a space before it', ' nobody@example.com'],
    ['two of them', 'a@example.com,b@example.com'],
    ['a header in it', 'a@example.com\r\nBcc: b@example.com'],
    ['U+0000', 'a\u0000@example.com'],
    ['400 letters', `${'x'.repeat(400)}@example.com`],
    ['a number', 1],
    ['a list', ['a@example.com']],
  ])('%s: 422, and not even the other field is changed (our decision)', async (_, email) => {
    const before = await wholeStory()
    await expectProblem('users-me', await patchMe({ full_name: 'Countess', email }), { status: 422 })
    expect(await wholeStory()).toEqual(before)
  })

  test('a lone surrogate: 422', async () => {
    expect((await patchMe('{"email":"a\\ud83d@example.com"}')).status).toBe(422)
  })

  test('an invalid name beside a good address: 422, and the address is not changed', async () => {
    const before = await wholeStory()
    const response = await patchMe({ full_name: 'x'.repeat(256), email: `free-${people}@example.com` })
    await expectProblem('users-me', response, { status: 422 })
    expect(await wholeStory()).toEqual(before)
  })

  test('all eleven keys answer, in order, null ones too', async () => {
    const person = await newPerson(['USER_INFO'], { USER_INFO: { plan: undefined } })
    const body = await (await app.send('PATCH', me, {}, await app.token(person.accountId))).json()
    expect(Object.keys(body)).toEqual(usersMeKeys)
    expect(body).toEqual({
      id: person.accountId,
      email: person.email,
      full_name: null,
      is_active: true,
      role: 'user',
      subscription_tier: 'developer',
      subscription_status: 'inactive',
      current_period_end: null,
      permanent_credit_balance: 0,
      api_key_last_four: null,
      referral_code: expect.stringMatching(/^dc_[a-z0-9]{8}$/),
    })
  })
})

describe('account-profile: its PATCH writes the name alone', () => {
  beforeAll(newAda)

  test('an address in it is ignored, be it somebody else’s or none (our decision)', async () => {
    const other = await newPerson()
    for (const email of [other.email, null, 'nobody']) {
      expect((await app.send('PATCH', profile, { email }, token)).status).toBe(200)
    }
    expect((await story()).viewer.email).toBe(ada.email)
  })
})

describe('dismissing the notice of new credits', () => {
  beforeAll(newAda)
  beforeEach(() => app.database.prisma.account.update({ where: { id: ada.accountId }, data: { creditNotice: true } }))
  const notice = async () => (await (await app.get(profile, token)).json()).user.pending_credit_notice

  test('204 without a body; the notice is gone, in the graph too, and stays away', async () => {
    expect(await notice()).toBe(true)
    const response = await app.send('POST', dismissal, undefined, token)
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(Object.fromEntries(response.headers)).toEqual({
      ...safeHeaders,
      'cache-control': 'private, no-store',
      vary: 'authorization, x-api-key',
      'x-request-id': expect.any(String),
    })
    expect(await notice()).toBe(false)
    expect((await story()).viewer.credits.hasUnseenGrants).toBe(false)
  })

  test('again changes nothing (our decision)', async () => {
    await app.send('POST', dismissal, undefined, token)
    const before = await wholeStory()
    expect((await app.send('POST', dismissal, undefined, token)).status).toBe(204)
    expect(await wholeStory()).toEqual(before)
  })

  test('is no change of the profile: nothing but the notice differs (our decision)', async () => {
    const before = await wholeStory()
    await app.send('POST', dismissal, undefined, token)
    const unnoticed = before.map((text) =>
      text
        .replace('"pending_credit_notice":true', '"pending_credit_notice":false')
        .replace('"hasUnseenGrants":true', '"hasUnseenGrants":false'),
    )
    expect(await wholeStory()).toEqual(unnoticed)
  })

  test.each<[string, string | Uint8Array<ArrayBuffer> | null, string | null]>([
    ['none', null, null],
    ['an empty one', '', 'application/json'],
    ['an object', '{"all":true}', 'application/json'],
    ['no JSON', '{', 'application/json'],
    ['text', 'please', 'text/plain'],
    ['a form', 'a=1', 'application/x-www-form-urlencoded'],
    ['bytes', new Uint8Array([0xff, 0x00]), 'application/octet-stream'],
    ['one larger than any other may be', 'x'.repeat(200_000), 'application/json'],
  ])('takes any body: %s (our decision)', async (_, body, type) => {
    const headers = { authorization: `Bearer ${token}`, ...(type === null ? {} : { 'content-type': type }) }
    const response = await app.fetch(new Request(`http://gateway.test${dismissal}`, { method: 'POST', headers, body }))
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(await notice()).toBe(false)
  })

  test('marks every unseen grant as seen, once', async () => {
    const { prisma } = app.database
    const grant = (sequence: number, seenAt: Date | null) => ({
      id: `${String(people).padStart(8, '0')}-0000-4000-8000-${String(sequence).padStart(12, '0')}`,
      accountId: ada.accountId,
      pool: 'PERMANENT' as const,
      kind: 'PROMOTIONAL' as const,
      amount: 1n,
      remaining: 1n,
      effectiveAt: testNow,
      createdAt: testNow,
      sequence: BigInt(1000 + sequence),
      seenAt,
    })
    const earlier = new Date('2026-01-01T00:00:00.000Z')
    await app.send('POST', dismissal, undefined, token)
    await prisma.creditGrant.createMany({ data: [grant(1, null), grant(2, null), grant(3, earlier)] })
    expect(await notice()).toBe(true)
    await app.send('POST', dismissal, undefined, token)
    expect(await notice()).toBe(false)
    const rows = await prisma.creditGrant.findMany({
      where: { accountId: ada.accountId, sequence: { gt: 1000n } },
      orderBy: { sequence: 'asc' },
    })
    expect(rows.map(({ seenAt }) => seenAt)).toEqual([testNow, testNow, earlier])
  })

  test('one’s own only', async () => {
    const other = await newPerson()
    await app.send('POST', dismissal, undefined, await app.token(other.accountId))
    expect(await notice()).toBe(true)
  })

  test('a suspended account may not: 403, and the notice stays', async () => {
    const where = { id: ada.accountId }
    await app.database.prisma.account.update({ where, data: { restriction: 'SUSPENDED' } })
    await expectProblem('account-profile', await app.send('POST', dismissal, undefined, token), {
      status: 403,
      code: 'account_suspended',
    })
    await app.database.prisma.account.update({ where, data: { restriction: null } })
    expect(await notice()).toBe(true)
  })
})

const viewerFields = 'email emailVerified displayName firstName lastName updatedAt credits { hasUnseenGrants }'

/** Every answer about the person: the four shapes and the graph. */
async function story() {
  const [account, usersMe, userProfile, userInfo, graph] = (await wholeStory()).map((text) => JSON.parse(text))
  return { profile: account, usersMe, userProfile, userInfo, viewer: graph.data.viewer }
}

/** The same to the byte. */
async function wholeStory(): Promise<string[]> {
  const answers = [profile, me, '/api/users/profile', '/user/info'].map((path) => app.get(path, token))
  const graph = app.send('POST', '/graphql', { query: `{ viewer { ${viewerFields} } }` }, token)
  return Promise.all([...answers, graph].map(async (answer) => (await answer).text()))
}
