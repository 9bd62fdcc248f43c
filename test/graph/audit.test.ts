import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'

let app: TestApp
let reader: string
beforeAll(async () => {
  app = await createTestApp()
  reader = await app.token('service:conformance', ['schema:read'])
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

const audits = serverAudits({
  url: 'http://gateway.test/graphql',
  fetchFn: (url: string, init?: RequestInit) => {
    const headers = new Headers(init?.headers)
    headers.set('authorization', `Bearer ${reader}`)
    return app.fetch(new Request(url, { ...init, headers }))
  },
})

describe('GraphQL over HTTP, to one who may introspect where not everybody may', () => {
  test('all 61 audits of the specification’s own list are there', () => {
    expect(audits.length).toBeGreaterThanOrEqual(61)
  })

  test.each(audits.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))('%s', async (_, audit) => {
    const { status, ...result } = await audit.fn()
    expect({ status, reason: 'reason' in result ? result.reason : undefined }).toEqual({ status: 'ok' })
  })
})
