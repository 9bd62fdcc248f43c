import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { importApiKeys } from '../../src/actions/import-api-keys.ts'
import { createTestApp, type GraphAnswer, type TestApp, testNow } from '../support/app.ts'
import { paths } from '../support/importing.ts'
import { bodyOf, importPerson, type LegacySystemName, type Person } from '../support/legacy-people.ts'
import { starter } from '../support/starter.ts'

/** What happens between a mutation's first look at the account and its transaction; once. */
let meanwhile: (() => Promise<unknown>) | null = null
/** Fails every read of an account once the next transaction is through. */
let failsAfterwards = false
let hasFailed = false

let app: TestApp
beforeAll(async () => {
  app = await createTestApp(
    {},
    {
      wrapStore: (store) => ({
        ...store,
        account: async (id) => {
          if (hasFailed) throw new Error('The account cannot be read.')
          return store.account(id)
        },
        transaction: async (...of) => {
          const happens = meanwhile
          meanwhile = null
          await happens?.()
          const done = await store.transaction(...of)
          hasFailed = failsAfterwards
          return done
        },
      }),
    },
  )
})
afterAll(() => app.close())

let number = 0
let person: Person
let token: string
beforeEach(() => {
  app.clock.now = testNow
})

const later = new Date('2026-02-07T00:30:00.000Z')
const muchLater = new Date('2026-02-07T00:50:00.000Z')

const keyFields = 'apiKey { id name lastFour createdAt revokedAt }'
const agentFields = 'agent { id name createdAt archivedAt }'
const errorFields = 'userErrors { field message code }'
const documents = {
  createApiKey: `mutation ($input: CreateApiKeyInput!) { done: createApiKey(input: $input) { ${keyFields} secret ${errorFields} } }`,
  revokeApiKey: `mutation ($input: RevokeApiKeyInput!) { done: revokeApiKey(input: $input) { ${keyFields} ${errorFields} } }`,
  createAgent: `mutation ($input: CreateAgentInput!) { done: createAgent(input: $input) { ${agentFields} ${errorFields} } }`,
  renameAgent: `mutation ($input: RenameAgentInput!) { done: renameAgent(input: $input) { ${agentFields} ${errorFields} } }`,
  archiveAgent: `mutation ($input: ArchiveAgentInput!) { done: archiveAgent(input: $input) { ${agentFields} ${errorFields} } }`,
} as const
type Mutation = keyof typeof documents
const mutations = Object.keys(documents) as Mutation[]

