import { expect, test } from 'vitest'
import { wwwAuthenticate } from '../../src/auth/www-authenticate.ts'
import { Refusal } from '../../src/domain/refusal.ts'

const bare = new Refusal('UNAUTHENTICATED', 'Credentials are needed.')
const bad = new Refusal('UNAUTHENTICATED', 'The token has expired.', { rejected: true })
const gone = new Refusal('ACCOUNT_GONE', 'The account is gone.')
const scope = new Refusal('INSUFFICIENT_SCOPE', 'This needs the scope profile:write.', { scope: 'profile:write' })
const realm = 'Bearer realm="viewer-gateway"'

test.each([
  ['no credentials: a challenge without an error (RFC 6750 section 3.1)', bare, 401, realm],
  [
    'bad credentials: invalid_token',
    bad,
    401,
    `${realm}, error="invalid_token", error_description="The token has expired."`,
  ],
  [
    'a good token of an account that is gone, where that is a 401: invalid_token',
    gone,
    401,
    `${realm}, error="invalid_token", error_description="The account is gone."`,
  ],
  ['the same where it is a 404: no challenge', gone, 404, undefined],
  [
    'a lacking scope: insufficient_scope, and which',
    scope,
    403,
    `${realm}, error="insufficient_scope", error_description="This needs the scope profile:write.", scope="profile:write"`,
  ],
  ['another 403: no challenge', new Refusal('ACCOUNT_SUSPENDED', 'Suspended.'), 403, undefined],
  ['unavailable: no challenge', new Refusal('UNAVAILABLE', 'Later.'), 503, undefined],
])('%s', (_, refusal, status, expected) => {
  expect(wwwAuthenticate(refusal, status)).toBe(expected)
})

test('a message cannot break out of its quotes or into another header', () => {
  const nasty = new Refusal('UNAUTHENTICATED', 'a"b\\c\r\nSet-Cookie: d=é', { rejected: true })
  expect(wwwAuthenticate(nasty, 401)).toBe(`${realm}, error="invalid_token", error_description="abcSet-Cookie: d="`)
})
