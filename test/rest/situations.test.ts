import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importApiKeys } from '../../src/actions/import-api-keys.ts'
import { mintToken } from '../../src/auth/mint.ts'
import { Refusal } from '../../src/domain/refusal.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createTestApp, type TestApp, testNow, testSecret } from '../support/app.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'
import {
  cellsWithoutAssertion,
  type Expected,
  expectCell,
  expectNothingLeaked,
  expectProblem,
  type Face,
  faces,
  type Particulars,
  type RestFace,
  type Route,
  restFaces,
  routes,
  type Situation,
  systemOf,
} from './situation-table.ts'

type HeaderLines = Record<string, string>

const liveKey = 'dc_live_0123456789abcdef7x9z'
const revokedKey = 'dc_live_fedcba98765432100000'
const nobody = '00000000-0000-4000-8000-000000000000'

let app: TestApp
let open: Person
let suspended: Person
let blocked: Person
let late: Person

beforeAll(async () => {
  app = await createTestApp()
  open = await importPerson(app, 1)
  suspended = await restricted(2, 'SUSPENDED')
  blocked = await restricted(3, 'LEGAL')
  late = await restricted(4, 'PAYMENT')
  const key = { system: 'USERS_ME', legacyId: open.ids.USERS_ME, createdAt: testNow }
  await importApiKeys(app.database.prisma, [
    { ...key, sha256: sha256(liveKey), lastFour: '7x9z', revokedAt: null },
    { ...key, sha256: sha256(revokedKey), lastFour: '0000', revokedAt: testNow },
  ])
})
afterAll(() => app.close())

describe('no credentials', () => {
  test.each(faces)('%s asks for some, without an error code in the challenge', async (face) => {
    await expectEverywhere('no credentials', face, {}, { challenge: 'bare' })
  })
})

describe('bad or expired credentials', () => {
  const good = () => app.token(open.accountId)
  const bad: Record<string, () => HeaderLines | Promise<HeaderLines>> = {
    'an expired token': async () => bearer(await minted({ now: new Date(testNow.getTime() - 7_200_000) })),
    'a token signed with another secret': async () =>
      bearer(await minted({ secret: 'another secret, of forty-odd bytes, too' })),
    'a token without a signature': async () => bearer(`${(await good()).split('.').slice(0, 2).join('.')}.`),
    'a token that says it needs none': async () => bearer(await unsigned()),
    'a token for a system nobody knows': async () => bearer(await minted({ system: 'NOBODYS' })),
    'a sub that is no id': async () => bearer(await minted({ subject: 'ada' })),
    'the scheme alone': () => ({ authorization: 'Bearer' }),
    'an empty header': () => ({ authorization: '' }),
    'an empty key': () => ({ 'x-api-key': '' }),
    'a malformed credential': () => ({ authorization: 'Bearer not one word' }),
    'another scheme': () => ({ authorization: `Basic ${Buffer.from('ada:secret').toString('base64')}` }),
    'a token without a scheme': async () => ({ authorization: await good() }),
    'a token as an API key beside another': async () => ({ ...bearer(await good()), 'x-api-key': liveKey }),
    'an API key nobody has, as Bearer': () => bearer('dc_live_nobodys'),
    'an API key nobody has, as X-API-Key': () => ({ 'x-api-key': 'dc_live_nobodys' }),
    'a revoked API key as Bearer': () => bearer(revokedKey),
    'a revoked API key as X-API-Key': () => ({ 'x-api-key': revokedKey }),
  }
  describe.each(Object.keys(bad))('%s', (way) => {
    test.each(faces)('%s refuses it as an invalid token', async (face) => {
      const headers = (await bad[way]?.()) ?? {}
      await expectEverywhere('bad or expired credentials', face, headers, { challenge: 'invalid_token' })
    })
  })

  test.each([
    ['Bearer', bearer(liveKey)],
    ['X-API-Key', { 'x-api-key': liveKey }],
  ])('user-profile takes no API key, be it good: %s', async (_, headers) => {
    await expectEverywhere('bad or expired credentials', 'user-profile', headers, { challenge: 'invalid_token' })
  })

  test('a token in the query string is none', async () => {
    const response = await app.get(`/user/info?access_token=${await good()}`)
    await expectCell('no credentials', 'user-info', response, { challenge: 'bare' })
  })
})

