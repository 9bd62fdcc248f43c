import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { paths } from '../support/importing.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

let app: TestApp
let person: Person
let token: string
beforeAll(async () => {
  app = await createTestApp()
  person = await importPerson(app, 1)
  token = await app.token(person.accountId)
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})
beforeEach(() => {
  app.clock.now = testNow
})

const later = (seconds: number) => new Date(testNow.getTime() + seconds * 1000)

/** A new key, and when it was last used, as its owner is shown it. */
async function newKey() {
  const text = 'mutation { done: createApiKey(input: {}) { secret apiKey { id lastUsedAt } } }'
  const { secret, apiKey } = (await app.query(text, token)).data.done
  expect(apiKey.lastUsedAt).toBeNull()
  const lastUsedAt = async () => {
    const { data } = await app.query('query ($id: ID!) { node(id: $id) { ... on ApiKey { lastUsedAt } } }', token, {
      id: apiKey.id,
    })
    return data.node.lastUsedAt
  }
  return { id: apiKey.id as string, secret: secret as string, lastUsedAt }
}

test('a key is used wherever it is let in, and not before', async () => {
  const { secret, lastUsedAt } = await newKey()
  await app.keyUses.flush()
  expect(await lastUsedAt()).toBeNull()
  const ways = [
    () => app.query('{ viewer { id } }', secret),
    () => app.get(paths.USERS_ME, secret),
    () => app.get(paths.USER_INFO, null, { 'x-api-key': secret }),
  ]
  for (const [index, way] of ways.entries()) {
    app.clock.now = later(index + 1)
    expect((await way()).status).toBe(200)
    await app.keyUses.flush()
    expect(await lastUsedAt()).toBe(later(index + 1).toISOString())
  }
})

test('where a key is refused it is not used: at the shape that takes tokens only, and once it is revoked', async () => {
  const { id, secret, lastUsedAt } = await newKey()
  expect((await app.get(paths.USER_PROFILE, secret)).status).toBe(401)
  await app.query('mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }', token, { id })
  expect((await app.get(paths.USERS_ME, secret)).status).toBe(401)
  await app.keyUses.flush()
  expect(await lastUsedAt()).toBeNull()
})

test('a use costs no statement beyond the look-up, and all keys together cost one', async () => {
  const keys = [await newKey(), await newKey(), await newKey()]
  const statementsOf = async (work: () => Promise<unknown>) => {
    const before = app.database.statements()
    await work()
    return app.database.statements() - before
  }
  const [key] = keys
  expect(await statementsOf(() => app.get(paths.USERS_ME, key?.secret))).toBe(
    (await statementsOf(() => app.get(paths.USERS_ME, token))) + 1,
  )
  for (const { secret } of keys) await app.get(paths.USERS_ME, secret)
  expect(await statementsOf(() => app.keyUses.flush())).toBe(1)
  expect(await statementsOf(() => app.keyUses.flush())).toBe(0)
})

test('an older use never replaces a later one, and a key that is gone is passed over', async () => {
  const { secret, lastUsedAt } = await newKey()
  app.clock.now = later(100)
  await app.get(paths.USERS_ME, secret)
  await app.keyUses.flush()
  app.clock.now = later(50)
  await app.get(paths.USERS_ME, secret)
  app.keyUses.note(crypto.randomUUID(), later(50))
  await app.keyUses.flush()
  expect(await lastUsedAt()).toBe(later(100).toISOString())
})