describe('createApiKey', () => {
  beforeEach(() => comes(['USERS_ME']))

  test('shows the key and, this once, its secret; the viewer has it at once', async () => {
    app.clock.now = later
    const { data } = await app.query(
      `mutation { createApiKey(input: { name: " CI – “läuft” " }) { ${keyFields} secret ${errorFields}
        viewer { resources { activeApiKeyCount apiKeyLastFour apiKeys { edges { node { id } } } } } } }`,
      token,
    )
    const { apiKey, secret, viewer, userErrors } = data.createApiKey
    expect(userErrors).toEqual([])
    expect(secret).toMatch(/^vgk_[0-9A-Za-z]{43}$/)
    expect(apiKey).toEqual({
      id: expect.any(String),
      name: ' CI – “läuft” ',
      lastFour: secret.slice(-4),
      createdAt: later.toISOString(),
      revokedAt: null,
    })
    expect(viewer.resources).toEqual({
      // The one the legacy system knows by its last four, and this one.
      activeApiKeyCount: 2,
      apiKeyLastFour: secret.slice(-4),
      apiKeys: { edges: [{ node: { id: apiKey.id } }] },
    })
    expect(await node(apiKey.id)).toEqual({ __typename: 'ApiKey', id: apiKey.id })
  })

  test.each([{}, { name: null }])('a key need not have a name: %j', async (input) => {
    expect(await done('createApiKey', input)).toMatchObject({ apiKey: { name: null }, userErrors: [] })
  })

  test('the key works at once in the graph and wherever a legacy endpoint takes keys, either way', async () => {
    const { secret } = await done('createApiKey', {})
    const { data } = await app.query('{ viewer { accountId } }', secret)
    expect(data.viewer.accountId).toBe(person.accountId)
    for (const path of [paths.ACCOUNT_PROFILE, paths.USERS_ME, paths.USER_INFO]) {
      expect([path, (await app.get(path, secret)).status]).toEqual([path, 200])
      expect([path, (await app.get(path, null, { 'x-api-key': secret })).status]).toEqual([path, 200])
    }
    // The one shape that takes tokens only.
    expect((await app.get(paths.USER_PROFILE, secret)).status).toBe(401)
    const patched = await app.send('PATCH', paths.USERS_ME, { full_name: 'By Key' }, secret)
    expect(patched.status).toBe(200)
  })

  test('of the secret only its SHA-256 and its last four are kept, and no cache may keep the answer', async () => {
    const { data, headers } = await ask('createApiKey', {}, token)
    const { secret } = data.done
    expect(headers.get('cache-control')).toBe('private, no-store')
    const row = await app.database.prisma.apiKey.findFirstOrThrow({ where: { accountId: person.accountId } })
    expect(Buffer.from(row.sha256).toString('hex')).toBe(createHash('sha256').update(secret).digest('hex'))
    expect(row.lastFour).toBe(secret.slice(-4))
    const { sha256, lastFour, ...rest } = row
    const kept = Object.values(rest).map(String).join(' ')
    expect(kept).not.toContain(secret)
    expect(kept).not.toContain(secret.slice(4))
  })

  test('the secret is told even when the viewer cannot be read any more, and reaches no log', async () => {
    failsAfterwards = true
    const text = `mutation { done: createApiKey(input: {}) { secret viewer { id } } }`
    const { data, errors } = await app.query(text, token).finally(() => {
      failsAfterwards = false
      hasFailed = false
    })
    expect(errors).toEqual([expect.objectContaining({ path: ['done', 'viewer'] })])
    expect(data.done).toEqual({ secret: expect.stringMatching(/^vgk_/), viewer: null })
    const reported = app.bugs.splice(0)
    expect(reported).toHaveLength(1)
    expect(reported.map((bug) => `${bug} ${bug instanceof Error ? bug.stack : ''}`).join()).not.toContain('vgk_')
  })

  test('users-me says the last four of the newest key that works', async () => {
    expect(await shown('USERS_ME')).toMatchObject({ api_key_last_four: '7x9z' })
    const first = await done('createApiKey', {})
    const second = await done('createApiKey', {})
    expect(await shown('USERS_ME')).toMatchObject({ api_key_last_four: second.apiKey.lastFour })
    await done('revokeApiKey', { id: second.apiKey.id })
    expect(await shown('USERS_ME')).toMatchObject({ api_key_last_four: first.apiKey.lastFour })
  })
})

describe('a hundred active keys', () => {
  beforeEach(() => comes(['USERS_ME']))

  test('are the most of an account, imported ones included: the next is refused until one is revoked (our decision)', async () => {
    const imported = await importedKey('aaaa')
    await keysOf(98)
    const hundredth = await done('createApiKey', {})
    expect(hundredth.userErrors).toEqual([])
    const refused = {
      apiKey: null,
      secret: null,
      userErrors: [
        { field: null, message: 'An account has no more API keys: 100 of 100 are active.', code: 'LIMIT_REACHED' },
      ],
    }
    expect(await done('createApiKey', {})).toEqual(refused)
    await done('revokeApiKey', { id: imported.id })
    expect((await done('createApiKey', {})).userErrors).toEqual([])
    expect(await done('createApiKey', {})).toEqual(refused)
  })

  test('are not refused to an import, which takes what there is', async () => {
    await keysOf(100)
    expect(await importedKey('aaaa')).toMatchObject({ id: expect.any(String) })
    expect((await done('createApiKey', {})).userErrors).toMatchObject([{ code: 'LIMIT_REACHED' }])
  })

  test('that were revoked do not count', async () => {
    await keysOf(100, testNow)
    expect((await done('createApiKey', {})).userErrors).toEqual([])
  })

  async function keysOf(count: number, revokedAt: Date | null = null): Promise<void> {
    const data = Array.from({ length: count }, () => ({
      ...{ id: randomUUID(), accountId: person.accountId, createdAt: testNow, revokedAt },
      ...{ sha256: new Uint8Array(randomBytes(32)), lastFour: 'zzzz' },
    }))
    await app.database.prisma.apiKey.createMany({ data })
  }
})

