import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { createGraphiqlPage } from '../../src/graph/graphiql.ts'
import { graphiqlTabs, legacyQuery } from '../../src/graph/graphiql-tabs.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { documented } from '../support/documented.ts'
import { legacyEndpoints } from '../support/legacy-endpoints.ts'

const schema = gatewaySchema()

const html = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
const tabs = graphiqlTabs(schema, legacyEndpoints, () => ({ Authorization: 'Bearer of-a-demo-person' }), null)

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({}, { graphiql: createGraphiqlPage({ tabs }) })
  for (const { system, body } of documented) await app.importBody(system, body)
})
afterAll(() => app.close())

describe('the queries it opens on', () => {
  test('there is one for the viewer and one for each legacy endpoint, which it names', () => {
    expect(tabs.map(({ query }) => /query (\w+)/.exec(query)?.[1])).toEqual([
      'Viewer',
      'AccountProfile',
      'UsersMe',
      'UserProfile',
      'UserInfo',
    ])
    const routes = ['GET /v1/account/profile', 'GET /api/v1/users/me', 'GET /api/users/profile', 'GET /user/info']
    routes.forEach((route, index) => {
      expect(tabs[index + 1]?.query.split('\n')[0]).toBe(`# The same facts as ${route}.`)
    })
  })

  test('every one answers without errors, for every documented person', async () => {
    for (const { system, id } of documented) {
      const token = await app.tokenOf(system, id)
      for (const { query } of tabs) {
        const { status, data, errors } = await app.query(query, token)
        expect({ status, errors }).toEqual({ status: 200, errors: undefined })
        expect(data.viewer).toEqual(expect.anything())
      }
    }
  })

  test('what users-me documents is in its tab', async () => {
    expect(await tabOf('USERS_ME', '550e8400-e29b-41d4-a716-446655440000')).toEqual({
      accountId: expect.any(String),
      identities: [{ system: 'USERS_ME', legacyId: '550e8400-e29b-41d4-a716-446655440000', differences: [] }],
      email: 'alice@example.com',
      displayName: 'Alice',
      isActive: true,
      role: 'USER',
      subscription: {
        plan: { key: 'PRO', name: 'Pro' },
        status: 'ACTIVE',
        currentPeriodEnd: '2026-05-08T00:00:00.000Z',
      },
      credits: { permanent: 4200 },
      resources: { apiKeyLastFour: '7x9z' },
      referralCode: 'dc_abcdefgh',
    })
  })

  test('what user-info documents is in its tab', async () => {
    expect(await tabOf('USER_INFO', '123e4567-e89b-12d3-a456-426655440000')).toEqual({
      accountId: expect.any(String),
      identities: [{ system: 'USER_INFO', legacyId: '123e4567-e89b-12d3-a456-426655440000', differences: [] }],
      email: 'info@example.com',
      subscription: { plan: { key: 'CUSTOM', name: 'string' } },
      credits: { monthly: { total: 0, remaining: 0 }, additional: { total: 0, remaining: 0 } },
      createdAt: '1977-04-22T07:00:00.000Z',
      updatedAt: '1977-04-22T07:00:00.000Z',
    })
  })

  test('what account-profile says is in its tab', async () => {
    expect(await tabOf('ACCOUNT_PROFILE', 'a0a0a0a0-0000-4000-8000-000000000001')).toEqual({
      accountId: expect.any(String),
      identities: [{ system: 'ACCOUNT_PROFILE', legacyId: 'a0a0a0a0-0000-4000-8000-000000000001', differences: [] }],
      email: 'x@example.com',
      emailVerified: false,
      displayName: null,
      promptAnalysisOptIn: false,
      connectedProviders: ['GOOGLE', 'GITHUB'],
      twoFactorEnabled: true,
      createdAt: '2026-01-01T00:00:00.000Z',
      credits: {
        hasUnseenGrants: true,
        wallet: {
          available: '-3.000000',
          held: '5.000000',
          creditLimitCents: 500,
          expiresAt: '2026-12-01T00:00:00.000Z',
          freeTrialPending: '5.000000',
        },
      },
    })
  })

  test('where there is a service to ask, it holds credits, the same when asked again, and explains the balance', async () => {
    // The wallet account-profile documents: three EUR below nought, of the five it may go.
    const email = 'x@example.com'
    const headers = { Authorization: `Bearer ${await app.token('service:demo', ['credits:write', 'account:support'])}` }
    const all = graphiqlTabs(schema, legacyEndpoints, () => undefined, { email, headers })
    const [hold, why] = all.slice(-2).map(({ query }) => query)
    const ask = async (query = '') => {
      const { data, errors } = await app.query(query, headers.Authorization.slice('Bearer '.length))
      expect(errors).toBeUndefined()
      return data
    }
    const held = (await ask(hold)).holdCredits
    expect(held).toMatchObject({ hold: { state: 'OPEN' }, userErrors: [] })
    expect((await ask(hold)).holdCredits).toEqual(held)

    const { explain } = (await ask(why)).account.credits
    expect(explain.value.eur).toBe(held.account.credits.wallet.available)
    expect(explain.movements.edges[0].node).toMatchObject({
      kind: 'HOLD',
      change: { eur: '-0.100000' },
      reference: 'job-7',
    })
  })

  test('a lineage that names what the graph lacks makes no query', () => {
    const [endpoint] = legacyEndpoints
    if (!endpoint) throw new Error('There is no shape.')
    const lineage = endpoint.lineage.map((field) => ({ ...field, viewerFields: ['credits.wallet.shells'] }))
    expect(() => legacyQuery(schema, { ...endpoint, lineage })).toThrow('Wallet.shells')
  })

  async function tabOf(system: string, id: string) {
    const index = legacyEndpoints.findIndex((endpoint) => endpoint.system === system)
    const { data } = await app.query(tabs[index + 1]?.query ?? '', await app.tokenOf(system, id))
    return data.viewer
  }
})

