import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importApiKeys } from '../../src/actions/import-api-keys.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { paths } from '../support/importing.ts'
import { importPerson } from '../support/legacy-people.ts'
import { starter } from '../support/starter.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

test('thirty agents asked for at once, of a plan with ten: exactly ten are made', async () => {
  const records = { USER_PROFILE: { subscription: starter, resources: { agentCount: 0, activeApiKeyCount: 0 } } }
  const { accountId } = await importPerson(app, 1, ['USER_PROFILE'], records)
  const token = await app.token(accountId)
  const text =
    'mutation ($name: String!) { createAgent(input: { name: $name }) { agent { name } userErrors { code } } }'
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) => app.query(text, token, { name: `agent ${index}` })),
  )
  expect(answers.filter(({ errors }) => errors)).toEqual([])
  const payloads = answers.map(({ data }) => data.createAgent)
  const made = payloads.flatMap(({ agent }) => (agent ? [agent.name] : []))
  const refused = payloads.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code))
  expect([made.length, refused]).toEqual([10, Array(20).fill('LIMIT_REACHED')])

  const rows = await app.database.prisma.agent.findMany({ where: { accountId }, select: { name: true } })
  expect(rows.map(({ name }) => name).sort()).toEqual(made.sort())
  expect((await (await app.get(paths.USER_PROFILE, token)).json()).resources.agentCount).toBe(10)
})

test('one imported key revoked twenty times at once: the count falls by one, and all are told one date', async () => {
  const records = { USER_PROFILE: { resources: { agentCount: 0, activeApiKeyCount: 5 } } }
  const { accountId, ids } = await importPerson(app, 2, ['USER_PROFILE'], records)
  const sha256 = new Uint8Array(createHash('sha256').update('dc_live_of_the_test_aaaa').digest())
  await importApiKeys(app.database.prisma, [
    {
      system: 'USER_PROFILE',
      legacyId: ids.USER_PROFILE,
      sha256,
      lastFour: 'aaaa',
      createdAt: testNow,
      revokedAt: null,
    },
  ])
  const token = await app.token(accountId)
  const count = async () => (await (await app.get(paths.USER_PROFILE, token)).json()).resources.activeApiKeyCount
  expect(await count()).toBe(5)
  const list = await app.query('{ viewer { resources { apiKeys { edges { node { id } } } } } }', token)
  const { id } = list.data.viewer.resources.apiKeys.edges[0].node
  const text =
    'mutation ($id: ID!) { done: revokeApiKey(input: { id: $id }) { apiKey { revokedAt } userErrors { code } } }'
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => {
      // Each request reads the clock as it begins.
      app.clock.now = new Date(testNow.getTime() + index)
      return app.query(text, token, { id })
    }),
  )
  expect(answers.filter(({ errors }) => errors)).toEqual([])
  expect(new Set(answers.map(({ data }) => JSON.stringify(data.done))).size).toBe(1)
  expect(await count()).toBe(4)
})
