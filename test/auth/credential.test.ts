import { describe, expect, test } from 'vitest'
import type { FoundApiKey } from '../../src/auth/authenticate.ts'
import { accountId, bearer, hs256, now, outcome, rejected, world } from './world.ts'

const key = 'old_prefix_0123456789abcdef'
const dotted = 'live.a1b2.c3d4'
const row: FoundApiKey = { id: 'row', accountId, lastFour: 'cdef', revokedAt: null }
const rows = { [key]: row, [dotted]: { ...row, lastFour: 'c3d4' }, revoked: { ...row, revokedAt: now } }
const byKey = { client: 'key:cdef', subject: { kind: 'account', accountId }, via: 'api-key' }
const token = await hs256({})

function verdict(headers: Headers | Record<string, string>, options = {}): Promise<unknown> {
  return outcome(world({}, rows).authenticate(new Headers(headers), now, options))
}

test('no credentials at all are nobody, not an error', async () => {
  expect(await verdict({})).toBeNull()
  expect(await verdict({ cookie: 'session=1' })).toBeNull()
})

describe('Authorization: Bearer (RFC 6750 section 2.1)', () => {
  test.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('the scheme’s case is free: %s', async (scheme) => {
    expect(await verdict({ authorization: `${scheme} ${token}` })).toMatchObject({ via: 'jwt' })
  })

  test('more than one space after the scheme will do', async () => {
    expect(await verdict({ authorization: `Bearer   ${token}` })).toMatchObject({ via: 'jwt' })
  })

  test('an API key travels there too', async () => {
    expect(await verdict(bearer(key))).toMatchObject(byKey)
  })

  test('an API key with two dots is no token', async () => {
    expect(await verdict(bearer(dotted))).toMatchObject({ client: 'key:c3d4' })
  })

  test.each([
    ['empty', ''],
    ['the scheme alone', 'Bearer'],
    ['the token alone', token],
    ['a tab for the space', `Bearer\t${token}`],
    ['two tokens', `Bearer ${token} ${token}`],
    ['two headers in one', `Bearer ${token}, Bearer ${token}`],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['a longer scheme', `BearerToken ${token}`],
    ['Token', `Token ${token}`],
    ['beyond ASCII', 'Bearer \u00e9\u00e9\u00e9\u00e9'],
    ['an API key of 513 characters', `Bearer ${'k'.repeat(513)}`],
    ['a JWE, which has five parts', `Bearer ${token}.a.b`],
  ])('refused as bad credentials: %s', async (_, authorization) => {
    expect(await verdict({ authorization })).toBe(rejected)
  })
})

describe('X-API-Key', () => {
  test('an API key', async () => {
    expect(await verdict({ 'x-api-key': key })).toMatchObject(byKey)
  })

  test('gives the default scopes', async () => {
    expect(await verdict({ 'x-api-key': key })).toMatchObject({ scopes: new Set(['profile:read', 'profile:write']) })
  })

  test.each([
    ['empty', ''],
    ['unknown', 'vgk_unknown'],
    ['revoked', 'revoked'],
    ['a token, which is no API key', token],
    ['two keys in one header', `${key}, ${key}`],
    ['in other case', key.toUpperCase()],
  ])('refused as bad credentials: %s', async (_, value) => {
    expect(await verdict({ 'x-api-key': value })).toBe(rejected)
  })

  test('unknown and revoked keys are told apart by nothing', async () => {
    const { authenticate } = world({}, rows)
    const messages = await Promise.all(
      ['vgk_unknown', 'revoked'].map((value) =>
        authenticate(bearer(value), now).catch((error: Error) => error.message),
      ),
    )
    expect(new Set(messages).size).toBe(1)
  })

  test('a key revoked at a time still to come, by another clock, is revoked', async () => {
    const ahead = { key: { ...row, revokedAt: new Date(now.getTime() + 60_000) } }
    expect(await outcome(world({}, ahead).authenticate(bearer('key'), now))).toBe(rejected)
  })

  test('a key is looked up at every request, so that a revocation holds at once', async () => {
    const { authenticate, lookedUp } = world({}, rows)
    await authenticate(bearer(key), now)
    await authenticate(bearer(key), now)
    expect(lookedUp).toHaveLength(2)
  })
})

describe('two ways at once (RFC 6750 section 2 allows one; refusing with 401 is our decision)', () => {
  test('the same key twice says nothing different', async () => {
    expect(await verdict({ authorization: `Bearer ${key}`, 'x-api-key': key })).toMatchObject(byKey)
  })

  test.each([
    ['a token and a key', `Bearer ${token}`, key],
    ['two keys', `Bearer ${dotted}`, key],
    ['the same token twice', `Bearer ${token}`, token],
    ['another scheme and a key', 'Basic dXNlcjpwYXNz', key],
    ['a token and an empty key', `Bearer ${token}`, ''],
  ])('refused: %s', async (_, authorization, apiKey) => {
    expect(await verdict({ authorization, 'x-api-key': apiKey })).toBe(rejected)
  })
})

describe('where only a token is welcome', () => {
  test('a token is', async () => {
    expect(await verdict(bearer(token), { apiKeys: false })).toMatchObject({ via: 'jwt' })
  })

  const ways: Record<string, string>[] = [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]
  test.each(ways)('a good API key is not: %o', async (headers) => {
    const { authenticate, lookedUp } = world({}, rows)
    expect(await outcome(authenticate(new Headers(headers), now, { apiKeys: false }))).toBe(rejected)
    expect(lookedUp).toEqual([])
  })

  test('no credentials are still nobody', async () => {
    expect(await verdict({}, { apiKeys: false })).toBeNull()
  })
})

test('what the look-up throws is passed on, not taken for bad credentials', async () => {
  const findApiKey = () => Promise.reject(new Error('database down'))
  const { authenticate } = world({}, {}, { findApiKey })
  await expect(authenticate(bearer(key), now)).rejects.toThrow('database down')
})
