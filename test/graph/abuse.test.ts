import { isEnumType } from 'graphql'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { scopes } from '../../src/auth/scope.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { type Place, placesOf, type Value, Written, word, written } from '../support/hostile-input.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

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
  /did you mean|"stack"|node_modules|\.[jt]s:\d|\bat \S+ \(|\/src\/|select .+ from|insert into|prisma|ECONN|pglite|syntax error at/i

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
  const parsed = JSON.parse(text)
  const codes = (parsed.errors ?? []).map(({ extensions }: { extensions: { code: string } }) => extensions.code)
  expect(codes).not.toContain('INTERNAL')
  return { status: response.status, text, body: parsed, codes }
}

const sent = (query: string, variables = {}) => JSON.stringify({ query, variables })
const many = (count: number, one: (index: number) => string, between = ' ') =>
  Array.from({ length: count }, (_, index) => one(index)).join(between)

const long = ['QUERY_TOO_LONG']
const broad = ['QUERY_TOO_BROAD']
const complex = ['QUERY_TOO_COMPLEX']
const aliases = ['QUERY_TOO_MANY_ALIASES']
const directives = ['QUERY_TOO_MANY_DIRECTIVES']
const invalid = ['GRAPHQL_VALIDATION_FAILED']
const unparsed = ['GRAPHQL_PARSE_FAILED']
const answered: readonly string[] = []