describe('the page', () => {
  test('is shown to a browser, with a query in the address too', async () => {
    for (const path of ['/graphql', '/graphql?query=%7Bplans%7Bname%7D%7D']) {
      const response = await app.get(path, null, html)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(await response.text()).toContain('<title>Viewer Gateway</title>')
    }
  })

  test('is not shown to anything else', async () => {
    for (const accept of ['*/*', 'application/json', 'application/graphql-response+json, application/json']) {
      const response = await app.get('/graphql?query=%7Bplans%7Bname%7D%7D', null, { accept })
      expect(await response.json()).toEqual({ data: { plans: expect.any(Array) } })
    }
    const posted = await app.send('POST', '/graphql', { query: '{ plans { name } }' }, null, html)
    expect(await posted.json()).toEqual({ data: { plans: expect.any(Array) } })
  })

  test('holds every query with its headers', async () => {
    const text = await (await app.get('/graphql', null, html)).text()
    for (const { query } of tabs) expect(text).toContain(JSON.stringify(query))
    expect(text).toContain('Bearer of-a-demo-person')
  })

  test('cannot be left by what a query says', async () => {
    const page = createGraphiqlPage({ tabs: [{ query: '# </script><script>alert(1)</script>\n{ plans { name } }' }] })
    const { body } = await page.respond(new Request('http://gateway.test/graphql'))
    const text = new TextDecoder().decode(body as Uint8Array)
    expect(text).toContain('plans { name }')
    expect(text).not.toContain('<script>alert')
  })

  test('names no other place to fetch anything from', async () => {
    const text = await (await app.get('/graphql', null, html)).text()
    const [head = ''] = text.split('<script>')
    expect(head.match(/(?:src|href|url)\s*[=(]\s*["']?(?!data:|#|["'])[^"')]+/g) ?? []).toEqual([])
  })

  test('may run its own script and nothing else, and talk to its own origin alone', async () => {
    const policy = (await app.get('/graphql', null, html)).headers.get('content-security-policy') ?? ''
    const directives = Object.fromEntries(
      policy.split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]),
    )
    expect(directives).toMatchObject({
      'default-src': "'none'",
      'script-src': expect.stringMatching(/^'sha256-[\w+/]{43}='$/),
      'connect-src': "'self'",
      'img-src': 'data:',
      'font-src': 'data:',
      'worker-src': 'blob:',
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    })
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/)
  })

  test('is kept by this browser alone, and asked for again each time', async () => {
    const first = await app.get('/graphql', null, html)
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    expect(first.headers.get('vary')).toBe('accept, accept-encoding')
    const etag = first.headers.get('etag') ?? ''
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await app.get('/graphql', null, { ...html, 'if-none-match': known })
      expect(again.status).toBe(304)
      expect(again.headers.get('etag')).toBe(etag)
      expect(await again.text()).toBe('')
    }
    expect((await app.get('/graphql', null, { ...html, 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('travels compressed where the browser takes it, and is the same page', async () => {
    const plain = await (await app.get('/graphql', null, html)).text()
    for (const [accepted, coding, unpack] of [
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      ['br;q=0, gzip', 'gzip', gunzipSync],
    ] as const) {
      const response = await app.get('/graphql', null, { ...html, 'accept-encoding': accepted })
      expect(response.headers.get('content-encoding')).toBe(coding)
      const bytes = Buffer.from(await response.arrayBuffer())
      expect(bytes.byteLength).toBeLessThan(plain.length / 3)
      expect(response.headers.get('content-length')).toBe(String(bytes.byteLength))
      expect(unpack(bytes).toString()).toBe(plain)
    }
  })

  test('HEAD answers like GET without a body', async () => {
    const [got, headed] = await Promise.all(
      ['GET', 'HEAD'].map((method) => app.send(method, '/graphql', undefined, null, html)),
    )
    const seen = ({ status, headers }: Response) => ({
      status,
      headers: Object.fromEntries([...headers].filter(([name]) => name !== 'x-request-id')),
    })
    expect(headed && seen(headed)).toEqual(got && seen(got))
    expect(await headed?.text()).toBe('')
  })

  test('where it is not offered, a person is told what this is, and a query in the address is answered', async () => {
    const bare = await createTestApp()
    const response = await bare.get('/graphql', null, html)
    expect({
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    }).toEqual({
      status: 200,
      type: 'text/plain; charset=utf-8',
      text: expect.stringMatching(/^This is a GraphQL endpoint/),
    })
    const asked = await bare.get('/graphql?query=%7Bplans%7Bname%7D%7D', null, html)
    expect(await asked.json()).toEqual({ data: { plans: expect.any(Array) } })
    await bare.close()
  })
})