describe('revokeApiKey', () => {
  test('ends the key at once: in the graph, at every endpoint, and for good', async () => {
    await comes(['USERS_ME'])
    const { apiKey, secret } = await done('createApiKey', { name: 'CI' })
    app.clock.now = later
    const revoked = { ...apiKey, revokedAt: later.toISOString() }
    expect(await done('revokeApiKey', { id: apiKey.id })).toEqual({ apiKey: revoked, userErrors: [] })
    expect((await app.query('{ viewer { id } }', secret)).status).toBe(401)
    for (const path of Object.values(paths)) expect([path, (await app.get(path, secret)).status]).toEqual([path, 401])
  })

  test('once more answers the key with the instant it was first revoked at', async () => {
    await comes(['USER_PROFILE'])
    const { apiKey } = await done('createApiKey', {})
    app.clock.now = later
    const first = await done('revokeApiKey', { id: apiKey.id })
    const count = await keyCount()
    app.clock.now = muchLater
    expect(await done('revokeApiKey', { id: apiKey.id })).toEqual(first)
    expect(first.apiKey.revokedAt).toBe(later.toISOString())
    expect(await keyCount()).toBe(count)
  })

  test('a key may revoke itself, and sees that it has', async () => {
    await comes(['USERS_ME'])
    const { apiKey, secret } = await done('createApiKey', {})
    const { data } = await ask('revokeApiKey', { id: apiKey.id }, secret)
    expect(data.done).toEqual({ apiKey: { ...apiKey, revokedAt: testNow.toISOString() }, userErrors: [] })
    expect((await ask('revokeApiKey', { id: apiKey.id }, secret)).status).toBe(401)
  })

  test('the viewer in the answer counts it no more', async () => {
    await comes(['USER_PROFILE'])
    const { apiKey } = await done('createApiKey', {})
    const text = `mutation ($id: ID!) { done: revokeApiKey(input: { id: $id }) { viewer { resources { activeApiKeyCount } } } }`
    const { data } = await app.query(text, token, { id: apiKey.id })
    expect(data.done.viewer.resources).toEqual({ activeApiKeyCount: 1 })
  })

  test('an imported key was counted by its system: the count falls by one all the same, everywhere', async () => {
    await comes(['USERS_ME', 'USER_PROFILE'], { resources: { agentCount: 3, activeApiKeyCount: 2 } })
    const [one, two] = [await importedKey('7x9z'), await importedKey('aaaa')]
    const { apiKey: made } = await done('createApiKey', {})
    expect(await keyCount()).toBe(3)
    await done('revokeApiKey', { id: one.id })
    expect((await app.get(paths.USERS_ME, one.secret)).status).toBe(401)
    expect(await keyCount()).toBe(2)
    await done('revokeApiKey', { id: one.id })
    expect(await keyCount()).toBe(2)
    await done('revokeApiKey', { id: made.id })
    expect(await keyCount()).toBe(1)
    await done('revokeApiKey', { id: two.id })
    expect(await keyCount()).toBe(0)
    expect(await shown('USERS_ME')).toMatchObject({ api_key_last_four: null })
  })

  test('the count never falls below nought, though a system counted fewer keys than came in', async () => {
    await comes(['USER_PROFILE'], { resources: { agentCount: 0, activeApiKeyCount: 1 } })
    for (const key of [await importedKey('aaaa', 'USER_PROFILE'), await importedKey('bbbb', 'USER_PROFILE')]) {
      await done('revokeApiKey', { id: key.id })
      expect(await keyCount()).toBe(0)
    }
    await done('createApiKey', {})
    expect(await keyCount()).toBe(1)
  })

  test('without a system’s count the imported rows count themselves, and one less is one less', async () => {
    await comes(['USERS_ME'])
    const [one, two] = [await importedKey('aaaa'), await importedKey('bbbb')]
    // Those two, and the older one known by its last four alone.
    expect(await keyCount()).toBe(3)
    await done('revokeApiKey', { id: one.id })
    expect(await keyCount()).toBe(2)
    await done('revokeApiKey', { id: two.id })
    expect(await keyCount()).toBe(1)
    expect(await shown('USERS_ME')).toMatchObject({ api_key_last_four: '7x9z' })
  })

  test('a key known by its last four, come in as a row and then revoked, is neither shown nor counted again', async () => {
    await comes(['USERS_ME'])
    expect([await keyCount(), (await shown('USERS_ME')).api_key_last_four]).toEqual([1, '7x9z'])
    const { id } = await importedKey('7x9z')
    expect([await keyCount(), (await shown('USERS_ME')).api_key_last_four]).toEqual([1, '7x9z'])
    await done('revokeApiKey', { id })
    expect([await keyCount(), (await shown('USERS_ME')).api_key_last_four]).toEqual([0, null])
    // Nor when the record that knows it comes again, the same or changed elsewhere.
    await comesAgain('USERS_ME', {})
    await comesAgain('USERS_ME', { role: 'admin' })
    expect([await keyCount(), (await shown('USERS_ME')).api_key_last_four]).toEqual([0, null])
  })

  test('a record that comes again with the same count leaves it fallen; a new count replaces it', async () => {
    const counted = { resources: { agentCount: 3, activeApiKeyCount: 4 } }
    await comes(['USER_PROFILE'], counted)
    const { id } = await importedKey('aaaa', 'USER_PROFILE')
    await done('createApiKey', {})
    await done('revokeApiKey', { id })
    expect(await keyCount()).toBe(4)
    expect(await comesAgain('USER_PROFILE', counted)).toBe('unchanged')
    expect(await keyCount()).toBe(4)
    expect(await comesAgain('USER_PROFILE', { ...counted, company: 'Analytical Engines' })).toBe('changed')
    expect(await keyCount()).toBe(4)
    expect(await comesAgain('USER_PROFILE', { resources: { agentCount: 3, activeApiKeyCount: 7 } })).toBe('changed')
    expect(await keyCount()).toBe(8)
  })

  test('a key its system has revoked already falls out of no count, and keeps that date', async () => {
    await comes(['USER_PROFILE'])
    const { id } = await importedKey('aaaa', 'USER_PROFILE', new Date('2026-01-31T00:00:00Z'))
    const { apiKey } = await done('revokeApiKey', { id })
    expect(apiKey.revokedAt).toBe('2026-01-31T00:00:00.000Z')
    expect(await keyCount()).toBe(1)
  })

  test('a key revoked here and by its system later keeps the first date', async () => {
    await comes(['USERS_ME'])
    const { id, secret } = await importedKey('aaaa')
    await done('revokeApiKey', { id })
    await importApiKeys(app.database.prisma, [{ ...incoming(secret, 'USERS_ME'), revokedAt: later }])
    expect((await done('revokeApiKey', { id })).apiKey.revokedAt).toBe(testNow.toISOString())
  })
})

