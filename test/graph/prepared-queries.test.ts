import { type GraphQLObjectType, type GraphQLOutputType, getNamedType, isObjectType, isRequiredArgument } from 'graphql'
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson } from '../support/legacy-people.ts'
import { abuseQueries } from './abuse-queries.ts'

/** How often the engine itself was asked, in one way or the other. */
const engine = vi.hoisted(() => ({ asked: 0 }))
vi.mock('../../src/graph/yoga.ts', async (original) => {
  const actual = await original<typeof import('../../src/graph/yoga.ts')>()
  const counted: typeof actual.createGraph = (...given) =>
    new Proxy(actual.createGraph(...given), {
      get: (graph, name) => {
        engine.asked += 1
        return Reflect.get(graph, name)
      },
    })
  return { ...actual, createGraph: counted }
})

/** Prepares what it is asked, and one that leaves each query to the engine, on the same accounts. */
let quick: TestApp
let plain: TestApp
let tokens: Record<'person' | 'suspended' | 'support' | 'nobody', string | null>
let personId = ''
beforeAll(async () => {
  plain = await createTestApp({}, { limits: { preparedQueries: 0 } })
  quick = await createTestApp({}, { database: plain.database, limits: { preparedQueries: 1_000 } })
  const person = await importPerson(plain, 1)
  const suspended = await importPerson(plain, 2)
  await plain.database.prisma.account.update({
    where: { id: suspended.accountId },
    data: { restriction: 'SUSPENDED' },
  })
  personId = person.accountId
  tokens = {
    person: await plain.token(person.accountId),
    suspended: await plain.token(suspended.accountId),
    support: await plain.token('service:desk', ['account:support']),
    nobody: null,
  }
})
afterAll(async () => {
  expect([quick.bugs, plain.bugs]).toEqual([[], []])
  await plain.close()
})

/** More often than it takes for a query to be prepared. */
const times = 5

/** An answer without what is the request's own. */
async function told(response: Response) {
  const id = response.headers.get('x-request-id') ?? 'none'
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'x-request-id'))
  return { status: response.status, headers, body: (await response.text()).replaceAll(id, 'the request') }
}

type Asked = { readonly body: unknown; readonly token: string | null; readonly headers?: Record<string, string> }

/** @returns whether the last answer came without the engine. */
async function expectSame({ body, token, headers }: Asked): Promise<boolean> {
  const expected = await told(await plain.send('POST', '/graphql', body, token, headers))
  let asked = 0
  for (let time = 0; time < times; time += 1) {
    const before = engine.asked
    expect(await told(await quick.send('POST', '/graphql', body, token, headers))).toEqual(expected)
    asked = engine.asked - before
  }
  return asked === 0
}

/** All that can be asked of a type without arguments, so many levels deep. */
function selectionOf(type: GraphQLOutputType, levels: number): string {
  const named = getNamedType(type)
  if (!isObjectType(named)) return ''
  const fields = Object.values(named.getFields()).filter(({ args }) => !args.some(isRequiredArgument))
  const told = fields.flatMap((field) => {
    const isLeaf = !isObjectType(getNamedType(field.type))
    if (isLeaf) return [field.name]
    return levels > 1 ? [`${field.name} ${selectionOf(field.type, levels - 1)}`] : []
  })
  return `{ __typename ${told.join(' ')} }`
}

const viewer = gatewaySchema().getType('Viewer') as GraphQLObjectType
const everyField = Object.values(viewer.getFields()).map(({ name, type }): [string, string] => [
  name,
  `{ viewer { ${name} ${isObjectType(getNamedType(type)) ? selectionOf(type, 3) : ''} } }`,
])

