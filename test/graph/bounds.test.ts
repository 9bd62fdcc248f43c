import { getIntrospectionQuery, isObjectType, print } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { defaultLimits, type Limits } from '../../src/edge/limits.ts'
import { graphiqlTabs } from '../../src/graph/graphiql-tabs.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import { lineageOf } from '../../src/rest/legacy/lineage.ts'
import { userInfo } from '../../src/rest/legacy/user-info/index.ts'
import { createTestApp, type GraphAnswer, type TestApp } from '../support/app.ts'
import * as documents from '../support/gql/graphql.ts'
import { legacyEndpoints } from '../support/legacy-endpoints.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

const schema = gatewaySchema()

let app: TestApp
let person: Person
let token: string
let service: string
/** Gateways with one bound each that a short query reaches, on the same database. */
const tightened: TestApp[] = []
async function tight(limits: Partial<Limits>): Promise<TestApp> {
  const bounded = await createTestApp({}, { database: app.database, limits })
  tightened.push(bounded)
  return bounded
}
beforeAll(async () => {
  app = await createTestApp()
  person = await importPerson(app, 1)
  token = await app.token(person.accountId)
  service = await app.token('service:any', ['account:support', 'schema:read'])
})
afterAll(async () => {
  for (const one of [app, ...tightened]) expect(one.bugs).toEqual([])
  await app.close()
})

const agents = (page: string) => `{ viewer { resources { agents${page} { edges { node { id } } } } } }`
const dismiss = (name: string) => `${name}: dismissCreditNotice { userErrors { code } }`

/** A bound, the code and what is counted; a query that just keeps it, one that does not, and by how much. */
const bounds: readonly (readonly [keyof Limits, number, string, string, number, string])[] = [
  [
    'queryDepth',
    3,
    'QUERY_TOO_DEEP',
    '{ viewer { resources { agentCount } } }',
    4,
    '{ viewer { subscription { plan { key } } } }',
  ],
  [
    'queryBreadth',
    4,
    'QUERY_TOO_BROAD',
    '{ viewer { ...F } } fragment F on Viewer { id email role }',
    5,
    '{ viewer { ...F ...G } } fragment F on Viewer { id ...G ...G } fragment G on Viewer { email }',
  ],
  ['queryBreadth', 4, 'QUERY_TOO_BROAD', '{ viewer { id id id } }', 5, '{ viewer { id id id id } }'],
  [
    'queryRepeats',
    2,
    'QUERY_TOO_REPETITIVE',
    '{ plans { key key name: key } viewer { id } }',
    3,
    '{ plans { key } ...F } fragment F on Query { plans { key key } }',
  ],
  ['queryAliases', 1, 'QUERY_TOO_MANY_ALIASES', '{ a: __typename }', 2, '{ a: __typename b: __typename }'],
  [
    'queryDirectives',
    1,
    'QUERY_TOO_MANY_DIRECTIVES',
    '{ __typename @skip(if: false) }',
    2,
    '{ __typename @skip(if: false) @include(if: true) }',
  ],
  ['queryTokens', 6, 'QUERY_TOO_LONG', '{ plans { key } # not a token\n }', 7, '{ plans { key name } }'],
  // viewer, resources and the list are 1 each; so are an edge, its node and its id.
  ['queryCost', 33, 'QUERY_TOO_COMPLEX', agents('(first: 10)'), 36, agents('(first: 11)')],
  ['queryCost', 33, 'QUERY_TOO_COMPLEX', agents('(last: 10)'), 36, agents('(last: 11)')],
  ['queryCost', 62, 'QUERY_TOO_COMPLEX', agents('(first: 10)'), 63, agents('')],
  // A page that cannot be is as dear as the largest that can; a list without pages counts as 5.
  ['queryCost', 302, 'QUERY_TOO_COMPLEX', agents('(first: 1)'), 303, agents('(first: 2147483647)')],
  ['queryCost', 6, 'QUERY_TOO_COMPLEX', '{ plans { key } }', 11, '{ plans { key name } }'],
  // But for the lineage, whose length is known.
  [
    'queryCost',
    1 + lineageOf(userInfo).length,
    'QUERY_TOO_COMPLEX',
    '{ lineage(system: USER_INFO) { form } }',
    1 + shapes.flatMap(lineageOf).length,
    '{ lineage { form } }',
  ],
  // A mutation is 1000, and its answer 6: by default nine fit.
  [
    'queryCost',
    defaultLimits.queryCost,
    'QUERY_TOO_COMPLEX',
    `mutation { ${[...'abcdefghi'].map(dismiss).join(' ')} }`,
    10_060,
    `mutation { ${[...'abcdefghij'].map(dismiss).join(' ')} }`,
  ],
]