describe('good credentials', () => {
  const ways: Record<string, () => HeaderLines | Promise<HeaderLines>> = {
    'an API key as Bearer': () => bearer(liveKey),
    'an API key as X-API-Key': () => ({ 'x-api-key': liveKey }),
    'the same API key both ways': () => ({ ...bearer(liveKey), 'x-api-key': liveKey }),
    'a scheme in another case': async () => ({ authorization: `bEARER ${await app.token(open.accountId)}` }),
    'a token five seconds late, as clocks differ': async () =>
      bearer(await minted({ now: new Date(testNow.getTime() - 3_604_000) })),
  }
  describe.each(Object.keys(ways))('%s', (way) => {
    const isKey = /key/i.test(way)
    test.each(restFaces.filter((face) => !isKey || face !== 'user-profile'))('%s takes it', async (face) => {
      const headers = (await ways[way]?.()) ?? {}
      for (const route of routes[face]) {
        const response = await ask(route, headers)
        expect(response.status, `${route.method} ${route.path}`).toBe(route.method === 'POST' ? 204 : 200)
      }
    })
  })
})

describe('token fine, account gone', () => {
  const gone: Record<string, () => Promise<string>> = {
    'a UUID nobody has': () => app.token(nobody),
    'a legacy id nobody has': () => app.tokenOf('USERS_ME', 'nobody'),
    'an id of another system': () => app.tokenOf('USER_INFO', open.ids.USERS_ME),
    'a service, which stands for no account': () => app.token('service:billing', ['profile:read', 'profile:write']),
  }
  describe.each(Object.keys(gone))('%s', (way) => {
    test.each(faces)('%s', async (face) => {
      await expectEverywhere('token fine, account gone', face, bearer((await gone[way]?.()) ?? ''))
    })
  })

  test.each(restFaces)('%s: an account deleted since', async (face) => {
    const leaver = await importPerson(app, 50 + restFaces.indexOf(face))
    await app.database.prisma.account.delete({ where: { id: leaver.accountId } })
    await expectEverywhere('token fine, account gone', face, bearer(await app.token(leaver.accountId)))
    await expectEverywhere(
      'token fine, account gone',
      face,
      bearer(await app.tokenOf(systemOf[face], leaver.ids[systemOf[face]])),
    )
  })
})

describe('a restricted account', () => {
  test.each(faces)('suspended: %s refuses reads and writes', async (face) => {
    await expectEverywhere('account suspended', face, bearer(await app.token(suspended.accountId)), {
      userId: suspended.ids.USER_INFO,
    })
  })

  test.each(faces)('legally blocked: %s refuses reads and writes', async (face) => {
    await expectEverywhere('legally blocked', face, bearer(await app.token(blocked.accountId)), {
      userId: blocked.ids.USER_INFO,
    })
  })

  test.each(faces)('payment restriction: %s still reads; nothing there spends', async (face) => {
    await expectEverywhere('payment restriction', face, bearer(await app.token(late.accountId)))
  })

  test('user-info names an account it never knew by the account’s own UUID', async () => {
    const stranger = await importPerson(app, 5, ['USERS_ME'])
    await app.database.prisma.account.update({ where: { id: stranger.accountId }, data: { restriction: 'SUSPENDED' } })
    const response = await ask(routes['user-info'][0], bearer(await app.token(stranger.accountId)))
    await expectCell('account suspended', 'user-info', response, { userId: stranger.accountId })
  })
})