describe('what is prepared', () => {
  test.each(everyField)('Viewer.%s is answered as the engine does, without it', async (_, query) => {
    expect(await expectSame({ body: { query }, token: tokens.person })).toBe(true)
  })

  const fragments = `query Named { viewer { ...A credits { wallet { held } } ...B } again: viewer { id } }
    fragment A on Viewer { email credits { wallet { available } } ... { displayName } }
    fragment B on Node { id __typename ... on Viewer { company credits { permanent wallet { held posted } } } }`
  test.each<[string, (token: typeof tokens) => Asked]>([
    ['fragments that meet in one field', ({ person }) => ({ body: { query: fragments }, token: person })],
    ['its name', ({ person }) => ({ body: { query: fragments, operationName: 'Named' }, token: person })],
    ['no name', ({ person }) => ({ body: { query: fragments, operationName: null }, token: person })],
    ['no variables', ({ person }) => ({ body: { query: '{ plans { key } }', variables: {} }, token: person })],
    ['nobody', ({ nobody }) => ({ body: { query: '{ viewer { id } plans { key } }' }, token: nobody })],
    [
      'a page',
      ({ person }) => ({
        body: {
          query:
            '{ viewer { credits { history(first: 2) { pageInfo { hasNextPage endCursor } edges { cursor node { id kind occurredAt } } } } } }',
        },
        token: person,
      }),
    ],
    [
      'an account by an argument',
      ({ support }) => ({ body: { query: `{ account(by: { accountId: "${personId}" }) { email } }` }, token: support }),
    ],
    ['nobody’s id', ({ person }) => ({ body: { query: '{ node(id: "Vmlld2VyOng") { id } }' }, token: person })],
  ])('%s', async (_, asked) => {
    expect(await expectSame(asked(tokens))).toBe(true)
  })

  test('each asker has an answer of its own', async () => {
    const query = '{ viewer { accountId } }'
    for (let time = 0; time < times; time += 1) await quick.query(query, tokens.person)
    const other = await importPerson(plain, 3)
    expect((await quick.query(query, await plain.token(other.accountId))).data).toEqual({
      viewer: { accountId: other.accountId },
    })
  })

  test.each([
    '*/*',
    'application/json',
    'application/graphql-response+json',
    'application/graphql-response+json,application/json;q=0.9',
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'text/plain, */*;q=0.1',
  ])('the type of the answer is what the engine makes of Accept: %s', async (accept) => {
    await expectSame({ body: { query: '{ viewer { email } }' }, token: tokens.person, headers: { accept } })
  })
})

describe('what is the engine’s to answer', () => {
  test.each<[string, (token: typeof tokens) => Asked]>([
    [
      'an error of a field',
      ({ suspended }) => ({ body: { query: '{ plans { key } viewer { id } }' }, token: suspended }),
    ],
    [
      'a page that is too large',
      ({ person }) => ({
        body: { query: '{ viewer { email credits { grants(first: 500) { edges { cursor } } } } }' },
        token: person,
      }),
    ],
    [
      'another’s cursor',
      ({ person }) => ({
        body: { query: '{ viewer { credits { holds(after: "eDox") { edges { cursor } } } } }' },
        token: person,
      }),
    ],
    [
      'a scope that is lacking',
      ({ person }) => ({ body: { query: '{ account(by: { email: "a@example.com" }) { id } }' }, token: person }),
    ],
    ['the schema', ({ person }) => ({ body: { query: '{ __schema { queryType { name } } }' }, token: person })],
    [
      'variables',
      ({ person }) => ({
        body: {
          query: 'query ($n: Int) { viewer { credits { grants(first: $n) { edges { cursor } } } } }',
          variables: { n: 1 },
        },
        token: person,
      }),
    ],
    ['a directive', ({ person }) => ({ body: { query: '{ viewer { id email @skip(if: true) } }' }, token: person })],
    [
      'another name than its own',
      ({ person }) => ({ body: { query: 'query A { plans { key } }', operationName: 'B' }, token: person }),
    ],
    [
      'a name where there is none',
      ({ person }) => ({ body: { query: '{ plans { name } }', operationName: 'B' }, token: person }),
    ],
    [
      'two operations',
      ({ person }) => ({
        body: { query: 'query A { plans { key } } query B { plans { name } }', operationName: 'B' },
        token: person,
      }),
    ],
    [
      'variables that are a list',
      ({ person }) => ({ body: { query: '{ plans { key } }', variables: [] }, token: person }),
    ],
    [
      'variables that are text',
      ({ person }) => ({ body: { query: '{ plans { key } }', variables: 'x' }, token: person }),
    ],
    [
      'a name that is no text',
      ({ person }) => ({ body: { query: '{ plans { key } }', operationName: 1 }, token: person }),
    ],
    ['extensions', ({ person }) => ({ body: { query: '{ plans { key } }', extensions: {} }, token: person })],
    [
      'the cost beside the answer',
      ({ person }) => ({ body: { query: '{ plans { key } }' }, token: person, headers: { 'x-graphql-cost': '1' } }),
    ],
  ])('%s', async (_, asked) => {
    expect(await expectSame(asked(tokens))).toBe(false)
  })

  test.each<[string, (token: typeof tokens) => Asked]>([
    ['a list of operations', ({ person }) => ({ body: [{ query: '{ plans { key } }' }], token: person })],
    [
      'an event stream',
      ({ person }) => ({
        body: { query: '{ plans { key } }' },
        token: person,
        headers: { accept: 'text/event-stream' },
      }),
    ],
  ])('%s is not even that', async (_, asked) => {
    await expectSame(asked(tokens))
  })

  test('a mutation, each time', async () => {
    const query = 'mutation { dismissCreditNotice { viewer { id } } }'
    for (let time = 0; time < times; time += 1) {
      const before = engine.asked
      expect((await quick.query(query, tokens.person)).errors).toBeUndefined()
      expect(engine.asked).toBeGreaterThan(before)
    }
  })

  test('everything, where only trusted documents are answered', async () => {
    const only = { texts: new Map<string, string>(), only: true }
    const app = await createTestApp({}, { database: plain.database, graph: { trusted: only } })
    for (let time = 0; time < times; time += 1) {
      const { errors } = await app.query('{ plans { key } }', tokens.person)
      expect(errors?.[0].extensions.code).toBe('PERSISTED_QUERY_ONLY')
    }
  })
})

