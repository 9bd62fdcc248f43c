import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'
import { safeHeaders } from '../support/safe-headers.ts'
import { restFaces, routes, systemOf } from './situation-table.ts'

let app: TestApp
let ada: Person
let token: string
beforeAll(async () => {
  app = await createTestApp()
  ada = await importPerson(app, 1)
  token = await app.token(ada.accountId)
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

const reads = restFaces.map((face) => [face, routes[face][0].path] as const)

describe('every answer about an account', () => {
  test.each(reads)('%s: compact JSON without a newline at its end, with exactly these headers', async (_, path) => {
    const response = await app.get(path, token)
    const text = await response.text()
    expect(text).toBe(JSON.stringify(JSON.parse(text)))
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, no-store',
      vary: 'authorization, x-api-key',
      ...safeHeaders,
      'x-request-id': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    })
  })

  test.each(reads)('%s: HEAD has the headers of GET and no body', async (face, path) => {
    const headers = { 'x-request-id': randomUUID() }
    for (const credential of [token, 'nobodys-key', null]) {
      const get = await app.get(path, credential, headers)
      const head = await app.send('HEAD', path, undefined, credential, headers)
      expect(head.status, face).toBe(get.status)
      expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers))
      expect(await head.text()).toBe('')
    }
  })

  test('is UTF-8, with neither slashes nor letters nor signs escaped that JSON does not ask for', async () => {
    const name = 'Zoë / 田中 🚀 <b>&\'\u2028\u00a0ﬁ \\ " \u007f \t'
    const full_name = JSON.stringify(name)
    await app.send('PATCH', '/api/v1/users/me', { full_name: name }, token)
    for (const [face, path] of reads.slice(0, 3)) {
      const bytes = new Uint8Array(await (await app.get(path, token)).arrayBuffer())
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
      expect(text.startsWith('{'), face).toBe(true)
      expect(text).toContain(`:${full_name},`)
    }
    expect(full_name).toContain("Zoë / 田中 🚀 <b>&'\u2028")
    await app.send('PATCH', '/api/v1/users/me', { full_name: 'Ada Lovelace' }, token)
  })
})

describe('keys in the documented order', () => {
  const orders = {
    'account-profile':
      'user(balance_eur,created_at,credit_limit_cents,credits_expire_at,email,email_verified,held_eur,id,name,' +
      'pending_credit_notice,prompt_analysis_opt_in,providers,two_factor_enabled)',
    'users-me':
      'id,email,full_name,is_active,role,subscription_tier,subscription_status,current_period_end,' +
      'permanent_credit_balance,api_key_last_four,referral_code',
    'user-profile':
      'id,email,firstName,lastName,name,image,company,provider,isActive,isAdmin,isEmailVerified,createdAt,updatedAt,' +
      'subscription(plan,planName,status,spansUsed,spansLimit,usagePercentage,cancelAtPeriodEnd,currentPeriodEnd,' +
      'features(spans,agents,retention,alerts,evaluations,exports,deepSearch,semanticSearch,smartSearch,' +
      'customLLMLogic,modelTraining,sso,rbac,support,trialDays),trialEndDate,trialDaysRemaining,trialExpired),' +
      'resources(agentCount,activeApiKeyCount)',
    'user-info':
      'user(id,email,plan(name,totalMonthlyCredits,remainingMonthlyCredits,maxAdditionalCredits,' +
      'remainingAdditionalCredits),createdAt,updatedAt),status(cost)',
  } as const

  test.each(reads)('%s', async (face, path) => {
    expect(keysOf(await (await app.get(path, token)).json())).toBe(orders[face])
  })

  test('account-profile: free credits that wait stand between email_verified and held_eur', async () => {
    const records = { ACCOUNT_PROFILE: { email_verified: false, free_trial_pending_eur: '5.000000' } }
    const waiting = await importPerson(app, 2, ['ACCOUNT_PROFILE'], records)
    const body = await (await app.get('/v1/account/profile', await app.token(waiting.accountId))).json()
    expect(keysOf(body)).toBe(orders['account-profile'].replace('held_eur', 'free_trial_pending_eur,held_eur'))
  })
})