describe('createAgent', () => {
  test('shows the agent; the viewer and user-profile count it at once', async () => {
    await comes(['USER_PROFILE'])
    app.clock.now = later
    const { data } = await app.query(
      `mutation { done: createAgent(input: { name: "Zoë 🚀" }) { ${agentFields} ${errorFields}
        viewer { resources { agentCount agents { edges { node { id name } } } } subscription { usage { agents { used } } } } } }`,
      token,
    )
    const { agent, viewer, userErrors } = data.done
    expect(userErrors).toEqual([])
    expect(agent).toEqual({
      id: expect.any(String),
      name: 'Zoë 🚀',
      createdAt: later.toISOString(),
      archivedAt: null,
    })
    // Three the system counted, and this one.
    expect(viewer).toEqual({
      resources: { agentCount: 4, agents: { edges: [{ node: { id: agent.id, name: 'Zoë 🚀' } }] } },
      subscription: { usage: { agents: { used: 4 } } },
    })
    expect((await shown('USER_PROFILE')).resources.agentCount).toBe(4)
    expect(await node(agent.id)).toEqual({ __typename: 'Agent', id: agent.id })
  })

  test('a plan of ten agents has room for seven beside the three its system counted, and again when one is archived', async () => {
    await comes(['USER_PROFILE'], { subscription: starter, resources: { agentCount: 3, activeApiKeyCount: 0 } })
    for (let count = 4; count <= 10; count += 1) {
      expect((await done('createAgent', { name: `agent ${count}` })).userErrors).toEqual([])
    }
    const refused = {
      agent: null,
      userErrors: [
        { field: null, message: 'The plan allows no more agents: 10 of 10 are in use.', code: 'LIMIT_REACHED' },
      ],
    }
    expect(await done('createAgent', { name: 'one too many' })).toEqual(refused)
    expect(await agentCount()).toBe(10)
    const { data } = await app.query('{ viewer { resources { agents(first: 1) { edges { node { id } } } } } }', token)
    const { id } = data.viewer.resources.agents.edges[0].node
    await done('archiveAgent', { id })
    expect((await done('createAgent', { name: 'in its place' })).userErrors).toEqual([])
    expect(await done('createAgent', { name: 'one too many' })).toEqual(refused)
    expect(await agentCount()).toBe(10)
  })

  test('a limit of the record’s own goes before the plan’s', async () => {
    const features = { ...starter.features, agents: 4 }
    await comes(['USER_PROFILE'], {
      subscription: { ...starter, features },
      resources: { agentCount: 3, activeApiKeyCount: 0 },
    })
    expect((await done('createAgent', { name: 'fourth' })).userErrors).toEqual([])
    expect((await done('createAgent', { name: 'fifth' })).userErrors).toMatchObject([{ code: 'LIMIT_REACHED' }])
  })

  test('whoever is over the limit already makes no more, and keeps what there is', async () => {
    await comes(['USER_PROFILE'], { subscription: starter, resources: { agentCount: 12, activeApiKeyCount: 0 } })
    expect((await done('createAgent', { name: 'x' })).userErrors).toEqual([
      { field: null, message: 'The plan allows no more agents: 12 of 10 are in use.', code: 'LIMIT_REACHED' },
    ])
    expect(await agentCount()).toBe(12)
  })

  test('a developer has one', async () => {
    await comes(['USERS_ME'], { subscription_tier: 'developer', current_period_end: null })
    expect((await done('createAgent', { name: 'first' })).userErrors).toEqual([])
    expect((await done('createAgent', { name: 'second' })).userErrors).toMatchObject([{ code: 'LIMIT_REACHED' }])
  })

  test('without a subscription there is none', async () => {
    await comes(['ACCOUNT_PROFILE'])
    expect(await done('createAgent', { name: 'x' })).toEqual({
      agent: null,
      userErrors: [{ field: null, message: 'Without a subscription there are no agents.', code: 'LIMIT_REACHED' }],
    })
    expect(await agentCount()).toBe(0)
  })

  test('where the plan sets no limit, a thousand made here are the most, beside those its system counted (our decision)', async () => {
    await comes(['USER_PROFILE'])
    const agent = () => ({ id: randomUUID(), accountId: person.accountId, name: 'one of many', createdAt: testNow })
    await app.database.prisma.agent.createMany({ data: Array.from({ length: 999 }, agent) })
    const { agent: thousandth } = await done('createAgent', { name: 'the thousandth' })
    const refused = {
      agent: null,
      userErrors: [
        { field: null, message: 'An account has no more agents: 1000 of 1000 are in use.', code: 'LIMIT_REACHED' },
      ],
    }
    expect(await done('createAgent', { name: 'one too many' })).toEqual(refused)
    expect(await agentCount()).toBe(1003)
    await done('archiveAgent', { id: thousandth.id })
    expect((await done('createAgent', { name: 'in its place' })).userErrors).toEqual([])
  })

  test('a refusal shows no viewer', async () => {
    const text = 'mutation { createAgent(input: { name: "x" }) { agent { id } viewer { id } userErrors { code } } }'
    await comes(['ACCOUNT_PROFILE'])
    const { data } = await app.query(text, token)
    expect(data.createAgent).toEqual({ agent: null, viewer: null, userErrors: [{ code: 'LIMIT_REACHED' }] })
  })
})

