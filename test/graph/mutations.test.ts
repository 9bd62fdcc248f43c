import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import {
  DismissCreditNoticeDocument,
  UpdateProfileDocument,
  type UpdateProfileInput,
  type UpdateProfileMutation,
} from '../support/gql/graphql.ts'
import { ask, askWell } from '../support/graph.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

let number = 0
let person: Person
let token: string
beforeEach(async () => {
  number += 1
  app.clock.now = testNow
  person = await importPerson(app, number)
  token = await app.token(person.accountId)
  app.clock.now = later
})

const later = new Date('2026-02-07T00:30:00.000Z')

type Shown = NonNullable<UpdateProfileMutation['updateProfile']['viewer']>

/** As `importPerson` brings them in. */
const asImported = (): Omit<Shown, 'updatedAt'> => ({
  email: person.email,
  emailVerified: true,
  displayName: 'Ada Lovelace',
  firstName: 'Ada',
  lastName: 'Lovelace',
  imageUrl: null,
  company: null,
  promptAnalysisOptIn: true,
})

describe('updateProfile', () => {
  const changes: [string, UpdateProfileInput, Partial<Shown>][] = [
    [
      'a display name, which drops the pair',
      { displayName: 'Grace B. Hopper' },
      { displayName: 'Grace B. Hopper', firstName: 'Grace', lastName: 'B. Hopper' },
    ],
    ['a display name of one word', { displayName: 'Ada' }, { displayName: 'Ada', firstName: 'Ada', lastName: '' }],
    ['no display name', { displayName: null }, { displayName: null, firstName: '', lastName: '' }],
    [
      'the pair, which sets the display name',
      { firstName: 'Grace', lastName: 'Hopper' },
      { displayName: 'Grace Hopper', firstName: 'Grace', lastName: 'Hopper' },
    ],
    [
      'a first name beside the last name there is',
      { firstName: 'Augusta Ada' },
      { displayName: 'Augusta Ada Lovelace', firstName: 'Augusta Ada', lastName: 'Lovelace' },
    ],
    [
      'a last name beside the first name there is',
      { lastName: 'King' },
      { displayName: 'Ada King', firstName: 'Ada', lastName: 'King' },
    ],
    ['no first name', { firstName: null }, { displayName: 'Lovelace', firstName: '', lastName: 'Lovelace' }],
    ['neither of the pair', { firstName: null, lastName: null }, { displayName: null, firstName: '', lastName: '' }],
    [
      'a new e-mail address, which is unverified',
      { email: 'ada@example.org' },
      { email: 'ada@example.org', emailVerified: false },
    ],
    ['an image', { imageUrl: 'https://example.com/ada.png' }, { imageUrl: 'https://example.com/ada.png' }],
    ['a company', { company: 'Analytical Engines' }, { company: 'Analytical Engines' }],
    ['the opt-in', { promptAnalysisOptIn: false }, { promptAnalysisOptIn: false }],
  ]

  test.each(changes)('writes %s and leaves the rest', async (_, input, expected) => {
    const { viewer, userErrors } = await update(input)
    expect(userErrors).toEqual([])
    expect(viewer).toEqual({ ...asImported(), ...expected, updatedAt: later.toISOString() })
    expect(await seen()).toEqual(viewer)
  })

  test.each<[keyof UpdateProfileInput & keyof Shown, string]>([
    ['imageUrl', 'https://example.com/ada.png'],
    ['company', 'Analytical Engines'],
  ])('%s is set, left and cleared', async (field, value) => {
    expect((await update({ [field]: value })).viewer?.[field]).toBe(value)
    expect((await update({ promptAnalysisOptIn: true })).viewer?.[field]).toBe(value)
    expect((await update({ [field]: null })).viewer?.[field]).toBeNull()
  })

  test('writes everything at once', async () => {
    const input = {
      firstName: 'Grace',
      lastName: 'Hopper',
      email: `grace-${number}@example.com`,
      imageUrl: 'http://example.com/g',
      company: 'US Navy',
      promptAnalysisOptIn: false,
    }
    const { viewer } = await update(input)
    expect(viewer).toEqual({
      ...input,
      displayName: 'Grace Hopper',
      emailVerified: false,
      updatedAt: later.toISOString(),
    })
  })

  test('an empty input changes nothing, not even the date', async () => {
    const before = await seen()
    expect(await update({})).toEqual({ viewer: before, userErrors: [] })
    expect(await seen()).toEqual(before)
  })

  test('one’s own address in another spelling stays verified', async () => {
    const { viewer } = await update({ email: person.email.toUpperCase() })
    expect(viewer).toMatchObject({ email: person.email.toUpperCase(), emailVerified: true })
  })

  test('two changes in one request happen one after the other, and each shows what it made', async () => {
    const both = `mutation {
      one: updateProfile(input: { company: "One" }) { viewer { company displayName } }
      two: updateProfile(input: { displayName: "Two" }) { viewer { company displayName } }
    }`
    const { data } = await app.query(both, token)
    expect(data).toEqual({
      one: { viewer: { company: 'One', displayName: 'Ada Lovelace' } },
      two: { viewer: { company: 'One', displayName: 'Two' } },
    })
  })
})