describe('values on the wire', () => {
  test('timestamps: seconds in account-profile and users-me, milliseconds in user-profile and user-info', async () => {
    const of = async (path: string) => (await app.get(path, token)).text()
    expect(await of('/v1/account/profile')).toContain('"created_at":"2026-01-01T08:00:00Z"')
    expect(await of('/v1/account/profile')).toContain('"credits_expire_at":"2026-12-01T00:00:00Z"')
    expect(await of('/api/v1/users/me')).toContain('"current_period_end":"2026-05-08T00:00:00Z"')
    expect(await of('/api/users/profile')).toContain('"createdAt":"2026-01-07T10:00:00.250Z"')
    expect(await of('/api/users/profile')).toContain('"trialEndDate":"2026-02-21T00:00:00.000Z"')
    expect(await of('/user/info')).toContain('"createdAt":"2025-11-05T06:07:08.009Z"')
  })

  test('a fraction of a second that a shape cannot say is cut, not rounded up (our decision)', async () => {
    const late = { createdAt: '2026-01-07T10:00:59.999Z', updatedAt: '2026-01-07T10:00:59.999Z' }
    const { accountId } = await importPerson(app, 3, ['USER_INFO'], { USER_INFO: late })
    const bearer = await app.token(accountId)
    expect(await (await app.get('/user/info', bearer)).text()).toContain('"createdAt":"2026-01-07T10:00:59.999Z"')
    expect(await (await app.get('/v1/account/profile', bearer)).text()).toContain('"created_at":"2026-01-07T10:00:59Z"')
  })

  test.each([
    [11, '0.000000', '0.000000'],
    [12, '0.000001', '12.500000'],
    [13, '-3.000000', '5.000000'],
    [14, '-0.250000', '0.000000'],
    [15, '9007199254.740993', '0.100000'],
  ])(
    'EUR is text with six decimals, digit for digit: person %i has %s available, %s held',
    async (number, balance_eur, held_eur) => {
      const records = { ACCOUNT_PROFILE: { balance_eur, held_eur, credits_expire_at: null } }
      const { accountId } = await importPerson(app, number, ['ACCOUNT_PROFILE'], records)
      const text = await (await app.get('/v1/account/profile', await app.token(accountId))).text()
      expect(text).toContain(`{"user":{"balance_eur":"${balance_eur}",`)
      expect(text).toContain(`"held_eur":"${held_eur}",`)
    },
  )

  test.each(reads)('%s: the id is the one its own system gave, be it a UUID or not', async (face, path) => {
    const body = await (await app.get(path, token)).json()
    expect(body.id ?? body.user.id).toBe(ada.ids[systemOf[face]])
  })

  test.each(reads)('%s: an account its system never knew has its own UUID', async (face, path) => {
    const other = face === 'user-info' ? 'USERS_ME' : 'USER_INFO'
    const { accountId } = await importPerson(app, 20 + restFaces.indexOf(face), [other])
    const body = await (await app.get(path, await app.token(accountId))).json()
    expect(body.id ?? body.user.id).toBe(accountId)
  })
})

