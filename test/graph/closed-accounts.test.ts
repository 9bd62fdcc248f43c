import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dumpOf } from '../support/accounts.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson } from '../support/legacy-people.ts'
import { type MutationRow, mutationRequest, mutationRows } from '../support/mutation-table.ts'

let app: TestApp
let accountId: string
let token: string
let key: string
/** Things of the account's own, for the mutations that name one. */
let ids: Readonly<Record<string, object>>
beforeAll(async () => {
  app = await createTestApp()
  accountId = (await importPerson(app, 1)).accountId
  token = await app.token(accountId)
  const made = await app.query(
    'mutation { createApiKey(input: {}) { secret apiKey { id } } createAgent(input: { name: "x" }) { agent { id } } }',
    token,
  )
  const { createApiKey, createAgent } = made.data
  key = createApiKey.secret
  const { id } = createAgent.agent
  ids = { archiveAgent: { id }, renameAgent: { id }, revokeApiKey: { id: createApiKey.apiKey.id } }
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

/** The mutations of one's own account, those that end something last. */
const own = mutationRows
  .filter(({ scope }) => scope === 'profile:write')
  .toSorted((one, other) => Number(ends(one)) - Number(ends(other)))

function ends({ name }: MutationRow): boolean {
  return name === 'archiveAgent' || name === 'revokeApiKey'
}

function call(row: MutationRow, credentials: string) {
  const { query, variables } = mutationRequest(row, ids[row.name])
  return app.query(query, credentials, variables)
}

function restrict(restriction: 'SUSPENDED' | 'LEGAL' | 'PAYMENT') {
  return app.database.prisma.account.update({ where: { id: accountId }, data: { restriction } })
}

describe.each(['SUSPENDED', 'LEGAL'] as const)('an account that is closed (%s)', (restriction) => {
  let before: Awaited<ReturnType<typeof dumpOf>>
  beforeAll(async () => {
    await restrict(restriction)
    before = await dumpOf(app)
  })

  test.each(own)('$name is FORBIDDEN by token and by key, and says why', async (row) => {
    for (const credentials of [token, key]) {
      const { status, data, errors } = await call(row, credentials)
      const extensions = { code: 'FORBIDDEN', reason: restriction, requestId: expect.any(String) }
      expect({ status, data, errors }).toEqual({
        status: 200,
        data: null,
        errors: [expect.objectContaining({ extensions })],
      })
    }
  })

  test('nothing was written', async () => {
    expect(await dumpOf(app)).toEqual(before)
  })
})

test.each(own)('an account that owes: $name works as ever', async (row) => {
  await restrict('PAYMENT')
  const { data, errors } = await call(row, token)
  expect({ data, errors }).toEqual({ data: { [row.name]: { userErrors: expect.any(Array) } }, errors: undefined })
  expect(JSON.stringify(data)).not.toContain('ACCOUNT_RESTRICTED')
})
