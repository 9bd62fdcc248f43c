import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bearer, expectLetIn, expectRefused, onStage } from './attack-stage.ts'

const on = onStage()
let key: string
let revoked: string
beforeAll(async () => {
  key = await makeKey()
  revoked = await makeKey()
  const { prisma } = on.stage.app.database
  await prisma.apiKey.updateMany({ where: { lastFour: revoked.slice(-4) }, data: { revokedAt: new Date(0) } })
})

async function makeKey(): Promise<string> {
  const { data } = await on.stage.app.query('mutation { createApiKey(input: {}) { secret } }', on.honest())
  return data.createApiKey.secret
}

test('the honest key is let in either way, and beside itself', async () => {
  const both = { ...bearer(key), 'x-api-key': key }
  for (const headers of [bearer(key), { 'x-api-key': key }, both]) await expectLetIn(on.stage, headers)
})

type Attack = readonly [what: string, make: () => Record<string, string>]

function attacks(about: string, list: readonly Attack[]): void {
  describe(about, () => {
    test.each(list)('refused: %s', async (_, make) => expectRefused(on.stage, make()))
    test('the honest key and token are still let in', async () => {
      await expectLetIn(on.stage, { 'x-api-key': key })
      await expectLetIn(on.stage, bearer(on.honest()))
    })
  })
}

const as = (make: () => string) => () => ({ authorization: make() })
const schemes = [
  ...['Basic', 'Digest', 'Token', 'JWT', 'MAC', 'DPoP', 'Negotiate', 'OAuth', 'ApiKey', 'Hawk', 'AWS4-HMAC-SHA256'],
  ...['Bearer:', 'Bearer=', 'Bear er', 'BearerBearer', 'XBearer', 'Bearer,', '"Bearer"', 'B\u00e9arer', ''],
]

attacks('the header Authorization', [
  ...schemes.map((scheme): Attack => [`scheme ${JSON.stringify(scheme)}`, as(() => `${scheme} ${on.honest()}`)]),
  ['Basic with a key for its password', as(() => `Basic ${Buffer.from(`x:${key}`).toString('base64')}`)],
  ['empty', as(() => '')],
  ['the scheme alone', as(() => 'Bearer')],
  ['the scheme and spaces', as(() => 'Bearer   ')],
  ['no space', as(() => `Bearer${on.honest()}`)],
  ['a tab for the space', as(() => `Bearer\t${on.honest()}`)],
  ['a no-break space', as(() => `Bearer\u00a0${on.honest()}`)],
  ['a space and a tab', as(() => `Bearer \t${on.honest()}`)],
  ['two schemes', as(() => `Bearer ${on.honest()}, Basic eDp4`)],
  ['two schemes, the good one last', as(() => `Basic eDp4, Bearer ${on.honest()}`)],
  ['a good token, then a bad one', as(() => `Bearer ${on.honest()}, Bearer nonsense`)],
  ['a bad token, then a good one', as(() => `Bearer nonsense, Bearer ${on.honest()}`)],
  ['a good token twice', as(() => `Bearer ${on.honest()}, Bearer ${on.honest()}`)],
  ['a parameter', as(() => `Bearer token=${on.honest()}`)],
  ['a parameter in quotes', as(() => `Bearer token="${on.honest()}"`)],
  ['a realm', as(() => `Bearer realm="x", ${on.honest()}`)],
  ['undefined', as(() => 'Bearer undefined')],
  ['null', as(() => 'Bearer null')],
])

attacks('both headers', [
  ['a token and a key', () => ({ ...bearer(on.honest()), 'x-api-key': key })],
  ['a token twice', () => ({ ...bearer(on.honest()), 'x-api-key': on.honest() })],
  ['a good token and a bad key', () => ({ ...bearer(on.honest()), 'x-api-key': 'nonsense' })],
  ['a bad token and a good key', () => ({ ...bearer(`${on.honest()}x`), 'x-api-key': key })],
  ['a good token and an empty key', () => ({ ...bearer(on.honest()), 'x-api-key': '' })],
  ['an empty token and a good key', () => ({ authorization: '', 'x-api-key': key })],
  ['Basic and a good key', () => ({ authorization: 'Basic eDp4', 'x-api-key': key })],
  ['a good key and another', () => ({ ...bearer(key), 'x-api-key': revoked })],
  ['a good key in other case', () => ({ ...bearer(key), 'x-api-key': key.toLowerCase() })],
])