describe('the request id', () => {
  const paths = [...reads.map(([, path]) => path), '/graphql', '/nothing']

  test.each(paths)('%s: a caller’s own is kept when it is a UUID', async (path) => {
    for (const id of [randomUUID(), '0189D0A2-7C3E-7B1A-9F00-0123456789AB', '00000000-0000-0000-0000-000000000000']) {
      const response = await app.get(path, token, { 'x-request-id': id })
      expect(response.headers.get('x-request-id')).toBe(id)
    }
  })

  test.each(paths)('%s: anything else is replaced by one, each time another', async (path) => {
    const given = [
      '',
      'abc',
      `${randomUUID()}x`,
      `{${randomUUID()}}`,
      randomUUID().replaceAll('-', ''),
      `${randomUUID()}, ${randomUUID()}`,
    ]
    const answered = await Promise.all(
      given.map(async (id) => (await app.get(path, token, { 'x-request-id': id })).headers.get('x-request-id') ?? ''),
    )
    for (const id of answered) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(new Set(answered).size).toBe(given.length)
    expect(answered.filter((id) => given.includes(id))).toEqual([])
  })

  test('stands in the body of a problem, too', async () => {
    const id = randomUUID()
    const problem = async (path: string) => (await app.get(path, null, { 'x-request-id': id })).json()
    expect((await problem('/v1/account/profile')).request_id).toBe(id)
    expect((await problem('/user/info')).error.requestId).toBe(id)
    expect((await problem('/nothing')).instance).toBe(`urn:uuid:${id}`)
  })
})

describe('user-info’s version header', () => {
  const version = (value: string) => ({ 'x-exorde-api-version': value })

  test.each([
    ['absent', {}, 200],
    ['v1', version('v1'), 200],
    ['v1 in another header’s case', { 'X-Exorde-Api-Version': 'v1' }, 200],
    ['v2', version('v2'), 400],
    ['V1', version('V1'), 400],
    ['nothing', version(''), 400],
  ] as const)('%s: our decision is what is answered', async (_, headers, status) => {
    expect((await app.get('/user/info', token, headers)).status).toBe(status)
  })

  test('absent is an error where it is required (our decision)', async () => {
    const strict = await createTestApp({ requireVersion: true })
    const { accountId } = await importPerson(strict, 1)
    const bearer = await strict.token(accountId)
    expect((await strict.get('/user/info', bearer)).status).toBe(400)
    expect((await strict.get('/user/info', bearer, version('v1'))).status).toBe(200)
    for (const [face, path] of reads.slice(0, 3)) expect((await strict.get(path, bearer)).status, face).toBe(200)
    await strict.close()
  })

  test('no other shape knows it', async () => {
    for (const [face, path] of reads.slice(0, 3)) {
      expect((await app.get(path, token, version('v2'))).status, face).toBe(200)
    }
  })
})

