import { createHash } from 'node:crypto'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultScopes } from '../../src/auth/scope.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import type { GraphError } from '../support/graph.ts'
import { guess } from '../support/guess.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

const graphType = 'application/graphql-response+json'

let app: TestApp
let person: Person
let token: string
const all: TestApp[] = []
beforeAll(async () => {
  app = await createTestApp()
  person = await importPerson(app, 1)
  token = await app.token(person.accountId)
  all.push(app)
})
afterAll(async () => {
  for (const { bugs } of all) expect(bugs).toEqual([])
  await app.close()
})

/** The same gateway, set otherwise, on the same database. */
async function gateway(options: Parameters<typeof createTestApp>[1]): Promise<TestApp> {
  const other = await createTestApp({}, { database: app.database, ...options })
  all.push(other)
  return other
}

const codesIn = ({ errors }: { readonly errors?: readonly GraphError[] }) =>
  errors?.map(({ extensions }) => extensions.code)
const plans = '{ plans { key } }'
const somePlans = { plans: expect.arrayContaining([{ key: 'PRO' }]) }

describe('a list of operations', () => {
  test('is refused as long as nobody has switched lists on', async () => {
    const response = await app.send('POST', '/graphql', [{ query: plans }], token)
    expect(response.status).toBe(400)
    expect(codesIn(await response.json())).toEqual(['BAD_REQUEST'])
  })

  describe('of two at most', () => {
    let two: TestApp
    beforeAll(async () => {
      two = await gateway({ limits: { batch: 2 } })
    })
    const send = (body: unknown, headers = {}) => two.send('POST', '/graphql', body, token, headers)

    test('is answered by a list, each in its place and each for itself', async () => {
      const body = [{ query: '{ viewer { nope } }' }, { query: '{ viewer { email } }', operationName: null }]
      for (const accept of ['application/json', graphType]) {
        const response = await send(body, { accept })
        const requestId = response.headers.get('x-request-id')
        expect(response.status).toBe(200)
        expect(response.headers.get('cache-control')).toBe('private, no-store')
        expect(await response.json()).toEqual([
          {
            errors: [
              {
                message: 'Cannot query field "nope" on type "Viewer".',
                locations: [{ line: 1, column: 12 }],
                extensions: { code: 'GRAPHQL_VALIDATION_FAILED', requestId },
              },
            ],
          },
          { data: { viewer: { email: person.email } } },
        ])
      }
    })

    test('may hold mutations, and one wrong operation spoils no other', async () => {
      const change = (company: string) => ({
        query: 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { viewer { company } } }',
        variables: { input: { company } },
      })
      const [first, second] = await (await send([change('One'), { query: '{' }])).json()
      expect(first).toEqual({ data: { updateProfile: { viewer: { company: 'One' } } } })
      expect(codesIn(second)).toEqual(['GRAPHQL_PARSE_FAILED'])
    })

    test('has the cost of each told beside it, on request', async () => {
      const answers = await (await send([{ query: plans }, { query: plans }], { 'x-graphql-cost': '1' })).json()
      for (const { data, extensions } of answers) {
        expect(data).toEqual(somePlans)
        expect(extensions.cost).toMatchObject({ complexity: 6, depth: 2, breadth: 2 })
      }
    })

    test.each([
      ['three', [{ query: plans }, { query: plans }, { query: plans }]],
      ['none', []],
      ['what are no operations', [{ query: plans }, null]],
      ['numbers', [1]],
    ])('of %s is refused as a whole', async (_, body) => {
      const response = await send(body)
      expect(response.status).toBe(400)
      expect(codesIn(await response.json())).toEqual(['BAD_REQUEST'])
    })

    test('may hold one that is no operation, which is told so', async () => {
      const [first, second] = await (await send([{ query: plans }, { nothing: 1 }])).json()
      expect(first).toEqual({ data: somePlans })
      expect(codesIn(second)).toEqual(['BAD_REQUEST'])
    })
  })
})

