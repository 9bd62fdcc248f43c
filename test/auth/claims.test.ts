import { describe, expect, test } from 'vitest'
import { mainIssuer } from '../../src/auth/issuers.ts'
import {
  accountId,
  at,
  bearer,
  goodClaims,
  hs256,
  now,
  outcome,
  rawHs256,
  rejected,
  secret,
  time,
  world,
} from './world.ts'

const accepted = { subject: { kind: 'account', accountId } }

async function verdict(claims: object, when = now, settings = {}, header = {}): Promise<unknown> {
  return outcome(world(settings).authenticate(bearer(await hs256(claims, header)), when))
}

describe('time (RFC 7519 sections 4.1.4, 4.1.5; leeway 5 s)', () => {
  test.each([
    ['a token is good until its exp', time - 0.001, accepted],
    ['a token is good at its exp, by the leeway', time, accepted],
    ['a token is good just before exp + 5 s', time + 4.999, accepted],
    ['a token is refused at exp + 5 s', time + 5, rejected],
    ['a token is refused just after exp + 5 s', time + 5.001, rejected],
  ])('%s', async (_, when, expected) => {
    const answer = await verdict({ exp: time }, at(when))
    expected === rejected ? expect(answer).toBe(rejected) : expect(answer).toMatchObject(accepted)
  })

  test.each([
    ['a token is refused just before nbf − 5 s', time - 5.001, rejected],
    ['a token is good at nbf − 5 s', time - 5, accepted],
    ['a token is good just after nbf − 5 s', time - 4.999, accepted],
    ['a token is good at its nbf', time, accepted],
  ])('%s', async (_, when, expected) => {
    const answer = await verdict({ nbf: time }, at(when))
    expected === rejected ? expect(answer).toBe(rejected) : expect(answer).toMatchObject(accepted)
  })

  test.each([
    ['just before', time + 5.499, accepted],
    ['at', time + 5.5, rejected],
    ['just after', time + 5.501, rejected],
  ])('a fractional exp has the same leeway, %s its end', async (_, when, expected) => {
    const answer = await verdict({ exp: time + 0.5 }, at(when))
    expected === rejected ? expect(answer).toBe(rejected) : expect(answer).toMatchObject(accepted)
  })

  test('an expired token says so', async () => {
    const token = await hs256({ exp: time - 60 })
    await expect(world().authenticate(bearer(token), now)).rejects.toThrow('The token has expired.')
  })

  test.each([
    ['missing', { exp: undefined }],
    ['text', { exp: String(time + 600) }],
    ['null', { exp: null }],
  ])('exp is required as a number: %s', async (_, claims) => {
    expect(await verdict(claims)).toBe(rejected)
  })

  test('an exp that overflows a number is no exp', async () => {
    const token = rawHs256('{"alg":"HS256"}', `{"sub":"${accountId}","exp":1e999}`)
    expect(await outcome(world().authenticate(bearer(token), now))).toBe(rejected)
  })

  test('nbf is a number when present', async () => {
    expect(await verdict({ nbf: 'yesterday' })).toBe(rejected)
  })
})

describe('iss and aud (RFC 7519 sections 4.1.1, 4.1.3)', () => {
  const named = { main: mainIssuer({ secret, jwksUrl: null, issuer: 'https://id.example', audience: 'viewer' }) }

  test.each([
    ['both as configured', { iss: 'https://id.example', aud: 'viewer' }, true],
    ['the audience in a list', { iss: 'https://id.example', aud: ['other', 'viewer'] }, true],
    ['another issuer', { iss: 'https://id.example/', aud: 'viewer' }, false],
    ['no issuer', { aud: 'viewer' }, false],
    ['an issuer that is no text', { iss: ['https://id.example'], aud: 'viewer' }, false],
    ['another audience', { iss: 'https://id.example', aud: 'Viewer' }, false],
    ['an audience that only contains ours', { iss: 'https://id.example', aud: 'viewer-admin' }, false],
    ['no audience', { iss: 'https://id.example' }, false],
    ['an empty list of audiences', { iss: 'https://id.example', aud: [] }, false],
  ])('%s', async (_, claims, good) => {
    const answer = await verdict(claims, now, named)
    good
      ? expect(answer).toMatchObject({ ...accepted, client: 'jwt:https://id.example' })
      : expect(answer).toBe(rejected)
  })

  test('unconfigured, any issuer and audience will do (our decision)', async () => {
    expect(await verdict({ iss: 'anybody', aud: 'anything' })).toMatchObject({ ...accepted, client: 'jwt:default' })
  })
})

