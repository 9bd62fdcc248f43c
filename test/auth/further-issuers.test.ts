import { generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { furtherIssuers } from '../../src/auth/further-issuers.ts'
import { mainIssuer } from '../../src/auth/issuers.ts'
import { accountId, bearer, goodClaims, hs256, now, outcome, rejected, secret, systems, world } from './world.ts'

const oldSecret = 'old-one-9fK2mXq7Zt4LrVb8NcPw3HyDsJg'
const further = furtherIssuers.parse([
  { issuer: 'old-one', secret: oldSecret, system: 'OLD_ONE' },
  { issuer: 'second-door', secret: 'second-5uTgB8nJmK1qWsX4eDcR7vFyHzL0', audience: ['viewer', 'gateway'] },
])
const settings = { main: mainIssuer({ secret, jwksUrl: null, issuer: 'main', audience: null }), further }

async function verdict(claims: object, key = oldSecret): Promise<unknown> {
  return outcome(world(settings).authenticate(bearer(await hs256(claims, {}, key)), now))
}

describe('an old system’s issuer', () => {
  test('its sub is its own id', async () => {
    expect(await verdict({ iss: 'old-one', sub: 'user-1' })).toEqual({
      client: 'jwt:old-one',
      subject: { kind: 'legacy', system: 'OLD_ONE', legacyId: 'user-1' },
      scopes: new Set(['profile:read', 'profile:write']),
      via: 'jwt',
    })
  })

  test.each([
    ['a UUID', accountId],
    ['the name of a service', 'service:billing'],
  ])('its sub stays its own id when it looks like %s', async (_, sub) => {
    expect(await verdict({ iss: 'old-one', sub })).toMatchObject({
      subject: { kind: 'legacy', system: 'OLD_ONE', legacyId: sub },
    })
  })

  test('its token may say its own system', async () => {
    const subject = { kind: 'legacy', system: 'OLD_ONE', legacyId: 'user-1' }
    expect(await verdict({ iss: 'old-one', sub: 'user-1', system: 'OLD_ONE' })).toMatchObject({ subject })
  })

  test('its token cannot say another system', async () => {
    expect(await verdict({ iss: 'old-one', sub: 'user-1', system: 'OLD_TWO' })).toBe(rejected)
  })

  test.each([
    ['account:support', []],
    ['account:support profile:read', ['profile:read']],
    ['credits:write profile:write', ['profile:write']],
    ['openid email', []],
  ])('it cannot give more than power over oneself: %s', async (scope, scopes) => {
    expect(await verdict({ iss: 'old-one', sub: 'user-1', scope })).toMatchObject({ scopes: new Set(scopes) })
  })
})

describe('a further issuer without a system', () => {
  const key = 'second-5uTgB8nJmK1qWsX4eDcR7vFyHzL0'

  test.each(['viewer', 'gateway'])('its sub is an account; the audience %s is one of its own', async (aud) => {
    expect(await verdict({ iss: 'second-door', aud }, key)).toMatchObject({ subject: { kind: 'account', accountId } })
  })

  test('its audience is checked', async () => {
    expect(await verdict({ iss: 'second-door', aud: 'main' }, key)).toBe(rejected)
  })

  test('it cannot mint a service', async () => {
    expect(await verdict({ iss: 'second-door', aud: 'viewer', sub: 'service:billing' }, key)).toBe(rejected)
  })
})

describe('one issuer, one key', () => {
  test.each([
    ['the main issuer’s name with an old secret', { iss: 'main' }, oldSecret],
    ['an old issuer’s name with the main secret', { iss: 'old-one', sub: 'user-1' }, secret],
    ['one old issuer’s name with another’s secret', { iss: 'second-door', aud: 'viewer' }, oldSecret],
    ['an old secret without a name', {}, oldSecret],
    ['a name nobody has', { iss: 'nobody' }, secret],
    ['a name every object has', { iss: '__proto__' }, secret],
    ['names in a list', { iss: ['old-one'], sub: 'user-1' }, oldSecret],
  ])('refused: %s', async (_, claims, key) => {
    expect(await verdict(claims, key)).toBe(rejected)
  })

  test('a main issuer that takes any name still takes only names', async () => {
    const main = mainIssuer({ secret, jwksUrl: null, issuer: null, audience: null })
    const token = await hs256({ iss: ['old-one'] })
    expect(await outcome(world({ main, further }).authenticate(bearer(token), now))).toBe(rejected)
  })

  test('an old secret without a name does not fit a main issuer that takes any name either', async () => {
    const main = mainIssuer({ secret, jwksUrl: null, issuer: null, audience: null })
    const token = await hs256({}, {}, oldSecret)
    expect(await outcome(world({ main, further }).authenticate(bearer(token), now))).toBe(rejected)
  })

  test('an issuer for a system that is not in the list is a mistake found at the start', () => {
    expect(() => world({ further, systems: systems.slice(1) })).toThrow(RangeError)
  })
})

describe('public keys', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ed = generateKeyPairSync('ed25519')

  test.each([
    ['RS256', rsa],
    ['PS256', rsa],
    ['ES256', ec],
    ['EdDSA', ed],
  ])('%s by PEM and by JWK', async (alg, { publicKey, privateKey }) => {
    const pem = publicKey.export({ type: 'spki', format: 'pem' })
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one' }
    const { authenticate } = world({
      further: furtherIssuers.parse([
        { issuer: 'pem', publicKeyPem: pem },
        { issuer: 'jwk', jwk },
      ]),
    })
    const sign = (iss: string, kid: string) =>
      new SignJWT({ ...goodClaims, iss }).setProtectedHeader({ alg, kid }).sign(privateKey)

    expect(await outcome(authenticate(bearer(await sign('pem', 'any')), now))).toMatchObject({ client: 'jwt:pem' })
    expect(await outcome(authenticate(bearer(await sign('jwk', 'one')), now))).toMatchObject({ client: 'jwt:jwk' })
    expect(await outcome(authenticate(bearer(await sign('jwk', 'two')), now))).toBe(rejected)
  })

  test('algorithms are pinned to those configured', async () => {
    const publicKeyPem = rsa.publicKey.export({ type: 'spki', format: 'pem' })
    const { authenticate } = world({
      further: furtherIssuers.parse([{ issuer: 'pem', publicKeyPem, algorithms: ['PS256'] }]),
    })
    const sign = (alg: string) =>
      new SignJWT({ ...goodClaims, iss: 'pem' }).setProtectedHeader({ alg }).sign(rsa.privateKey)
    expect(await outcome(authenticate(bearer(await sign('PS256')), now))).toMatchObject({ client: 'jwt:pem' })
    expect(await outcome(authenticate(bearer(await sign('RS256')), now))).toBe(rejected)
  })

  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
  const oddExponent = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }).publicKey
  const spki = { type: 'spki', format: 'pem' } as const

  test.each([
    ['no key', { issuer: 'i' }],
    ['two keys', { issuer: 'i', secret: oldSecret, jwksUrl: 'https://keys.example/jwks' }],
    ['a secret of 31 bytes', { issuer: 'i', secret: oldSecret.slice(0, 31) }],
    ['a secret too short for HS512', { issuer: 'i', secret: oldSecret, algorithms: ['HS512'] }],
    ['a weak secret', { issuer: 'i', secret: 'secret'.repeat(8) }],
    ['RS256 beside a secret', { issuer: 'i', secret: oldSecret, algorithms: ['HS256', 'RS256'] }],
    ['HS256 beside a key set', { issuer: 'i', jwksUrl: 'https://keys.example/jwks', algorithms: ['HS256'] }],
    ['HS256 beside a PEM', { issuer: 'i', publicKeyPem: rsa.publicKey.export(spki), algorithms: ['HS256'] }],
    ['ES256 beside an RSA key', { issuer: 'i', publicKeyPem: rsa.publicKey.export(spki), algorithms: ['ES256'] }],
    ['none as an algorithm', { issuer: 'i', secret: oldSecret, algorithms: ['none'] }],
    ['no algorithm', { issuer: 'i', secret: oldSecret, algorithms: [] }],
    ['a private key in PEM', { issuer: 'i', publicKeyPem: rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) }],
    ['a private JWK', { issuer: 'i', jwk: ed.privateKey.export({ format: 'jwk' }) }],
    ['a shared secret as a JWK', { issuer: 'i', jwk: { kty: 'oct', k: oldSecret } }],
    ['an RSA key of 1024 bits', { issuer: 'i', publicKeyPem: short.export(spki) }],
    ['an RSA exponent of 3', { issuer: 'i', publicKeyPem: oddExponent.export(spki) }],
    ['an X25519 key', { issuer: 'i', publicKeyPem: generateKeyPairSync('x25519').publicKey.export(spki) }],
    ['a key set by http from elsewhere', { issuer: 'i', jwksUrl: 'http://keys.example/jwks' }],
    ['no name', { secret: oldSecret }],
    ['an empty name', { issuer: '', secret: oldSecret }],
    ['a misspelt member', { issuer: 'i', secret: oldSecret, sytem: 'OLD_ONE' }],
    ['an empty system', { issuer: 'i', secret: oldSecret, system: '' }],
  ])('not a configuration: %s', (_, entry) => {
    expect(furtherIssuers.safeParse([entry]).success).toBe(false)
  })
})