describe.each(bounds)('%s of %i, else %s', (bound, limit, code, within, actual, beyond) => {
  test('what keeps it is answered', async () => {
    const answer = await (await tight({ [bound]: limit })).query(within, token)
    expect({ status: answer.status, errors: answer.errors }).toEqual({ status: 200, errors: undefined })
  })

  test(`what does not is refused with both numbers: ${actual}`, async () => {
    const bounded = await tight({ [bound]: limit })
    for (const [accept, status] of [
      ['application/json', 200],
      ['application/graphql-response+json', 400],
    ] as const) {
      const response = await bounded.send('POST', '/graphql', { query: beyond }, token, { accept })
      expect(response.status).toBe(status)
      const requestId = response.headers.get('x-request-id')
      const message = expect.stringContaining(`more than ${limit} `)
      expect(await response.json()).toEqual({ errors: [{ message, extensions: { code, limit, actual, requestId } }] })
    }
  })
})

describe('the price of a page', () => {
  const paged = 'query ($n: Int) { viewer { resources { agents(first: $n) { edges { node { id } } } } } }'

  test('is told by the variables, each time anew', async () => {
    const bounded = await tight({ queryCost: 33 })
    for (const [n, errors] of [
      [10, undefined],
      [11, [expect.objectContaining({ extensions: expect.objectContaining({ actual: 36 }) })]],
      [10, undefined],
      [null, [expect.objectContaining({ extensions: expect.objectContaining({ actual: 63 }) })]],
    ] as const) {
      expect((await bounded.query(paged, token, { n })).errors).toEqual(errors)
    }
  })

  test('a condition makes nothing cheaper', async () => {
    const bounded = await tight({ queryCost: 33 })
    const query = agents('(first: 11) @include(if: false)')
    expect((await bounded.query(query, token)).errors?.[0].extensions.code).toBe('QUERY_TOO_COMPLEX')
  })

  test('variables that do not fit are told all at once, before there is a price', async () => {
    const query =
      'query ($a: Int, $b: Int) { viewer { resources { agents(first: $a, last: $b) { edges { cursor } } } } }'
    const { errors } = await app.query(query, token, { a: 'x', b: {} })
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_REQUEST', 'BAD_REQUEST'])
  })
})

test('a mutation that costs too much changes nothing', async () => {
  const bounded = await tight({ queryCost: 1_500 })
  const name = (alias: string) => `${alias}: updateProfile(input: { company: "${alias}" }) { userErrors { code } }`
  const { data, errors } = await bounded.query(`mutation { ${name('a')} ${name('b')} }`, token)
  expect({ data, code: errors?.[0].extensions.code }).toEqual({ data: undefined, code: 'QUERY_TOO_COMPLEX' })
  expect((await app.query('{ viewer { company } }', token)).data).toEqual({ viewer: { company: null } })
})

test('of several operations only the one that is asked for has a price', async () => {
  const bounded = await tight({ queryCost: 33 })
  const query = `query Cheap ${agents('(first: 1)')} query Dear ${agents('(first: 100)')}`
  const ask = async (operationName: string) =>
    (await bounded.send('POST', '/graphql', { query, operationName }, token)).json()
  expect((await ask('Cheap')).errors).toBeUndefined()
  expect((await ask('Dear')).errors[0].extensions.code).toBe('QUERY_TOO_COMPLEX')
})

describe('as the bounds usually are', () => {
  const half = ({ limits, complexity, depth, breadth }: Cost) => ({
    complexity: complexity <= limits.complexity / 2,
    depth: depth <= limits.depth * 0.6,
    breadth: breadth <= limits.breadth * 0.7,
  })

  test('everything that GraphiQL opens on and that these tests send fits, with room', async () => {
    const tabs = graphiqlTabs(schema, legacyEndpoints, () => ({}), { email: person.email, headers: {} })
    const input = { displayName: 'x' }
    const variables = { id: 'x', by: { email: person.email }, first: 5, pool: 'WALLET', input }
    const sent = Object.values(documents).map((one) => print(one))
    const queries = [...tabs.map(({ query }) => query), ...sent.filter((text) => !text.startsWith('fragment'))]
    expect(queries.length).toBeGreaterThan(12)
    for (const query of queries) {
      const used = Object.entries(variables).filter(([name]) => query.includes(`$${name}:`))
      const { cost } = await costOf(query, Object.fromEntries(used))
      expect(half(cost), query).toEqual({ complexity: true, depth: true, breadth: true })
    }
  })

  test('a page of a hundred movements with everything about each fits, twice', async () => {
    const history = (
      alias: string,
    ) => `${alias}: history(first: 100) { pageInfo { hasNextPage endCursor } edges { cursor
      node { id pool kind source destination amount { eur credits } change { eur credits } availableAfter { eur credits }
        reason reference actor occurredAt } } }`
    const { errors } = await app.query(`{ viewer { credits { ${history('a')} ${history('b')} } } }`, token)
    expect(errors).toBeUndefined()
  })

  test('the introspection of every tool fits, and eight of it do not', async () => {
    const everything = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, oneOf: true })
    expect((await app.query(everything, service)).errors).toBeUndefined()
    const once = everything.slice(
      everything.indexOf('__schema'),
      everything.lastIndexOf('}', everything.indexOf('fragment FullType')),
    )
    const many = everything.replace(once, Array.from({ length: 8 }, (_, n) => `a${n}: ${once}`).join('\n'))
    expect((await app.query(many, service)).errors?.[0].extensions.code).toBe('QUERY_TOO_COMPLEX')
  })
})

