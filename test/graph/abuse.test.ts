import { isEnumType } from 'graphql'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { scopes } from '../../src/auth/scope.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { guess } from '../support/guess.ts'
import { type Place, placesOf, type Value, Written, word, written } from '../support/hostile-input.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'
import { abuseQueries, answered, many } from './abuse-queries.ts'

let app: TestApp
let person: Person
let other: Person
/** A person who may do everything there is, so that nothing is refused for want of a scope. */
let mighty: string
let longest = 0

beforeAll(async () => {
  app = await createTestApp()
  person = await importPerson(app, 1)
  other = await importPerson(app, 2)
  mighty = await app.token(person.accountId, Object.keys(scopes))
  await honest()
})
afterEach(async () => {
  await honest()
  expect(app.bugs).toEqual([])
})
afterAll(async () => {
  expect(longest).toBeLessThan(2_000)
  await app.close()
})

/** Somebody's plain question is answered, with what is true: a token that is refused everything would pass this suite. */
async function honest(): Promise<void> {
  const { status, data, errors } = await app.query('{ viewer { accountId } plans { key } }', mighty)
  expect({ status, errors, viewer: data.viewer }).toEqual({
    status: 200,
    errors: undefined,
    viewer: { accountId: person.accountId },
  })
  expect(data.plans.length).toBeGreaterThan(3)
}

interface Answer {
  readonly status: number
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into as they come.
  readonly body: any
  readonly codes: readonly string[]
}

const leaks =
  /"stack"|node_modules|\.[jt]s:\d|\bat \S+ \(|\/src\/|select .+ from|insert into|prisma|ECONN|pglite|syntax error at/i

/** What no answer is, whatever was asked: late, a fault of ours, or one that tells how the house is built. */
async function ask(body: string | Uint8Array<ArrayBuffer>, bearer: string | null = mighty): Promise<Answer> {
  const started = performance.now()
  const response = await app.fetch(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      },
      body,
    }),
  )
  const text = await response.text()
  longest = Math.max(longest, performance.now() - started)
  expect(response.status, text).toBeLessThan(500)
  expect(text).not.toMatch(leaks)
  expect(text).not.toMatch(guess)
  const parsed = JSON.parse(text)
  const codes = (parsed.errors ?? []).map(({ extensions }: { extensions: { code: string } }) => extensions.code)
  expect(codes).not.toContain('INTERNAL')
  return { status: response.status, text, body: parsed, codes }
}

const sent = (query: string, variables = {}) => JSON.stringify({ query, variables })
describe('a query', () => {
  test.each(abuseQueries)('%s', async (_, query, codes) => {
    const answer = await ask(sent(query))
    expect([...new Set(answer.codes)]).toEqual(codes)
    expect(Boolean(answer.body.data)).toBe(codes.length === 0)
    expect(answer.text.length).toBeLessThan(300_000)
  })
})

const deep = (open: string, inner: string, close: string, depth: number) =>
  `${open.repeat(depth)}${inner}${close.repeat(depth)}`
const nodeQuery = '"query":"query ($id: ID!) { node(id: $id) { id } }"'