const turned = (text: string, index: number) => [...text].with(index, text.at(index) === 'A' ? 'B' : 'A').join('')

/** What stands in place of a key, either way it can be sent. */
const strings: readonly (readonly [string, () => string])[] = [
  ['revoked', () => revoked],
  ['without its end', () => key.slice(0, -1)],
  ['without its beginning', () => key.slice(1)],
  ['its prefix', () => 'vgk_'],
  ['its prefix and an asterisk', () => 'vgk_*'],
  ['without its prefix', () => key.slice(4)],
  ['under another prefix', () => key.replace('vgk', 'dc')],
  ['its last four', () => key.slice(-4)],
  ['one letter more', () => `${key}A`],
  ['one letter otherwise, first', () => turned(key, 4)],
  ['one letter otherwise, last', () => turned(key, key.length - 1)],
  ['in capitals', () => key.toUpperCase()],
  ['in small letters', () => key.toLowerCase()],
  ['backwards', () => [...key].reverse().join('')],
  ['twice', () => key + key],
  ['its SHA-256 in hexadecimal', () => createHash('sha256').update(key).digest('hex')],
  ['its SHA-256 in base64', () => createHash('sha256').update(key).digest('base64')],
  ['its SHA-256 as PostgreSQL writes bytes', () => `\\x${createHash('sha256').update(key).digest('hex')}`],
  ['in base64', () => Buffer.from(key).toString('base64')],
  ['percent-encoded', () => key.replace('_', '%5F')],
  ['in quotes', () => `"${key}"`],
  ['with a comma', () => `${key},`],
  ['two, with a comma', () => `${revoked},${key}`],
  ['with a NUL written out', () => `${key}\\0`],
  ['with a Latin letter', () => key.replace('_', '\u00af')],
  ['a space inside', () => `${key.slice(0, 9)} ${key.slice(9)}`],
  ['a tab inside', () => `${key.slice(0, 9)}\t${key.slice(9)}`],
  ['SQL', () => "'OR'1'='1"],
  ['SQL behind it', () => `${key}'--`],
  ['a pattern', () => '%'],
  ['JSON', () => '{"$ne":null}'],
  ['a template', () => '{{key}}'],
  ['of 513 characters', () => key.padEnd(513, 'A')],
  ['of 15,000 characters', () => 'A'.repeat(15_000)],
]

attacks('API keys', [
  ...strings.flatMap(([what, make]): Attack[] => [
    [`X-API-Key ${what}`, () => ({ 'x-api-key': make() })],
    [`Bearer ${what}`, () => bearer(make())],
  ]),
  ['X-API-Key empty', () => ({ 'x-api-key': '' })],
  ['X-API-Key with a token', () => ({ 'x-api-key': on.honest() })],
  ['X-API-Key with a scheme', () => ({ 'x-api-key': `Bearer ${key}` })],
])

