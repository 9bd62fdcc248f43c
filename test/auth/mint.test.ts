import { decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { mainIssuer } from '../../src/auth/issuers.ts'
import { mintToken } from '../../src/auth/mint.ts'
import { accountId, at, bearer, now, outcome, rejected, secret, time, world } from './world.ts'

test('a token says what was asked for, no more', async () => {
  const token = await mintToken({ secret, subject: accountId, ttlSeconds: 3600, now })
  const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), { currentDate: now })
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(payload).toEqual({ sub: accountId, iat: time, exp: time + 3600 })
})

test('every part can be given', async () => {
  const given = {
    issuer: 'main',
    audience: 'viewer',
    subject: 'user-1',
    system: 'OLD_ONE',
    scopes: ['profile:read', 'x'],
  }
  const token = await mintToken({ secret, ...given, ttlSeconds: 60, now: at(time + 0.999) })
  const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), { currentDate: now })
  expect(payload).toEqual({
    iss: 'main',
    aud: 'viewer',
    sub: 'user-1',
    system: 'OLD_ONE',
    scope: 'profile:read x',
    iat: time,
    exp: time + 60,
  })
})

test('the gateway that shares the secret lets it in, until its time is over', async () => {
  const main = mainIssuer({ secret, jwksUrl: null, issuer: 'main', audience: 'viewer' })
  const { authenticate } = world({ main })
  const ask = { secret, issuer: 'main', audience: 'viewer', subject: 'service:billing', scopes: ['account:support'] }
  const headers = bearer(await mintToken({ ...ask, ttlSeconds: 60, now }))
  expect(await authenticate(headers, now)).toEqual({
    client: 'service:billing',
    subject: { kind: 'service', name: 'billing' },
    scopes: new Set(['account:support']),
    via: 'jwt',
  })
  expect(await outcome(authenticate(headers, at(time + 65)))).toBe(rejected)
})

test('no scope asked for is no scope given', async () => {
  const token = await mintToken({ secret, subject: accountId, scopes: [], ttlSeconds: 60, now })
  expect(await world().authenticate(bearer(token), now)).toMatchObject({ scopes: new Set() })
})
