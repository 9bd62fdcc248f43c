import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashApiKey } from '../../src/auth/api-key.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'
import { mutationRequest, mutationRows } from '../support/mutation-table.ts'
import { createObservedApp, type ObservedApp } from '../support/observed-app.ts'

const key = 'vgk_0123456789abcdef0123456789abcdef0123456789ab'
const uuid = /^[0-9a-f-]{36}$/
let app: ObservedApp
let person: Person
let token: string

beforeAll(async () => {
  app = await createObservedApp({}, { limits: { perAddress: 1_000_000 } })
  person = await importPerson(app, 1)
  token = await app.token(person.accountId)
  await app.database.prisma.apiKey.create({
    data: {
      id: '11111111-2222-4333-8444-555555555555',
      accountId: person.accountId,
      sha256: hashApiKey(key),
      lastFour: key.slice(-4),
      createdAt: app.clock.now,
    },
  })
})
afterAll(() => app.close())
beforeEach(() => {
  app.lines.length = 0
})

async function only() {
  const [line, ...more] = await app.requests()
  expect(more).toEqual([])
  return line
}

describe('one line per request', () => {
  test('of a shape: who asked, which route, how it ended, how long it took, what it waited for', async () => {
    const answer = await app.get('/user/info', token)
    expect(await only()).toEqual({
      level: 30,
      time: expect.any(Number),
      msg: 'a request',
      requestId: answer.headers.get('x-request-id'),
      client: 'jwt:default',
      face: 'rest',
      shape: 'user-info',
      route: 'GET /user/info',
      status: 200,
      ms: expect.any(Number),
      statements: 1,
    })
  })

  test.each([
    ['a query with a name', 'query Me { viewer { id } }', 'query Me'],
    ['one without', '{ viewer { id } }', 'query unnamed'],
    ['a mutation', 'mutation Off { dismissCreditNotice { userErrors { code } } }', 'mutation Off'],
  ])('of the graph: %s', async (_, query, operation) => {
    await app.query(query, token)
    expect(await only()).toMatchObject({ face: 'graph', route: 'POST /graphql', operation, status: 200 })
  })

  test('and of a query that is executed as it was compiled, the same', async () => {
    for (const _ of [1, 2, 3, 4, 5])
      await app.send('POST', '/graphql', { query: 'query Often { viewer { email } }' }, token)
    expect((await app.requests()).map(({ operation }) => operation)).toEqual(Array(5).fill('query Often'))
  })

  test.each([
    ['nobody', '/user/info', null, 401, 'anonymous', 'UNAUTHENTICATED'],
    ['somebody nobody knows', '/user/info', 'nonsense', 401, 'anonymous', 'UNAUTHENTICATED'],
    ['an API key', '/api/v1/users/me', key, 200, 'key:89ab', undefined],
  ])('of %s', async (_, path, bearer, status, client, refusal) => {
    await app.get(path, bearer)
    expect(await only()).toMatchObject({ status, client, ...(refusal && { refusal }) })
  })

  test.each([
    ['a visit', '/graphql', { accept: 'text/html' }, { face: 'page', route: 'GET /graphql', status: 200 }],
    ['the root', '/', {}, { face: 'page', route: 'GET /', status: 302 }],
    ['a path that is nowhere', '/nowhere', {}, { face: 'none', status: 404 }],
  ])('of %s', async (_, path, headers, expected) => {
    await app.get(path, null, headers)
    expect(await only()).toMatchObject({ ...expected, statements: 0 })
  })

  test('keeps the id that the caller gave it', async () => {
    const requestId = 'c1000000-0000-4000-8000-00000000000f'
    await app.get('/user/info', token, { 'x-request-id': requestId })
    expect(await only()).toMatchObject({ requestId })
  })
})

describe('how many lines there are is the operator’s to say', () => {
  test.each([
    ['probes are no line at info', 'info', true, 0],
    ['at debug they are', 'debug', true, 3],
    ['not where requests are not logged', 'debug', false, 0],
  ])('%s', async (_, level, logsRequests, count) => {
    const quiet = await createObservedApp({}, { database: app.database, level, logsRequests })
    for (const path of ['/healthz', '/readyz', '/metrics']) await quiet.get(path)
    expect(quiet.lines).toHaveLength(count)
    await quiet.get('/user/info', token)
    expect(quiet.lines).toHaveLength(count + (logsRequests ? 1 : 0))
  })
})

