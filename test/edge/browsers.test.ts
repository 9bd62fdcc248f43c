import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGraphiqlPage } from '../../src/graph/graphiql.ts'
import { restFaces, routes } from '../rest/situation-table.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson } from '../support/legacy-people.ts'
import { safeHeaders } from '../support/safe-headers.ts'

const ours = 'https://app.example.com'
const alsoOurs = 'http://localhost:3000'
const paths = [...new Set(restFaces.flatMap((face) => routes[face].map(({ path }) => path))), '/graphql']

let app: TestApp
let closed: TestApp
let token: string
beforeAll(async () => {
  app = await createTestApp({}, { browsers: { origins: [ours, alsoOurs] }, graphiql: createGraphiqlPage({ tabs: [] }) })
  closed = await createTestApp({}, { database: app.database })
  token = await app.token((await importPerson(app, 1)).accountId)
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

const preflight = (path: string, origin: string, headers: Record<string, string> = {}, of = app) =>
  of.send('OPTIONS', path, undefined, null, { origin, 'access-control-request-method': 'PATCH', ...headers })

const corsHeaders = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))

const varying = ({ headers }: Response) => (headers.get('vary') ?? '').toLowerCase().split(/, */).sort()

describe.each(paths)('a page of a listed origin at %s', (path) => {
  test.each([ours, alsoOurs])('may ask, and is told what it may send: %s', async (origin) => {
    const response = await preflight(path, origin, { 'access-control-request-headers': 'authorization' })
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(response.headers.get('access-control-allow-origin')).toBe(origin)
    const listed = (name: string) => (response.headers.get(name) ?? '').split(/, */)
    expect(listed('access-control-allow-methods')).toEqual(['GET', 'HEAD', 'POST', 'PATCH'])
    expect(listed('access-control-allow-headers')).toEqual(
      expect.arrayContaining(['authorization', 'content-type', 'x-api-key', 'x-request-id', 'x-exorde-api-version']),
    )
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
    expect(varying(response)).toContain('origin')
  })

  test('may read the answer, be it an error, and the headers that tell it what to do', async () => {
    for (const credential of [token, 'x.y.z']) {
      const response = await app.get(path, credential, { origin: ours })
      expect(response.headers.get('access-control-allow-origin')).toBe(ours)
      expect((response.headers.get('access-control-expose-headers') ?? '').split(/, */)).toEqual(
        expect.arrayContaining([
          'x-request-id',
          'retry-after',
          'www-authenticate',
          'ratelimit',
          'deprecation',
          'sunset',
          'link',
        ]),
      )
      expect(varying(response)).toEqual(['authorization', 'origin', 'x-api-key'])
    }
  })

  test.each([
    'https://evil.example',
    'https://app.example.com.evil.example',
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://APP.example.com',
    'null',
    '*',
    '',
  ])('is not one of "%s"', async (origin) => {
    for (const response of [await preflight(path, origin), await app.get(path, token, { origin })]) {
      expect(response.headers.has('access-control-allow-origin')).toBe(false)
      expect(varying(response)).toContain('origin')
    }
  })

  test('without an Origin the answer says that it depends on it', async () => {
    const response = await app.get(path, token)
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
    expect(varying(response)).toEqual(['authorization', 'origin', 'x-api-key'])
  })

  test('an OPTIONS that is no preflight is another method', async () => {
    for (const headers of [{}, { origin: ours }, { 'access-control-request-method': 'PATCH' }]) {
      const response = await app.send('OPTIONS', path, undefined, token, headers as Record<string, string>)
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toMatch(/\w/)
    }
  })

  test('where no origin is listed no page may ask, and nothing depends on it', async () => {
    const asked = await preflight(path, ours, {}, closed)
    expect([asked.status, corsHeaders(asked)]).toEqual([405, {}])
    const read = await closed.get(path, token, { origin: ours })
    expect([corsHeaders(read), varying(read)]).toEqual([{}, ['authorization', 'x-api-key']])
  })
})

test('a path nobody knows has no preflight, nor has a probe', async () => {
  for (const [path, status] of [
    ['/nothing', 404],
    ['/healthz', 405],
  ] as const) {
    const response = await preflight(path, ours)
    expect([response.status, corsHeaders(response)]).toEqual([status, {}])
  }
})

describe('what browsers are told', () => {
  test.each([...paths, '/', '/healthz', '/readyz', '/nothing'])(
    '%s: nothing runs, nobody frames or embeds it',
    async (path) => {
      for (const method of ['GET', 'HEAD', 'DELETE']) {
        const { headers } = await app.send(method, path, undefined, token)
        expect(Object.fromEntries(headers)).toMatchObject(safeHeaders)
        expect(headers.has('strict-transport-security')).toBe(false)
      }
    },
  )

  test('GraphiQL has a policy of its own, and may use nothing of the machine', async () => {
    const { headers } = await app.get('/graphql', null, { accept: 'text/html' })
    const { 'content-security-policy': _, ...others } = safeHeaders
    expect(Object.fromEntries(headers)).toMatchObject(others)
    expect(headers.get('content-security-policy')).toContain("script-src 'sha256-")
    expect(headers.get('permissions-policy')).toContain('camera=()')
  })

  test('to come by https alone, where the operator says that they can', async () => {
    const secure = await createTestApp({}, { browsers: { httpsOnlySeconds: 31_536_000 }, database: app.database })
    for (const path of [...paths, '/healthz']) {
      expect((await secure.get(path, token)).headers.get('strict-transport-security')).toBe('max-age=31536000')
    }
  })
})