describe('token lacks the scope', () => {
  const read: readonly Face[] = faces
  const write = ['account-profile', 'users-me'] as const

  test.each(read)(
    '%s: without profile:read nothing is read (account-profile’s code and the graph’s reason are our decision)',
    async (face) => {
      const headers = bearer(await app.token(open.accountId, ['profile:write', 'account:support']))
      const more = { challenge: { scope: 'profile:read' }, userId: open.ids.USER_INFO }
      const response = face === 'graph' ? await askViewer(headers) : await ask(routes[face][0], headers)
      await expectCell('token lacks the scope', face, response, more)
    },
  )

  test.each(write)('%s: without profile:write nothing is written', async (face) => {
    const headers = bearer(await app.token(open.accountId, ['profile:read']))
    for (const route of routes[face].filter(({ method }) => method !== 'GET')) {
      const response = await ask(route, headers)
      await expectCell('token lacks the scope', face, response, { challenge: { scope: 'profile:write' } })
    }
    expect((await ask(routes[face][0], headers)).status).toBe(200)
  })

  test('the graph: without profile:write nothing is written', async () => {
    const response = await askMutation('displayName: "X"', bearer(await app.token(open.accountId, ['profile:read'])))
    await expectCell('token lacks the scope', 'graph', response, { challenge: { scope: 'profile:write' } })
  })

  test.each(restFaces)('%s: a token whose scope claim is empty may nothing', async (face) => {
    const headers = bearer(await app.token(open.accountId, []))
    const more = { challenge: { scope: 'profile:read' }, userId: open.ids.USER_INFO }
    await expectCell('token lacks the scope', face, await ask(routes[face][0], headers), more)
  })

  test('a service without scopes is refused for want of one; user-info names nobody', async () => {
    const headers = bearer(await app.token('service:billing'))
    const expected = { status: 403, code: 'FORBIDDEN' }
    await expectProblem('user-info', await ask(routes['user-info'][0], headers), expected, {
      challenge: { scope: 'profile:read' },
    })
    await expectProblem('user-profile', await ask(routes['user-profile'][0], headers), expected, {
      challenge: { scope: 'profile:read' },
    })
  })
})

/** The routes that read a body. */
const patches = { 'account-profile': routes['account-profile'][1], 'users-me': routes['users-me'][1] }
const writers = ['account-profile', 'users-me'] as const