describe('renameAgent and archiveAgent', () => {
  let agent: Record<string, unknown> & { id: string }
  beforeEach(async () => {
    await comes(['USER_PROFILE'])
    agent = (await done('createAgent', { name: 'before' })).agent
    app.clock.now = later
  })

  test('an agent is called otherwise from then on, and is the same agent', async () => {
    const renamed = { ...agent, name: 'after' }
    expect(await done('renameAgent', { id: agent.id, name: 'after' })).toEqual({ agent: renamed, userErrors: [] })
    expect(await done('renameAgent', { id: agent.id, name: 'after' })).toEqual({ agent: renamed, userErrors: [] })
    expect(await agentNames()).toEqual(['after'])
    expect(await agentCount()).toBe(4)
  })

  test('two agents may have one name', async () => {
    await done('createAgent', { name: 'before' })
    expect(await agentNames()).toEqual(['before', 'before'])
  })

  test('an archived agent counts no more, keeps its first date and its name', async () => {
    const archived = { ...agent, archivedAt: later.toISOString() }
    expect(await done('archiveAgent', { id: agent.id })).toEqual({ agent: archived, userErrors: [] })
    expect(await agentCount()).toBe(3)
    app.clock.now = muchLater
    expect(await done('archiveAgent', { id: agent.id })).toEqual({ agent: archived, userErrors: [] })
    expect(await agentCount()).toBe(3)
    expect(await done('renameAgent', { id: agent.id, name: 'after' })).toEqual({
      agent: null,
      userErrors: [{ field: 'id', message: 'is archived', code: 'CONFLICT' }],
    })
    expect(await agentNames()).toEqual(['before'])
  })
})

