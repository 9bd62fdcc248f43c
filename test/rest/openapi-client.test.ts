import createClient from 'openapi-fetch'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'
import type { components, paths } from '../support/openapi/client-types.ts'

/** A client as its users would make one: its types are generated from the document, and it speaks to the front door. */
function clientOf(app: TestApp, token: string) {
  return createClient<paths>({
    baseUrl: 'http://gateway.test',
    headers: { authorization: `Bearer ${token}` },
    fetch: (request) => app.fetch(request),
  })
}

let app: TestApp
let person: Person
let client: ReturnType<typeof clientOf>
beforeAll(async () => {
  app = await createTestApp()
  person = await importPerson(app, 1)
  client = clientOf(app, await app.token(person.accountId))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

describe('a client generated from the document', () => {
  test('reads one account by all four endpoints, each in its own words', async () => {
    const { data: account } = await client.GET('/v1/account/profile')
    const { data: me } = await client.GET('/api/v1/users/me')
    const { data: profile } = await client.GET('/api/users/profile')
    const { data: info } = await client.GET('/user/info', { params: { header: { 'x-exorde-api-version': 'v1' } } })
    expect([account?.user.email, me?.email, profile?.email, info?.user.email]).toEqual(Array(4).fill(person.email))
    // Closed vocabularies and what may be absent or null are types of their own.
    const balance: string | undefined = account?.user.balance_eur
    const tier: 'developer' | 'pro' | undefined = me?.subscription_tier
    const plan: 'trial' | 'starter' | 'pro' | undefined = profile?.subscription.plan
    const pending: string | undefined = account?.user.free_trial_pending_eur
    const lastFour: string | null | undefined = me?.api_key_last_four
    const spoken = { balance, tier, plan, isPending: pending !== undefined, lastFour }
    expect(spoken).toEqual({
      balance: expect.stringMatching(/^\d+\.\d{6}$/),
      tier: expect.stringMatching(/^(?:developer|pro)$/),
      plan: expect.stringMatching(/^(?:trial|starter|pro)$/),
      isPending: false,
      lastFour: expect.toBeOneOf([null, expect.any(String)]),
    })
  })

  test('changes a name, and finds it changed at the other endpoints', async () => {
    const { data, response } = await client.PATCH('/api/v1/users/me', { body: { full_name: 'Ada King' } })
    expect([response.status, data?.full_name]).toEqual([200, 'Ada King'])
    const { data: account } = await client.GET('/v1/account/profile')
    expect(account?.user.name).toBe('Ada King')
  })

  test('is refused in the endpoint’s own envelope, which it knows the type of', async () => {
    const blank = { name: ' ' }
    const { data, error, response } = await client.PATCH('/v1/account/profile', { body: blank })
    const problem: components['schemas']['AccountProfileProblem'] | undefined = error
    expect([response.status, data, problem?.error]).toEqual([422, undefined, 'unprocessable_entity'])
    expect(problem?.request_id).toBe(response.headers.get('x-request-id'))

    const other = clientOf(app, await app.token(person.accountId, []))
    const { error: detail } = await other.PATCH('/api/v1/users/me', { body: { full_name: 'Nobody' } })
    expect(detail?.detail).toBe('This needs the scope profile:write.')
  })

  test('dismisses the notice of new credits', async () => {
    const { data, response } = await client.POST('/v1/account/notifications/dismiss')
    expect([response.status, data]).toEqual([204, undefined])
    const { data: account } = await client.GET('/v1/account/profile')
    expect(account?.user.pending_credit_notice).toBe(false)
  })

  test('cannot be written to ask for what there is not', async () => {
    // @ts-expect-error there is no such path
    const missing = await client.GET('/api/v1/users/you')
    // @ts-expect-error a name is text
    const wrong = await client.PATCH('/api/v1/users/me', { body: { full_name: 1 } })
    expect([missing.response.status, wrong.response.status]).toEqual([404, 422])
  })
})