describe.each(writers)('a body that %s cannot read', (face) => {
  test.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['nothing', ''],
    ['blanks', ' \n'],
    ['half an object', '{"name":"A'],
    ['single quotes', "{'name':'A'}"],
    ['a trailing comma', '{"name":"A",}'],
    ['a comment', '{"name":"A"} // A'],
    ['NaN', '{"name":NaN}'],
    ['two values', '{}{}'],
    ['bytes that are not UTF-8', new Uint8Array([...Buffer.from('{"name":"'), 0xff, ...Buffer.from('"}')])],
    ['UTF-16', new Uint8Array(Buffer.from('{"name":"A"}', 'utf16le'))],
    ['a list', '[{"name":"A"}]'],
    ['a string', '"name"'],
    ['a number', '1'],
    ['a flag', 'true'],
    ['null', 'null'],
  ])('%s is malformed', async (_, body) => {
    const response = await ask({ ...patches[face], body }, bearer(await app.token(open.accountId)))
    await expectCell('malformed JSON', face, response)
  })

  test('that breaks off on its way is malformed, and no bug', async () => {
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{"name":'))
        controller.error(new TypeError('terminated'))
      },
    })
    const response = await ask({ ...patches[face], body }, bearer(await app.token(open.accountId)))
    await expectCell('malformed JSON', face, response)
  })

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'Application/JSON ; Charset="utf-8"',
  ])('is not one of type %s', async (type) => {
    const response = await ask(patches[face], { ...bearer(await app.token(open.accountId)), 'content-type': type })
    expect(response.status).toBe(200)
  })

  test.each([
    ['', 415],
    ['text/plain', 415],
    ['text/json', 415],
    ['application/jsonx', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/merge-patch+json', 415],
    ['application/vnd.api+json', 415],
    ['application/json; charset=utf-16', 415],
    ['application/json; charset=iso-8859-1', 415],
    ['application/json; charset=utf8', 415],
    ['application/json; charset="utf-8', 415],
    ['application/json; version=1', 415],
    ['application/json, text/plain', 415],
  ] as const)('is of type "%s" (its code is our decision)', async (type, status) => {
    const response = await ask(patches[face], { ...bearer(await app.token(open.accountId)), 'content-type': type })
    await expectProblem(face, response, { status, code: 'unsupported_media_type' })
  })

  test('has no type at all (its code is our decision)', async () => {
    const body = new TextEncoder().encode('{"name":"A"}')
    const headers = bearer(await app.token(open.accountId))
    const request = new Request(urlOf(patches[face].path), { method: 'PATCH', headers, body })
    expect(request.headers.get('content-type')).toBeNull()
    await expectProblem(face, await app.fetch(request), { status: 415, code: 'unsupported_media_type' })
  })

  test.each(['gzip', 'br', 'identity'])('is encoded: %s (our decision)', async (encoding) => {
    const response = await ask(patches[face], {
      ...bearer(await app.token(open.accountId)),
      'content-encoding': encoding,
    })
    await expectProblem(face, response, { status: 415, code: 'unsupported_media_type' })
  })

  const limit = 100_000
  const sized = (bytes: number) => `{"padding":"${'x'.repeat(bytes - '{"padding":""}'.length)}"}`

  test('may be as large as the limit', async () => {
    const body = sized(limit)
    const headers = { ...bearer(await app.token(open.accountId)), 'content-length': String(limit) }
    expect((await ask({ ...patches[face], body }, headers)).status).toBe(200)
    expect(
      (await ask({ ...patches[face], body: streamOf(body) }, bearer(await app.token(open.accountId)))).status,
    ).toBe(200)
  })

  test('is too large by its announced length, and then is not read at all', async () => {
    let reads = 0
    const pull = () => {
      reads += 1
    }
    const body = new ReadableStream({ pull }, { highWaterMark: 0 })
    const headers = { ...bearer(await app.token(open.accountId)), 'content-length': String(limit + 1) }
    await expectProblem(face, await ask({ ...patches[face], body }, headers), {
      status: 413,
      code: 'payload_too_large',
    })
    expect(reads).toBe(0)
  })

  test.each([
    ['announces no length', {}],
    ['announces less', { 'content-length': '10' }],
  ])('is too large and %s: it is read no further than the limit', async (_, headers) => {
    let sent = 0
    const body = new ReadableStream(
      {
        pull: (controller) => {
          sent += 10_000
          controller.enqueue(new TextEncoder().encode('x'.repeat(10_000)))
        },
      },
      { highWaterMark: 0 },
    )
    const response = await ask({ ...patches[face], body }, { ...bearer(await app.token(open.accountId)), ...headers })
    await expectProblem(face, response, { status: 413, code: 'payload_too_large' })
    expect(sent).toBeLessThanOrEqual(limit + 20_000)
  })

  test('is not looked at before the caller is known and may write', async () => {
    const garbage = { ...patches[face], body: '{' }
    const plain = { 'content-type': 'text/plain' }
    await expectCell('no credentials', face, await ask(garbage, plain), { challenge: 'bare' })
    await expectCell(
      'token fine, account gone',
      face,
      await ask(garbage, { ...plain, ...bearer(await app.token(nobody)) }),
    )
    await expectCell(
      'account suspended',
      face,
      await ask(garbage, { ...plain, ...bearer(await app.token(suspended.accountId)) }),
    )
  })
})

describe('malformed and invalid input of the other faces', () => {
  test('the graph: malformed JSON', async () => {
    const headers = { ...bearer(await app.token(open.accountId)), 'content-type': 'application/json' }
    const response = await app.fetch(new Request(urlOf('/graphql'), { method: 'POST', headers, body: '{"query":' }))
    await expectCell('malformed JSON', 'graph', response)
  })

  test('the graph: an invalid field is data', async () => {
    const headers = bearer(await app.token(open.accountId))
    await expectCell('invalid field', 'graph', await askMutation('displayName: " "', headers))
  })

  test.each(['v2', 'V1', '1', '', 'v1, v1'])('user-info: the version header "%s" is invalid', async (version) => {
    const headers = { ...bearer(await app.token(open.accountId)), 'x-exorde-api-version': version }
    await expectCell('invalid field', 'user-info', await ask(routes['user-info'][0], headers), {
      userId: open.ids.USER_INFO,
    })
  })
})

