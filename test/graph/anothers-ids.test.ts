import { randomUUID } from 'node:crypto'
import {
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLNonNull,
  getNamedType,
  isInputObjectType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { NodeIdsDocument } from '../support/gql/graphql.ts'
import { askWell } from '../support/graph.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'
import { type MutationRow, mutationRequest, mutationRows } from '../support/mutation-table.ts'

/** What belongs to another account answers like what never was: to the byte, the id alone being different. */
let app: TestApp
let owner: Person
let stranger: Person
let theirs: Readonly<Record<string, string>>
beforeAll(async () => {
  app = await createTestApp()
  owner = await importPerson(app, 1)
  stranger = await importPerson(app, 2)
  const { accountId } = owner
  const { prisma } = app.database
  await prisma.agent.create({ data: { id: randomUUID(), accountId, name: 'Ada’s', createdAt: testNow } })
  await prisma.apiKey.create({
    data: { id: randomUUID(), accountId, sha256: new Uint8Array(32), lastFour: 'abcd', createdAt: testNow },
  })
  const { viewer } = await askWell(app, NodeIdsDocument, await app.token(accountId), {})
  theirs = {
    Viewer: viewer?.id ?? '',
    Subscription: viewer?.subscriptions[0]?.id ?? '',
    CreditGrant: viewer?.credits.grants.edges[0]?.node.id ?? '',
    CreditHold: viewer?.credits.holds.edges[0]?.node.id ?? '',
    LedgerEntry: viewer?.credits.history.edges[0]?.node.id ?? '',
    Agent: viewer?.resources.agents.edges[0]?.node.id ?? '',
    ApiKey: viewer?.resources.apiKeys.edges[0]?.node.id ?? '',
  }
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

const requestId = randomUUID()
const nobody = '00000000-0000-4000-8000-000000000000'
const schema = gatewaySchema()
const nodeTypes = schema.getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType).map(({ name }) => name)

/** The whole answer but for what no two answers share. */
async function answer(request: object, token: string | null): Promise<string> {
  const response = await app.send('POST', '/graphql', request, token, { 'x-request-id': requestId })
  return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`
}

/** An id of that kind that is nobody's, of an account that is nobody's; and one of an account that is there. */
function neverWere(type: string): string[] {
  const rest = type === 'Viewer' || type === 'Subscription' ? [nobody] : [`${nobody}:1`, `${owner.accountId}:999999`]
  return rest.map((one) => Buffer.from(`${type}:${one}`).toString('base64'))
}

test('every type of node stands here', () => {
  expect(Object.keys(theirs).toSorted()).toEqual(nodeTypes.toSorted())
  for (const [type, id] of Object.entries(theirs)) expect(atob(id)).toMatch(new RegExp(`^${type}:.`))
})

describe.each(nodeTypes)('node: a %s', (type) => {
  test('of another account is null, like one that never was', async () => {
    const read = (id: string | undefined) => ({
      query: 'query ($id: ID!) { node(id: $id) { __typename id } }',
      variables: { id },
    })
    const tokens = [
      await app.token(stranger.accountId),
      await app.token(stranger.accountId, ['profile:read']),
      await app.token('service:billing', ['credits:write', 'accounts:write']),
      null,
    ]
    for (const token of tokens) {
      const given = await answer(read(theirs[type]), token)
      expect(given).toContain('{"data":{"node":null}}')
      for (const id of neverWere(type)) expect(await answer(read(id), token)).toBe(given)
    }
    expect(await answer(read(theirs[type]), await app.token(owner.accountId))).toContain(`"__typename":"${type}"`)
  })
})

/** The field of a mutation's input by which it names a thing, and what kind of thing its description says that is. */
function idField({ name }: MutationRow): { readonly field: string; readonly type: string } | null {
  const input = inputOf(name)
  const found = Object.values(input?.getFields() ?? {}).find(({ type }) => String(getNamedType(type)) === 'ID')
  const kind = nodeTypes.find((type) => found?.description?.includes(`\`${type}\``))
  return found && kind ? { field: found.name, type: kind } : null
}