describe('where credentials have no place, they are not seen at all', () => {
  const places: readonly (readonly [string, () => { query?: string; headers?: Record<string, string> }])[] = [
    ['the query, as access_token (RFC 6750 section 2.3)', () => ({ query: `?access_token=${on.honest()}` })],
    ['the query, as authorization', () => ({ query: `?authorization=Bearer%20${on.honest()}` })],
    ['the query, as a key', () => ({ query: `?api_key=${key}&x-api-key=${key}` })],
    ['a cookie', () => ({ headers: { cookie: `access_token=${on.honest()}; authorization=Bearer ${on.honest()}` } })],
    ['Proxy-Authorization', () => ({ headers: { 'proxy-authorization': `Bearer ${on.honest()}` } })],
    ['X-Authorization', () => ({ headers: { 'x-authorization': `Bearer ${on.honest()}` } })],
    ['X-Forwarded-Authorization', () => ({ headers: { 'x-forwarded-authorization': `Bearer ${on.honest()}` } })],
    ['a name with an underscore', () => ({ headers: { x_api_key: key, authorization_: `Bearer ${on.honest()}` } })],
    [
      'X-User-Id and its like',
      () => ({ headers: { 'x-user-id': on.stage.victim.accountId, 'x-remote-user': 'admin' } }),
    ],
  ]

  test.each(places)('%s', async (_, make) => {
    const { query = '', headers = {} } = make()
    for (const path of ['/v1/account/profile', '/api/v1/users/me', '/api/users/profile', '/user/info']) {
      const answer = await on.stage.app.get(path + query, null, headers)
      // RFC 6750 section 3: no error code where nothing was sent.
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="viewer-gateway"'])
    }
    const body = '{"query":"{ viewer { id } }"}'
    const answer = await on.stage.app.send('POST', `/graphql${query}`, body, null, headers)
    expect(await answer.json()).toEqual({ data: { viewer: null } })
  })

  test('the body', async () => {
    const body = { query: '{ viewer { id } }', access_token: on.honest(), authorization: `Bearer ${on.honest()}` }
    expect(await (await on.stage.app.send('POST', '/graphql', body)).json()).toEqual({ data: { viewer: null } })
    const patch = await on.stage.app.send('PATCH', '/api/v1/users/me', { access_token: on.honest() })
    expect(patch.status).toBe(401)
  })

  test('the extensions and variables of a query', async () => {
    const headers = { authorization: `Bearer ${on.honest()}` }
    const body = { query: '{ viewer { id } }', extensions: { headers }, variables: headers }
    expect(await (await on.stage.app.send('POST', '/graphql', body)).json()).toEqual({ data: { viewer: null } })
  })
})

describe('on the wire', () => {
  let server: Server
  beforeAll(async () => {
    server = createServer(getRequestListener((request) => on.stage.app.fetch(request)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  /** The status of what is answered to these header lines, which no library would send. */
  async function statusOf(...lines: string[]): Promise<number> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.write(
      `GET /user/info HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n`,
      'latin1',
    )
    let text = ''
    for await (const chunk of socket) text += chunk
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1])
  }

  const good = () => `Authorization: Bearer ${on.honest()}`

  test('one honest header is let in, in any case of its name', async () => {
    expect(await statusOf(good())).toBe(200)
    expect(await statusOf(good().replace('Authorization', 'aUTHORIZATION'))).toBe(200)
    expect(await statusOf(good().replace('Authorization', 'aUTHORIZATION').replace('Bearer', 'BEARER'))).toBe(200)
    expect(await statusOf(`X-Api-Key: ${key}`)).toBe(200)
  })

  test.each([
    ['two Authorization headers, the good one first', () => [good(), 'Authorization: Bearer nonsense']],
    ['two Authorization headers, the good one last', () => ['Authorization: Bearer nonsense', good()]],
    ['two good Authorization headers', () => [good(), good()]],
    ['an empty one behind', () => [good(), 'Authorization:']],
    ['two keys', () => [`X-API-Key: ${key}`, `X-API-Key: ${revoked}`]],
    ['the same key twice', () => [`X-API-Key: ${key}`, `X-API-Key: ${key}`]],
  ])('401: %s', async (_, lines) => {
    expect(await statusOf(...lines())).toBe(401)
  })

  test.each([
    ['a header folded over two lines', () => [good().replace('Bearer ', 'Bearer\r\n ')]],
    ['a value folded over two lines', () => [good().replace('.', '.\r\n ')]],
    ['a space before the colon', () => [good().replace(':', ' :')]],
    ['a carriage return inside', () => [good().replace('.', '.\r')]],
    ['a line feed inside', () => [good().replace('.', '.\n')]],
    ['a NUL inside', () => [good().replace('.', '.\0')]],
    ['a byte beyond ASCII', () => [`${good()}\xff`]],
  ])('400 or 401: %s', async (_, lines) => {
    expect([400, 401]).toContain(await statusOf(...lines()))
  })
})