describe('invalid field', () => {
  test.each([
    ['account-profile', 'name', '{"name":1}'],
    ['account-profile', 'name', '{"name":" "}'],
    ['users-me', 'full_name', '{"full_name":["A"]}'],
    ['users-me', 'email', '{"email":null}'],
    ['users-me', 'email', '{"email":"nobody"}'],
  ] as const)('%s names %s: %s', async (face, field, body) => {
    const response = await ask({ ...patches[face], body }, bearer(await app.token(open.accountId)))
    await expectCell('invalid field', face, response, { field })
  })
})

describe('conflict', () => {
  test('users-me: an address somebody else has', async () => {
    const body = JSON.stringify({ email: suspended.email })
    const response = await ask({ ...patches['users-me'], body }, bearer(await app.token(open.accountId)))
    const text = await response.clone().text()
    await expectCell('conflict', 'users-me', response)
    for (const secret of [suspended.accountId, suspended.email, ...Object.values(suspended.ids)])
      expect(text).not.toContain(secret)
  })

  test('the graph: the same is data', async () => {
    const response = await askMutation(`email: "${suspended.email}"`, bearer(await app.token(open.accountId)))
    await expectCell('conflict', 'graph', response)
  })

  test('account-profile would answer so: its PATCH writes the name alone, which nobody else can have', async () => {
    const fields = [{ field: 'name', message: 'is already in use' }]
    const transaction = () => Promise.reject(new Refusal('CONFLICT', 'This name is already in use.', { fields }))
    const other = await createTestApp(
      {},
      { wrapStore: (store) => ({ ...store, transaction }), isBeyondReference: true },
    )
    const { accountId } = await importPerson(other, 1, ['ACCOUNT_PROFILE'])
    const response = await askOf(other, patches['account-profile'], bearer(await other.token(accountId)))
    await expectCell('conflict', 'account-profile', response, { field: 'name' })
    await other.close()
  })
})

describe('too many requests', () => {
  test.each(faces)('%s: one more than its account may, on each of its routes', async (face) => {
    const other = await createTestApp({}, { limits: { perAccount: 1 }, database: app.database })
    const headers = bearer(await other.token(open.accountId))
    expect((await askFirst(other, face, headers)).status).toBe(200)
    for (const route of face === 'graph' ? [null] : routes[face]) {
      const response = route ? await askOf(other, route, headers) : await askViewer(headers, other)
      await expectCell('too many requests', face, response)
    }
  })
})

describe('another method on a known path', () => {
  const paths = [
    ['account-profile', '/v1/account/profile', 'GET, HEAD, PATCH', 'method_not_allowed'],
    ['account-profile', '/v1/account/notifications/dismiss', 'POST', 'method_not_allowed'],
    ['users-me', '/api/v1/users/me', 'GET, HEAD, PATCH', undefined],
    ['user-profile', '/api/users/profile', 'GET, HEAD', 'METHOD_NOT_ALLOWED'],
    ['user-info', '/user/info', 'GET, HEAD', undefined],
  ] as const
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'patch'] as const
  const strange = paths.flatMap(([face, path, allow, code]) =>
    methods
      .filter((method) => !allow.split(', ').includes(method))
      .map((method) => ({ face, method, path, allow, code })),
  )

  test.each(strange)(
    '$method $path: 405 that names $allow (the codes are our decision)',
    async ({ face, method, path, allow, code }) => {
      const expected: Expected = { status: 405, allow, ...(code === undefined ? {} : { code }) }
      const token = bearer(await app.token(open.accountId))
      await expectProblem(face, await app.fetch(new Request(urlOf(path), { method, headers: token })), expected)
      await expectProblem(face, await app.fetch(new Request(urlOf(path), { method })), expected)
    },
  )

  test('HEAD where there is no GET is such a method, and has no body', async () => {
    const response = await app.fetch(new Request(urlOf('/v1/account/notifications/dismiss'), { method: 'HEAD' }))
    expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([405, 'POST', ''])
  })
})

