import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { paths } from '../support/importing.ts'
import { importPerson } from '../support/legacy-people.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

test('forty reports at once, whose events overlap: each event counts once', async () => {
  const { accountId } = await importPerson(app, 1, ['USER_PROFILE'])
  const token = await app.token('service:meter', ['usage:write'])
  const text = `mutation ($input: RecordUsageInput!) {
    recordUsage(input: $input) { recorded duplicates userErrors { code } }
  }`
  // Event n is worth 2^n, so that the count tells which were counted; every report holds ten of the twenty.
  const reportOf = (first: number) =>
    Array.from({ length: 10 }, (_, index) => (first + index) % 20).map((n) => ({
      id: `event ${n}`,
      meter: n % 2 ? 'AGENTS' : 'SPANS',
      quantity: 2 ** n,
    }))
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, first) =>
      app.query(text, token, { input: { account: { accountId }, events: reportOf(first) } }),
    ),
  )
  expect(answers.filter(({ errors }) => errors)).toEqual([])
  const payloads = answers.map(({ data }) => data.recordUsage)
  expect(payloads.flatMap(({ userErrors }) => userErrors)).toEqual([])
  const total = (field: 'recorded' | 'duplicates') => payloads.reduce((sum, payload) => sum + payload[field], 0)
  expect([total('recorded'), total('duplicates')]).toEqual([20, 380])

  const sum = (parity: number) =>
    Array.from({ length: 20 }, (_, n) => (n % 2 === parity ? 2 ** n : 0)).reduce((all, one) => all + one, 0)
  const own = await app.token(accountId)
  const { data } = await app.query('{ viewer { subscription { usage { spans { used } agents { used } } } } }', own)
  expect(data.viewer.subscription.usage).toEqual({ spans: { used: 2_500 + sum(0) }, agents: { used: 3 + sum(1) } })
  expect((await (await app.get(paths.USER_PROFILE, own)).json()).subscription.spansUsed).toBe(2_500 + sum(0))
  expect(await app.database.prisma.usageEvent.count({ where: { accountId } })).toBe(20)
})

test('one id for two events at once: one of them is recorded, the other is refused', async () => {
  const { accountId } = await importPerson(app, 2, ['USER_PROFILE'])
  const token = await app.token('service:meter', ['usage:write'])
  const text = 'mutation ($input: RecordUsageInput!) { recordUsage(input: $input) { recorded userErrors { code } } }'
  const answers = await Promise.all(
    [1, 2].map((quantity) =>
      app.query(text, token, {
        input: { account: { accountId }, events: [{ id: 'a', meter: 'SPANS', quantity }] },
      }),
    ),
  )
  expect(answers.map(({ data }) => data.recordUsage)).toEqual(
    expect.arrayContaining([
      { recorded: 1, userErrors: [] },
      { recorded: 0, userErrors: [{ code: 'IDEMPOTENCY_MISMATCH' }] },
    ]),
  )
})

test('subscriptions set at once leave exactly one current, which is none of a system’s', async () => {
  const { accountId } = await importPerson(app, 3)
  const token = await app.token('service:billing', ['subscriptions:write'])
  const text = `mutation ($input: SetSubscriptionInput!) {
    setSubscription(input: $input) { subscription { id } userErrors { code } }
  }`
  const inputs = Array.from({ length: 20 }, (_, index) => ({ plan: index % 2 ? 'PRO' : 'STARTER' }))
  const answers = await Promise.all(
    inputs.map((input) => app.query(text, token, { input: { account: { accountId }, ...input } })),
  )
  expect(answers.filter(({ errors }) => errors)).toEqual([])
  expect(answers.flatMap(({ data }) => data.setSubscription.userErrors)).toEqual([])
  const where = { accountId, supersededAt: null }
  const current = await app.database.prisma.subscription.findMany({ where, select: { id: true, system: true } })
  expect(current).toEqual([{ id: expect.any(String), system: null }])
  const account = await app.database.prisma.account.findUniqueOrThrow({ where: { id: accountId } })
  expect(account.governingSubscriptionId).toBe(current[0]?.id)
})

test('one trial for two who start it at once', async () => {
  const { accountId } = await importPerson(app, 4, ['USERS_ME'])
  const token = await app.token('service:billing', ['subscriptions:write'])
  const text = 'mutation ($input: SetSubscriptionInput!) { setSubscription(input: $input) { userErrors { code } } }'
  const inputs = Array.from({ length: 10 }, (_, index) => ({ plan: index % 2 ? 'TRIAL' : 'STARTER' }))
  await Promise.all(inputs.map((input) => app.query(text, token, { input: { account: { accountId }, ...input } })))
  expect(await app.database.prisma.subscription.count({ where: { accountId, plan: 'TRIAL' } })).toBe(1)
})
