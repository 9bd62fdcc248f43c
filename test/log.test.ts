import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateApiKey } from '../src/auth/api-key.ts'
import { Refusal } from '../src/domain/refusal.ts'
import type { Store } from '../src/store/store.ts'
import { createLogObserver } from '../src/telemetry/log-observer.ts'
import { createLogger } from '../src/telemetry/logger.ts'
import { scrub } from '../src/telemetry/scrub.ts'
import { createTestApp, type TestApp } from './support/app.ts'
import { importPerson } from './support/legacy-people.ts'

const lines: string[] = []
const logger = createLogger('trace', { write: (line) => lines.push(line) })
const log = createLogObserver(logger, { requests: false })
const { key } = generateApiKey()
let app: TestApp
let token: string
/** What the store throws, quoting what it was given as databases do. */
let thrown: () => Error

beforeAll(async () => {
  const account = (): Store['account'] => () => Promise.reject(thrown())
  app = await createTestApp({}, { wrapStore: (store) => ({ ...store, account: account() }), observers: [log] })
  const quiet = await createTestApp({}, { database: app.database })
  token = await app.token((await importPerson(quiet, 1)).accountId)
})
afterAll(() => app.close())

const address = 'person-1@example.com'

function quoting(): Error {
  const cause = new Error(`Key (email)=(${address}) already exists; authorization: Bearer ${token}`)
  return new Error(`INSERT … VALUES ('${address}', '${key}', '${token}')`, { cause })
}

describe('what a fault says to the log', () => {
  test.each([
    ['a bug, whose message, cause and stack quote what was sent', quoting],
    ['an outage that does', () => new Refusal('UNAVAILABLE', `no ${address}`, { retryAfter: 1, cause: quoting() })],
    ['something thrown that is no error', () => `${address} ${token} ${key}` as unknown as Error],
  ])('holds no token, key or address: %s', async (_, error) => {
    thrown = error
    lines.length = 0
    for (const path of ['/v1/account/profile', '/user/info', '/graphql?query={viewer{email}}'])
      await app.get(path, token)
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) {
      for (const secret of [address, 'person-1', token, token.split('.')[2] ?? '', key, key.slice(4, 20)]) {
        expect(line).not.toContain(secret)
      }
      expect(JSON.parse(line)).toMatchObject({ requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    }
  })

  test('what was refused on purpose is no line at all', async () => {
    lines.length = 0
    for (const bearer of [null, 'nonsense', `${token}x`, key]) await app.get('/user/info', bearer)
    expect(lines).toEqual([])
  })
})

test.each([
  ['a token in a sentence', 'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln, expired', 'token [token], expired'],
  ['a token without a signature', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.', '[token]'],
  ['a key of ours', 'key=vgk_0123456789abcdef', 'key=[key]'],
  ['an address in brackets', '<ada@example.com>', '<[address]>'],
  ['an address with signs', "to o'hara+x@mail.example.com", 'to [address]'],
  ['an address beyond ASCII', 'für jürgen@büro.example da', 'für [address] da'],
  ['what is none of them', 'row 7 of accounts at 12:00', 'row 7 of accounts at 12:00'],
])('%s', (_, text, expected) => {
  expect(scrub(text)).toBe(expected)
})
