import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { NodeDocument, NodeIdsDocument } from '../support/gql/graphql.ts'
import { ask, askWell } from '../support/graph.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

let app: TestApp
let owner: Person
let stranger: Person
let ids: Record<string, string>
beforeAll(async () => {
  app = await createTestApp()
  owner = await importPerson(app, 1)
  stranger = await importPerson(app, 2)
  const { accountId } = owner
  await app.database.prisma.agent.create({
    data: { id: crypto.randomUUID(), accountId, name: 'Ada’s', createdAt: testNow },
  })
  await app.database.prisma.apiKey.create({
    data: { id: crypto.randomUUID(), accountId, sha256: new Uint8Array(32), lastFour: 'abcd', createdAt: testNow },
  })
  const { viewer } = await askWell(app, NodeIdsDocument, await app.token(accountId), {})
  ids = {
    Viewer: viewer?.id ?? '',
    Subscription: viewer?.subscriptions[0]?.id ?? '',
    CreditGrant: viewer?.credits.grants.edges[0]?.node.id ?? '',
    CreditHold: viewer?.credits.holds.edges[0]?.node.id ?? '',
    LedgerEntry: viewer?.credits.history.edges[0]?.node.id ?? '',
    Agent: viewer?.resources.agents.edges[0]?.node.id ?? '',
    ApiKey: viewer?.resources.apiKeys.edges[0]?.node.id ?? '',
  }
})
afterAll(() => app.close())

const types = ['Viewer', 'Subscription', 'CreditGrant', 'CreditHold', 'LedgerEntry', 'Agent', 'ApiKey'] as const

describe.each(types)('the id of a %s', (type) => {
  test('asks for the same thing again', async () => {
    const token = await app.token(owner.accountId)
    expect(await askWell(app, NodeDocument, token, { id: ids[type] ?? '' })).toEqual({
      node: { __typename: type, id: ids[type] },
    })
  })

  test('is nothing to a stranger, to a service and to nobody', async () => {
    const strangers = [await app.token(stranger.accountId), await app.token('service:cron'), null]
    for (const token of strangers) {
      expect(await askWell(app, NodeDocument, token, { id: ids[type] ?? '' })).toEqual({ node: null })
    }
  })

  test('is good for support', async () => {
    const token = await app.token('service:helpdesk', ['account:support'])
    expect(await askWell(app, NodeDocument, token, { id: ids[type] ?? '' })).toEqual({
      node: { __typename: type, id: ids[type] },
    })
  })

  test('of another account looks like one that is nobody’s', async () => {
    const token = await app.token(stranger.accountId)
    const unknown = idOf(type, plain(ids[type] ?? '').replace(owner.accountId, '00000000-0000-4000-8000-000000000000'))
    const [theirs, nobodys] = await Promise.all(
      [ids[type] ?? '', unknown].map((id) => ask(app, NodeDocument, token, { id })),
    )
    expect(theirs).toMatchObject({ status: 200, data: { node: null } })
    expect({ ...theirs, headers: null }).toEqual({ ...nobodys, headers: null })
  })

  test('with the rest of it wrong is null, to its owner and to support', async () => {
    const id = plain(ids[type] ?? '')
    const [account = '', rest = ''] = id.split(':')
    const wrong = [
      '',
      'x',
      account.slice(1),
      account.toUpperCase() === account ? `${account}0` : account.toUpperCase(),
      `${account}:`,
      `${account}:-1`,
      `${account}:0`,
      `${account}:1e3`,
      `${account}:${'9'.repeat(18)}`,
      `${account}:${'9'.repeat(40)}`,
      `${account}:00000000-0000-4000-8000-000000000000`,
      `:${rest}`,
      `${account}\0`,
    ].filter((one) => type !== 'Viewer' || !one.startsWith(`${account}:`))
    for (const token of [await app.token(owner.accountId), await app.token('service:helpdesk', ['account:support'])]) {
      for (const one of wrong) {
        expect([one, await askWell(app, NodeDocument, token, { id: idOf(type, one) })]).toEqual([one, { node: null }])
      }
    }
    expect(app.bugs).toEqual([])
  })
})

describe('an id that never was one', () => {
  test.each([
    '',
    'garbage',
    '…',
    'Viewer',
    'Vmlld2Vy',
    idOf('Nothing', '1'),
    idOf('Query', '1'),
    idOf('Plan', 'PRO'),
    idOf('__proto__', '1'),
  ])('"%s" is null', async (id) => {
    const answer = await ask(app, NodeDocument, await app.token(owner.accountId), { id })
    expect(answer).toMatchObject({ status: 200, data: { node: null } })
    expect(answer.errors).toBeUndefined()
    expect(app.bugs).toEqual([])
  })
})

describe('a closed account', () => {
  test('its own things are FORBIDDEN to it, and support sees them', async () => {
    const closed = await importPerson(app, 3)
    const token = await app.token(closed.accountId)
    const { viewer } = await askWell(app, NodeIdsDocument, token, {})
    await app.database.prisma.account.update({ where: { id: closed.accountId }, data: { restriction: 'SUSPENDED' } })
    for (const id of [viewer?.id ?? '', viewer?.credits.grants.edges[0]?.node.id ?? '']) {
      const { errors } = await ask(app, NodeDocument, token, { id })
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', reason: 'SUSPENDED' })
      const support = await app.token('service:helpdesk', ['account:support'])
      expect(await askWell(app, NodeDocument, support, { id })).toMatchObject({ node: { id } })
    }
  })
})

/** Ids are opaque to callers; here their making is taken apart to make wrong ones. */
function idOf(type: string, rest: string): string {
  return Buffer.from(`${type}:${rest}`).toString('base64')
}

function plain(id: string): string {
  return Buffer.from(id, 'base64').toString().replace(/^\w+:/, '')
}
