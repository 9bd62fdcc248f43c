import { generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { furtherIssuers } from '../../src/auth/further-issuers.ts'
import { createTestApp, type TestApp, testNow, testSecret } from '../support/app.ts'
import { importPerson, type LegacySystemName, legacySystems, type Person } from '../support/legacy-people.ts'

const oldSecret = 'old-me-9fK2mXq7Zt4LrVb8NcPw3HyDsJgQ'
const plainSecret = 'second-5uTgB8nJmK1qWsX4eDcR7vFyHzL0'
const further = furtherIssuers.parse([
  { issuer: 'https://old.example', secret: oldSecret, system: 'USERS_ME' },
  { issuer: 'https://second.example', secret: plainSecret, audience: 'viewer' },
  // Nobody listens on the discard port.
  { issuer: 'https://away.example', jwksUrl: 'http://127.0.0.1:9/keys' },
])

const reads: readonly { system: LegacySystemName; path: string }[] = [
  { system: 'ACCOUNT_PROFILE', path: '/v1/account/profile' },
  { system: 'USERS_ME', path: '/api/v1/users/me' },
  { system: 'USER_PROFILE', path: '/api/users/profile' },
  { system: 'USER_INFO', path: '/user/info' },
]
const writes = [
  { method: 'PATCH', path: '/v1/account/profile', body: '{"name":"Ada King"}', status: 200 },
  { method: 'POST', path: '/v1/account/notifications/dismiss', body: undefined, status: 204 },
  { method: 'PATCH', path: '/api/v1/users/me', body: '{"full_name":"Ada King"}', status: 200 },
]

let app: TestApp
let ada: Person
let bob: Person
beforeAll(async () => {
  app = await createTestApp({}, { further })
  ada = await importPerson(app, 1)
  bob = await importPerson(app, 2, ['USER_INFO'])
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

describe('a token with a claim `system`', () => {
  const ways = reads.flatMap(({ path }) => legacySystems.map((system) => ({ path, system })))

  test.each(ways)('$path: the sub is the id that $system gave', async ({ path, system }) => {
    const own = reads.find((read) => read.path === path)?.system ?? 'USERS_ME'
    expect(await idAt(path, await app.tokenOf(system, ada.ids[system]))).toBe(ada.ids[own])
  })

  test.each(reads)('$path: an account its system never knew answers with its own UUID', async ({ system, path }) => {
    const id = system === 'USER_INFO' ? bob.ids.USER_INFO : bob.accountId
    expect(await idAt(path, await app.tokenOf('USER_INFO', bob.ids.USER_INFO))).toBe(id)
  })

  test('one system’s id is nobody’s in another, nor is an account’s UUID', async () => {
    expect(await statusAt('/api/v1/users/me', await app.tokenOf('USER_PROFILE', ada.ids.USERS_ME))).toBe(404)
    expect(await statusAt('/api/v1/users/me', await app.tokenOf('USERS_ME', ada.accountId))).toBe(404)
    expect(await statusAt('/api/v1/users/me', await app.token(ada.ids.USERS_ME))).toBe(404)
  })

  test('an id is compared to the letter', async () => {
    const shouted = ada.ids.USER_PROFILE.toUpperCase()
    expect(shouted).not.toBe(ada.ids.USER_PROFILE)
    expect(await statusAt('/api/users/profile', await app.tokenOf('USER_PROFILE', shouted))).toBe(404)
  })

  test.each(['', 'USERS', 'users_me', 'GATEWAY', '__proto__'])(
    'a system nobody knows is a bad token: "%s"',
    async (system) => {
      expect(await statusAt('/api/v1/users/me', await app.tokenOf(system, ada.ids.USERS_ME))).toBe(401)
    },
  )

  test('is the same caller in the graph', async () => {
    const { data } = await app.query(
      '{ viewer { accountId } }',
      await app.tokenOf('USER_PROFILE', ada.ids.USER_PROFILE),
    )
    expect(data.viewer.accountId).toBe(ada.accountId)
  })

  test('`service:NAME` beside it is an id like any other', async () => {
    expect(await statusAt('/api/v1/users/me', await app.tokenOf('USERS_ME', 'service:billing'))).toBe(404)
  })
})

describe('a token by UUID', () => {
  test.each(reads)('$path answers in either case of its letters', async ({ system, path }) => {
    expect(await idAt(path, await app.token(ada.accountId.toUpperCase()))).toBe(ada.ids[system])
  })
})

describe('an old system’s own tokens, by a further issuer that stands for it', () => {
  const old = (claims: Record<string, unknown>, secret = oldSecret) =>
    signed({ iss: 'https://old.example', ...claims }, secret)

  test.each(reads)('$path: their sub is that system’s id, without a claim saying so', async ({ system, path }) => {
    expect(await idAt(path, await old({ sub: ada.ids.USERS_ME }))).toBe(ada.ids[system])
  })

  test('they read and write without a scope claim, as they always did', async () => {
    const token = await old({ sub: ada.ids.USERS_ME })
    for (const { method, path, body, status } of writes)
      expect((await app.send(method, path, body, token)).status).toBe(status)
  })

  test.each([
    ['another system in a claim', { system: 'USER_INFO', sub: 'x' }],
    ['the main issuer’s secret', {}, testSecret],
    ['another further issuer’s secret', {}, plainSecret],
    ['no expiry', { exp: undefined }],
    ['an expiry that is over', { exp: testNow.getTime() / 1000 - 6 }],
  ])('refused: %s', async (_, claims, secret = oldSecret) => {
    const token = await old({ sub: ada.ids.USERS_ME, ...claims }, secret)
    for (const { path } of reads) expect(await statusAt(path, token)).toBe(401)
  })

  test('the issuer’s name without its key, or its key without its name, is nobody', async () => {
    const { ids } = ada
    expect(
      await statusAt('/user/info', await signed({ iss: 'https://elsewhere.example', sub: ids.USERS_ME }, oldSecret)),
    ).toBe(401)
    expect(await statusAt('/user/info', await signed({ sub: ids.USERS_ME }, oldSecret))).toBe(401)
  })

  test('they give no power over others, whatever they say', async () => {
    const token = await old({ sub: ada.ids.USERS_ME, scope: 'profile:read account:support' })
    expect(await statusAt('/user/info', token)).toBe(200)
    const { errors } = await app.query(`{ account(by: { accountId: "${bob.accountId}" }) { email } }`, token)
    expect(errors?.[0].extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'account:support' })
  })

  test('one whose id is gone is told so as anybody is', async () => {
    const token = await old({ sub: 'nobody' })
    expect(await Promise.all(reads.map(({ path }) => statusAt(path, token)))).toEqual([404, 404, 404, 401])
  })
})

describe('a further issuer that stands for no system', () => {
  const second = (claims: Record<string, unknown>) =>
    signed({ iss: 'https://second.example', aud: 'viewer', ...claims }, plainSecret)

  test('names accounts by UUID, or a system’s id beside the claim', async () => {
    expect(await idAt('/user/info', await second({ sub: ada.accountId }))).toBe(ada.ids.USER_INFO)
    expect(await idAt('/user/info', await second({ sub: ada.ids.USERS_ME, system: 'USERS_ME' }))).toBe(
      ada.ids.USER_INFO,
    )
  })

  test('makes no service, and its audience counts', async () => {
    expect(await statusAt('/user/info', await second({ sub: 'service:billing', scope: 'profile:read' }))).toBe(401)
    expect(await statusAt('/user/info', await second({ sub: ada.accountId, aud: 'others' }))).toBe(401)
    expect(await statusAt('/user/info', await second({ sub: ada.accountId, aud: ['others', 'viewer'] }))).toBe(200)
  })
})

test('an issuer whose keys were never to be had is no fault of its callers: 503, and when to try again', async () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const token = await new SignJWT({
    iss: 'https://away.example',
    sub: ada.accountId,
    exp: testNow.getTime() / 1000 + 60,
  })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'k' })
    .sign(privateKey)
  const answers = [...(await Promise.all(reads.map(({ path }) => app.get(path, token))))]
  answers.push(await app.send('POST', '/graphql', '{"query":"{ viewer { id } }"}', token))
  for (const { status, headers } of answers) {
    expect([status, headers.get('retry-after'), headers.get('www-authenticate')]).toEqual([503, '1', null])
  }
  // Nobody else notices.
  expect(await statusAt('/user/info', await app.token(ada.accountId))).toBe(200)
})

