import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { AccountDocument, type AccountLookup } from '../support/gql/graphql.ts'
import { ask, askWell } from '../support/graph.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

let app: TestApp
let person: Person
let support: string
beforeAll(async () => {
  app = await createTestApp()
  person = await importPerson(app, 1)
  await importPerson(app, 2)
  support = await app.token('service:helpdesk', ['account:support'])
})
afterAll(() => app.close())

describe('an account is found', () => {
  const lookups: Record<string, () => AccountLookup> = {
    'by our own id': () => ({ accountId: person.accountId }),
    'by our own id in capitals': () => ({ accountId: person.accountId.toUpperCase() }),
    'by its e-mail address': () => ({ email: 'person-1@example.com' }),
    'by its e-mail address in any case': () => ({ email: 'PERSON-1@Example.COM' }),
    'by account-profile’s id': () => ({ legacy: { system: 'ACCOUNT_PROFILE', id: person.ids.ACCOUNT_PROFILE } }),
    'by users-me’s id': () => ({ legacy: { system: 'USERS_ME', id: person.ids.USERS_ME } }),
    'by user-profile’s id': () => ({ legacy: { system: 'USER_PROFILE', id: person.ids.USER_PROFILE } }),
    'by user-info’s id': () => ({ legacy: { system: 'USER_INFO', id: person.ids.USER_INFO } }),
    'by its referral code': () => ({ referralCode: 'dc_00000001' }),
  }

  test.each(Object.entries(lookups))('%s', async (_, by) => {
    expect(await askWell(app, AccountDocument, support, { by: by() })).toEqual({
      account: { accountId: person.accountId, email: 'person-1@example.com', restriction: null },
    })
  })

  test('when it is closed, too', async () => {
    const closed = await importPerson(app, 3)
    await app.database.prisma.account.update({ where: { id: closed.accountId }, data: { restriction: 'LEGAL' } })
    expect(await askWell(app, AccountDocument, support, { by: { accountId: closed.accountId } })).toEqual({
      account: { accountId: closed.accountId, email: closed.email, restriction: 'LEGAL' },
    })
  })

  test('by a code of the gateway’s own making, after an import has brought another', async () => {
    const { accountId } = await importPerson(app, 4, ['ACCOUNT_PROFILE'])
    const first = await app.query('{ viewer { referralCode } }', await app.token(accountId))
    const generated: string = first.data.viewer.referralCode
    expect(generated).toMatch(/^dc_[a-z0-9]{8}$/)
    await importPerson(app, 4, ['USERS_ME'])
    for (const referralCode of [generated, 'dc_00000004']) {
      expect(await askWell(app, AccountDocument, support, { by: { referralCode } })).toMatchObject({
        account: { accountId },
      })
    }
  })

  test('with all its parts, as its owner sees it', async () => {
    const parts = 'email credits { wallet { available } } subscription { plan { name } } resources { agentCount }'
    const own = await app.query(`{ viewer { ${parts} } }`, await app.token(person.accountId))
    const found = await app.query(`{ account(by: { accountId: "${person.accountId}" }) { ${parts} } }`, support)
    expect(found.data.account).toEqual(own.data.viewer)
  })
})

describe('nobody is found', () => {
  test.each<[string, AccountLookup]>([
    ['by an id nobody has', { accountId: '00000000-0000-4000-8000-000000000000' }],
    ['by an address nobody has', { email: 'nobody@example.com' }],
    ['by what is no address', { email: 'nobody' }],
    ['by an empty address', { email: '' }],
    ['by a legacy id nobody has', { legacy: { system: 'USERS_ME', id: 'nobody' } }],
    ['by another system’s id', { legacy: { system: 'USER_INFO', id: '22222222-0000-4000-8000-000000000001' } }],
    ['by a code nobody has', { referralCode: 'dc_nobodyyy' }],
    ['by an empty code', { referralCode: '' }],
  ])('%s', async (_, by) => {
    expect(await askWell(app, AccountDocument, support, { by })).toEqual({ account: null })
    expect(app.bugs).toEqual([])
  })
})

describe('text that no database can hold is refused', () => {
  test.each<[string, AccountLookup]>([
    ['by.email', { email: '\0' }],
    ['by.referralCode', { referralCode: 'dc_\0' }],
    ['by.legacy.id', { legacy: { system: 'USERS_ME', id: '\0' } }],
    ['by.legacy.id', { legacy: { system: 'USERS_ME', id: '\ud800' } }],
  ])('%s', async (field, by) => {
    const { data, errors } = await ask(app, AccountDocument, support, { by })
    expect(data).toEqual({ account: null })
    expect(errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      fields: [{ field, message: 'must be well-formed text without U+0000' }],
      requestId: expect.any(String),
    })
    expect(app.bugs).toEqual([])
  })
})

describe('exactly one way is named', () => {
  test.each([
    ['none', {}],
    ['two', { email: 'person-1@example.com', referralCode: 'dc_00000001' }],
    ['one that is null', { email: null }],
    ['one and another that is null', { email: 'person-1@example.com', referralCode: null }],
    ['what is no UUID', { accountId: '1' }],
    ['a system there is not', { legacy: { system: 'NOWHERE', id: '1' } }],
    ['half of a legacy id', { legacy: { system: 'USERS_ME' } }],
  ])('%s is refused before anything is looked up', async (_, by) => {
    const { data, errors } = await ask(app, AccountDocument, support, { by: by as AccountLookup })
    expect(data).toBeUndefined()
    expect(errors).toEqual([
      expect.objectContaining({ extensions: { code: 'BAD_REQUEST', requestId: expect.any(String) } }),
    ])
    expect(app.bugs).toEqual([])
  })
})

describe('without the scope account:support', () => {
  test('everybody is FORBIDDEN, also for one’s own account', async () => {
    const tokens = [await app.token(person.accountId), await app.token('service:cron', ['profile:read'])]
    for (const token of tokens) {
      const { status, data, errors } = await ask(app, AccountDocument, token, { by: { accountId: person.accountId } })
      expect({ status, data }).toEqual({ status: 200, data: { account: null } })
      expect(errors).toEqual([
        expect.objectContaining({
          path: ['account'],
          extensions: {
            code: 'FORBIDDEN',
            reason: 'INSUFFICIENT_SCOPE',
            scope: 'account:support',
            requestId: expect.any(String),
          },
        }),
      ])
    }
  })

  test('nobody at all is UNAUTHENTICATED', async () => {
    const { data, errors } = await ask(app, AccountDocument, null, { by: { accountId: person.accountId } })
    expect(data).toEqual({ account: null })
    expect(errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED', requestId: expect.any(String) })
  })

  test('the answer is the same for an account that is nobody’s', async () => {
    const token = await app.token(person.accountId)
    const [known, unknown] = await Promise.all(
      [{ accountId: person.accountId }, { email: 'nobody@example.com' }].map((by) =>
        ask(app, AccountDocument, token, { by }),
      ),
    )
    const seen = (answer: typeof known) => [answer?.data, answer?.errors?.map(({ message }) => message)]
    expect(seen(known)).toEqual(seen(unknown))
  })
})