describe('names', () => {
  const named = [
    ['createApiKey', {}],
    ['createAgent', {}],
    ['renameAgent', { id: 'x' }],
  ] as const
  beforeEach(() => comes(['USER_PROFILE']))

  test.each(named)('%s refuses what is no line of text, and writes nothing', async (mutation, input) => {
    const text = 'must be well-formed text without U+0000'
    const wrong: [string, string][] = [
      ['', 'must not be blank'],
      [' \u00a0\t', 'must not be blank'],
      ['😀'.repeat(256), 'must be at most 255 characters'],
      ['a\0b', text],
      ['half \ud83d', text],
    ]
    for (const [name, message] of wrong) {
      const answer = await done(mutation, { ...input, name })
      expect(answer.userErrors).toEqual([{ field: 'name', message, code: 'INVALID' }])
      expect(rowIn(answer)).toBeNull()
    }
    expect([await agentCount(), await keyCount()]).toEqual([3, 1])
  })

  test.each(named.slice(0, 2))('%s takes 255 characters, exactly as they were sent', async (mutation, input) => {
    const name = ` ${'😀'.repeat(253)} `
    const answer = await done(mutation, { ...input, name })
    expect(rowIn(answer).name).toBe(name)
  })
})

describe('an id that is not mine', () => {
  const naming = [
    ['revokeApiKey', 'ApiKey', 'createApiKey', {}],
    ['renameAgent', 'Agent', 'createAgent', { name: 'after' }],
    ['archiveAgent', 'Agent', 'createAgent', {}],
  ] as const

  test.each(naming)('%s: every such id is the same NOT_FOUND', async (mutation, type, making, rest) => {
    await comes(['USER_PROFILE'])
    const stranger = person
    const theirId = rowIn(await done(making, { name: 'theirs' })).id
    await comes(['USER_PROFILE'])
    const own = plain(rowIn(await done(making, { name: 'mine' })).id)
    const sequence = own.split(':')[1]
    const ids = [
      theirId,
      // Their number under my name, mine under theirs, and one nobody has.
      idOf(type, `${person.accountId}:${plain(theirId).split(':')[1]}`),
      idOf(type, `${stranger.accountId}:${sequence}`),
      idOf(type, `00000000-0000-4000-8000-000000000000:${sequence}`),
      idOf(type, `${person.accountId}:${'9'.repeat(18)}`),
      idOf(type, `${person.accountId}:${'9'.repeat(40)}`),
      idOf(type, `${person.accountId}:-${sequence}`),
      idOf(type, `${person.accountId}:0`),
      idOf(type, `${person.accountId}:`),
      idOf(type, `${person.accountId}:${sequence}:1`),
      idOf(type, `${person.accountId}:${sequence}\0`),
      idOf(type, person.accountId),
      idOf(type, ''),
      idOf(type === 'Agent' ? 'ApiKey' : 'Agent', own),
      idOf('CreditGrant', own),
      idOf('Viewer', person.accountId),
      idOf('Query', own),
      idOf('__proto__', own),
      idOf('Nothing', own),
      own,
      '',
      'garbage',
      '…',
      '5',
    ]
    const answers = await Promise.all(ids.map((id) => ask(mutation, { id, ...rest }, token)))
    const message = 'There is nothing of yours with this id.'
    for (const [index, { status, data, errors }] of answers.entries()) {
      const { userErrors } = data.done
      expect({ id: ids[index], status, errors, row: rowIn(data.done), userErrors }).toEqual({
        id: ids[index],
        status: 200,
        errors: undefined,
        row: null,
        userErrors: [{ field: 'id', message, code: 'NOT_FOUND' }],
      })
    }
    expect(app.bugs).toEqual([])
    // And it is still the stranger's, as it was.
    const ended = type === 'Agent' ? 'archivedAt' : 'revokedAt'
    const seen = `query ($id: ID!) { node(id: $id) { ... on ${type} { name ${ended} } } }`
    const { data } = await app.query(seen, await app.token(stranger.accountId), { id: theirId })
    expect(data.node).toEqual({ name: 'theirs', [ended]: null })
  })
})