test.each(abuseQueries)('abuse is answered alike: %s', async (_, query) => {
  await expectSame({ body: { query }, token: tokens.person })
})

describe('requests of GraphQL over HTTP’s own audit are answered alike', () => {
  const audits = serverAudits({
    url: 'http://gateway.test/graphql',
    fetchFn: async (url: string, init?: RequestInit) => {
      const ask = async (app: TestApp) => {
        const request = new Request(url, init)
        request.headers.set('authorization', `Bearer ${tokens.person}`)
        return app.fetch(request)
      }
      const expected = await told(await ask(plain))
      for (let time = 0; time < times; time += 1) expect(await told(await ask(quick))).toEqual(expected)
      return ask(quick)
    },
  })

  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_, audit) => {
    // Some ask for the schema, which this caller may not see: what matters is that both say so in one way.
    await audit.fn()
  })
})

describe('a query measured for one caller is measured again for another', () => {
  const ask = async (query: string, token: string | null) =>
    (await quick.send('POST', '/graphql', { query }, token)).json()
  const again = async (query: string, token: string | null) => {
    let last: Awaited<ReturnType<typeof ask>> = {}
    for (let time = 0; time < times; time += 1) last = await ask(query, token)
    return last
  }
  const tooComplex = (limit: number) => [{ extensions: { code: 'QUERY_TOO_COMPLEX', limit } }]

  test('too complex without credentials, whoever asked before', async () => {
    const lists = Array.from(
      { length: 4 },
      (_, n) => `a${n}: lineage { system legacyField kind form writable nullable }`,
    )
    const query = `{ ${lists.join(' ')} }`
    expect((await again(query, tokens.person)).errors).toBeUndefined()
    expect((await again(query, null)).errors).toMatchObject(tooComplex(1_000))
  })

  test('too complex with credentials, whatever a caller without any was answered', async () => {
    const entry = 'edges { node { id pool kind source destination reason reference actor occurredAt amount { eur } } }'
    const lists = Array.from({ length: 9 }, (_, n) => `h${n}: history(first: 100) { ${entry} }`)
    const query = `{ viewer { credits { ${lists.join(' ')} } } }`
    expect(await again(query, null)).toEqual({ data: { viewer: null } })
    expect((await again(query, tokens.person)).errors).toMatchObject(tooComplex(10_000))
  })
})