describe('a document of several operations', () => {
  const query = 'query A { viewer { email } } query B { plans { key } }'

  test('is legal: the one that is named is answered, by POST and by GET', async () => {
    const posted = await app.send('POST', '/graphql', { query, operationName: 'B' }, token)
    const got = await app.get(`/graphql?query=${encodeURIComponent(query)}&operationName=B`, token)
    for (const response of [posted, got]) expect(await response.json()).toEqual({ data: somePlans })
  })

  test.each([undefined, null, 'C', ''])('with the name %j is not answered', async (operationName) => {
    const response = await app.send('POST', '/graphql', { query, operationName }, token)
    expect(codesIn(await response.json())).toEqual(['OPERATION_RESOLUTION_FAILURE'])
  })

  test('hides no mutation from the rule that none comes by GET', async () => {
    const hidden = `${query} mutation C { updateProfile(input: { company: "GET" }) { viewer { id } } }`
    const address = `/graphql?query=${encodeURIComponent(hidden)}&operationName=C`
    const response = await app.get(address, token)
    expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({ status: 405, allow: 'POST' })
  })
})

describe('the schema, where it is not open to everybody', () => {
  const asking: readonly (readonly [string, string])[] = [
    ['the whole of it', getIntrospectionQuery()],
    ['a type', '{ __type(name: "Viewer") { name } }'],
    ['by another name', '{ plans { key } types: __schema { types { name } } }'],
    ['in a fragment', '{ ...F } fragment F on Query { ... { __schema { queryType { name } } } }'],
    ['of several operations', 'query A { plans { key } } query B { __schema { queryType { name } } }'],
    ['unless a variable says so', 'query ($no: Boolean = false) { __type(name: "Viewer") @include(if: $no) { name } }'],
  ]

  test.each(asking)('is not shown, %s, to who may not read it', async (_, query) => {
    const operationName = query.startsWith('query A') ? 'B' : undefined
    const nobody = await app.send('POST', '/graphql', { query, operationName })
    const body = await nobody.json()
    expect(body.data).toBeUndefined()
    expect(codesIn(body)).toEqual(['UNAUTHENTICATED'])
    for (const bearer of [token, await app.token('service:any', ['account:support', ...defaultScopes])]) {
      const { data, errors } = await (await app.send('POST', '/graphql', { query, operationName }, bearer)).json()
      expect(data).toBeUndefined()
      const extensions = { code: 'FORBIDDEN', reason: 'INSUFFICIENT_SCOPE', scope: 'schema:read' }
      expect(errors).toMatchObject([{ extensions }])
    }
  })

  test.each(asking)('is shown, %s, to a service and to a person with schema:read', async (_, query) => {
    const operationName = query.startsWith('query A') ? 'B' : undefined
    for (const subject of ['service:codegen', person.accountId]) {
      const bearer = await app.token(subject, ['schema:read'])
      const { data, errors } = await (await app.send('POST', '/graphql', { query, operationName }, bearer)).json()
      expect({ errors, data }).toEqual({ errors: undefined, data: expect.anything() })
    }
  })

  test('says by its status that it is not, to who asks for GraphQL’s own media type', async () => {
    const response = await app.send('POST', '/graphql', { query: '{ __schema { queryType { name } } }' }, token, {
      accept: graphType,
    })
    expect(response.status).toBe(400)
  })

  test('__typename is everybody’s', async () => {
    expect((await app.query('{ __typename plans { __typename } }')).data).toMatchObject({ __typename: 'Query' })
  })

  test('is everybody’s where it is open', async () => {
    const open = await gateway({ graph: { introspection: true } })
    for (const [, query] of asking) {
      const operationName = query.startsWith('query A') ? 'B' : undefined
      const { errors } = await (await open.send('POST', '/graphql', { query, operationName })).json()
      expect(errors).toBeUndefined()
    }
  })
})

