import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '../../src/domain/refusal.ts'
import type { Store } from '../../src/store/store.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson } from '../support/legacy-people.ts'
import { type DocumentedResponse, publishedDocument } from '../support/openapi/contract.ts'

/** One operation of the document, and the methods its path does not answer to. */
interface Documented {
  readonly method: string
  readonly path: string
  readonly takesBody: boolean
  readonly responses: Readonly<Record<string, DocumentedResponse>>
}

const operations: readonly Documented[] = Object.entries(publishedDocument().paths)
  .filter(([path]) => !['/healthz', '/readyz'].includes(path))
  .flatMap(([path, { 'x-other-methods': others = {}, ...methods }]) =>
    Object.entries(methods).map(([method, { requestBody, responses }]) => ({
      method: method.toUpperCase(),
      path,
      takesBody: requestBody !== undefined,
      responses: { ...responses, ...others },
    })),
  )

let app: TestApp
/** Lets every account ask once a minute. */
let busy: TestApp
/** Has room for one request at a time. */
let full: TestApp
/** What the store does instead of reading. */
let instead: ((read: () => ReturnType<Store['account']>) => ReturnType<Store['account']>) | null = null
let open: string
let tokens: Readonly<Record<'open' | 'reader' | 'writer' | 'suspended' | 'blocked' | 'gone', string>>
const bug = new TypeError('Cannot read properties of undefined')

beforeAll(async () => {
  const wrapStore = (store: Store): Store => ({
    ...store,
    account: (key) => (instead ? instead(() => store.account(key)) : store.account(key)),
  })
  app = await createTestApp({}, { wrapStore })
  const { database } = app
  busy = await createTestApp({}, { database, limits: { perAccount: 1 } })
  full = await createTestApp({}, { database, wrapStore, limits: { inFlight: 1, queueMs: 0 } })
  open = (await importPerson(app, 1)).accountId
  const restricted = async (number: number, restriction: 'SUSPENDED' | 'LEGAL') => {
    const { accountId } = await importPerson(app, number)
    await database.prisma.account.update({ where: { id: accountId }, data: { restriction } })
    return app.token(accountId)
  }
  tokens = {
    open: await app.token(open),
    reader: await app.token(open, ['profile:read']),
    writer: await app.token(open, ['profile:write']),
    suspended: await restricted(2, 'SUSPENDED'),
    blocked: await restricted(3, 'LEGAL'),
    gone: await app.token('00000000-0000-4000-8000-000000000000'),
  }
})
afterAll(() => app.close())

type Ask = (operation: Documented) => Promise<Response>

const ask = ({ method, path, takesBody }: Documented, token: string | null, headers = {}, body: unknown = {}) =>
  app.send(method, path, takesBody ? body : undefined, token, headers)

const whileReading = async (what: typeof instead, work: () => Promise<Response>) => {
  instead = what
  try {
    return await work()
  } finally {
    instead = null
  }
}

/** How each example of the document comes about, through the front door. */
const provoked: Readonly<Record<string, Ask>> = {
  success: (operation) => ask(operation, tokens.open),
  UNAUTHENTICATED: (operation) => ask(operation, null),
  UNAUTHENTICATED_REJECTED: (operation) => ask(operation, 'nobody-knows-this-key'),
  INSUFFICIENT_SCOPE: (operation) => ask(operation, operation.method === 'GET' ? tokens.writer : tokens.reader),
  ACCOUNT_SUSPENDED: (operation) => ask(operation, tokens.suspended),
  LEGALLY_BLOCKED: (operation) => ask(operation, tokens.blocked),
  ACCOUNT_GONE: (operation) => ask(operation, tokens.gone),
  EXPECTATION_FAILED: (operation) => ask(operation, tokens.open, { expect: 'a miracle' }),
  MALFORMED: (operation) => ask(operation, tokens.open, {}, '{'),
  PAYLOAD_TOO_LARGE: (operation) => ask(operation, tokens.open, {}, ' '.repeat(100_001)),
  UNSUPPORTED_MEDIA_TYPE: (operation) => ask(operation, tokens.open, { 'content-type': 'text/plain' }),
  INVALID: (operation) =>
    ask(operation, tokens.open, {}, operation.path.startsWith('/v1') ? { name: 1 } : { email: 1 }),
  INVALID_VERSION: (operation) => ask(operation, tokens.open, { 'x-exorde-api-version': 'v0' }),
  CONFLICT: (operation) => ask(operation, tokens.open, {}, { email: 'person-2@example.com' }),
  RATE_LIMITED: async (operation) => {
    await busy.get('/api/v1/users/me', tokens.gone)
    return busy.send(operation.method, operation.path, operation.takesBody ? {} : undefined, tokens.gone)
  },
  INTERNAL: (operation) =>
    whileReading(
      () => Promise.reject(bug),
      () => ask(operation, tokens.open),
    ),
  UNAVAILABLE: (operation) =>
    whileReading(
      () => Promise.reject(new Refusal('UNAVAILABLE', 'The service is not available right now.', { retryAfter: 1 })),
      () => ask(operation, tokens.open),
    ),
  OVERLOADED: async (operation) => {
    let leave = () => {}
    const staying = new Promise<void>((resolve) => {
      leave = resolve
    })
    return whileReading(
      async (read) => {
        await staying
        return read()
      },
      async () => {
        const first = full.get('/api/v1/users/me', tokens.open)
        await delay(0)
        const second = await full.send(operation.method, operation.path, undefined, tokens.open)
        leave()
        await first
        return second
      },
    )
  },
  METHOD_NOT_ALLOWED: ({ path }) => app.send('DELETE', path, undefined, tokens.open),
}

/** What differs from one time to the next. */
function comparable(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (key, value) => {
    if (/^(?:request_?id|userId)$/i.test(key)) return 'an id'
    return typeof value === 'string' ? value.replace(/\d+ s\.$/, 'n s.') : value
  })
}

describe.each(operations)('$method $path', (operation) => {
  const cases = Object.entries(operation.responses).flatMap(([status, { content }]) => {
    const examples = content?.['application/json']?.examples
    const isSuccess = status.startsWith('2')
    if (isSuccess) return [{ name: 'success', status: Number(status), value: undefined }]
    // An empty body has no examples: either of the two that share the status shows it.
    if (!examples) return ['OVERLOADED', 'UNAVAILABLE'].map((name) => ({ name, status: Number(status), value: null }))
    return Object.entries(examples).map(([name, { value }]) => ({ name, status: Number(status), value }))
  })

  test.each(cases)('$status as the example $name shows it', async ({ name, status, value }) => {
    const provoke = provoked[name]
    if (!provoke) throw new Error(`Nobody knows how ${name} comes about.`)
    // That it keeps its schema and has its headers is seen to by the app of the tests.
    const response = await provoke(operation)
    const text = await response.text()
    expect({ status: response.status, text }).toMatchObject({ status })
    if (value === undefined) return expect(text === '').toBe(status === 204)
    expect(text === '' ? null : comparable(JSON.parse(text))).toEqual(comparable(value))
  })
})

test('health: both say so, and unreadiness is a 503', async () => {
  let unready: string | null = null
  const other = await createTestApp({}, { database: app.database, unreadiness: async () => unready })
  const statuses = async () => Promise.all(['/healthz', '/readyz'].map(async (path) => (await other.get(path)).status))
  expect(await statuses()).toEqual([200, 200])
  unready = 'the database is away'
  expect(await statuses()).toEqual([200, 503])
})
