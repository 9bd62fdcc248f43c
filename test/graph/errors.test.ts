import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '../../src/domain/refusal.ts'
import type { Store } from '../../src/store/store.ts'
import { createTestApp, type GraphAnswer, type TestApp } from '../support/app.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

const limit = 20_000
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What the store does instead of its work, while a test wants it to. */
let failure: (() => never) | null = null
const failing = (store: Store): Store => {
  const orFail =
    <A extends readonly unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> =>
      failure ? failure() : work(...args)
  return {
    account: orFail(store.account),
    accountId: orFail(store.accountId),
    apiKey: orFail(store.apiKey),
    saveApiKeyUses: orFail(store.saveApiKeyUses),
    page: async (key) => (failure ? failure() : store.page(key)),
    bucketTotals: orFail(store.bucketTotals),
    holdAtOnce: orFail(store.holdAtOnce),
    decisionTime: store.decisionTime,
    transaction: async (...of) => (failure ? failure() : store.transaction(...of)),
  }
}

let app: TestApp
let person: Person
let token: string
beforeAll(async () => {
  app = await createTestApp({}, { limits: { body: limit }, wrapStore: failing })
  person = await importPerson(app, 1)
  token = await app.token(person.accountId)
})
afterEach(() => {
  failure = null
  app.bugs.length = 0
})
afterAll(() => app.close())

const viewerQuery = '{ viewer { email } }'

/** Every error of an answer has a code, and the request's id as the header says it. */
function expectCodes({ errors, headers }: GraphAnswer, codes: readonly string[]): void {
  const requestId = headers.get('x-request-id')
  expect(requestId).toMatch(uuid)
  expect(errors?.map(({ extensions }) => [extensions.code, extensions.requestId])).toEqual(
    codes.map((code) => [code, requestId]),
  )
}

