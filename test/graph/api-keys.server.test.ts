import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { createTestDatabase } from '../support/database.ts'
import { paths } from '../support/importing.ts'
import { importPerson } from '../support/legacy-people.ts'

/** Two gateways, each with connections and a clock of its own, on one database. */
let server: Awaited<ReturnType<typeof createTestDatabase>>
let here: TestApp
let there: TestApp
let token: string
beforeAll(async () => {
  server = await createTestDatabase('template')
  const open = () => openDatabase({ url: server.url, dataDir: '', poolSize: 3 })
  here = await createTestApp({}, { database: await open() })
  there = await createTestApp({}, { database: await open() })
  token = await here.token((await importPerson(here, 1)).accountId)
})
afterAll(async () => {
  expect([...here.bugs, ...there.bugs]).toEqual([])
  await here.close()
  await there.close()
  await server.drop()
})

async function newKey(): Promise<{ id: string; secret: string }> {
  const { data } = await here.query('mutation { done: createApiKey(input: {}) { secret apiKey { id } } }', token)
  return { id: data.done.apiKey.id, secret: data.done.secret }
}

test('a key works at the other gateway as soon as it is made, and at neither as soon as it is revoked', async () => {
  const { id, secret } = await newKey()
  for (const gateway of [here, there, here, there]) {
    expect((await gateway.get(paths.USERS_ME, secret)).status).toBe(200)
    expect((await gateway.query('{ viewer { id } }', secret)).status).toBe(200)
  }
  const text = 'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { userErrors { code } } }'
  expect((await there.query(text, token, { id })).data).toEqual({ revokeApiKey: { userErrors: [] } })
  for (const gateway of [here, there]) {
    for (const path of Object.values(paths)) expect((await gateway.get(path, secret)).status).toBe(401)
    expect((await gateway.query('{ viewer { id } }', secret)).status).toBe(401)
  }
})

test('whichever gateway writes last, the latest use of a key stays', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, newKey))
  const later = (seconds: number) => new Date(testNow.getTime() + seconds * 1000)
  for (const [round, gateways] of [
    [here, there],
    [there, here],
  ].entries()) {
    for (const [index, gateway] of gateways.entries()) {
      // The gateway that is told to write last has the older uses.
      gateway.clock.now = later(round * 100 + (index === 0 ? 60 : 30))
      for (const { secret } of keys) expect((await gateway.get(paths.USERS_ME, secret)).status).toBe(200)
    }
    await Promise.all(gateways.map((gateway) => gateway.keyUses.flush()))
    for (const gateway of gateways) await gateway.keyUses.flush()
    const rows = await here.database.prisma.apiKey.findMany({ where: { revokedAt: null } })
    expect(rows.map(({ lastUsedAt }) => lastUsedAt)).toEqual(keys.map(() => later(round * 100 + 60)))
  }
  here.clock.now = testNow
  there.clock.now = testNow
})