describe('what updateProfile refuses is data, and nothing is written', () => {
  const text = 'must be well-formed text without U+0000'
  const tooLong = 'must be at most 255 characters'
  const names = ['displayName', 'firstName', 'lastName', 'company'] as const
  const wrong: [string, UpdateProfileInput, string, string][] = [
    ...names.flatMap((field): typeof wrong => [
      [`${field}: blank`, { [field]: ' \u00a0\t' }, field, 'must not be blank'],
      [`${field}: empty`, { [field]: '' }, field, 'must not be blank'],
      [`${field}: 256 characters`, { [field]: 'x'.repeat(256) }, field, tooLong],
      [`${field}: 256 characters beyond the basic plane`, { [field]: '😀'.repeat(256) }, field, tooLong],
      [`${field}: U+0000`, { [field]: 'A\0da' }, field, text],
      [`${field}: half a surrogate pair`, { [field]: 'Ada \ud83d' }, field, text],
    ]),
    [
      'displayName beside firstName',
      { displayName: 'Ada', firstName: 'Ada' },
      'displayName',
      'cannot be written together with firstName or lastName',
    ],
    [
      'displayName beside lastName, both null',
      { displayName: null, lastName: null },
      'displayName',
      'cannot be written together with firstName or lastName',
    ],
    [
      'a pair that is too long together',
      { firstName: 'x'.repeat(128), lastName: 'y'.repeat(127) },
      'lastName',
      'first and last name together must be at most 255 characters',
    ],
    ['email: no address', { email: 'nobody' }, 'email', 'must be an e-mail address'],
    ['email: empty', { email: '' }, 'email', 'must be an e-mail address'],
    ['email: U+0000', { email: 'a\0@example.com' }, 'email', text],
    ['imageUrl: a script', { imageUrl: 'javascript:alert(1)' }, 'imageUrl', 'must be an http(s) URL'],
    ['imageUrl: data', { imageUrl: 'data:text/html,x' }, 'imageUrl', 'must be an http(s) URL'],
    ['imageUrl: a path', { imageUrl: '/ada.png' }, 'imageUrl', 'must be an http(s) URL'],
    ['imageUrl: empty', { imageUrl: '' }, 'imageUrl', 'must be an http(s) URL'],
  ]

  test.each(wrong)('%s', async (_, input, field, message) => {
    const before = await seen()
    const answer = await update({ promptAnalysisOptIn: false, ...input })
    expect(answer.viewer).toBeNull()
    expect(answer.userErrors).toContainEqual({ field, message, code: 'INVALID' })
    expect(new Set(answer.userErrors.map((error) => error.field))).toEqual(new Set([field]))
    expect(await seen()).toEqual(before)
    expect(app.bugs).toEqual([])
  })

  test.each([
    ['email', null],
    ['promptAnalysisOptIn', null],
  ] as const)('%s cannot be cleared', async (field, value) => {
    const before = await seen()
    const answer = await update({ company: 'Analytical Engines', [field]: value })
    expect(answer).toEqual({ viewer: null, userErrors: [{ field, message: expect.any(String), code: 'INVALID' }] })
    expect(await seen()).toEqual(before)
  })

  test('every field at fault is named at once', async () => {
    const { userErrors } = await update({ company: ' ', email: 'nobody', imageUrl: 'ftp://example.com' })
    expect(userErrors.map(({ field }) => field)).toEqual(['email', 'imageUrl', 'company'])
  })

  test('an address somebody else has, in any case, is a CONFLICT', async () => {
    const other = await importPerson(app, 1_000 + number)
    const before = await seen()
    const answer = await update({ company: 'Analytical Engines', email: other.email.toUpperCase() })
    expect(answer).toEqual({
      viewer: null,
      userErrors: [{ field: 'email', message: 'is already in use', code: 'CONFLICT' }],
    })
    expect(await seen()).toEqual(before)
    expect(JSON.stringify(answer)).not.toContain(other.accountId)
  })

  test('an input the schema does not know is refused before anything runs', async () => {
    for (const input of [
      { role: 'admin' },
      { company: 1 },
      { promptAnalysisOptIn: 'yes' },
      { email: 1 },
      { imageUrl: {} },
    ]) {
      const { data, errors } = await ask(app, UpdateProfileDocument, token, { input: input as UpdateProfileInput })
      expect({ data, codes: errors?.map(({ extensions }) => extensions.code) }).toEqual({
        data: undefined,
        codes: ['BAD_REQUEST'],
      })
    }
  })
})

describe('the longest texts', () => {
  test.each(['displayName', 'company'] as const)(
    '%s takes 255 characters, wherever in Unicode they are',
    async (field) => {
      for (const value of ['x'.repeat(255), '😀'.repeat(255), 'é'.repeat(255)]) {
        expect(await update({ [field]: value })).toMatchObject({ viewer: { [field]: value }, userErrors: [] })
      }
    },
  )

  test('a pair takes 255 characters with the space between', async () => {
    const { viewer } = await update({ firstName: '😀'.repeat(127), lastName: 'y'.repeat(127) })
    expect([...(viewer?.displayName ?? '')]).toHaveLength(255)
  })

  test('text is kept exactly as it was sent', async () => {
    const value = '  Zoë\u2028Ωmega "/\\\u001f  '
    expect((await update({ displayName: value })).viewer?.displayName).toBe(value)
  })
})

