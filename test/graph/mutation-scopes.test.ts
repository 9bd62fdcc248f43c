import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { defaultScopes, scopes } from '../../src/auth/scope.ts'
import { dumpOf } from '../support/accounts.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson } from '../support/legacy-people.ts'
import { callMutation, mutationRows } from '../support/mutation-table.ts'

let app: TestApp
let accountId: string
let before: Awaited<ReturnType<typeof dumpOf>>
beforeAll(async () => {
  app = await createTestApp()
  accountId = (await importPerson(app, 1)).accountId
  before = await dumpOf(app)
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

test('the table has a row for every mutation of the schema, and for nothing else', () => {
  const mutations = Object.keys(gatewaySchema().getMutationType()?.getFields() ?? {})
  expect(mutationRows.map(({ name }) => name).toSorted()).toEqual(mutations.toSorted())
})

describe.each(mutationRows)('$name needs $scope', (row) => {
  const others = Object.keys(scopes).filter((one) => one !== row.scope)

  test('nobody at all is UNAUTHENTICATED', async () => {
    const { data, errors } = await callMutation(app, row, null)
    const extensions = { code: 'UNAUTHENTICATED', requestId: expect.any(String) }
    expect({ data, errors }).toEqual({ data: null, errors: [expect.objectContaining({ extensions })] })
  })

  test('no other scope does, be it a person’s token or a service’s', async () => {
    const missing = { code: 'FORBIDDEN', reason: 'INSUFFICIENT_SCOPE', scope: row.scope }
    const extensions = { ...missing, requestId: expect.any(String) }
    // A person's token is as it is minted, but for what a person may do.
    const own = await app.token(accountId, defaultScopes.has(row.scope) ? others : undefined)
    for (const token of [own, await app.token('service:any', others), await app.token('service:any')]) {
      const { data, errors } = await callMutation(app, row, token)
      expect({ data, errors }).toEqual({ data: null, errors: [expect.objectContaining({ extensions })] })
    }
  })
})

test('none of those who were refused has written anything', async () => {
  expect(await dumpOf(app)).toEqual(before)
})

test.each(mutationRows)('$scope alone is enough for $name', async (row) => {
  const subject = defaultScopes.has(row.scope) ? accountId : 'service:any'
  expect((await callMutation(app, row, await app.token(subject, [row.scope]))).errors).toBeUndefined()
})