describe('an error guesses at no name', () => {
  test.each([
    ['a field', '{ view { id } }', {}],
    ['a field of one of several types', '{ node(id: "x") { emails } }', {}],
    ['a type', '{ node(id: "x") { ... on View { id } } }', {}],
    ['an argument', '{ node(ids: "x") { id } }', {}],
    ['a directive', '{ plans @skipp(if: true) { key } }', {}],
    ['an enum’s value', '{ lineage(system: USERSME) { kind } }', {}],
    ['an input’s field', '{ account(by: { emails: "x" }) { id } }', {}],
    ['a fragment', '{ ...Plan } fragment Plans on Query { plans { key } }', {}],
    ['a selection', '{ viewer }', {}],
    ['an enum’s value in a variable', 'query ($s: LegacySystem) { lineage(system: $s) { kind } }', { s: 'USERSME' }],
    [
      'an input’s field in a variable',
      'query ($by: AccountLookup!) { account(by: $by) { id } }',
      { by: { emails: '' } },
    ],
    ['a variable', 'query ($ids: ID!) { node(id: $id) { id } }', { ids: 'x' }],
  ])('%s', async (_, query, variables) => {
    const { errors, data } = await app.query(query, token, variables)
    expect(data).toBeUndefined()
    expect(codesIn({ errors: errors ?? [] })).toContain(
      query.includes('$s:') || query.includes('$by:') ? 'BAD_REQUEST' : 'GRAPHQL_VALIDATION_FAILED',
    )
    expect(JSON.stringify(errors)).not.toMatch(guess)
    expect(JSON.stringify(errors)).not.toMatch(/stack|node_modules|\.[jt]s:/i)
  })

  test('and repeats no long input', async () => {
    const by = { email: 'x'.repeat(90_000), ...Object.fromEntries('abcdefgh'.split('').map((name) => [name, 1])) }
    const answer = await app.query('query ($by: AccountLookup!) { account(by: $by) { id } }', token, { by })
    expect(answer.errors?.length).toBeGreaterThan(7)
    expect(JSON.stringify(answer.errors).length).toBeLessThan(20_000)
  })
})

