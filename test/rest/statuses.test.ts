import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Restriction } from '../../src/domain/account.ts'
import { Refusal } from '../../src/domain/refusal.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import type { Store } from '../../src/store/store.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { checkOf, schemaCheckOf } from '../support/json-schema.ts'
import { importPerson } from '../support/legacy-people.ts'
import { type RestFace, restFaces, routes, systemOf } from './situation-table.ts'

/** Lets each account and each nobody ask once a minute. */
let busy: TestApp
const broken = new TypeError('Cannot read properties of undefined')
/** What the store does instead of reading. */
let illness: Error | null = null
let app: TestApp
let tokens: Readonly<Record<'open' | 'suspended' | 'blocked' | 'gone' | 'powerless', string>>
beforeAll(async () => {
  const account =
    (store: Store): Store['account'] =>
    (id) =>
      illness ? Promise.reject(illness) : store.account(id)
  app = await createTestApp({}, { wrapStore: (store) => ({ ...store, account: account(store) }) })
  busy = await createTestApp({}, { database: app.database, limits: { perAccount: 1 } })
  const person = async (number: number, restriction: Restriction | null) => {
    const { accountId } = await importPerson(app, number)
    await app.database.prisma.account.update({ where: { id: accountId }, data: { restriction } })
    return accountId
  }
  const open = await person(1, null)
  tokens = {
    open: await app.token(open),
    suspended: await app.token(await person(2, 'SUSPENDED')),
    blocked: await app.token(await person(3, 'LEGAL')),
    gone: await app.token('00000000-0000-4000-8000-000000000000'),
    powerless: await app.token(open, []),
  }
})
afterAll(async () => {
  expect(app.bugs).toEqual(restFaces.map(() => broken))
  await app.close()
})

type Ask = () => Promise<Response>

const read = (face: RestFace, token: string | null, headers = {}) => app.get(routes[face][0].path, token, headers)
const ill = async (error: Error, face: RestFace) => {
  illness = error
  try {
    return await read(face, tokens.open)
  } finally {
    illness = null
  }
}

/** What every shape can be made to answer. */
const common = (face: RestFace): Readonly<Record<number, Ask>> => ({
  200: () => read(face, tokens.open),
  401: () => read(face, null),
  403: () => read(face, tokens.powerless),
  405: () => app.send('DELETE', routes[face][0].path, undefined, tokens.open),
  417: () => read(face, tokens.open, { expect: 'a miracle' }),
  429: async () => {
    await busy.get(routes[face][0].path, tokens.gone)
    return busy.get(routes[face][0].path, tokens.gone)
  },
  500: () => ill(broken, face),
  503: () => ill(new Refusal('UNAVAILABLE', 'The service is not available right now.', { retryAfter: 1 }), face),
})

/** What a body can bring about. */
const written = (face: 'account-profile' | 'users-me', name: string): Readonly<Record<number, Ask>> => {
  const patch = (body: string, headers = {}) => app.send('PATCH', routes[face][0].path, body, tokens.open, headers)
  return {
    400: () => patch('{'),
    404: () => read(face, tokens.gone),
    413: () => patch(' '.repeat(100_001)),
    415: () => patch('{}', { 'content-type': 'text/plain' }),
    422: () => patch(`{"${name}":1}`),
  }
}

/** How each status of each shape comes about, through the front door. */
const provoked: Readonly<Record<RestFace, Readonly<Record<number, Ask>>>> = {
  'account-profile': {
    ...common('account-profile'),
    ...written('account-profile', 'name'),
    204: () => app.send('POST', '/v1/account/notifications/dismiss', undefined, tokens.open),
    451: () => read('account-profile', tokens.blocked),
  },
  'users-me': {
    ...common('users-me'),
    ...written('users-me', 'full_name'),
    409: () => app.send('PATCH', '/api/v1/users/me', { email: 'person-2@example.com' }, tokens.open),
  },
  'user-profile': { ...common('user-profile'), 404: () => read('user-profile', tokens.gone) },
  'user-info': {
    ...common('user-info'),
    400: () => read('user-info', tokens.open, { 'x-exorde-api-version': 'v2' }),
  },
}

const noBody = 'no route of it reads a body'
const noSpending = 'no route of it spends'

/** What is documented or declared and no route can come to. */
const unreachable: Readonly<Record<RestFace, Readonly<Record<number, string>>>> = {
  'account-profile': {
    402: noSpending,
    409: 'its PATCH writes a name, which nobody else can have',
    502: 'nothing stands behind it but the database, which is away with 503',
  },
  'users-me': { 402: noSpending },
  'user-profile': {
    400: `${noBody}, nor a version`,
    402: noSpending,
    409: noBody,
    413: noBody,
    415: noBody,
  },
  'user-info': { 402: noSpending, 413: noBody, 415: noBody },
}

/** The statuses the documents name (contract). */
const documented: Readonly<Record<RestFace, readonly number[]>> = {
  'account-profile': [200, 204, 400, 401, 402, 403, 404, 409, 413, 422, 429, 451, 500, 502, 503],
  'users-me': [200, 400, 401, 403, 404, 409, 422, 429, 500, 503],
  'user-profile': [200, 400, 401, 403, 404, 429, 500, 503],
  'user-info': [200, 400, 401, 403, 429, 500, 503],
}

describe.each(restFaces)('%s', (face) => {
  const shape = shapes.find(({ system }) => system === systemOf[face])
  if (!shape) throw new Error(`Nobody lists ${face}.`)
  const declared = Object.values(shape.errors.table).map(({ status }) => status)

  test('every status it documents or declares is brought about here, or cannot be, for a reason', () => {
    const told = [...Object.keys(provoked[face]), ...Object.keys(unreachable[face])].map(Number)
    expect(told.sort()).toEqual([...new Set([...documented[face], ...declared])].sort())
  })

  test.each(Object.entries(provoked[face]))('%s comes about, in the body its schema describes', async (name, ask) => {
    const status = Number(name)
    const response = await ask()
    const text = await response.text()
    expect({ status: response.status, text }).toMatchObject({ status })
    if (status === 204) return expect(text).toBe('')
    if (status === 200) return expect(schemaCheckOf(shape)(JSON.parse(text))).toEqual([])
    const schema = shape.errors.schema(status)
    if (schema === null) expect(text).toBe('')
    else expect(checkOf(schema)(JSON.parse(text))).toEqual([])
  })
})