describe('dismissCreditNotice', () => {
  test('the notice goes, and stays away', async () => {
    await app.database.prisma.creditGrant.updateMany({ where: { accountId: person.accountId }, data: { seenAt: null } })
    expect(await hasNotice()).toBe(true)
    const first = await askWell(app, DismissCreditNoticeDocument, token, {})
    expect(first.dismissCreditNotice.userErrors).toEqual([])
    expect(first.dismissCreditNotice.viewer?.credits.hasUnseenGrants).toBe(false)
    const seenAt = first.dismissCreditNotice.viewer?.credits.grants.edges.map(({ node }) => node.seenAt)
    expect(seenAt).toEqual(seenAt?.map(() => later.toISOString()))

    app.clock.now = new Date(later.getTime() + 60_000)
    expect(await askWell(app, DismissCreditNoticeDocument, token, {})).toEqual(first)
    expect(await hasNotice()).toBe(false)
  })

  test('until the next grant', async () => {
    await askWell(app, DismissCreditNoticeDocument, token, {})
    await app.database.prisma.creditGrant.create({
      data: {
        id: crypto.randomUUID(),
        accountId: person.accountId,
        pool: 'PERMANENT',
        kind: 'PROMOTIONAL',
        amount: 5n,
        remaining: 5n,
        effectiveAt: later,
        sequence: 100n,
        createdAt: later,
      },
    })
    expect(await hasNotice()).toBe(true)
  })

  async function hasNotice(): Promise<boolean> {
    const { data } = await app.query('{ viewer { credits { hasUnseenGrants } } }', token)
    return data.viewer.credits.hasUnseenGrants
  }
})

describe('who may not write', () => {
  const mutations = [
    ['updateProfile', 'mutation { updateProfile(input: { company: "x" }) { viewer { id } userErrors { code } } }'],
    ['dismissCreditNotice', 'mutation { dismissCreditNotice { viewer { id } userErrors { code } } }'],
  ] as const

  test.each(mutations)('%s: without profile:write it is FORBIDDEN', async (field, mutation) => {
    const before = await seen()
    const { status, data, errors } = await app.query(mutation, await app.token(person.accountId, ['profile:read']))
    expect({ status, data }).toEqual({ status: 200, data: null })
    expect(errors).toEqual([
      expect.objectContaining({
        path: [field],
        extensions: {
          code: 'FORBIDDEN',
          reason: 'INSUFFICIENT_SCOPE',
          scope: 'profile:write',
          requestId: expect.any(String),
        },
      }),
    ])
    expect(await seen()).toEqual(before)
  })

  test.each(mutations)('%s: nobody at all is UNAUTHENTICATED', async (_, mutation) => {
    const { data, errors } = await app.query(mutation)
    expect(data).toBeNull()
    expect(errors?.[0].extensions).toEqual({ code: 'UNAUTHENTICATED', requestId: expect.any(String) })
  })

  test.each(mutations)('%s: whoever is gone, and a service, is NOT_FOUND', async (_, mutation) => {
    const gone = await app.token('00000000-0000-4000-8000-000000000000')
    const service = await app.token('service:cron', ['profile:read', 'profile:write'])
    for (const caller of [gone, service]) {
      const { errors } = await app.query(mutation, caller)
      expect(errors?.[0].extensions).toEqual({ code: 'NOT_FOUND', requestId: expect.any(String) })
    }
  })

  test.each(mutations)('%s: a closed account is FORBIDDEN and says why', async (_, mutation) => {
    for (const restriction of ['SUSPENDED', 'LEGAL'] as const) {
      await app.database.prisma.account.update({ where: { id: person.accountId }, data: { restriction } })
      const { errors } = await app.query(mutation, token)
      expect(errors?.[0].extensions).toEqual({ code: 'FORBIDDEN', reason: restriction, requestId: expect.any(String) })
    }
    await app.database.prisma.account.update({ where: { id: person.accountId }, data: { restriction: 'PAYMENT' } })
    expect((await app.query(mutation, token)).errors).toBeUndefined()
  })

  test.each(mutations)('%s: support does not write for others', async (_, mutation) => {
    const { errors } = await app.query(mutation, await app.token('service:helpdesk', ['account:support']))
    expect(errors?.[0].extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'profile:write' })
  })
})

async function update(input: UpdateProfileInput) {
  return (await askWell(app, UpdateProfileDocument, token, { input })).updateProfile
}

/** The profile as another request sees it. */
async function seen(): Promise<Shown> {
  const fields = 'email emailVerified displayName firstName lastName imageUrl company promptAnalysisOptIn updatedAt'
  const { data } = await app.query(`{ viewer { ${fields} } }`, token)
  return data.viewer
}
