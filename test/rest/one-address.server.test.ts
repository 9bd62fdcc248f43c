import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { openTestDatabase } from '../support/database.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'
import { restFaces, routes } from './situation-table.ts'

const path = '/api/v1/users/me'

let app: TestApp
let people: readonly Person[]
let tokens: readonly string[]
beforeAll(async () => {
  // A hundred writes share five connections: on a slow machine some wait for one longer than a gateway does.
  app = await createTestApp({}, { database: await openTestDatabase({ waitMs: 30_000 }) })
  people = await Promise.all(
    Array.from({ length: 50 }, (_, index) => importPerson(app, index + 1, ['USERS_ME', 'USER_INFO'])),
  )
  tokens = await Promise.all(people.map(({ accountId }) => app.token(accountId)))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

describe('fifty writes at once', () => {
  test('to one address by fifty accounts: exactly one 200, forty-nine 409, nothing else changed', async () => {
    const email = 'wanted@example.com'
    const before = await everything()
    // Half of them spell it otherwise, and each wants a name of its own beside it.
    const answers = await Promise.all(
      tokens.map((token, index) =>
        app.send(
          'PATCH',
          path,
          { email: index % 2 ? email : email.toUpperCase(), full_name: `Winner ${index}` },
          token,
        ),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(49).fill(409)])

    const winner = answers.findIndex(({ status }) => status === 200)
    const after = await everything()
    expect(after.filter((_, index) => index !== winner)).toEqual(before.filter((_, index) => index !== winner))
    const spelt = winner % 2 ? email : email.toUpperCase()
    expect(JSON.parse(after[winner]?.['users-me'] ?? '')).toEqual({
      ...JSON.parse(before[winner]?.['users-me'] ?? ''),
      email: spelt,
      full_name: `Winner ${winner}`,
    })
    expect(await answers[winner]?.text()).toBe(after[winner]?.['users-me'])
    for (const [index, answer] of answers.entries()) {
      if (index !== winner) expect(await answer.json()).toEqual({ detail: expect.any(String) })
    }

    const keys = await app.database.prisma.account.findMany({ select: { emailKey: true } })
    expect(keys).toHaveLength(50)
    expect(new Set(keys.map(({ emailKey }) => emailKey)).size).toBe(50)
  })

  test('of one account’s name: all are taken, and the last state is one of them, whole', async () => {
    const [token = ''] = tokens
    const names = Array.from({ length: 50 }, (_, index) => `First${index} Last${index}`)
    const answers = await Promise.all(names.map((full_name) => app.send('PATCH', path, { full_name }, token)))
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200))
    for (const answer of answers) expect(names).toContain((await answer.json()).full_name)

    const last = (await (await app.get(path, token)).json()).full_name
    expect(names).toContain(last)
    const { name, firstName, lastName } = await (await app.get('/api/users/profile', token)).json()
    expect([name, `${firstName} ${lastName}`]).toEqual([last, last])
    expect((await (await app.get('/v1/account/profile', token)).json()).user.name).toBe(last)
  })

  test('two to each account, one of the name and one of the address: both show in every shape, none is lost', async () => {
    const answers = await Promise.all(
      tokens.flatMap((token, index) => [
        app.send('PATCH', path, { full_name: `Both ${index}` }, token),
        app.send('PATCH', path, { email: `both-${index}@example.com` }, token),
      ]),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200))
    for (const [index, shown] of (await everything()).entries()) {
      const email = `"email":"both-${index}@example.com"`
      expect(Object.values(shown).filter((text) => !text.includes(email))).toEqual([])
      expect(JSON.parse(shown['users-me'] ?? '').full_name).toBe(`Both ${index}`)
      expect(JSON.parse(shown['account-profile'] ?? '').user.name).toBe(`Both ${index}`)
    }
  })
})

/** What every shape answers to every account, to the byte. */
function everything(): Promise<Record<string, string>[]> {
  return Promise.all(
    tokens.map(async (token) => {
      const texts = restFaces.map(
        async (face) => [face, await (await app.get(routes[face][0].path, token)).text()] as const,
      )
      return Object.fromEntries(await Promise.all(texts))
    }),
  )
}