describe('bad credentials', () => {
  test.each([
    ['garbage', { authorization: 'Bearer x.y.z' }],
    ['an unknown API key', { 'x-api-key': 'vgk_nobody' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['nothing after the scheme', { authorization: 'Bearer' }],
  ])('%s: 401 with a challenge, before the query is looked at', async (_, headers) => {
    for (const query of ['{ plans { name } }', '{ nope }', '{', '']) {
      const response = await app.send('POST', '/graphql', { query }, null, headers)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="[^"]+", error="invalid_token"/)
      expect(response.headers.get('cache-control')).toBe('private, no-store')
      const body = await response.json()
      expect(body.data).toBeUndefined()
      expectCodes({ status: 401, headers: response.headers, ...body }, ['UNAUTHENTICATED'])
    }
  })

  test('of a query by GET, and of a body that is no JSON, too', async () => {
    const headers = { authorization: 'Bearer x.y.z' }
    expect((await app.get('/graphql?query=%7Bplans%7Bname%7D%7D', null, headers)).status).toBe(401)
    expect((await app.send('POST', '/graphql', 'x', null, { ...headers, 'content-type': 'text/plain' })).status).toBe(
      401,
    )
  })
})

describe('a closed account', () => {
  test.each(['SUSPENDED', 'LEGAL'] as const)(
    '%s: FORBIDDEN with the reason, and the rest is answered',
    async (restriction) => {
      const closed = await importPerson(app, restriction === 'LEGAL' ? 2 : 3)
      await app.database.prisma.account.update({ where: { id: closed.accountId }, data: { restriction } })
      const answer = await app.query('{ viewer { email } plans { key } }', await app.token(closed.accountId))
      expect({ status: answer.status, data: answer.data }).toEqual({
        status: 200,
        data: { viewer: null, plans: expect.any(Array) },
      })
      expectCodes(answer, ['FORBIDDEN'])
      expect(answer.errors?.[0]).toMatchObject({ path: ['viewer'], extensions: { reason: restriction } })
      expect(JSON.stringify(answer.errors)).not.toContain(closed.email)
    },
  )
})

describe('a bug', () => {
  const secret = 'SELECT * FROM accounts WHERE email = ada@example.com'

  test.each([
    [
      'an Error',
      () => {
        throw new Error(secret)
      },
    ],
    [
      'a TypeError',
      () => {
        throw new TypeError(secret)
      },
    ],
    [
      'no Error at all',
      () => {
        throw secret as unknown as Error
      },
    ],
    [
      'an error that looks like one of GraphQL’s',
      () => {
        throw Object.assign(new Error(secret), { extensions: { code: secret } })
      },
    ],
  ] as [string, () => never][])('%s is masked, and reported once with its request', async (_, bug) => {
    failure = bug
    const answer = await app.query(viewerQuery, token)
    expect({ status: answer.status, data: answer.data }).toEqual({ status: 200, data: { viewer: null } })
    expectCodes(answer, ['INTERNAL'])
    expect(answer.errors?.[0]).toEqual({
      message: 'Something went wrong on our side.',
      locations: [{ line: 1, column: 3 }],
      path: ['viewer'],
      extensions: { code: 'INTERNAL', requestId: answer.headers.get('x-request-id') },
    })
    expect(JSON.stringify(answer)).not.toMatch(/SELECT|accounts|ada@|stack|\.ts|node_modules/)
    expect(app.bugs).toHaveLength(1)
  })

  test('in a mutation is masked, and is not taken for the caller’s mistake', async () => {
    failure = () => {
      throw new Error(secret)
    }
    const answer = await app.query('mutation { updateProfile(input: { company: "x" }) { userErrors { code } } }', token)
    expect(answer.data).toBeNull()
    expectCodes(answer, ['INTERNAL'])
    expect(JSON.stringify(answer)).not.toMatch(/SELECT|stack/)
  })

  test('while the caller is being settled is masked too', async () => {
    failure = () => {
      throw new Error(secret)
    }
    const response = await app.send('POST', '/graphql', { query: viewerQuery }, null, { 'x-api-key': 'vgk_x' })
    expect(response.status).toBe(500)
    expect(await response.text()).not.toMatch(/SELECT|stack/)
    expect(app.bugs).toHaveLength(1)
  })
})

describe('a database that cannot be reached', () => {
  const away = (): never => {
    throw new Refusal('UNAVAILABLE', 'The service is not available right now.', {
      retryAfter: 1,
      cause: new Error('connect ECONNREFUSED 10.0.0.1:5432'),
    })
  }

  test.each([
    ['a query', viewerQuery],
    ['a mutation', 'mutation { dismissCreditNotice { userErrors { code } } }'],
    ['a part of a query', '{ plans { key } viewer { email } }'],
  ])('%s: UNAVAILABLE, 503, and when to come again', async (_, query) => {
    failure = away
    const answer = await app.query(query, token)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('1')
    expectCodes(answer, ['UNAVAILABLE'])
    expect(JSON.stringify(answer)).not.toMatch(/ECONNREFUSED|10\.0\.0\.1|"http"/)
    expect(app.bugs).toEqual([])
  })

  test('while the caller is being settled: the same', async () => {
    failure = away
    const response = await app.send('POST', '/graphql', { query: viewerQuery }, null, { 'x-api-key': 'vgk_x' })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expectCodes({ status: 503, headers: response.headers, ...(await response.json()) }, ['UNAVAILABLE'])
  })

  test('what needs no database is answered', async () => {
    failure = away
    expect(await app.query('{ plans { key } lineage { kind } }', token)).toMatchObject({
      status: 200,
      data: expect.anything(),
    })
  })

  test('a database that is closed says so by itself', async () => {
    const lone = await createTestApp()
    const { accountId } = await importPerson(lone, 1)
    const bearer = await lone.token(accountId)
    await lone.close()
    const answer = await lone.query(viewerQuery, bearer)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
    expectCodes(answer, ['UNAVAILABLE'])
    expect(lone.bugs).toEqual([])
  })
})

describe('a query that cannot be', () => {
  test.each([
    ['does not parse', '{', 'GRAPHQL_PARSE_FAILED'],
    ['asks for what there is not', '{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['passes what no argument takes', '{ node(id: {}) { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['is empty', ' ', 'GRAPHQL_PARSE_FAILED'],
    [
      'names no operation of several',
      'query A { plans { key } } query B { plans { key } }',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['subscribes', 'subscription { viewer { id } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s: told with a code and the request’s id', async (_, query, code) => {
    const answer = await app.query(query, token)
    expect(answer.data).toBeUndefined()
    expectCodes(answer, [code])
    expect(app.bugs).toEqual([])
  })

  test('says so by its status to who asks for GraphQL’s own media type', async () => {
    const accept = 'application/graphql-response+json'
    for (const query of ['{', '{ nope }']) {
      const response = await app.send('POST', '/graphql', { query }, token, { accept })
      expect(response.status).toBe(400)
      expect(response.headers.get('content-type')).toBe(`${accept}; charset=utf-8`)
    }
  })

  test('has variables that do not fit', async () => {
    const answer = await app.query('query ($id: ID!) { node(id: $id) { id } }', token, { id: {} })
    expectCodes(answer, ['BAD_REQUEST'])
  })

  test('is told every mistake, each with the code', async () => {
    expectCodes(await app.query('{ nope never }', token), ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED'])
  })
})

describe('a request that cannot be', () => {
  const json = JSON.stringify({ query: '{ plans { key } }' })

  test.each([
    ['no JSON', '{"query":', 400],
    ['a list of queries', '[{"query":"{ plans { key } }"}]', 400],
    ['a number', '1', 400],
    ['null', 'null', 400],
    ['no query', '{}', 400],
    ['a query that is no text', '{"query":1}', 400],
    ['variables that are no object', '{"query":"{ plans { key } }","variables":"x"}', 400],
  ])('a body that is %s: BAD_REQUEST', async (_, body, status) => {
    const response = await app.send('POST', '/graphql', body, token, { accept: 'application/graphql-response+json' })
    expect(response.status).toBe(status)
    const text = await response.text()
    expectCodes({ status, headers: response.headers, ...JSON.parse(text) }, ['BAD_REQUEST'])
    expect(text).not.toMatch(/SyntaxError|originalError|stack/)
    expect(app.bugs).toEqual([])
  })

  test('a body that is no JSON is a 400 whatever the caller takes', async () => {
    for (const accept of ['*/*', 'application/json', 'application/graphql-response+json']) {
      expect((await app.send('POST', '/graphql', '{"query":', token, { accept })).status).toBe(400)
    }
  })

  test('a body that is not UTF-8: BAD_REQUEST', async () => {
    const body = Buffer.concat([Buffer.from('{"query":"{ plans { key } } # '), Buffer.from([0xff]), Buffer.from('"}')])
    const response = await post(body, { 'content-type': 'application/json' })
    expect(response.status).toBe(400)
    expectCodes({ status: 400, headers: response.headers, ...(await response.json()) }, ['BAD_REQUEST'])
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'application/graphql+json',
    'application/json; charset=utf-16',
    'application/jsonp',
    '',
  ])('a body of "%s": 415', async (type) => {
    const response = await post(json, { 'content-type': type })
    expect(response.status).toBe(415)
    expectCodes({ status: 415, headers: response.headers, ...(await response.json()) }, ['UNSUPPORTED_MEDIA_TYPE'])
  })

  test.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON;charset="UTF-8"'])(
    'a body of %s is fine',
    async (type) => {
      expect((await post(json, { 'content-type': type })).status).toBe(200)
    },
  )

  test('a body that says it is compressed: 415', async () => {
    const response = await post(json, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    expect(response.status).toBe(415)
  })

  test('a body of just the limit is read, of one byte more it is not: 413', async () => {
    const padded = (size: number) => json + ' '.repeat(size - json.length)
    expect((await app.send('POST', '/graphql', padded(limit), token)).status).toBe(200)
    const response = await app.send('POST', '/graphql', padded(limit + 1), token)
    expect(response.status).toBe(413)
    expectCodes({ status: 413, headers: response.headers, ...(await response.json()) }, ['PAYLOAD_TOO_LARGE'])
  })

  test('a mutation by GET: 405, and nothing happens', async () => {
    const mutation = 'mutation { updateProfile(input: { company: "by GET" }) { viewer { company } } }'
    const response = await app.get(`/graphql?query=${encodeURIComponent(mutation)}`, token)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
    expect((await response.json()).data).toBeUndefined()
    expect((await app.query('{ viewer { company } }', token)).data).toEqual({ viewer: { company: null } })
  })

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s: 405 with what is allowed', async (method) => {
    const response = await app.send(method, '/graphql', undefined, token)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expectCodes({ status: 405, headers: response.headers, ...(await response.json()) }, ['METHOD_NOT_ALLOWED'])
  })

  test.each(['variables', 'extensions'])('%s in the address that are no JSON: BAD_REQUEST', async (name) => {
    const response = await app.get(`/graphql?query=%7Bplans%7Bkey%7D%7D&${name}=x`, token)
    expect(response.status).toBe(400)
    expectCodes({ status: 400, headers: response.headers, ...(await response.json()) }, ['BAD_REQUEST'])
    expect(app.bugs).toEqual([])
  })

  function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>): Promise<Response> {
    return app.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, ...headers },
        body,
      }),
    )
  }
})

describe('every answer', () => {
  test('is private to its caller and shared with no other origin', async () => {
    const response = await app.send('POST', '/graphql', { query: viewerQuery }, token, {
      origin: 'https://elsewhere.test',
    })
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(response.headers.get('vary')).toBe('authorization, x-api-key')
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  test('has the caller’s own request id, when it is a UUID', async () => {
    const own = '01234567-89ab-4cde-8f01-23456789abcd'
    const response = await app.send('POST', '/graphql', { query: '{ nope }' }, token, { 'x-request-id': own })
    expect(response.headers.get('x-request-id')).toBe(own)
    expect((await response.json()).errors[0].extensions.requestId).toBe(own)
  })

  test('by GET is the same as by POST, and HEAD is GET without a body', async () => {
    const path = `/graphql?query=${encodeURIComponent('query ($id: ID!) { node(id: $id) { id } }')}&variables=%7B%22id%22%3A%22x%22%7D`
    expect(await (await app.get(path, token)).json()).toEqual({ data: { node: null } })
    const head = await app.send('HEAD', path, undefined, token)
    expect({ status: head.status, body: await head.text() }).toEqual({ status: 200, body: '' })
  })
})