describe('a trusted document', () => {
  const text = 'query Who { viewer { email } }'
  const id = createHash('sha256').update(text).digest('hex')
  const change = 'mutation Change { updateProfile(input: { company: "trusted" }) { viewer { company } } }'
  const changeId = createHash('sha256').update(change).digest('hex')
  const texts = new Map([
    [id, text],
    [changeId, change],
  ])
  const who = { data: { viewer: { email: '' } } }
  let mixed: TestApp
  let only: TestApp
  beforeAll(async () => {
    who.data.viewer.email = person.email
    mixed = await gateway({ graph: { trusted: { texts, only: false } }, limits: { batch: 3 } })
    only = await gateway({ graph: { trusted: { texts, only: true } } })
  })

  const asked: readonly (readonly [string, unknown])[] = [
    ['documentId', { documentId: id }],
    ['documentId with the name of the hash', { documentId: `sha256:${id}` }],
    ['persistedQuery', { extensions: { persistedQuery: { version: 1, sha256Hash: id } } }],
  ]

  test.each(asked)('is answered by %s, beside other queries and alone', async (_, body) => {
    for (const one of [mixed, only]) {
      expect(await (await one.send('POST', '/graphql', body, token)).json()).toEqual(who)
    }
  })

  test('is answered by GET, unless it is a mutation', async () => {
    expect(await (await only.get(`/graphql?documentId=${id}`, token)).json()).toEqual(who)
    const apollo = encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash: id } }))
    expect(await (await only.get(`/graphql?extensions=${apollo}`, token)).json()).toEqual(who)
    const mutation = await only.get(`/graphql?documentId=${changeId}`, token)
    expect({ status: mutation.status, allow: mutation.headers.get('allow') }).toEqual({ status: 405, allow: 'POST' })
    const posted = await only.send('POST', '/graphql', { documentId: changeId }, token)
    expect((await posted.json()).data).toEqual({ updateProfile: { viewer: { company: 'trusted' } } })
  })

  test('may stand in a list beside others', async () => {
    const answers = await (await mixed.send('POST', '/graphql', [{ documentId: id }, { query: plans }], token)).json()
    expect(answers).toEqual([who, { data: somePlans }])
  })

  test.each([
    ['an id that is nobody’s', { documentId: id.replace(/^./, 'x') }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['the name of what every object has', { documentId: '__proto__' }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['an id that is no text', { documentId: { toString: id } }, 'BAD_REQUEST'],
    ['neither a query nor an id', {}, 'BAD_REQUEST'],
    ['an id that is null', { documentId: null }, 'BAD_REQUEST'],
  ])('%s is told so', async (_, body, code) => {
    for (const one of [mixed, only]) {
      const response = await one.send('POST', '/graphql', body, token, { accept: graphType })
      expect({ status: response.status, codes: codesIn(await response.json()) }).toEqual({ status: 400, codes: [code] })
    }
  })

  test('beside any other query, or instead', async () => {
    const body = { query: plans }
    expect(await (await mixed.send('POST', '/graphql', body, token)).json()).toEqual({ data: somePlans })
    for (const more of [{}, { documentId: id }, { operationName: 'Who' }]) {
      const response = await only.send('POST', '/graphql', { ...body, ...more }, token)
      expect(codesIn(await response.json())).toEqual(['PERSISTED_QUERY_ONLY'])
    }
  })

  test('is not looked for where there are none', async () => {
    const response = await app.send('POST', '/graphql', { documentId: id }, token)
    expect({ status: response.status, codes: codesIn(await response.json()) }).toEqual({
      status: 400,
      codes: ['BAD_REQUEST'],
    })
  })
})

describe('an answer that is not JSON', () => {
  test.each([
    'text/event-stream',
    'multipart/mixed',
    'multipart/mixed; deferSpec=20220824',
    'text/*',
    'text/plain',
    'application/xml',
    'application/json;q=0, text/event-stream',
    'nonsense',
  ])('is not given to who takes only %s, and nothing is executed', async (accept) => {
    const query = 'mutation { updateProfile(input: { company: "not acceptable" }) { viewer { company } } }'
    const response = await app.send('POST', '/graphql', { query }, token, { accept })
    expect(response.status).toBe(406)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    const { errors } = await response.json()
    expect(errors).toMatchObject([
      { extensions: { code: 'NOT_ACCEPTABLE', requestId: response.headers.get('x-request-id') } },
    ])
    expect((await app.query('{ viewer { company } }', token)).data.viewer.company).not.toBe('not acceptable')
  })

  test.each([
    ['multipart/mixed; deferSpec=20220824, application/json', 'application/json; charset=utf-8'],
    ['text/event-stream, application/graphql-response+json', `${graphType}; charset=utf-8`],
    ['text/event-stream, */*;q=0.1', 'application/json; charset=utf-8'],
    ['APPLICATION/JSON', 'application/json; charset=utf-8'],
    ['', 'application/json; charset=utf-8'],
  ])('is not what who takes "%s" gets', async (accept, type) => {
    const response = await app.send('POST', '/graphql', { query: plans }, token, { accept })
    expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({ status: 200, type })
    expect(await response.json()).toEqual({ data: somePlans })
  })

  test('is promised by no query: nothing is subscribed to, deferred or streamed', async () => {
    for (const query of [
      'subscription { viewer { id } }',
      '{ ... @defer { plans { key } } }',
      '{ plans @stream(initialCount: 1) { key } }',
    ]) {
      expect(codesIn({ errors: (await app.query(query, token)).errors ?? [] })).toEqual(['GRAPHQL_VALIDATION_FAILED'])
    }
  })
})
