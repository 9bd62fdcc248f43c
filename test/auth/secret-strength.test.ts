import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { secretWeakness } from '../../src/auth/secret-strength.ts'

const strong = 'Zk3v9-main-Qw81xLpTn0s7RbYc5uHgJdEaMf6WoIiC4tKyX2zBqNvUrSl_hGjDpeO'

test.each([
  ['HS256', 31, false],
  ['HS256', 32, true],
  ['HS256', 33, true],
  ['HS384', 47, false],
  ['HS384', 48, true],
  ['HS512', 63, false],
  ['HS512', 64, true],
] as const)('%s with %i bytes (RFC 7518 section 3.2)', (algorithm, bytes, enough) => {
  expect(secretWeakness(strong.slice(0, bytes), algorithm) === null).toBe(enough)
})

test('bytes are counted, not characters', () => {
  expect(secretWeakness('äöüßéèêëàâîïôùûç')).toBeNull()
})

test.each([
  ['the newer sample of jwt.io', 'a-string-secret-at-least-256-bits-long'],
  ['the same in capitals', 'A-STRING-SECRET-AT-LEAST-256-BITS-LONG'],
  [
    'the key of RFC 7515 appendix A.1',
    'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
  ],
  ['a stack’s default', 'your-super-secret-jwt-token-with-at-least-32-characters-long'],
  ['a tutorial’s', '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7'],
  ['secret over and over', 'secret'.repeat(6)],
  ['secret over and over, cut short', 'secret'.repeat(6).slice(0, 34)],
  ['the older sample of jwt.io twice', 'your-256-bit-secret'.repeat(2)],
  ['changeme over and over', 'changeme'.repeat(4)],
  ['digits over and over', '1234567890'.repeat(4)],
  ['one character', 'x'.repeat(64)],
  ['zeros', '\0'.repeat(32)],
  ['seven characters in disorder', 'abcdefgabdcfegbacgfdeabgcdfeagcbdfeg'],
  ['the alphabet and the digits', 'abcdefghijklmnopqrstuvwxyz0123456789'],
])('refused: %s', (_, secret) => {
  expect(secretWeakness(secret)).toEqual(expect.any(String))
})

test('random secrets are never refused, in any usual spelling', () => {
  for (let run = 0; run < 2000; run++) {
    const bytes = randomBytes(32)
    for (const spelling of ['hex', 'base64', 'base64url'] as const) {
      expect(secretWeakness(bytes.toString(spelling))).toBeNull()
    }
  }
})