const queries: readonly (readonly [name: string, query: string, codes: readonly string[]])[] = [
  // Floods: the same field, aliases, directives, fragments, operations, arguments, variables.
  ['__typename two thousand times', `{ ${many(1_990, () => '__typename')} }`, broad],
  ['__typename a hundred thousand bytes long', `{ ${many(9_000, () => '__typename')} }`, long],
  ['one object six hundred times', `{ ${many(600, () => 'viewer{id}')} }`, long],
  [
    'one object, each with the same object',
    `{ ${many(20, () => `viewer{${many(20, () => 'credits{permanent}')}}`)} }`,
    broad,
  ],
  [
    'three storeys of the same',
    `{ ${many(6, () => `viewer{${many(6, () => `credits{${many(7, () => 'wallet{held}')}}`)}}`)} }`,
    broad,
  ],
  ['a thousand aliases of a leaf', `{ ${many(600, (n) => `a${n}: __typename`)} }`, broad],
  ['forty aliases of a leaf', `{ ${many(40, (n) => `a${n}: __typename`)} }`, aliases],
  [
    'a hundred aliased accounts',
    `{ ${many(100, (n) => `a${n}: account(by: { email: "p${n}@example.com" }) { id }`)} }`,
    aliases,
  ],
  [
    'thirty aliased accounts with all their pages',
    `{ ${many(30, (n) => `a${n}: account(by: { email: "p${n}@example.com" }) { credits { history(first: 100) { edges { node { id kind } } } } }`)} }`,
    complex,
  ],
  [
    'aliases behind a fragment',
    `{ ${many(20, () => '...F')} } fragment F on Query { ${many(31, (n) => `a${n}: __typename`)} }`,
    aliases,
  ],
  ['aliases that conflict', `{ viewer { ${many(30, (n) => `a: ${['id', 'email', 'company'][n % 3]}`)} } }`, invalid],
  ['a hundred times @skip', `{ plans ${many(100, () => '@skip(if: false)')} { key } }`, directives],
  ['a hundred unknown directives', `{ plans ${many(100, () => '@x')} { key } }`, directives],
  ['forty unknown directives', `{ plans ${many(40, (n) => `@x${n}`)} { key } }`, invalid],
  ['@include on everything', `{ viewer @include(if: true) { ${many(49, () => 'id @include(if: true)')} } }`, answered],
  ['@skip twice on one field', '{ plans @skip(if: true) @skip(if: false) { key } }', invalid],
  ['a directive on an operation that takes none', 'query @skip(if: true) { plans { key } }', invalid],
  ['@defer', '{ ... @defer { plans { key } } }', invalid],
  ['@stream', '{ plans @stream { key } }', invalid],
  ['@deprecated in a query', '{ plans @deprecated { key } }', invalid],
  ['four hundred operations', many(400, (n) => `query q${n} { __typename }`), ['OPERATION_RESOLUTION_FAILURE']],
  ['two operations without names', '{ plans { key } } { plans { key } }', ['OPERATION_RESOLUTION_FAILURE']],
  [
    'two operations of one name',
    'query A { plans { key } } query A { plans { key } }',
    ['OPERATION_RESOLUTION_FAILURE'],
  ],
  ['three hundred variables', `query (${many(300, (n) => `$v${n}: Int`)}) { plans { key } }`, invalid],
  ['a hundred arguments', `{ node(${many(100, (n) => `a${n}: 1`)}) { id } }`, invalid],
  ['one argument twice', '{ node(id: "x", id: "y") { id } }', invalid],
  ['five hundred items in a list', `{ account(by: { email: [${many(500, () => '"x"', ',')}] }) { id } }`, invalid],
  ['three hundred fields of an input', `{ account(by: { ${many(300, (n) => `a${n}: 1`)} }) { id } }`, invalid],
  [
    'one field of an input twice',
    '{ account(by: { email: "a@example.com", email: "b@example.com" }) { id } }',
    invalid,
  ],
  [
    'all ways to look an account up at once',
    '{ account(by: { email: "a@example.com", referralCode: "x" }) { id } }',
    invalid,
  ],
  ['no way to look an account up', '{ account(by: {}) { id } }', invalid],
  ['a hundred mistakes and more', `{ ${many(400, (n) => `x${n}`)} }`, invalid],
  // Fragments.
  ['a fragment of itself', '{ viewer { ...a } } fragment a on Viewer { ...a }', invalid],
  [
    'two fragments of each other',
    '{ viewer { ...a } } fragment a on Viewer { ...b } fragment b on Viewer { ...a }',
    invalid,
  ],
  [
    'twenty fragments, each of all',
    `{ ...f0 } ${many(20, (n) => `fragment f${n} on Query { ${many(20, (m) => `...f${m}`)} }`)}`,
    invalid,
  ],
  [
    'fragments that double a hundred times',
    `{ ...f0 } ${many(100, (n) => `fragment f${n} on Query { ${n < 99 ? `...f${n + 1} ...f${n + 1}` : 'plans { key }'} }`)}`,
    broad,
  ],
  [
    'fragments that triple sixty times, by inline ones',
    `{ ...f0 } ${many(60, (n) => `fragment f${n} on Query { ${n < 59 ? many(3, () => `... { ...f${n + 1} }`) : 'plans { key }'} }`)}`,
    broad,
  ],
  [
    'doubling below a field',
    `{ viewer { credits { ...f0 } } } ${many(60, (n) => `fragment f${n} on Credits { ${n < 59 ? `...f${n + 1} ...f${n + 1}` : 'permanent'} }`)}`,
    broad,
  ],
  [
    'two hundred fragments compared with one another',
    `{ ${many(200, (n) => `...f${n}`)} } ${many(200, (n) => `fragment f${n} on Query { plans { key } }`)}`,
    long,
  ],
  [
    'a hundred fragments compared with one another',
    `{ ${many(100, (n) => `...f${n}`)} } ${many(100, (n) => `fragment f${n} on Query { plans { key } }`)}`,
    answered,
  ],
  ['a hundred fragments of one name', `{ ...f } ${many(100, () => 'fragment f on Query { plans { key } }')}`, invalid],
  [
    'a hundred fragments that nobody spreads',
    `{ plans { key } } ${many(100, (n) => `fragment f${n} on Query { plans { key } }`)}`,
    invalid,
  ],
  ['a fragment that is not there', '{ ...nowhere }', invalid],
  ['a fragment on no type', '{ ...f } fragment f on Nothing { id }', invalid],
  ['a fragment on a scalar', '{ ...f } fragment f on String { id }', invalid],
  ['a fragment alone', 'fragment f on Query { plans { key } }', ['OPERATION_RESOLUTION_FAILURE']],
  ['a fragment called on', '{ ...on } fragment on on Query { plans { key } }', unparsed],
  [
    'inline fragments six hundred deep',
    `{ ${many(600, () => '... {')} plans { key } ${many(600, () => '}')} }`,
    answered,
  ],
  // Depth.
  ['fields six hundred deep', `${'{ a '.repeat(600)}${'}'.repeat(600)}`, broad],
  ['fields four hundred deep', `${'{ a '.repeat(400)}${'}'.repeat(400)}`, invalid],
  ['a list nine hundred deep', `{ account(by: ${'['.repeat(900)}${']'.repeat(900)}) { id } }`, invalid],
  ['an object four hundred deep', `{ account(by: ${'{a: '.repeat(400)}1${'}'.repeat(400)}) { id } }`, invalid],
  [
    'a type of a variable nine hundred deep',
    `query ($a: ${'['.repeat(900)}Int${']'.repeat(900)}) { plans { key } }`,
    invalid,
  ],
  ['braces without an end', '{'.repeat(1_900), unparsed],
  ['fifty thousand braces', '{'.repeat(50_000), long],
  // Introspection, by one who may.
  [
    'types of fields of types of fields',
    '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }',
    invalid,
  ],
  [
    'possible types of interfaces of possible types',
    '{ __schema { types { possibleTypes { interfaces { possibleTypes { name } } } } } }',
    invalid,
  ],
  [
    '__type in circles, by fragments',
    '{ __type(name: "Viewer") { ...f } } fragment f on __Type { fields { type { ...f } } }',
    invalid,
  ],
  [
    'the same type thirty times',
    `{ ${many(30, (n) => `a${n}: __type(name: "Viewer") { fields { type { fields { name args { name type { name } } } } } }`)} }`,
    answered,
  ],
  [
    'the whole schema twenty-five times',
    `{ ${many(25, (n) => `a${n}: __schema { types { fields { type { fields { name args { name description } } } } } }`)} }`,
    complex,
  ],
  [
    'ofType three hundred times',
    `{ __schema { types { fields { type { ${many(300, () => 'ofType {')} name ${many(300, () => '}')} } } } } }`,
    answered,
  ],
  ['a type that is not there', '{ __type(name: "Nothing") { name } }', answered],
  ['a type called __proto__', '{ __type(name: "__proto__") { name } }', answered],
  // Text.
  ['nothing but a comment', '# nothing', unparsed],
  ['nothing but commas', ',,,,', unparsed],
  ['a comment of ninety thousand bytes', `{ plans { key } } # ${'x'.repeat(90_000)}`, answered],
  ['ninety thousand commas', `{ plans { key } }${','.repeat(90_000)}`, answered],
  ['a byte order mark in front', '\ufeff{ plans { key } }', answered],
  ['U+0000 between fields', '{ plans \0 { key } }', unparsed],
  ['U+0000 in a comment', '{ plans { key } } # \0', answered],
  ['control characters', '{ plans \x07\x1b[31m { key } }', unparsed],
  ['a lone surrogate in a literal', '{ node(id: "\ud800") { id } }', unparsed],
  ['a lone surrogate escaped', '{ node(id: "\\ud800") { id } }', unparsed],
  ['U+0000 escaped in a literal', '{ node(id: "\\u0000") { id } }', answered],
  ['a code point beyond Unicode', '{ node(id: "\\u{110000}") { id } }', unparsed],
  ['an escape that is none', '{ node(id: "\\x41") { id } }', unparsed],
  ['a literal without an end', '{ node(id: "abc', unparsed],
  ['a block of quotes', `{ node(id: """${'\\"""'.repeat(10_000)}""") { id } }`, answered],
  ['a block of ten thousand indented lines', `{ node(id: """${'\n  a'.repeat(10_000)}""") { id } }`, answered],
  ['a literal of ninety thousand characters', `{ node(id: "${'x'.repeat(90_000)}") { id } }`, answered],
  ['a name of ninety thousand characters', `{ ${'x'.repeat(90_000)} }`, invalid],
  ['letters that look like others', '{ pl\u0430ns { key } }', unparsed],
  [
    'a number of ninety thousand digits',
    `{ viewer { credits { history(first: ${'9'.repeat(90_000)}) { edges { cursor } } } } }`,
    invalid,
  ],
  ['1e400', '{ viewer { credits { history(first: 1e400) { edges { cursor } } } } }', invalid],
  ['2^31', '{ viewer { credits { history(first: 2147483648) { edges { cursor } } } } }', invalid],
  ['a number with a nought in front', '{ viewer { credits { history(first: 01) { edges { cursor } } } } }', unparsed],
  ['a variable where a constant has to be', 'query ($a: Int = $b, $b: Int) { plans { key } }', unparsed],
  ['a default in circles', 'query ($a: Int = $a) { plans { key } }', unparsed],
  ['a variable that nobody defined', '{ node(id: $id) { id } }', invalid],
  ['a variable of an output type', 'query ($v: Viewer) { plans { key } }', invalid],
  ['a type defined in a request', 'type Query { hacked: String } { plans { key } }', invalid],
  ['a schema extended in a request', 'extend type Query { hacked: String }', ['OPERATION_RESOLUTION_FAILURE']],
  ['a subscription', 'subscription { viewer { id } }', invalid],
  ['fields every object of the language has', '{ constructor __proto__ hasOwnProperty toString }', invalid],
  ['a meta field that is none', '{ __schemas { types { name } } }', invalid],
  ['__typename of __typename', '{ __typename { __typename } }', invalid],
  ['an object without a selection', '{ viewer }', invalid],
  ['an empty selection', '{ viewer { } }', unparsed],
  ['HTML', '<script>alert(1)</script>', unparsed],
  ['JSON', '{"query": "{ plans { key } }"}', unparsed],
  ['SQL', "'; DROP TABLE accounts; --", unparsed],
]

describe('a query', () => {
  test.each(queries)('%s', async (_, query, codes) => {
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
    ['__proto__ beside the query', `{${nodeQuery},"__proto__":{"polluted":1},"variables":{"id":"x"}}`, ['BAD_REQUEST']],
    ['constructor beside the query', `{${nodeQuery},"constructor":{"prototype":{"polluted":1}}}`, ['BAD_REQUEST']],
    ['an unknown parameter', `{${nodeQuery},"variables":{"id":"x"},"debug":true}`, ['BAD_REQUEST']],
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
