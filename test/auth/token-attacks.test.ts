import { createHmac, generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { furtherIssuers } from '../../src/auth/further-issuers.ts'
import {
  accountId,
  base64url,
  bearer,
  goodClaims,
  hs256,
  now,
  outcome,
  rawHs256,
  rejected,
  secret,
  world,
} from './world.ts'

const claimsText = JSON.stringify(goodClaims)

function verdict(token: string): Promise<unknown> {
  return outcome(world().authenticate(bearer(token), now))
}

test('the honest token these attacks are made from is let in', async () => {
  expect(await verdict(await hs256({}))).toMatchObject({ subject: { kind: 'account', accountId } })
  expect(await verdict(rawHs256('{"alg":"HS256"}', claimsText))).toMatchObject({
    subject: { kind: 'account', accountId },
  })
})

describe('alg (RFC 8725 sections 3.1, 3.2)', () => {
  const hs384Input = `${base64url('{"alg":"HS384"}')}.${base64url(claimsText)}`

  test.each([
    ['none, without a signature', `${base64url('{"alg":"none"}')}.${base64url(claimsText)}.`],
    ['none, in other case', `${base64url('{"alg":"nOnE"}')}.${base64url(claimsText)}.`],
    ['none, with an HS256 signature', rawHs256('{"alg":"none"}', claimsText)],
    ['absent', rawHs256('{}', claimsText)],
    ['empty', rawHs256('{"alg":""}', claimsText)],
    ['in small letters', rawHs256('{"alg":"hs256"}', claimsText)],
    ['a list', rawHs256('{"alg":["HS256"]}', claimsText)],
    ['a name every object has', rawHs256('{"alg":"constructor"}', claimsText)],
    [
      'HS384 with the right secret is not the pinned one',
      `${hs384Input}.${createHmac('sha384', secret).update(hs384Input).digest('base64url')}`,
    ],
  ])('refused: %s', async (_, token) => {
    expect(await verdict(token)).toBe(rejected)
  })

  test('a token signed HS256 with an RSA public key as the secret is refused', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const further = furtherIssuers.parse([{ issuer: 'rsa', publicKeyPem: pem }])
    const { authenticate } = world({ further })

    const honest = await new SignJWT({ ...goodClaims, iss: 'rsa' })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(privateKey)
    expect(await outcome(authenticate(bearer(honest), now))).toMatchObject({ client: 'jwt:rsa' })

    for (const key of [pem, pem.trim(), publicKey.export({ type: 'spki', format: 'der' })]) {
      const forged = rawHs256('{"alg":"HS256"}', JSON.stringify({ ...goodClaims, iss: 'rsa' }), key)
      expect(await outcome(authenticate(bearer(forged), now))).toBe(rejected)
    }
  })
})

describe('keys the token brings', () => {
  test('a key in the header is not used', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const jwk = publicKey.export({ format: 'jwk' })
    const token = await new SignJWT(goodClaims)
      .setProtectedHeader({ alg: 'EdDSA', jwk: jwk as object })
      .sign(privateKey)
    expect(await verdict(token)).toBe(rejected)
  })

  test.each([
    ['an empty key', ''],
    ['a zero byte', '\0'],
    ['another secret', 'x'.repeat(32)],
    ['the secret without its end', secret.slice(0, -1)],
  ])('signed with %s', async (_, key) => {
    expect(await verdict(rawHs256('{"alg":"HS256"}', claimsText, key))).toBe(rejected)
  })
})

describe('crit (RFC 7515 section 4.1.11)', () => {
  test.each([
    ['an extension nobody knows', { crit: ['http://example.com/x'], 'http://example.com/x': 1 }],
    ['b64, which jose would let pass', { crit: ['b64'], b64: true }],
    ['b64 false', { crit: ['b64'], b64: false }],
    ['an empty list', { crit: [] }],
    ['no list', { crit: 'exp' }],
    ['null', { crit: null }],
  ])('refused: %s', async (_, header) => {
    expect(await verdict(rawHs256(JSON.stringify({ alg: 'HS256', ...header }), claimsText))).toBe(rejected)
  })
})

describe('one token, one spelling', async () => {
  const token = await hs256({})
  const [header = '', claims = '', signature = ''] = token.split('.')

  /** The same bytes in another spelling: the last letter's unused bits set. */
  function sloppy(part: string): string {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const bytes = Buffer.from(part, 'base64url')
    for (const letter of letters) {
      const twin = part.slice(0, -1) + letter
      if (twin !== part && Buffer.from(twin, 'base64url').equals(bytes)) return twin
    }
    return `${part}=`
  }

  test('the twin spelling decodes to the same signature, so only its text can betray it', () => {
    expect(Buffer.from(sloppy(signature), 'base64url')).toEqual(Buffer.from(signature, 'base64url'))
  })

  test.each([
    ['leftover bits in the signature', `${header}.${claims}.${sloppy(signature)}`],
    ['padding on the signature', `${token}=`],
    ['padding on the header', `${header}=.${claims}.${signature}`],
    ['the other alphabet', `${header}.${claims}.${signature.replaceAll('-', '+').replaceAll('_', '/')}+/`],
    ['a stray character jumped over by decoders', `${header}.${claims}.${signature.slice(0, 5)}!${signature.slice(5)}`],
    ['an empty signature', `${header}.${claims}.`],
    ['an empty payload', `${header}..${signature}`],
  ])('refused: %s', async (_, twin) => {
    expect(await verdict(twin)).toBe(rejected)
  })

  test('leftover bits in a signed payload are refused although their signature is right', async () => {
    const part = sloppy(base64url(`{"sub":"${accountId}","exp":1900000000} `))
    const input = `${base64url('{"alg":"HS256"}')}.${part}`
    const signed = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
    expect(Buffer.from(part, 'base64url').toString('base64url')).not.toBe(part)
    expect(await verdict(signed)).toBe(rejected)
  })

  test('a remembered token does not let its twin in', async () => {
    const { authenticate } = world()
    await authenticate(bearer(token), now)
    expect(await outcome(authenticate(bearer(`${header}.${claims}.${sloppy(signature)}`), now))).toBe(rejected)
  })
})

describe('tampered', async () => {
  const token = await hs256({ scope: 'profile:read' })
  const [header = '', , signature = ''] = token.split('.')
  const other = base64url(JSON.stringify({ ...goodClaims, scope: 'account:support' }))

  test.each([
    ['other claims under the same signature', `${header}.${other}.${signature}`],
    ['another header', `${base64url('{"alg":"HS256","typ":"JWT"}')}.${token.split('.')[1]}.${signature}`],
    ['one byte of the signature', `${token.slice(0, -10)}${token.at(-10) === 'A' ? 'B' : 'A'}${token.slice(-9)}`],
    ['claims that are no JSON', rawHs256('{"alg":"HS256"}', 'claims')],
    ['claims that are a list', rawHs256('{"alg":"HS256"}', '[]')],
    ['claims that are null', rawHs256('{"alg":"HS256"}', 'null')],
    ['a header that is a list', rawHs256('["HS256"]', claimsText)],
  ])('refused: %s', async (_, forged) => {
    expect(await verdict(forged)).toBe(rejected)
  })

  test('a token of more than 8192 characters is refused unread', async () => {
    expect(await verdict(await hs256({ filler: 'x'.repeat(7000) }))).toBe(rejected)
  })
})
