import { generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mainIssuer } from '../../src/auth/issuers.ts'
import { Refusal } from '../../src/domain/refusal.ts'
import { accountId, base64url, bearer, goodClaims, now, outcome, rejected, type World, world } from './world.ts'

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA']
const pairs = new Map<string, KeyPair>()
let keys: JWK[]

beforeAll(async () => {
  for (const alg of algorithms) pairs.set(alg, await generateKeyPair(alg))
  keys = await Promise.all(
    algorithms.map(async (alg) => ({
      ...(await exportJWK(pairOf(alg).publicKey)),
      alg,
      kid: `kid-${alg}`,
      use: 'sig',
    })),
  )
})

let server: Server
let answer: { status: number; body: string; headers?: Record<string, string> }
let fetches: number
let subject: World

beforeEach(async () => {
  fetches = 0
  answer = { status: 200, body: JSON.stringify({ keys }) }
  server = createServer((_, response) => {
    fetches += 1
    if (answer.status === 0) return
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const jwksUrl = new URL(`http://127.0.0.1:${port}/jwks`)
  subject = world({ main: mainIssuer({ secret: null, jwksUrl, issuer: null, audience: null }) })
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

function pairOf(alg: string): KeyPair {
  const pair = pairs.get(alg)
  if (pair === undefined) throw new Error(alg)
  return pair
}

function sign(alg: string, header: object = {}, claims: object = {}, pair = pairOf(alg)): Promise<string> {
  return new SignJWT({ ...goodClaims, ...claims })
    .setProtectedHeader({ alg, kid: `kid-${alg}`, ...header })
    .sign(pair.privateKey)
}

async function verdict(token: string): Promise<unknown> {
  return outcome(subject.authenticate(bearer(token), now))
}

test.each(algorithms)('%s is verified with the key the set holds', async (alg) => {
  expect(await verdict(await sign(alg))).toEqual({
    client: 'jwt:default',
    subject: { kind: 'account', accountId },
    scopes: new Set(['profile:read', 'profile:write']),
    via: 'jwt',
  })
})

test('the set is fetched once for many tokens', async () => {
  for (const jti of ['a', 'b', 'c']) await verdict(await sign('ES256', {}, { jti }))
  expect(fetches).toBe(1)
})

describe('a token names a key of the set and brings none', () => {
  test('an unknown kid is a 401, and right after a fetch costs no further one', async () => {
    expect(await verdict(await sign('ES256', { kid: 'nobody' }))).toBe(rejected)
    expect(await verdict(await sign('ES256', { kid: 'somebody' }))).toBe(rejected)
    expect(fetches).toBe(1)
  })

  test.each([
    ['another key’s kid', { kid: 'kid-RS256' }],
    ['an empty kid', { kid: '' }],
    ['a path', { kid: '../../../dev/null' }],
    ['an address', { kid: 'http://127.0.0.1:9/jwks' }],
    ['SQL', { kid: "' OR 1=1 --" }],
  ])('%s as kid is a 401', async (_, header) => {
    expect(await verdict(await sign('ES256', header))).toBe(rejected)
  })

  test('without a kid the one key of the algorithm will do', async () => {
    expect(await verdict(await sign('EdDSA', { kid: undefined }))).toMatchObject({ via: 'jwt' })
  })

  test('a stranger’s key under a known kid is a 401', async () => {
    const stranger = await generateKeyPair('ES256')
    expect(await verdict(await sign('ES256', {}, {}, stranger))).toBe(rejected)
  })

  test('a stranger’s key in the header under a known kid is a 401', async () => {
    const stranger = await generateKeyPair('ES256')
    const jwk = await exportJWK(stranger.publicKey)
    expect(await verdict(await sign('ES256', { jwk }, {}, stranger))).toBe(rejected)
  })
})

describe('algorithms', () => {
  test('HS256 under a public key’s kid is a 401, and fetches nothing', async () => {
    const header = { alg: 'HS256', kid: 'kid-RS256' }
    const token = await new SignJWT(goodClaims)
      .setProtectedHeader(header)
      .sign(new TextEncoder().encode(JSON.stringify(keys[0])))
    expect(await verdict(token)).toBe(rejected)
    expect(fetches).toBe(0)
  })

  test('none is a 401', async () => {
    expect(await verdict(`${base64url('{"alg":"none"}')}.${base64url(JSON.stringify(goodClaims))}.`)).toBe(rejected)
  })

  test('a strong algorithm that is not pinned is a 401', async () => {
    const pair = await generateKeyPair('ES384')
    expect(await verdict(await sign('ES384', {}, {}, pair))).toBe(rejected)
  })

  test('an RSA key of 1024 bits in the set verifies nothing', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    answer = { status: 200, body: JSON.stringify({ keys: [publicKey.export({ format: 'jwk' })] }) }
    const input = `${base64url('{"alg":"RS256"}')}.${base64url(JSON.stringify(goodClaims))}`
    const signature = signBytes('sha256', Buffer.from(input), privateKey).toString('base64url')
    expect(await verdict(`${input}.${signature}`)).toBe(rejected)
  })
})

describe('no keys to be had is not the caller’s fault', () => {
  test('the key set answers with an error, whatever its body: UNAVAILABLE', async () => {
    answer = { status: 500, body: JSON.stringify({ keys }) }
    expect(await verdict(await sign('ES256'))).toBe('UNAVAILABLE')
  })

  test.each([
    ['an error', { status: 500, body: '{}' }],
    ['a redirect, which is not followed', { status: 302, body: '', headers: { location: 'http://127.0.0.1:9/' } }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['no key set', { status: 200, body: '{"keys":"none"}' }],
    ['a list', { status: 200, body: '[]' }],
    ['silence', { status: 0, body: '' }],
  ])('the key set answers with %s: UNAVAILABLE, with a time to try again', async (_, broken) => {
    answer = broken
    const error = await subject.authenticate(bearer(await sign('ES256')), now).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Refusal)
    expect(error).toMatchObject({ code: 'UNAVAILABLE', details: { retryAfter: 5 } })
  })

  test('nobody listens: UNAVAILABLE', async () => {
    const token = await sign('ES256')
    await new Promise((resolve) => server.close(resolve))
    expect(await verdict(token)).toBe('UNAVAILABLE')
  })

  test('when the set is back, so are its callers', async () => {
    const token = await sign('ES256')
    answer = { status: 503, body: '' }
    expect(await verdict(token)).toBe('UNAVAILABLE')
    answer = { status: 200, body: JSON.stringify({ keys }) }
    expect(await verdict(token)).toMatchObject({ via: 'jwt' })
  })

  test('a malformed token is a 401 even then, and fetches nothing', async () => {
    answer = { status: 503, body: '' }
    expect(await verdict(`${await sign('ES256')}=`)).toBe(rejected)
    expect(fetches).toBe(0)
  })
})
