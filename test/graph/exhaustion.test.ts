import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

describe('a query that would exhaust the engine is refused as a query, not reported as a bug', () => {
  test.each([
    ['nested', (n: number) => `${'{a'.repeat(n)}${'}'.repeat(n)}`],
    ['nested in a value', (n: number) => `{ account(by: ${'['.repeat(n)}${']'.repeat(n)}) { id } }`],
    ['wide', (n: number) => `{ ${'a '.repeat(n)}}`],
  ])('%s', async (_how, query) => {
    for (const size of [1_000, 1_600, 2_400, 30_000]) {
      const { errors } = await app.query(query(size))
      expect(errors?.[0].extensions.code, `${size}`).toMatch(
        /^(?:QUERY_TOO_(?:LONG|DEEP|BROAD)|GRAPHQL_VALIDATION_FAILED)$/,
      )
    }
    expect(app.bugs).toEqual([])
  })
})