describe('a body', () => {
  test.each<readonly [string, string | Uint8Array<ArrayBuffer>, readonly string[]]>([
    ['variables thirty deep', `{${nodeQuery},"variables":{"id":${deep('{"a":', '1', '}', 30)}}}`, ['BAD_REQUEST']],
    ['variables of lists, thirty deep', `{${nodeQuery},"variables":{"id":${deep('[', '', ']', 30)}}}`, ['BAD_REQUEST']],
    ['ten thousand deep', deep('[', '', ']', 10_000), ['BAD_REQUEST']],
    [
      'ten thousand variables that nobody defined',
      `{${nodeQuery},"variables":{"id":"x",${many(9_000, (n) => `"v${n}":1`, ',')}}}`,
      answered,
    ],
    ['__proto__ among the variables', `{${nodeQuery},"variables":{"__proto__":{"id":"x"}}}`, ['BAD_REQUEST']],
    ['__proto__ beside the query', `{${nodeQuery},"__proto__":{"polluted":1},"variables":{"id":"x"}}`, answered],
    ['constructor beside the query', `{${nodeQuery},"constructor":{"prototype":{"polluted":1}}}`, ['BAD_REQUEST']],
    ['an unknown parameter', `{${nodeQuery},"variables":{"id":"x"},"debug":true}`, answered],
    ['the query twice', '{"query":"{ nope }","query":"{ plans { key } }"}', ['BAD_REQUEST']],
    ['variables that are a list', `{${nodeQuery},"variables":["x"]}`, ['BAD_REQUEST']],
    ['variables that are text', `{${nodeQuery},"variables":"{\\"id\\":\\"x\\"}"}`, ['BAD_REQUEST']],
    [
      'an operation’s name that is an object',
      `{"query":"{ plans { key } }","operationName":{}}`,
      ['OPERATION_RESOLUTION_FAILURE'],
    ],
    ['extensions that are a list', `{"query":"{ plans { key } }","extensions":[1]}`, ['BAD_REQUEST']],
    ['a hash nobody knows', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}', ['BAD_REQUEST']],
    ['a list of operations', '[{"query":"{ plans { key } }"},{"query":"{ plans { key } }"}]', ['BAD_REQUEST']],
    ['a list of ten thousand', `[${many(10_000, () => '{}', ',')}]`, ['BAD_REQUEST']],
    ['tracing asked for', '{"query":"{ plans { key } }","extensions":{"tracing":true,"cost":true}}', answered],
    ['a byte order mark', new TextEncoder().encode('\ufeff{"query":"{ plans { key } }"}'), answered],
    ['UTF-16', new Uint8Array(Buffer.from('{"query":"{ plans { key } }"}', 'utf16le')), ['BAD_REQUEST']],
    ['an overlong encoding', new Uint8Array([0x22, 0xc0, 0x80, 0x22]), ['BAD_REQUEST']],
    ['nothing', '', ['BAD_REQUEST']],
  ])('%s', async (_, body, codes) => {
    const answer = await ask(body)
    expect([...new Set(answer.codes)]).toEqual(codes)
    expect(answer.body.data ? Object.keys(answer.body) : []).toEqual(codes.length === 0 ? ['data'] : [])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
})

const global = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64')
const ids: readonly (readonly [string, () => string])[] = [
  ['garbage', () => '%%%'],
  ['nothing', () => ''],
  ['U+0000', () => '\0'],
  ['U+0000 within', () => global('Agent', '\0')],
  ['a lone surrogate', () => '\ud800'],
  ['ten thousand characters', () => 'A'.repeat(10_000)],
  ['ten thousand characters within', () => global('Agent', 'x'.repeat(10_000))],
  ['a type that is not there', () => global('Nothing', 'x')],
  ['a type that is no node', () => global('Plan', 'PRO')],
  ['the query itself', () => global('Query', '1')],
  ['__proto__', () => global('__proto__', 'x')],
  ['no id after the type', () => 'Vmlld2VyOg=='],
  ['no type before the id', () => Buffer.from(':x').toString('base64')],
  ['no UUID', () => global('Viewer', 'x')],
  ['somebody else', () => global('Viewer', other.accountId)],
  ['somebody else’s row', () => global('LedgerEntry', `${other.accountId}:1`)],
  ['a row that cannot be', () => global('LedgerEntry', `${person.accountId}:99999999999999999999`)],
  ['a row before the first', () => global('LedgerEntry', `${person.accountId}:-1`)],
  ['one id in another', () => global('Viewer', global('Viewer', person.accountId))],
  ['SQL', () => global('Viewer', "' OR 1=1 --")],
  ['a path', () => '../../../etc/passwd'],
]

describe('an id or a cursor that is', () => {
  test.each(ids)('%s', async (_, made) => {
    const id = made()
    // Only what helps others would see somebody else; this one may everything but is asked as a plain person.
    const plain = await app.token(person.accountId)
    const node = await ask(sent('query ($id: ID!) { node(id: $id) { __typename } }', { id }), plain)
    expect(node.body).toEqual({ data: { node: null } })
    for (const mutation of ['archiveAgent', 'revokeApiKey']) {
      const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`
      const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { userErrors { code } } }`
      const { body } = await ask(sent(query, { input: { id } }), plain)
      expect(body.data[mutation].userErrors).toMatchObject([{ code: 'NOT_FOUND' }])
    }
    for (const list of ['credits { page: history', 'resources { page: agents']) {
      const query = `query ($at: String) { viewer { ${list}(after: $at) { edges { cursor } } } } }`
      const { codes } = await ask(sent(query, { at: id }), plain)
      expect(codes).toEqual(['BAD_REQUEST'])
    }
  })
})

const schema = gatewaySchema()
const usual: Record<string, Value> = {
  String: 'text',
  ID: 'eA==',
  Boolean: true,
  Int: 60,
  SafeInt: 1,
  CreditAmount: 1,
  EurAmount: '0.000001',
  UUID: '01234567-89ab-4cde-8f01-23456789abcd',
  EmailAddress: 'nobody@example.com',
  URL: 'https://example.com',
  DateTime: '2027-01-01T00:00:00.000Z',
}
const places = placesOf(schema, usual)
const mutations = [...new Set(places.map(({ mutation }) => mutation))]

/** What a mutation makes of a value: null when it happened, else why not. */
async function refusalOf({ mutation, inputType, path, inputWith }: Place, value: Value, as: 'json' | 'literal') {
  const text = written(inputWith(value), as)
  const chosen = `{ userErrors { field code } }`
  const body =
    as === 'literal'
      ? JSON.stringify({ query: `mutation { done: ${mutation}(input: ${text}) ${chosen} }` })
      : `{"query":"mutation ($input: ${inputType}) { done: ${mutation}(input: $input) ${chosen} }","variables":{"input":${text}}}`
  const { body: answer, codes } = await ask(body)
  const what = `${mutation}(${path}: ${text.slice(0, 200)}) as ${as}`
  const refusals: readonly string[] = [
    ...codes,
    ...(answer.data?.done.userErrors ?? []).map(({ code }: { code: string }) => code),
  ]
  expect(refusals.length > 0 || answer.data?.done, what).toBeTruthy()
  return { what, refusals }
}

/** Text that may not be kept, in any field of any mutation: not even looked for. */
const unkeepable: readonly Value[] = ['\0', 'a\0b', new Written('"\\ud800"'), new Written('"a\\udc00b"')]

/** Text that some fields take and others refuse, and that is nowhere a reason to fall over. */
const odd: readonly Value[] = [
  '',
  ' \t\u00a0\u2003',
  'x'.repeat(256),
  '\u{1f9ff}'.repeat(256),
  'x'.repeat(20_000),
  `${'x'.repeat(65)}@${'y'.repeat(250)}.example`,
  "' OR 1=1; --",
  '\u202e\u200b%00\r\n<script>alert(1)</script>',
  '__proto__',
]

describe('text in every field of a mutation that takes any', () => {
  const textTypes = ['String', 'ID', 'UUID', 'EmailAddress', 'URL', 'DateTime', 'EurAmount']
  const texts = places.filter(({ type }) => textTypes.includes(type.name))
  const taking = mutations.filter((name) => texts.some(({ mutation }) => mutation === name))

  test('is what most mutations take', () => {
    expect(taking.length).toBeGreaterThan(15)
    expect(texts.length).toBeGreaterThan(60)
  })

  test.each(taking)('%s', async (name) => {
    for (const place of texts.filter(({ mutation }) => mutation === name)) {
      for (const as of ['json', 'literal'] as const) {
        for (const value of unkeepable) {
          const { what, refusals } = await refusalOf(place, value, as)
          expect(refusals, what).not.toEqual([])
        }
        for (const value of odd) await refusalOf(place, value, as)
      }
    }
  })
})

/** What is no value of a type, whichever way it is written. */
const wrong: Readonly<Record<string, readonly Value[]>> = {
  String: [1, true, 1.5, [1], { a: 1 }],
  ID: [1.5, true, [[1]], { a: 1 }],
  Boolean: ['true', 1, 0, '', [1], { a: 1 }],
  Int: ['1', true, 1.5, 2 ** 31, -(2 ** 31) - 1, new Written('1e400'), 'NaN', [[1]], { a: 1 }],
  SafeInt: ['one', true, 1.5, 2 ** 53, -(2 ** 53), new Written('1e400'), 'NaN', [[1]], { a: 1 }],
  CreditAmount: ['one', true, 1.5, 2 ** 53, -(2 ** 53), new Written('1e400'), 'NaN', [[1]], { a: 1 }],
  EurAmount: [1, 1.5, true, '1e3', '1,5', '0.0000001', 'NaN', '-', '', 'Infinity', [[1]], { a: 1 }],
  UUID: [1, true, 'x', '01234567-89ab-4cde-8f01-23456789abc', '', [1], { a: 1 }],
  EmailAddress: [1, true, [1], { a: 1 }],
  URL: [1, true, [1], { a: 1 }],
  DateTime: [true, 'yesterday', '2026-02-30T00:00:00Z', '2026-02-07', '', new Written('1e400'), [1], { a: 1 }],
}
const wrongWord: readonly Value[] = [1, true, word('NOTHING'), word('pro'), word('__proto__'), '', { a: 1 }]

describe('every field of a mutation given something of another type', () => {
  test('is refused, of every type there is', () => {
    const types = places.filter(({ type }) => !isEnumType(type)).map(({ type }) => type.name)
    expect([...new Set(types)].filter((name) => !(name in wrong))).toEqual([])
  })

  test.each(mutations)('%s', async (name) => {
    for (const place of places.filter(({ mutation }) => mutation === name)) {
      const values = isEnumType(place.type) ? wrongWord : (wrong[place.type.name] ?? [])
      for (const value of place.nullable ? values : [...values, null]) {
        for (const as of ['json', 'literal'] as const) {
          const { what, refusals } = await refusalOf(place, value, as)
          expect(refusals, what).not.toEqual([])
        }
      }
    }
  })

  test.each(mutations)('%s, with fields nobody knows', async (name) => {
    const [place] = places.filter(({ mutation }) => mutation === name)
    if (!place) throw new Error(`${name} takes nothing.`)
    const extra = { ...place, inputWith: (value: Value) => ({ isAdmin: value, role: value }) }
    for (const as of ['json', 'literal'] as const) {
      const { refusals } = await refusalOf(extra, true, as)
      expect(refusals).toContain(as === 'json' ? 'BAD_REQUEST' : 'GRAPHQL_VALIDATION_FAILED')
    }
  })
})
