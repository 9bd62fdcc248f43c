import { expect, test } from 'vitest'
import { generateApiKey, hashApiKey } from '../../src/auth/api-key.ts'

test('a key is vgk_ and 43 letters or digits, known by its last four', () => {
  const { key, lastFour } = generateApiKey()
  expect(key).toMatch(/^vgk_[0-9A-Za-z]{43}$/)
  expect(lastFour).toBe(key.slice(-4))
})

test('a key is stored as its SHA-256', () => {
  const { key, sha256 } = generateApiKey()
  expect(sha256).toEqual(hashApiKey(key))
})

test('the hash is SHA-256 (FIPS 180-4, the sample "abc")', () => {
  expect(Buffer.from(hashApiKey('abc')).toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})

test('no two keys are alike, and every letter and digit occurs', () => {
  const keys = Array.from({ length: 500 }, () => generateApiKey().key)
  expect(new Set(keys).size).toBe(500)
  expect(new Set(keys.map((key) => key.slice(4)).join('')).size).toBe(62)
})
