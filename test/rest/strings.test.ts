import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importingInto, paths } from '../support/importing.ts'
import type { Person } from '../support/legacy-people.ts'

type World = ReturnType<typeof importingInto>
let app: TestApp
let world: World
let ada: Person
let tokens: { readonly own: string; readonly service: string }
beforeAll(async () => {
  app = await createTestApp()
  world = importingInto(app)
  ada = await world.person(['USER_PROFILE', 'ACCOUNT_PROFILE', 'USERS_ME', 'USER_INFO'])
  const powers = ['credits:write', 'usage:write', 'subscriptions:write', 'accounts:write', 'account:support']
  tokens = { own: await app.token(ada.accountId), service: await app.token('service:sign-up', powers) }
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

/** What became of a text: the fields it was refused for, or how it reads now. */
type Outcome = { readonly refused: readonly string[] } | { readonly reads: unknown }
type Write = (text: string) => Promise<Outcome>

/** A field of a PATCH body. */
const patched =
  (system: 'ACCOUNT_PROFILE' | 'USERS_ME', key: string): Write =>
  async (text) => {
    const response = await world.patch(system, ada, { [key]: text })
    const body = await response.json()
    if (response.status === 422) return { refused: [(body.message ?? body.detail).split(':')[0]] }
    expect(response.status).toBe(200)
    return { reads: (await world.said(system, ada))[key] }
  }

/** A field of a mutation's input, which must be named in the refusal; `at` is where the payload shows it. */
const mutated =
  (by: 'own' | 'service', name: string, selection: string, input: (text: string) => object, at: string): Write =>
  async (text) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
    const query = `mutation ($input: ${type}!) { done: ${name}(input: $input) { ${selection} userErrors { field code } } }`
    const { status, data, errors } = await app.query(query, tokens[by], { input: input(text) })
    expect({ status, errors }).toEqual({ status: 200, errors: undefined })
    const { userErrors, ...done } = data.done
    if (userErrors.length === 0) return { reads: at.split('.').reduce((value, key) => value[key], done) }
    expect(new Set(userErrors.map(({ code }: { code: string }) => code))).toEqual(new Set(['INVALID']))
    return { refused: userErrors.map(({ field }: { field: string }) => field) }
  }

const profile = (field: string) =>
  mutated('own', 'updateProfile', `viewer { ${field} }`, (text) => ({ [field]: text }), `viewer.${field}`)
const newAccount = (field: string) =>
  mutated(
    'service',
    'createAccount',
    `account { ${field} }`,
    (text) => ({ email: `${randomUUID()}@example.com`, [field]: text }),
    `account.${field}`,
  )
const movement = (field: string, shown = field) =>
  mutated(
    'service',
    'grantCredits',
    `grant { ${shown} }`,
    (text) => ({
      account: { accountId: ada.accountId },
      pool: 'WALLET',
      kind: 'PAID',
      amount: { eur: '1' },
      idempotencyKey: randomUUID(),
      [field]: text,
    }),
    `grant.${shown}`,
  )

/** Every name and remark that can be written, by the field's own name and the face it is written through. */
const lines: readonly (readonly [field: string, through: string, write: Write])[] = [
  ['name', 'account-profile', patched('ACCOUNT_PROFILE', 'name')],
  ['full_name', 'users-me', patched('USERS_ME', 'full_name')],
  ...['displayName', 'firstName', 'lastName', 'company'].flatMap(
    (field) =>
      [
        [field, 'updateProfile', profile(field)],
        [field, 'createAccount', newAccount(field)],
      ] as const,
  ),
  ['name', 'createApiKey', mutated('own', 'createApiKey', 'apiKey { name }', (name) => ({ name }), 'apiKey.name')],
  ['name', 'createAgent', mutated('own', 'createAgent', 'agent { name }', (name) => ({ name }), 'agent.name')],
  ['reason', 'grantCredits', movement('reason')],
  ['reference', 'grantCredits', movement('reference')],
  [
    'label',
    'setSubscription',
    mutated(
      'service',
      'setSubscription',
      'subscription { plan { name } }',
      (label) => ({ account: { accountId: ada.accountId }, plan: 'CUSTOM', label }),
      'subscription.plan.name',
    ),
  ],
]

/** What tells accounts, keys and events apart: text as well, whatever its length. */
const marks: readonly (readonly [field: string, through: string, write: Write])[] = [
  ['email', 'users-me', patched('USERS_ME', 'email')],
  ['email', 'updateProfile', profile('email')],
  ['email', 'createAccount', newAccount('email')],
  ['imageUrl', 'updateProfile', profile('imageUrl')],
  ['imageUrl', 'createAccount', newAccount('imageUrl')],
  ['idempotencyKey', 'grantCredits', movement('idempotencyKey', 'id')],
  [
    'events.0.id',
    'recordUsage',
    mutated(
      'service',
      'recordUsage',
      'recorded',
      (id) => ({ account: { accountId: ada.accountId }, events: [{ id, meter: 'SPANS', quantity: 1 }] }),
      'recorded',
    ),
  ],
  ...(['email', 'referralCode'] as const).map(
    (by) =>
      [
        `account.${by}`,
        'verifyEmail',
        mutated('service', 'verifyEmail', 'account { email }', (text) => ({ account: { [by]: text } }), 'account'),
      ] as const,
  ),
  [
    'account.legacy.id',
    'verifyEmail',
    mutated(
      'service',
      'verifyEmail',
      'account { email }',
      (id) => ({ account: { legacy: { system: 'USERS_ME', id } } }),
      'account',
    ),
  ],
]

/** The characters with the property White_Space (Unicode 16, PropList.txt). */
const whiteSpace = [
  ...[0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0x1680],
  ...Array.from({ length: 11 }, (_, index) => 0x2000 + index),
  ...[0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
].map((codePoint) => String.fromCodePoint(codePoint))

const unkeepable = ['\0', 'a\0b', 'ab\0', '\ud83d', 'a\ude80b', '\ude80\ud83d', 'a\ud83d', `${'x'.repeat(300)}\0`]

describe.each([...lines, ...marks])('%s through %s', (field, _through, write) => {
  test('text with U+0000 or half a surrogate pair is refused by the field’s name', async () => {
    for (const text of unkeepable) {
      expect({ text, ...(await write(text)) }).toEqual({ text, refused: expect.arrayContaining([field]) })
    }
  })
})

describe.each(lines)('%s through %s', (field, through, write) => {
  test('nothing but white space, of whatever kind, is refused (our decision)', async () => {
    for (const text of ['', ...whiteSpace, whiteSpace.join(''), '\ufeff', ' '.repeat(300)]) {
      expect({ text, ...(await write(text)) }).toEqual({ text, refused: expect.arrayContaining([field]) })
    }
  })

  test('256 code points are refused', async () => {
    for (const text of ['x'.repeat(256), '🚀'.repeat(256), 'e\u0301'.repeat(128), ` ${'x'.repeat(255)}`]) {
      expect({ text, ...(await write(text)) }).toEqual({ text, refused: [field] })
    }
  })

  test('255 are stored exactly as sent, like whatever else shows a sign or none', async () => {
    // A pair is joined to a display name, which has to fit, too.
    const isOfPair = field === 'firstName' || field === 'lastName'
    await world.patch('USERS_ME', ada, { full_name: null })
    for (const text of [
      'x'.repeat(255),
      '🚀'.repeat(255),
      `${'e\u0301'.repeat(127)}x`,
      '  Ada\u0085\u3000 ',
      'Zoe\u0308 ﬁ Å \u212b',
      '\u200b',
      'A\uffff\u{10ffff}\u0001\u007f',
      '\u202eadA\u2028',
    ]) {
      expect({ text, ...(await write(text)) }).toEqual({ text, reads: text })
      if (isOfPair && through === 'updateProfile') await world.patch('USERS_ME', ada, { full_name: null })
    }
  })
})

describe('an e-mail address', () => {
  const writers = marks.filter(([field]) => field === 'email')

  test.each([
    'nobody',
    'nobody@',
    '@example.com',
    'a@b@example.com',
    'a b@example.com',
    'a@exam ple.com',
    'a\u0001@example.com',
    'a\u007f@example.com',
    'a\u0085@example.com',
    'a\u200b@example.com',
    '\u202ea@example.com',
    'a\u3000@example.com',
    'a@example.com\n',
    '\ufeffa@example.com',
    '<a@example.com>',
    'Ada <a@example.com>',
    '"a b"@example.com',
    'a,b@example.com',
    'a;b@example.com',
    'a@example..com',
    'a@.example.com',
    'a@example.com.',
    'a@-example.com',
    'a@[127.0.0.1]',
    `${'x'.repeat(65)}@example.com`,
    `a@${'x'.repeat(64)}.com`,
    `a@${'x'.repeat(62)}.${'x'.repeat(63)}.${'x'.repeat(63)}.${'x'.repeat(63)}.x`,
  ])('%j is none: refused at both faces (our decision)', async (address) => {
    for (const [, , write] of writers) expect(await write(address)).toEqual({ refused: ['email'] })
  })

  test.each([
    "o'brien+tag!#$%&*/=?^_`{|}~-@example.com",
    '.dots..as.they.come.@example.com',
    'a@localhost',
    'Mixed.Case@Example.COM',
    'jose\u0301@example.com',
    '用户@例え.テスト',
    'अजय@डाटा.भारत',
    `${'🚀'.repeat(64)}@example.com`,
    `a@${'x'.repeat(63)}.${'x'.repeat(63)}.${'x'.repeat(63)}.${'x'.repeat(61)}.x`,
  ])('%j is one: stored exactly as sent, at both faces (our decision)', async (address) => {
    for (const [, through, write] of writers) {
      expect([through, await write(address)]).toEqual([through, { reads: address }])
      // One at a time: the next writer makes it somebody else's.
      await write(`${randomUUID()}@example.com`)
      await forget(address)
    }
  })

  async function forget(address: string): Promise<void> {
    const query =
      'mutation ($email: EmailAddress) { deleteAccount(input: { account: { email: $email } }) { deletedAccountId } }'
    await app.query(query, tokens.service, { email: address })
  }
})

test.each([
  ' https://example.com/a.png',
  'https://example.com/a.png\n',
  'https://exam\tple.com',
  'https://a.example/b c',
])('a link with white space, %j, is refused, not tidied', async (imageUrl) => {
  expect(await profile('imageUrl')(imageUrl)).toEqual({ refused: ['imageUrl'] })
})

/** Two spellings of what is one address, and what is not: compared by the rule of src/domain/email-address.ts. */
const sameAddress = [
  ['case', 'grace@example.com', 'GRACE@EXAMPLE.COM'],
  ['a composed letter', 'zo\u00eb@example.com', 'zoe\u0308@example.com'],
  ['both', 'ren\u00e9@example.com', 'RENE\u0301@EXAMPLE.com'],
  ['two marks in another order', 'a\u0323\u0302@example.com', 'A\u0302\u0323@example.com'],
  ['the Kelvin sign', 'kelvin@example.com', '\u212aelvin@example.com'],
  ['the Ångström sign', '\u00e5ngstrom@example.com', '\u212bngstrom@example.com'],
  ['I in Turkey', 'istanbul@example.com', 'ISTANBUL@example.com'],
  ['a sharp s in upper case', 'stra\u00dfe@example.com', 'STRA\u1e9eE@example.com'],
  ['a sigma at the end', 'οδος@example.com', 'ΟΔΟΣ@example.com'],
  ['a sigma at the end, written as in the middle', 'νομοσ@example.com', 'ΝΟΜΟΣ@example.com'],
  ['a letter that composes in lower case only', '\u01f0an@example.com', 'J\u030cAN@example.com'],
  ['letters beyond the basic plane', '𐐨@example.com', '𐐀@example.com'],
  ['the domain', 'domain@ex\u00e4mple.com', 'domain@EXA\u0308MPLE.com'],
] as const
const otherAddress = [
  ['a dotless i', 'dilek@example.com', 'd\u0131lek@example.com'],
  ['ss', 'fu\u00df@example.com', 'fuss@example.com'],
  ['letters that only look alike', 'adam@example.com', '\u0430dam@example.com'],
  ['a compatible form', 'office@example.com', 'o\ufb03ce@example.com'],
  ['full width', 'wide@example.com', '\uff57ide@example.com'],
  ['a tag', 'tag@example.com', 'tag+1@example.com'],
  ['a dot', 'dot@example.com', 'd.ot@example.com'],
  ['no mark', 'fa\u00e7ade@example.com', 'facade@example.com'],
] as const

describe('addresses that differ in', () => {
  test.each(sameAddress)(
    '%s are one, at both faces, in lookups and in imports (our decision)',
    async (_, one, other) => {
      const { holder, token, rival } = await heldBy(one)

      const taken = [{ field: 'email', code: 'CONFLICT' }]
      expect(await givenTo(rival, other)).toEqual([409, taken, taken])
      expect(await accountOf(other)).toBe(holder)
      expect(await importedAs(other, false)).toBe('refused')

      // One's own is no conflict, reads as it was sent last, and is verified as it was.
      for (const spelling of [other, one]) {
        const response = await app.send('PATCH', paths.USERS_ME, { email: spelling }, token)
        expect([response.status, (await response.json()).email]).toEqual([200, spelling])
        expect((await world.said('ACCOUNT_PROFILE', { accountId: holder })).email_verified).toBe(true)
        expect(await accountOf(one)).toBe(holder)
      }
      // A record finds it by its address once linking is asked for.
      expect(await importedAs(other, true)).toBe('linked')
      expect(await accountOf(other)).toBe(holder)
    },
  )

  test.each(otherAddress)('%s are two (our decision)', async (_, one, other) => {
    const { rival } = await heldBy(one)
    expect(await accountOf(other)).toBeNull()
    expect(await givenTo(rival, other)).toEqual([200, [], [{ field: 'email', code: 'CONFLICT' }]])
    expect(await accountOf(other)).toBe(rival.accountId)
  })

  /** A verified account with that address, and a rival. */
  async function heldBy(email: string) {
    const input = { email, emailVerified: true }
    const query = 'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { accountId } } }'
    const { data } = await app.query(query, tokens.service, { input })
    const holder: string = data.createAccount.account.accountId
    const rival = await world.person(['USERS_ME'])
    return { holder, token: await app.token(holder), rival: { ...rival, token: await app.token(rival.accountId) } }
  }

  /** What comes of giving an address to another account: by users-me, by updateProfile, by createAccount. */
  async function givenTo(rival: { readonly token: string }, email: string) {
    const errors = 'userErrors { field code }'
    const patch = await app.send('PATCH', paths.USERS_ME, { email }, rival.token)
    const update = `mutation ($email: EmailAddress) { updateProfile(input: { email: $email }) { ${errors} } }`
    const create = `mutation ($email: EmailAddress!) { createAccount(input: { email: $email }) { ${errors} } }`
    const updated = await app.query(update, rival.token, { email })
    const created = await app.query(create, tokens.service, { email })
    return [patch.status, updated.data.updateProfile.userErrors, created.data.createAccount.userErrors]
  }

  async function accountOf(email: string): Promise<string | null> {
    const query = 'query ($email: EmailAddress) { account(by: { email: $email }) { accountId } }'
    const { data } = await app.query(query, tokens.service, { email })
    return data.account?.accountId ?? null
  }

  async function importedAs(email: string, linkByEmail: boolean): Promise<string> {
    const outcome = await world.importOne('ACCOUNT_PROFILE', world.nextNumber(), { email }, linkByEmail)
    return outcome.status
  }
})