describe('keys and agents are no part of the profile (our decision)', () => {
  test('its date of change stays where it was, in the graph and in every shape', async () => {
    await comes(['ACCOUNT_PROFILE', 'USERS_ME', 'USER_PROFILE', 'USER_INFO'])
    const dates = async () => [
      (await app.query('{ viewer { updatedAt } }', token)).data.viewer.updatedAt,
      (await shown('USER_PROFILE')).updatedAt,
      (await shown('USER_INFO')).user.updatedAt,
    ]
    const before = await dates()
    app.clock.now = later
    const { apiKey } = await done('createApiKey', {})
    await done('revokeApiKey', { id: apiKey.id })
    const { agent } = await done('createAgent', { name: 'x' })
    await done('renameAgent', { id: agent.id, name: 'y' })
    await done('archiveAgent', { id: agent.id })
    expect(await dates()).toEqual(before)
  })

  test('several in one request happen one after the other, and each shows what it made', async () => {
    await comes(['USER_PROFILE'])
    const shows = 'viewer { resources { agentCount } }'
    const { data } = await app.query(
      `mutation { one: createAgent(input: { name: "1" }) { ${shows} } two: createAgent(input: { name: "2" }) { ${shows} } }`,
      token,
    )
    expect(data).toEqual({
      one: { viewer: { resources: { agentCount: 4 } } },
      two: { viewer: { resources: { agentCount: 5 } } },
    })
  })
})

/** Inputs that do something to the person's own. */
async function inputsOfMine(): Promise<Record<Mutation, Record<string, unknown>>> {
  const { apiKey } = await done('createApiKey', { name: 'before' })
  const { agent } = await done('createAgent', { name: 'before' })
  return {
    createApiKey: {},
    revokeApiKey: { id: apiKey.id },
    createAgent: { name: 'x' },
    renameAgent: { id: agent.id, name: 'x' },
    archiveAgent: { id: agent.id },
  }
}

function restrict(restriction: 'SUSPENDED' | 'LEGAL' | 'PAYMENT' | null) {
  return app.database.prisma.account.update({ where: { id: person.accountId }, data: { restriction } })
}

describe('who may', () => {
  let inputs: Awaited<ReturnType<typeof inputsOfMine>>
  beforeEach(async () => {
    await comes(['USER_PROFILE'])
    inputs = await inputsOfMine()
  })

  test.each(mutations)('%s: profile:write alone is enough, by a legacy system’s token too', async (mutation) => {
    const own = await app.tokenOf('USER_PROFILE', person.ids.USER_PROFILE, ['profile:write'])
    const { data, errors } = await ask(mutation, inputs[mutation], own)
    expect({ errors, userErrors: data.done.userErrors }).toEqual({ errors: undefined, userErrors: [] })
  })

  test.each(mutations)('%s: a payment that is owed hinders nothing', async (mutation) => {
    await restrict('PAYMENT')
    expect((await done(mutation, inputs[mutation])).userErrors).toEqual([])
  })
})

describe('who may not', () => {
  let inputs: Awaited<ReturnType<typeof inputsOfMine>>
  beforeAll(async () => {
    app.clock.now = testNow
    await comes(['USER_PROFILE'])
    inputs = await inputsOfMine()
  })

  test.each(mutations)('%s: nobody at all is UNAUTHENTICATED', async (mutation) => {
    await expectRefused(mutation, null, { code: 'UNAUTHENTICATED' })
  })

  test.each(mutations)('%s: without profile:write it is FORBIDDEN, other scopes or none', async (mutation) => {
    const missing = { code: 'FORBIDDEN', reason: 'INSUFFICIENT_SCOPE', scope: 'profile:write' }
    await expectRefused(mutation, await app.token(person.accountId, ['profile:read', 'accounts:write']), missing)
    await expectRefused(mutation, await app.token(person.accountId, []), missing)
    await expectRefused(mutation, await app.token('service:helpdesk', ['account:support']), missing)
    await expectRefused(mutation, await app.token('service:bare'), missing)
  })

  test.each(mutations)('%s: a service with profile:write stands for no account, so NOT_FOUND', async (mutation) => {
    const service = await app.token('service:x', ['profile:read', 'profile:write'])
    await expectRefused(mutation, service, { code: 'NOT_FOUND' })
  })

  test.each(mutations)('%s: a closed account is FORBIDDEN and says why', async (mutation) => {
    for (const restriction of ['SUSPENDED', 'LEGAL'] as const) {
      await restrict(restriction)
      await expectRefused(mutation, token, { code: 'FORBIDDEN', reason: restriction })
    }
    await restrict(null)
  })

  test.each(mutations)('%s: an account that is closed in between is refused like one that was', async (mutation) => {
    for (const restriction of ['SUSPENDED', 'LEGAL'] as const) {
      meanwhile = () => restrict(restriction)
      await expectRefused(mutation, token, { code: 'FORBIDDEN', reason: restriction })
      await restrict(null)
    }
  })

  test.each(mutations)('%s: an account that is deleted in between is NOT_FOUND', async (mutation) => {
    number += 1
    const { accountId: id } = await importPerson(app, number, ['USER_PROFILE'])
    meanwhile = () => app.database.prisma.account.delete({ where: { id } })
    await expectRefused(mutation, await app.token(id), { code: 'NOT_FOUND' })
  })

  /** Refused at the top, and nothing is written. */
  async function expectRefused(mutation: Mutation, bearer: string | null, extensions: Record<string, unknown>) {
    const before = await rows()
    const { data, errors } = await ask(mutation, inputs[mutation], bearer)
    expect({ data, extensions: errors?.map((error) => error.extensions) }).toEqual({
      data: null,
      extensions: [{ ...extensions, requestId: expect.any(String) }],
    })
    expect(await rows()).toEqual(before)
  }

  async function rows() {
    const { apiKey, agent } = app.database.prisma
    const orderBy = { sequence: 'asc' } as const
    return [await apiKey.findMany({ orderBy }), await agent.findMany({ orderBy })]
  }
})