describe('introspection costs what it answers', () => {
  const again = (count: number, set: string) =>
    `{ ${Array.from({ length: count }, (_, n) => `a${n}: __schema { ${set} }`).join(' ')} }`

  test.each([
    ['a list is as long as it is', 24, 'types { fields { type { fields { name } } } }'],
    ['a description is as long as it is', 20, 'types { description fields { description } }'],
  ])('%s', async (_, count, set) => {
    expect((await app.query(again(1, set), service)).errors).toBeUndefined()
    const { errors } = await app.query(again(count, set), service)
    expect(errors?.[0].extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX' })
  })

  test('a query for names alone is cheap', async () => {
    expect((await app.query(again(24, 'types { name }'), service)).errors).toBeUndefined()
  })
})

describe('the cost of an answer', () => {
  test('is told beside it on request, with the bounds it is held to', async () => {
    expect(await costOf(agents('(first: 10)'))).toEqual({
      data: { viewer: { resources: { agents: { edges: [] } } } },
      cost: { complexity: 33, depth: 6, breadth: 6, limits: { complexity: 10_000, depth: 15, breadth: 500 } },
    })
  })

  test('is not told otherwise', async () => {
    for (const headers of [{}, { 'x-graphql-cost': '0' }]) {
      const response = await app.send('POST', '/graphql', { query: '{ plans { key } }' }, token, headers)
      expect(Object.keys(await response.json())).toEqual(['data'])
    }
  })
})

describe('a page holds a hundred rows at most, in every list', () => {
  const places: Readonly<Record<string, (list: string) => string>> = {
    'Credits.grants': (list) => `credits { ${list} }`,
    'Credits.holds': (list) => `credits { ${list} }`,
    'Credits.history': (list) => `credits { ${list} }`,
    'Explanation.movements': (list) => `credits { explain(system: ACCOUNT_PROFILE, field: "balance_eur") { ${list} } }`,
    'Resources.agents': (list) => `resources { ${list} }`,
    'Resources.apiKeys': (list) => `resources { ${list} }`,
  }

  test('the list of lists is whole', () => {
    const paged = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields()).flatMap((field) =>
            field.args.some(({ name }) => name === 'first') ? [`${type.name}.${field.name}`] : [],
          )
        : [],
    )
    expect(paged.toSorted()).toEqual(Object.keys(places).toSorted())
  })

  test.each(Object.entries(places))('%s', async (name, placed) => {
    const [, list] = name.split('.')
    const ask = (page: string) => app.query(`{ viewer { ${placed(`${list}(${page}) { edges { cursor } }`)} } }`, token)
    for (const page of ['first: 100', 'last: 100', 'first: 0']) expect((await ask(page)).errors).toBeUndefined()
    for (const page of ['first: 101', 'last: 101', 'first: 2147483647', 'first: -1', 'last: -2147483648']) {
      const { errors } = await ask(page)
      expect(
        errors?.map(({ extensions }) => extensions.code),
        page,
      ).toEqual(['BAD_REQUEST'])
    }
  })
})

interface Cost {
  readonly complexity: number
  readonly depth: number
  readonly breadth: number
  readonly limits: { readonly complexity: number; readonly depth: number; readonly breadth: number }
}

async function costOf(query: string, variables = {}): Promise<{ data: GraphAnswer['data']; cost: Cost }> {
  const response = await app.send('POST', '/graphql', { query, variables }, token, { 'x-graphql-cost': '1' })
  const { data, errors, extensions } = await response.json()
  if (!extensions) throw new Error(JSON.stringify(errors))
  return { data, cost: extensions.cost }
}
