import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { defaultScopes, type Scope, scopes } from '../../src/auth/scope.ts'
import { dumpOf } from '../support/accounts.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson } from '../support/legacy-people.ts'

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

const account = { email: 'person-1@example.com' }
const movement = { account, idempotencyKey: 'k', amount: { eur: '1' } }

/** The scope every mutation needs, and an input (null: it takes none) that nothing is wrong with but who sends it. */
const table: Readonly<Record<string, readonly [Scope, object | null]>> = {
  archiveAgent: ['profile:write', { id: 'x' }],
  cancelSubscription: ['profile:write', null],
  createAgent: ['profile:write', { name: 'x' }],
  createApiKey: ['profile:write', { name: 'x' }],
  dismissCreditNotice: ['profile:write', null],
  renameAgent: ['profile:write', { id: 'x', name: 'x' }],
  resumeSubscription: ['profile:write', null],
  revokeApiKey: ['profile:write', { id: 'x' }],
  updateProfile: ['profile:write', { displayName: 'x' }],
  grantCredits: ['credits:write', { ...movement, pool: 'WALLET', kind: 'PAID' }],
  holdCredits: ['credits:write', { ...movement, ttlSeconds: 60 }],
  consumeCredits: ['credits:write', movement],
  captureHold: ['credits:write', { holdId: 'x', idempotencyKey: 'k' }],
  releaseHold: ['credits:write', { holdId: 'x', idempotencyKey: 'k' }],
  recordUsage: ['usage:write', { account, events: [{ id: 'e', meter: 'SPANS', quantity: 1 }] }],
  setSubscription: ['subscriptions:write', { account, plan: 'PRO' }],
  createAccount: ['accounts:write', { email: 'new@example.com' }],
  verifyEmail: ['accounts:write', { account }],
  setRestriction: ['accounts:write', { account, restriction: null }],
  deleteAccount: ['accounts:write', { account }],
}
const rows = Object.entries(table).map(([name, [scope, input]]) => ({ name, scope, input }))
type Row = (typeof rows)[number]

test('the table has a row for every mutation of the schema, and for nothing else', () => {
  const mutations = Object.keys(gatewaySchema().getMutationType()?.getFields() ?? {})
  expect(Object.keys(table).toSorted()).toEqual(mutations.toSorted())
})

describe.each(rows)('$name needs $scope', (row) => {
  const others = Object.keys(scopes).filter((one) => one !== row.scope)

  test('nobody at all is UNAUTHENTICATED', async () => {
    const { data, errors } = await call(row, null)
    const extensions = { code: 'UNAUTHENTICATED', requestId: expect.any(String) }
    expect({ data, errors }).toEqual({ data: null, errors: [expect.objectContaining({ extensions })] })
  })

  test('no other scope does, be it a person’s token or a service’s', async () => {
    const missing = { code: 'FORBIDDEN', reason: 'INSUFFICIENT_SCOPE', scope: row.scope }
    const extensions = { ...missing, requestId: expect.any(String) }
    // A person's token is as it is minted, but for what a person may do.
    const own = await app.token(accountId, defaultScopes.has(row.scope) ? others : undefined)
    for (const token of [own, await app.token('service:any', others), await app.token('service:any')]) {
      const { data, errors } = await call(row, token)
      expect({ data, errors }).toEqual({ data: null, errors: [expect.objectContaining({ extensions })] })
    }
  })
})

test('none of those who were refused has written anything', async () => {
  expect(await dumpOf(app)).toEqual(before)
})

test.each(rows)('$scope alone is enough for $name', async (row) => {
  const subject = defaultScopes.has(row.scope) ? accountId : 'service:any'
  expect((await call(row, await app.token(subject, [row.scope]))).errors).toBeUndefined()
})

async function call({ name, input }: Row, token: string | null) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`
  const [variables, args] = input === null ? ['', ''] : [`($input: ${type})`, '(input: $input)']
  return app.query(`mutation ${variables} { ${name}${args} { userErrors { code } } }`, token, input ? { input } : {})
}