describe('sub and system', () => {
  test.each([
    ['an account’s UUID', { sub: accountId }, { kind: 'account', accountId }],
    ['a UUID in capitals is the same account', { sub: accountId.toUpperCase() }, { kind: 'account', accountId }],
    [
      'a system’s own id',
      { sub: 'user-1', system: 'OLD_ONE' },
      { kind: 'legacy', system: 'OLD_ONE', legacyId: 'user-1' },
    ],
    [
      'a UUID beside a system is that system’s id, not an account',
      { sub: accountId, system: 'OLD_TWO' },
      { kind: 'legacy', system: 'OLD_TWO', legacyId: accountId },
    ],
    [
      'an id of a system may look like a service and is none',
      { sub: 'service:billing', system: 'OLD_ONE' },
      { kind: 'legacy', system: 'OLD_ONE', legacyId: 'service:billing' },
    ],
    [
      'a legacy id keeps its case',
      { sub: 'AbC', system: 'OLD_ONE' },
      { kind: 'legacy', system: 'OLD_ONE', legacyId: 'AbC' },
    ],
    ['a service', { sub: 'service:billing' }, { kind: 'service', name: 'billing' }],
  ])('%s', async (_, claims, subject) => {
    expect(await verdict(claims)).toMatchObject({ subject, via: 'jwt' })
  })

  test.each([
    ['missing', { sub: undefined }],
    ['empty', { sub: '' }],
    ['a number', { sub: 42 }],
    ['neither a UUID nor a service', { sub: 'user-1' }],
    ['a UUID with something around it', { sub: ` ${accountId}` }],
    ['a UUID and a line', { sub: `${accountId}\n` }],
    ['a service without a name', { sub: 'service:' }],
    ['a service with a space', { sub: 'service:a b' }],
    ['a service in other case', { sub: 'Service:billing' }],
    ['a service with a name of 65 characters', { sub: `service:${'a'.repeat(65)}` }],
    ['an empty legacy id', { sub: '', system: 'OLD_ONE' }],
    ['a legacy id longer than any that can be imported', { sub: 'a'.repeat(2_001), system: 'OLD_ONE' }],
    ['a legacy id with U+0000', { sub: 'a\0b', system: 'OLD_ONE' }],
    ['a legacy id with a lone surrogate', { sub: 'a\ud800b', system: 'OLD_ONE' }],
    ['a system nobody knows', { sub: 'user-1', system: 'OLD_THREE' }],
    ['a system in other case', { sub: 'user-1', system: 'old_one' }],
    ['an empty system', { sub: accountId, system: '' }],
    ['a system that is no text', { sub: accountId, system: ['OLD_ONE'] }],
    ['a system that is null', { sub: accountId, system: null }],
  ])('refused: %s', async (_, claims) => {
    expect(await verdict(claims)).toBe(rejected)
  })

  test('a service is its own client in logs', async () => {
    expect(await verdict({ sub: 'service:billing' })).toMatchObject({ client: 'service:billing' })
  })
})

describe('scope', () => {
  test.each([
    ['none given: read and write one’s own profile', {}, ['profile:read', 'profile:write']],
    ['given: exactly these', { scope: 'profile:read account:support' }, ['profile:read', 'account:support']],
    ['given empty: none at all', { scope: '' }, []],
    ['a word we do not know yet is kept', { scope: 'profile:read credits:write' }, ['profile:read', 'credits:write']],
    ['a service has none of itself (our decision)', { sub: 'service:billing' }, []],
    ['a service has what it was given', { sub: 'service:billing', scope: 'account:support' }, ['account:support']],
  ])('%s', async (_, claims, scopes) => {
    expect(await verdict(claims)).toMatchObject({ scopes: new Set(scopes) })
  })

  test.each([
    ['a list', ['profile:read']],
    ['null', null],
    ['a number', 1],
  ])('refused when it is not text: %s', async (_, scope) => {
    expect(await verdict({ scope })).toBe(rejected)
  })
})

describe('the header', () => {
  test.each([
    ['typ absent', {}],
    ['typ JWT', { typ: 'JWT' }],
    ['typ in small letters', { typ: 'jwt' }],
    ['typ at+jwt (RFC 9068)', { typ: 'at+jwt' }],
    ['typ with application/', { typ: 'application/at+jwt' }],
    ['a kid beside a shared secret means nothing', { kid: '../../etc/passwd' }],
    ['a jku is not looked at', { jku: 'http://127.0.0.1:9/jwks' }],
    ['an x5u is not looked at', { x5u: 'http://127.0.0.1:9/cert' }],
  ])('good: %s', async (_, header) => {
    expect(await verdict(goodClaims, now, {}, header)).toMatchObject(accepted)
  })

  test.each([
    ['typ of a logout token (RFC 8725 section 3.11)', { typ: 'logout+jwt' }],
    ['typ of a security event', { typ: 'secevent+jwt' }],
    ['a kid that is no text (RFC 7515 section 4.1.4)', { kid: 7 }],
  ])('refused: %s', async (_, header) => {
    expect(await verdict(goodClaims, now, {}, header)).toBe(rejected)
  })
})