describe('nothing that was sent is written down', () => {
  const secret = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl'
  const address = 'ada@example.com'
  const hostile: [string, (one: string) => Promise<unknown>][] = [
    ['an unknown path', (one) => app.get(`/${encodeURIComponent(one)}/${one.replaceAll(' ', '')}`)],
    ['a known path with more behind it', (one) => app.get(`/user/info/${one}`)],
    ['a query string', (one) => app.get(`/user/info?token=${one}`, token)],
    ['a method', (one) => app.fetch(new Request('http://gateway.test/user/info', { method: one.replace(/\W/g, '') }))],
    ['a bearer', (one) => app.get('/user/info', one)],
    [
      'a header of each kind',
      (one) => app.get('/user/info', null, { 'x-api-key': one, 'x-request-id': one, referer: one }),
    ],
    ['the text of a query', (one) => app.query(`{ account(by: {email: "${one}"}) { id } }`, token)],
    ['a variable', (one) => app.query('query A($e: EmailAddress) { viewer { id } }', token, { e: one })],
    [
      'an operation that is asked for and is not there',
      (one) => app.send('POST', '/graphql', { query: 'query A { viewer { id } }', operationName: one }, token),
    ],
    ['the name of an operation', (one) => app.query(`query ${one.replace(/\W/g, '_')} { viewer { id } }`, token)],
    ['a body that is no JSON', (one) => app.send('PATCH', '/v1/account/profile', `{"name": ${one}`, token)],
  ]

  test.each(hostile)('%s', async (_, send) => {
    for (const one of [secret, address, key, 'hunter2 hunter2']) {
      await send(one).catch(() => {})
      const parts = one === 'hunter2 hunter2' ? [] : [one, ...one.split('.').filter((part) => part.length > 10)]
      for (const text of [...app.lines, await app.text()]) for (const part of parts) expect(text).not.toContain(part)
    }
    expect(app.lines.length).toBeGreaterThan(0)
  })

  test.each([
    ['of 10 kB', 'A'.repeat(10_000), `query ${'A'.repeat(64)}`],
    ['that is a key', 'vgk_0123456789abcdef', 'query [key]'],
    ['that begins as a token does', 'eyJhbGciOiJIUzI1NiJ9', 'query [token]'],
  ])('a name %s', async (_, name, operation) => {
    await app.query(`query ${name} { viewer { id } }`, token)
    expect(await only()).toMatchObject({ operation })
  })

  test('a name with a line break is no name, and no second line', async () => {
    await app.send('POST', '/graphql', { query: 'query A { viewer { id } }', operationName: 'A\n{"level":60}' }, token)
    expect(app.lines).toHaveLength(1)
    expect(app.lines[0]?.trimEnd()).not.toContain('\n')
    expect(app.lines[0]).not.toContain('level":60')
  })

  test('a service’s own name is cut short', async () => {
    await app.get('/user/info', await app.token(`service:${'x'.repeat(64)}`))
    expect(await only()).toMatchObject({ client: `service:${'x'.repeat(56)}` })
  })
})

describe('the statements of a line are those that it waited for', () => {
  const viewer = '{ viewer { id credits { history(first: 2) { nodes { kind } } } } }'
  test.each([
    ['GET by UUID', () => app.get('/v1/account/profile', token)],
    ['GET by API key', () => app.get('/api/v1/users/me', key)],
    ['GET by a legacy id', async () => app.get('/user/info', await app.tokenOf('USER_INFO', person.ids.USER_INFO))],
    ['PATCH', () => app.send('PATCH', '/v1/account/profile', { name: 'Grace' }, token)],
    ['a dismissal', () => app.send('POST', '/v1/account/notifications/dismiss', undefined, token)],
    ['a query with a list', () => app.query(viewer, token)],
  ])('%s', async (_, send) => {
    const before = app.database.statements()
    await send()
    expect(await only()).toMatchObject({ statements: app.database.statements() - before })
  })

  test.each(mutationRows)('$name', async (row) => {
    const bearer = row.scope === 'profile:write' ? token : await app.token('service:tests', [row.scope])
    const { query, variables } = mutationRequest(row)
    const before = app.database.statements()
    await app.query(query, bearer, variables)
    expect(await only()).toMatchObject({ statements: app.database.statements() - before })
  })

  test('one that several share counts for each', async () => {
    const before = app.database.statements()
    await Promise.all([1, 2, 3].map(() => app.get('/user/info', token)))
    expect(app.database.statements() - before).toBe(1)
    expect((await app.requests()).map(({ statements }) => statements)).toEqual([1, 1, 1])
  })
})

test('every request has an id of its own, which its answer says, too', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => app.get('/user/info', token)))
  const ids = (await app.requests()).map(({ requestId }) => requestId)
  expect(new Set(ids)).toEqual(new Set(answers.map(({ headers }) => headers.get('x-request-id'))))
  for (const id of ids) expect(id).toMatch(uuid)
})