describe('a path nobody answers for', () => {
  const known = Object.values(routes).flatMap((all) => [...new Set(all.map(({ path }) => path))])
  const close = known.flatMap((path) => [
    `${path}/`,
    `${path}/x`,
    path.toUpperCase(),
    path.slice(0, -1),
    `/x${path}`,
    `/${path}`,
    `${path}.json`,
  ])

  test.each(['/nothing', '/v1', '/v1/account', '/api/v1/users', '/api/users/me', ...close])(
    '%s is 404, a plain problem',
    async (path) => {
      for (const method of ['GET', 'PATCH', 'POST']) {
        const headers = bearer(await app.token(open.accountId))
        const response = await app.fetch(new Request(urlOf(path), { method, headers }))
        const requestId = response.headers.get('x-request-id')
        expect(response.status).toBe(404)
        expect(response.headers.get('content-type')).toBe('application/problem+json')
        const body = { type: 'about:blank', title: 'Not Found', status: 404, instance: `urn:uuid:${requestId}` }
        expect(await response.text()).toBe(JSON.stringify(body))
      }
    },
  )

  test('what stands behind a question mark is no part of the path', async () => {
    const response = await app.get('/user/info?verbose=/', await app.token(open.accountId))
    expect(response.status).toBe(200)
  })
})

test('nothing so far was a bug', () => {
  expect(app.bugs).toEqual([])
})

describe('a bug is masked', () => {
  const broken = new TypeError('Cannot read properties of undefined (reading "SELECT secret FROM accounts")')
  let other: TestApp
  let person: Person
  let isBroken = { read: false, write: false }
  beforeAll(async () => {
    other = await createTestApp(
      {},
      {
        wrapStore: (store) => ({
          ...store,
          account: (key) => (isBroken.read ? Promise.reject(broken) : store.account(key)),
          transaction: (...of) => (isBroken.write ? Promise.reject(broken) : store.transaction(...of)),
        }),
      },
    )
    person = await importPerson(other, 1)
  })
  afterAll(() => other.close())

  test.each(faces)('%s: a read that throws what nobody foresaw', async (face) => {
    isBroken = { read: true, write: false }
    const token = await other.token(person.accountId)
    for (const route of face === 'graph' ? [null] : routes[face]) {
      other.bugs.length = 0
      const response = route ? await askOf(other, route, bearer(token)) : await askViewer(bearer(token), other)
      expectNothingLeaked(await response.clone().text())
      await expectCell('bug', face, response)
      expect(other.bugs).toEqual([broken])
    }
  })

  test.each(writers)('%s: a write that throws what nobody foresaw', async (face) => {
    isBroken = { read: false, write: true }
    const token = await other.token(person.accountId)
    for (const route of routes[face].filter(({ method }) => method !== 'GET')) {
      const response = await askOf(other, route, bearer(token))
      expectNothingLeaked(await response.clone().text())
      await expectCell('bug', face, response)
    }
  })

  test('a database that answers nonsense is one, too', async () => {
    const other = await createTestApp()
    const { accountId } = await importPerson(other, 1)
    await other.database.prisma.$executeRawUnsafe('ALTER TABLE accounts RENAME COLUMN company TO nonsense')
    await other.database.prisma.$executeRawUnsafe('ALTER TABLE api_keys RENAME COLUMN last_four TO nonsense')
    for (const face of faces) {
      const response = await askFirst(other, face, bearer(await other.token(accountId)))
      expectNothingLeaked(await response.clone().text())
      await expectCell('bug', face, response)
    }
    for (const face of ['account-profile', 'users-me', 'user-info'] as const) {
      const response = await askFirst(other, face, bearer(liveKey))
      expectNothingLeaked(await response.clone().text())
      await expectCell('bug', face, response)
    }
    expect(other.bugs).toHaveLength(faces.length + 3)
    await other.close()
  })
})

