import { expect, test } from 'vitest'
import { type Principal, requirePrincipal, requireScope } from '../../src/auth/principal.ts'
import { defaultScopes, furtherIssuerScopes, scopes } from '../../src/auth/scope.ts'

const reader: Principal = {
  client: 'jwt:default',
  subject: { kind: 'service', name: 'reader' },
  scopes: new Set(['profile:read']),
  via: 'jwt',
}

test('a scope one has is enough', () => {
  expect(() => requireScope(reader, 'profile:read')).not.toThrow()
})

test.each(['profile:write', 'account:support'] as const)('a scope one lacks is named: %s', (scope) => {
  expect(() => requireScope(reader, scope)).toThrow(
    expect.objectContaining({ code: 'INSUFFICIENT_SCOPE', details: { scope } }),
  )
})

test('nobody is asked for credentials, without being told off (RFC 6750 section 3)', () => {
  expect(() => requirePrincipal(null)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED', details: {} }))
  expect(requirePrincipal(reader)).toBe(reader)
})

test('neither what a token gets unasked nor what an old issuer can give is power over others', () => {
  for (const scope of [...defaultScopes, ...furtherIssuerScopes]) expect(Object.keys(scopes)).toContain(scope)
  expect(defaultScopes).not.toContain('account:support')
  expect(furtherIssuerScopes).not.toContain('account:support')
})