describe('user-info’s deprecation', () => {
  const shutdownDate = new Date('2027-02-02T00:00:00.000Z')
  const message = 'The version 1 of the API is deprecated and will be shut down the 2027-02-02 at 00:00:00 UTC.'
  const headers = { deprecation: '@1767225600', sunset: 'Tue, 02 Feb 2027 00:00:00 GMT' }
  const notice = `{"message":"${message}","shutdownDate":"2027-02-02T00:00:00.000Z"}`
  const status = `"status":{"cost":0,"apiDeprecationNotice":${notice}}}`
  let sunset: TestApp
  let person: Person
  beforeAll(async () => {
    const since = new Date('2026-01-01T00:00:00.000Z')
    sunset = await createTestApp({ deprecations: { USER_INFO: { message, shutdownDate, since } } })
    person = await importPerson(sunset, 1)
  })
  afterAll(() => sunset.close())

  test('the notice and RFC 9745’s and RFC 8594’s headers stand on a 200', async () => {
    const response = await sunset.get('/user/info', await sunset.token(person.accountId))
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject(headers)
    expect((await response.text()).endsWith(status)).toBe(true)
  })

  test('and on every error that has a status object (our decision)', async () => {
    const bearer = await sunset.token(person.accountId)
    const problems = [
      [401, await sunset.get('/user/info')],
      [401, await sunset.get('/user/info', 'nobodys-key')],
      [400, await sunset.get('/user/info', bearer, { 'x-exorde-api-version': 'v2' })],
      [403, await sunset.get('/user/info', await sunset.token(person.accountId, []))],
      [405, await sunset.send('DELETE', '/user/info', undefined, bearer)],
    ] as const
    for (const [code, response] of problems) {
      expect(response.status).toBe(code)
      expect(Object.fromEntries(response.headers)).toMatchObject(headers)
      expect((await response.text()).endsWith(status)).toBe(true)
    }
  })

  test('HEAD shows the headers, too', async () => {
    const response = await sunset.send('HEAD', '/user/info', undefined, await sunset.token(person.accountId))
    expect(Object.fromEntries(response.headers)).toMatchObject(headers)
  })

  test('other shapes know nothing of it', async () => {
    for (const [face, path] of reads.slice(0, 3)) {
      const response = await sunset.get(path, await sunset.token(person.accountId))
      expect(response.headers.get('deprecation'), face).toBeNull()
      expect(response.headers.get('sunset')).toBeNull()
      expect(await response.text()).not.toContain(message)
    }
  })

  test('a 500 stays exactly the request id, a 503 empty; both show the headers (our decision)', async () => {
    const since = new Date('2026-01-01T00:00:00.000Z')
    const ill = await createTestApp({ deprecations: { USER_INFO: { message, shutdownDate, since } } })
    const { accountId } = await importPerson(ill, 1)
    await ill.database.prisma.$executeRawUnsafe('ALTER TABLE accounts RENAME COLUMN company TO firm')
    const bug = await ill.get('/user/info', await ill.token(accountId))
    expect(Object.fromEntries(bug.headers)).toMatchObject(headers)
    expect(await bug.text()).toBe(`{"requestId":"${bug.headers.get('x-request-id')}"}`)
    await ill.close()
    const away = await ill.get('/user/info', await ill.token(accountId))
    expect([away.status, await away.text()]).toEqual([503, ''])
    expect(Object.fromEntries(away.headers)).toMatchObject(headers)
  })
})

describe('user-info’s errors', () => {
  const errorOf = async (response: Response) => (await response.json()).error

  test('name the caller as soon as it is known, and never before (our decision)', async () => {
    const path = '/user/info'
    const known = ada.ids.USER_INFO
    expect(await errorOf(await app.get(path, token, { 'x-exorde-api-version': 'v2' }))).toMatchObject({
      userId: known,
      code: 400,
    })
    expect(await errorOf(await app.get(path, await app.token(ada.accountId, [])))).toMatchObject({
      userId: known,
      code: 403,
    })
    for (const unknown of [
      await app.get(path),
      await app.get(path, 'nobodys-key', { 'x-exorde-api-version': 'v2' }),
      await app.get(path, await app.token(randomUUID())),
      await app.get(path, await app.token('service:billing')),
      await app.send('POST', path, undefined, token),
    ]) {
      expect(await errorOf(unknown)).not.toHaveProperty('userId')
    }
  })

  test('are never 404 or 422, whatever is asked', async () => {
    const strange = [
      null,
      'nobodys-key',
      token,
      await app.token(randomUUID()),
      await app.tokenOf('USER_INFO', 'x'),
      await app.token('service:x', ['profile:read']),
    ]
    const statuses = new Set<number>()
    for (const credential of strange) {
      for (const method of ['GET', 'HEAD', 'PATCH', 'POST', 'DELETE']) {
        for (const version of ['v1', 'v2', '\u00ff']) {
          const headers = { 'x-exorde-api-version': version }
          statuses.add(
            (await app.send(method, '/user/info', method === 'PATCH' ? '{' : undefined, credential, headers)).status,
          )
        }
      }
    }
    expect([...statuses].sort()).toEqual([200, 400, 401, 405])
  })
})

/** The keys of an object as they come, nested ones in brackets. */
function keysOf(value: object): string {
  return Object.entries(value)
    .map(([key, inner]) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? `${key}(${keysOf(inner)})` : key,
    )
    .join(',')
}
