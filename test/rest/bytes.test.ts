import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { documented } from '../support/documented.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

describe('a documented body comes back byte for byte', () => {
  test.each(documented)('$system', async ({ system, path, id, body }) => {
    expect(await app.importBody(system, body)).toEqual({ status: 'created', normalised: [], warnings: [] })
    const response = await app.get(path, await app.tokenOf(system, id))
    expect(app.bugs).toEqual([])
    expect(await response.text()).toBe(body)
    expect(response.status).toBe(200)
    expect(app.bugs).toEqual([])
  })
})