describe('a service, which stands for no account', () => {
  test.each(reads)('$path: refused for want of a scope, then because there is no account', async ({ system, path }) => {
    expect(await statusAt(path, await app.token('service:billing'))).toBe(403)
    const gone = system === 'USER_INFO' ? 401 : 404
    expect(await statusAt(path, await app.token('service:billing', ['profile:read']))).toBe(gone)
  })

  test.each(writes)('$method $path: the same', async ({ method, path, body }) => {
    expect((await app.send(method, path, body, await app.token('service:billing'))).status).toBe(403)
    expect((await app.send(method, path, body, await app.token('service:billing', ['profile:write']))).status).toBe(404)
  })

  test('the graph: its viewer is null; with the scope for it, it finds others', async () => {
    const token = await app.token('service:help', ['profile:read', 'account:support'])
    const { data } = await app.query(`{ viewer { email } account(by: { email: "${ada.email}" }) { accountId } }`, token)
    expect(data).toEqual({ viewer: null, account: { accountId: ada.accountId } })
  })
})

describe('scopes', () => {
  test('a token without the claim reads and writes its own profile, and finds nobody else', async () => {
    const token = await app.token(ada.accountId)
    for (const { path } of reads) expect(await statusAt(path, token)).toBe(200)
    for (const { method, path, body, status } of writes)
      expect((await app.send(method, path, body, token)).status).toBe(status)
    const { errors } = await app.query(`{ account(by: { email: "${bob.email}" }) { email } }`, token)
    expect(errors?.[0].extensions).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'INSUFFICIENT_SCOPE',
      scope: 'account:support',
    })
  })

  test.each([
    [['profile:read'], 200, 403],
    [['profile:write'], 403, null],
    [['profile:read', 'profile:write'], 200, null],
    [['account:support'], 403, 403],
    [['profile', 'profile:*', 'PROFILE:READ'], 403, 403],
    [[], 403, 403],
  ] as const)('%j: reads answer %i', async (scopes, reading, writing) => {
    const token = await app.token(ada.accountId, scopes)
    for (const { path } of reads) expect(await statusAt(path, token)).toBe(reading)
    for (const { method, path, body, status } of writes) {
      expect((await app.send(method, path, body, token)).status).toBe(writing ?? status)
    }
  })

  test('the person’s role gives none: an administrator finds nobody else either', async () => {
    await importPerson(app, 3, ['USERS_ME'], { USERS_ME: { role: 'admin' } })
    const token = await app.tokenOf('USERS_ME', ada.ids.USERS_ME.replace(/1$/, '3'))
    expect((await (await app.get('/api/v1/users/me', token)).json()).role).toBe('admin')
    const { errors } = await app.query(`{ account(by: { email: "${bob.email}" }) { email } }`, token)
    expect(errors?.[0].extensions).toMatchObject({ code: 'FORBIDDEN' })
  })
})

function signed(claims: Record<string, unknown>, secret: string): Promise<string> {
  const now = testNow.getTime() / 1000
  const token = new SignJWT({ iat: now, exp: now + 600, ...claims })
  return token.setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret))
}

async function idAt(path: string, token: string): Promise<string> {
  const response = await app.get(path, token)
  expect(response.status).toBe(200)
  const body = await response.json()
  return body.id ?? body.user.id
}

async function statusAt(path: string, token: string): Promise<number> {
  return (await app.get(path, token)).status
}