function inputOf(mutation: string): GraphQLInputObjectType | null {
  const [argument] = schema.getMutationType()?.getFields()[mutation]?.args ?? []
  const type = argument && getNamedType(argument.type as GraphQLNonNull<GraphQLInputObjectType>)
  return isInputObjectType(type) ? type : null
}

const naming = mutationRows.flatMap((row) => {
  const named = idField(row)
  return named ? [{ ...row, ...named }] : []
})

test('every mutation that names a thing by its id stands here', () => {
  const withIds = mutationRows.filter(({ name }) => / ID\b|: ID\b/.test(shapeOf(inputOf(name)))).map(({ name }) => name)
  expect(naming.map(({ name }) => name)).toEqual(withIds)
  expect(withIds).toEqual(['archiveAgent', 'renameAgent', 'revokeApiKey', 'captureHold', 'releaseHold'])
})

function shapeOf(type: GraphQLInputObjectType | null): string {
  return Object.values(type?.getFields() ?? {})
    .map((field) => `${field.name}: ${field.type}`)
    .join(' ')
}

describe.each(naming)('$name: the $type', (row) => {
  const { field, type, scope } = row

  test('of another account is the same refusal as one that never was', async () => {
    const token = await app.token(stranger.accountId)
    const given = await answer(mutationRequest(row, { [field]: theirs[type] }), token)
    expect(given).toContain(scope === 'profile:write' ? '"code":"NOT_FOUND"' : '"reason":"INSUFFICIENT_SCOPE"')
    const others = Object.values(theirs).filter((id) => id !== theirs[type])
    for (const id of [...neverWere(type), ...others, 'x', '', '\u2026']) {
      expect([id, await answer(mutationRequest(row, { [field]: id }), token)]).toEqual([id, given])
    }
  })

  test('of an account that is gone is, to a service, the same refusal as one that never was of an account that is there', async () => {
    const token = await app.token('service:billing', [scope, 'profile:write'])
    const [nobodys, nothing] = neverWere(type)
    // A key of its own each time: a refusal is remembered under the one it came with.
    const fresh = () => ('idempotencyKey' in (row.input ?? {}) ? { idempotencyKey: randomUUID() } : {})
    const given = await answer(mutationRequest(row, { [field]: nobodys, ...fresh() }), token)
    expect(given).toContain('"code":"NOT_FOUND"')
    expect(await answer(mutationRequest(row, { [field]: nothing, ...fresh() }), token)).toBe(given)
  })
})

const accounts = mutationRows.filter(({ input }) => input !== null && 'account' in input)

test('every mutation that names an account stands here', () => {
  const withLookups = mutationRows.filter(({ name }) => shapeOf(inputOf(name)).includes('AccountLookup'))
  expect(accounts).toEqual(withLookups)
  expect(accounts.length).toBeGreaterThan(0)
})

test.each(accounts)('$name: who may not write for others does not learn who there is', async (row) => {
  for (const token of [await app.token(stranger.accountId), await app.token('service:any'), null]) {
    const nowhere = await answer(mutationRequest(row, { account: { accountId: nobody } }), token)
    for (const account of [{ accountId: owner.accountId }, { email: owner.email }, { email: 'no-one@example.com' }]) {
      expect(await answer(mutationRequest(row, { account }), token)).toBe(nowhere)
    }
  }
})

test('account: who may not look others up does not learn who there is', async () => {
  const ask = (by: object) => ({
    query: 'query ($by: AccountLookup!) { account(by: $by) { accountId } }',
    variables: { by },
  })
  for (const token of [await app.token(stranger.accountId), await app.token('service:any'), null]) {
    const nowhere = await answer(ask({ accountId: nobody }), token)
    for (const by of [{ accountId: owner.accountId }, { email: owner.email }, { email: 'no-one@example.com' }]) {
      expect(await answer(ask(by), token)).toBe(nowhere)
    }
  }
})
