import { buildSchema, printSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import { referencePages } from '../../src/rest/reference-pages.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { checkOf } from '../support/json-schema.ts'
import { publishedDocument } from '../support/openapi/contract.ts'

const settings = { deprecations: {}, requireVersion: false }
const askers = [{ name: 'ada@example.com: "both" <kinds> & more', token: 'a-token' }]

let app: TestApp
/** Shows its graph to anybody, and no reference. */
let other: TestApp
beforeAll(async () => {
  app = await createTestApp({}, { pages: referencePages(shapes, settings, askers) })
  other = await createTestApp({}, { database: app.database, graph: { introspection: true } })
})
afterAll(async () => {
  expect([...app.bugs, ...other.bugs]).toEqual([])
  await app.close()
})

const shown = [
  ['/docs', 'text/html; charset=utf-8'],
  ['/docs/swagger-ui.css', 'text/css; charset=utf-8'],
  ['/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['/docs/frame.css', 'text/css; charset=utf-8'],
  ['/docs/start.js', 'text/javascript; charset=utf-8'],
  ['/openapi.json', 'application/json; charset=utf-8'],
  ['/schemas/account-profile.json', 'application/schema+json'],
  ['/schemas/account-profile.patch.json', 'application/schema+json'],
  ['/schemas/users-me.json', 'application/schema+json'],
  ['/schemas/users-me.patch.json', 'application/schema+json'],
  ['/schemas/user-profile.json', 'application/schema+json'],
  ['/schemas/user-info.json', 'application/schema+json'],
] as const

describe('the reference', () => {
  test.each(shown)('%s is shown to anybody, and known again', async (path, type) => {
    const response = await app.get(path)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    expect((await response.text()).length).toBeGreaterThan(100)
    const again = await app.get(path, null, { 'if-none-match': response.headers.get('etag') ?? '' })
    expect(again.status).toBe(304)
    expect((await app.send('POST', path, {})).status).toBe(405)
  })

  test.each(shown)('%s is not there where it is not wanted', async (path) => {
    expect((await other.get(path)).status).toBe(404)
  })

  test('is no more than that', () => {
    expect([...referencePages(shapes, settings, []).keys()].sort()).toEqual(shown.map(([path]) => path).sort())
  })

  test('publishes the very document that all answers are held against', async () => {
    expect(await (await app.get('/openapi.json')).json()).toEqual(publishedDocument())
  })

  test.each(shapes)(
    'the schema of $system takes its examples, and what its PATCH takes is a schema, too',
    async (shape) => {
      const name = shape.system.toLowerCase().replaceAll('_', '-')
      const check = checkOf(await (await app.get(`/schemas/${name}.json`)).json())
      for (const body of Object.values(shape.examples)) expect(check(body)).toEqual([])
      expect(check({})).not.toEqual([])
      const change = await app.get(`/schemas/${name}.patch.json`)
      const writes = shape.routes.some(({ method }) => method === 'PATCH')
      expect(change.status).toBe(writes ? 200 : 404)
      if (writes) expect(checkOf(await change.json())({ other: 1 })).toEqual([])
    },
  )

  test('its page runs nothing that stands in it, loads nothing from elsewhere, and quotes whom it may ask as', async () => {
    const response = await app.get('/docs')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:/)
    const html = await response.text()
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
    expect(html.match(/<script(?![^>]* src=)(?![^>]*type="application\/json")/)).toBeNull()
    expect(html).toContain('ada@example.com: &quot;both&quot; &lt;kinds> &amp; more')
    expect(response.headers.get('cache-control')).toContain('private')
  })
})

describe('the text of the graph’s schema', () => {
  const path = '/schema.graphql'

  test('is shown to anybody where introspection is', async () => {
    const response = await other.get(path)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/graphql; charset=utf-8'])
    expect(printSchema(buildSchema(await response.text()))).toBe(printSchema(gatewaySchema()))
  })

  test('elsewhere to whoever has the scope for it', async () => {
    const response = await app.get(path, await app.token('service:tools', ['schema:read']))
    expect([response.status, response.headers.get('vary')]).toEqual([200, 'accept-encoding, authorization, x-api-key'])
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
    expect(await response.text()).toContain('type Viewer')
  })

  test.each<[who: string, status: 401 | 403, token: () => Promise<string | null>]>([
    ['nobody', 401, async () => null],
    ['whoever sends what is no token', 401, async () => 'nobody-knows-this-key'],
    ['whoever may do something else', 403, () => app.token('service:tools', ['credits:write'])],
  ])('and to %s it is refused with %i, as a problem', async (_who, status, token) => {
    const response = await app.get(path, await token())
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm=/)
    const problem = await response.json()
    expect(problem).toEqual({
      type: 'about:blank',
      title: { 401: 'Unauthorized', 403: 'Forbidden' }[status],
      status,
      detail: expect.any(String),
      instance: `urn:uuid:${response.headers.get('x-request-id')}`,
    })
    expect(JSON.stringify(problem)).not.toContain('Viewer')
  })

  test('and by no other method', async () => {
    expect((await other.send('POST', path, {})).status).toBe(405)
    const head = await other.send('HEAD', path, undefined)
    expect([head.status, await head.text()]).toEqual([200, ''])
  })
})