test('nothing of all this was a bug', () => {
  expect(app.bugs).toEqual([])
})

/** A new person some systems know, whose token is the one used from then on; the last system's record is changed. */
async function comes(systems: readonly LegacySystemName[], changes: Record<string, unknown> = {}) {
  number += 1
  const last = systems.at(-1) ?? 'USERS_ME'
  person = await importPerson(app, number, systems, { [last]: changes })
  token = await app.token(person.accountId)
}

async function comesAgain(system: LegacySystemName, changes: Record<string, unknown>) {
  return (await app.importBody(system, bodyOf(system, number, changes))).status
}

/** A key that came in from a legacy system by its hash. */
async function importedKey(
  lastFour: string,
  system: LegacySystemName = 'USERS_ME',
  revokedAt: Date | null = null,
): Promise<{ id: string; secret: string }> {
  const secret = `dc_live_${person.accountId}_${lastFour}`
  await importApiKeys(app.database.prisma, [{ ...incoming(secret, system), revokedAt }])
  const { data } = await app.query('{ viewer { resources { apiKeys(first: 1) { edges { node { id } } } } } }', token)
  return { id: data.viewer.resources.apiKeys.edges[0].node.id, secret }
}

function incoming(secret: string, system: LegacySystemName) {
  const sha256 = new Uint8Array(createHash('sha256').update(secret).digest())
  const createdAt = new Date('2026-01-02T00:00:00Z')
  return { system, legacyId: person.ids[system], sha256, lastFour: secret.slice(-4), createdAt }
}

function ask(mutation: Mutation, input: Record<string, unknown>, bearer: string | null): Promise<GraphAnswer> {
  return app.query(documents[mutation], bearer, { input })
}

/** The payload of a mutation by the person itself. */
async function done(mutation: Mutation, input: Record<string, unknown>) {
  const { data, errors } = await ask(mutation, input, token)
  if (errors) throw new Error(JSON.stringify(errors))
  return data.done
}

/** The key or the agent a payload shows. */
function rowIn(payload: GraphAnswer['data']) {
  return 'agent' in payload ? payload.agent : payload.apiKey
}

async function shown(system: LegacySystemName) {
  return (await app.get(paths[system], token)).json()
}

/** What the graph and user-profile say, which is one number. */
async function keyCount(): Promise<number> {
  return counted('activeApiKeyCount')
}

async function agentCount(): Promise<number> {
  return counted('agentCount')
}

async function counted(count: 'activeApiKeyCount' | 'agentCount'): Promise<number> {
  const { data } = await app.query(`{ viewer { resources { ${count} } } }`, token)
  expect((await shown('USER_PROFILE')).resources[count]).toBe(data.viewer.resources[count])
  return data.viewer.resources[count]
}

async function agentNames(): Promise<string[]> {
  const { data } = await app.query('{ viewer { resources { agents { edges { node { name } } } } } }', token)
  return data.viewer.resources.agents.edges.map(({ node: { name } }: { node: { name: string } }) => name)
}

async function node(id: string) {
  return (await app.query('query ($id: ID!) { node(id: $id) { __typename id } }', token, { id })).data.node
}

/** Ids are opaque to callers; here their making is taken apart to make wrong ones. */
function idOf(type: string, rest: string): string {
  return Buffer.from(`${type}:${rest}`).toString('base64')
}

function plain(id: string): string {
  return Buffer.from(id, 'base64').toString().replace(/^\w+:/, '')
}