describe('database unreachable', () => {
  test.each([
    [
      'it was closed',
      async () => {
        const other = await createTestApp()
        await other.close()
        return other
      },
    ],
    [
      'nobody listens there',
      async () => {
        const url = 'postgres://postgres@127.0.0.1:1/none'
        return createTestApp({}, { database: await openDatabase({ url, dataDir: '' }) })
      },
    ],
  ])('%s: every route says so, by token, legacy id and API key', async (_, down) => {
    const other = await down()
    const token = await other.token(nobody)
    for (const face of faces) {
      for (const route of face === 'graph' ? [null] : routes[face]) {
        const credentials = [token, await other.tokenOf('USERS_ME', 'x'), ...(face === 'user-profile' ? [] : [liveKey])]
        for (const credential of credentials) {
          const response = route
            ? await askOf(other, route, bearer(credential))
            : await askViewer(bearer(credential), other)
          expectNothingLeaked(await response.clone().text())
          await expectCell('database unreachable', face, response)
        }
      }
    }
    expect(other.bugs).toEqual([])
    await other.close()
  })
})

test('no cell of the contract’s table is without an assertion', () => {
  expect(cellsWithoutAssertion()).toEqual([])
})

/** Asks every route of a face, the graph for `viewer`, and asserts the cell each time. */
async function expectEverywhere(situation: Situation, face: Face, headers: HeaderLines, more: Particulars = {}) {
  if (face === 'graph') return expectCell(situation, face, await askViewer(headers), more)
  for (const route of routes[face]) await expectCell(situation, face, await ask(route, headers), more)
}

type Asked = Omit<Route, 'body'> & { readonly body?: NonNullable<RequestInit['body']> }

function ask(route: Asked, headers: HeaderLines): Promise<Response> {
  return askOf(app, route, headers)
}

function askOf(of: TestApp, { method, path, body }: Asked, headers: HeaderLines): Promise<Response> {
  const type: HeaderLines = body === undefined ? {} : { 'content-type': 'application/json' }
  const sent = body === undefined ? {} : { body, duplex: 'half' as const }
  return of.fetch(new Request(urlOf(path), { method, headers: { ...type, ...headers }, ...sent }))
}

function askFirst(of: TestApp, face: Face, headers: HeaderLines): Promise<Response> {
  return face === 'graph' ? askViewer(headers, of) : askOf(of, routes[face as RestFace][0], headers)
}

function askViewer(headers: HeaderLines, of = app): Promise<Response> {
  return askOf(of, graphRoute('{ viewer { email } }'), headers)
}

function askMutation(input: string, headers: HeaderLines): Promise<Response> {
  const errors = 'userErrors { field message code }'
  return ask(graphRoute(`mutation { updateProfile(input: { ${input} }) { viewer { email } ${errors} } }`), headers)
}

function graphRoute(query: string): Asked {
  return { method: 'POST', path: '/graphql', body: JSON.stringify({ query }) }
}

function bearer(credential: string): HeaderLines {
  return { authorization: `Bearer ${credential}` }
}

function minted(changes: Partial<Parameters<typeof mintToken>[0]>): Promise<string> {
  return mintToken({ secret: testSecret, subject: open.accountId, ttlSeconds: 3600, now: testNow, ...changes })
}

async function unsigned(): Promise<string> {
  const [, claims] = (await app.token(open.accountId)).split('.')
  return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.x`
}

async function restricted(number: number, restriction: 'SUSPENDED' | 'LEGAL' | 'PAYMENT'): Promise<Person> {
  const person = await importPerson(app, number)
  await app.database.prisma.account.update({ where: { id: person.accountId }, data: { restriction } })
  return person
}

function streamOf(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream()
}

function sha256(key: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(key).digest())
}

function urlOf(path: string): string {
  return `http://gateway.test${path}`
}
