import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoPeople } from '../../src/demo/people.ts'
import { seedDemo } from '../../src/demo/seed.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'

const shutdown = { message: 'Soon.', shutdownDate: new Date('2027-01-01T00:00:00Z'), since: new Date(0) }

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ deprecations: { USER_INFO: shutdown } })
  await seedDemo(app.database, testNow)
})
afterAll(() => app.close())

const question = `query ($id: UUID!) {
  account(by: { accountId: $id }) { legacyAnswers { system route status body losses } }
}`

describe('support staff see what an account’s owner is answered by each legacy endpoint', () => {
  test.each(demoPeople(testNow))('$email: $shows', async ({ accountId }) => {
    const support = await app.token('service:desk', ['account:support'])
    const { data } = await app.query(question, support, { id: accountId })
    const told = data.account.legacyAnswers
    expect(told).toHaveLength(4)

    for (const { system, route, status, body, losses } of told) {
      const path = route.replace(/^GET /, '')
      const before = app.losses.length
      const answer = await app.get(path, await app.token(accountId))
      expect([system, status, masked(body)]).toEqual([system, answer.status, masked(await answer.text())])
      expect([system, losses]).toEqual([system, app.losses.slice(before).map(({ loss }) => loss)])
    }
  })

  test('its owner sees the same', async () => {
    const [ada] = demoPeople(testNow)
    const token = await app.token(ada?.accountId ?? '')
    const { data } = await app.query('{ viewer { legacyAnswers { route body } } }', token)
    for (const { route, body } of data.viewer.legacyAnswers) {
      expect(body).toBe(await (await app.get(route.replace(/^GET /, ''), token)).text())
    }
  })
})

/** Every request has an id of its own. */
function masked(body: string): string {
  return body.replace(/("request_?[iI]d":)"[0-9a-f-]{36}"/, '$1"…"')
}
