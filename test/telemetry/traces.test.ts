import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openTraces, type Traces } from '../../src/telemetry/traces.ts'
import { wantsTraces } from '../../src/telemetry/traces-wanted.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'
import { createObservedApp, type ObservedApp } from '../support/observed-app.ts'

const exporter = new InMemorySpanExporter()
const silent = (error: unknown) => expect(error).toBeUndefined()
let app: ObservedApp
let traces: Traces
let person: Person
let token: string

beforeAll(async () => {
  traces = openTraces(silent, new SimpleSpanProcessor(exporter))
  app = await createObservedApp({}, { first: [traces.observer] })
  person = await importPerson(app, 1)
  token = await app.token(person.accountId)
})
afterAll(async () => {
  await traces.close()
  await app.close()
})
beforeEach(() => {
  exporter.reset()
  app.lines.length = 0
})
afterEach(() => vi.unstubAllEnvs())

/** What was drawn, from the request down: each span with what is right beneath it. */
function drawn() {
  const spans = exporter.getFinishedSpans()
  const beneath = (id: string | undefined): object[] =>
    spans
      .filter(({ parentSpanContext }) => parentSpanContext?.spanId === id)
      .sort((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1])
      .map((span) => ({ name: span.name, kind: SpanKind[span.kind], parts: beneath(span.spanContext().spanId) }))
  return beneath(undefined)
}

function only(kind: SpanKind): ReadableSpan {
  const [span, ...more] = exporter.getFinishedSpans().filter((one) => one.kind === kind)
  expect(more).toEqual([])
  if (!span) throw new Error('No such span.')
  return span
}

const statement = { name: 'SELECT', kind: 'CLIENT', parts: [] }

describe('from the request down to each statement', () => {
  test('of a shape', async () => {
    await app.get('/user/info', token)
    const read = { name: 'read user-info', kind: 'INTERNAL', parts: [] }
    // Who it is that asks was read before the work, and is remembered for it.
    expect(drawn()).toEqual([
      { name: 'GET /user/info', kind: 'SERVER', parts: expect.arrayContaining([{ ...read, parts: [statement] }]) },
    ])
  })

  test('of the graph', async () => {
    await app.query('query Me { viewer { email } }', token)
    const operation = { name: 'query Me', kind: 'INTERNAL', parts: [statement] }
    expect(drawn()).toEqual([{ name: 'POST /graphql', kind: 'SERVER', parts: [operation] }])
  })

  test('of a write, whose statements are all there', async () => {
    const before = app.database.statements()
    await app.query('mutation { updateProfile(input: {displayName: "Grace Hopper"}) { userErrors { code } } }', token)
    const sent = app.database.statements() - before
    const statements = exporter.getFinishedSpans().filter(({ kind }) => kind === SpanKind.CLIENT)
    expect(statements).toHaveLength(sent)
    expect(statements.map(({ name }) => name)).toContain('update account')
  })

  test('and what failed shows where', async () => {
    const broken = await createObservedApp(
      {},
      {
        database: app.database,
        first: [traces.observer],
        wrapStore: (store) => ({ ...store, account: () => Promise.reject(new Error('gone')) }),
      },
    )
    await broken.get('/user/info', token)
    const { status, attributes } = only(SpanKind.SERVER)
    expect(status.code).toBe(SpanStatusCode.ERROR)
    expect(attributes).toMatchObject({ 'http.response.status_code': 500, 'error.type': '500' })
  })
})

test('a request says what the conventions ask for, and what is known here', async () => {
  const answer = await app.get('/user/info', token)
  expect(only(SpanKind.SERVER).attributes).toEqual({
    'http.request.method': 'GET',
    'http.response.status_code': 200,
    'http.route': '/user/info',
    'url.path': '/user/info',
    'url.scheme': 'http',
    'gateway.face': 'rest',
    'gateway.shape': 'user-info',
    'gateway.client': 'jwt:default',
    'gateway.request_id': answer.headers.get('x-request-id'),
    'gateway.statements': 1,
  })
})

test('a statement shows its text with places for its values, and none of the values', async () => {
  await app.query(`{ viewer { id } }`, await app.tokenOf('USER_INFO', person.ids.USER_INFO))
  const statements = exporter.getFinishedSpans().filter(({ kind }) => kind === SpanKind.CLIENT)
  expect(statements.length).toBeGreaterThan(1)
  for (const { attributes } of statements) {
    expect(attributes).toMatchObject({ 'db.system': 'postgresql', 'db.operation.name': 'SELECT' })
    expect(attributes['db.query.text']).toContain('$1')
    for (const value of [person.accountId, person.email, person.ids.USER_INFO]) {
      expect(JSON.stringify(attributes)).not.toContain(value)
    }
  }
})

test('a statement lies within its operation, and that within its request', async () => {
  await app.query('query Me { viewer { email } }', token)
  const nanoseconds = ([seconds, rest]: [number, number]) => BigInt(seconds) * 1_000_000_000n + BigInt(rest)
  const times = [SpanKind.SERVER, SpanKind.INTERNAL, SpanKind.CLIENT].map((kind) => {
    const { startTime, endTime } = only(kind)
    return [nanoseconds(startTime), nanoseconds(endTime)] as const
  })
  const [[a, f], [b, e], [c, d]] = times as [
    readonly [bigint, bigint],
    readonly [bigint, bigint],
    readonly [bigint, bigint],
  ]
  expect([a <= b, b <= c, c <= d, d <= e, e <= f]).toEqual(Array(5).fill(true))
})

test('a statement that several shared is in the trace of each, and all but the first point to the first', async () => {
  const before = app.database.statements()
  await Promise.all([1, 2, 3].map(() => app.query('query Me { viewer { email } }', token)))
  expect(app.database.statements() - before).toBe(1)
  const statements = exporter.getFinishedSpans().filter(({ kind }) => kind === SpanKind.CLIENT)
  expect(new Set(statements.map((span) => span.spanContext().traceId)).size).toBe(3)
  for (const { attributes } of statements) expect(attributes['gateway.statement.requests']).toBe(3)
  const [first, ...others] = statements
  expect(first?.links).toEqual([])
  for (const { links } of others) expect(links.map(({ context }) => context)).toEqual([first?.spanContext()])
})

describe('whoever asks may have begun the trace', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const parent = '00f067aa0ba902b7'

  test('then it goes on, and the log says which it is', async () => {
    await app.get('/user/info', token, { traceparent: `00-${traceId}-${parent}-01`, tracestate: 'vendor=x' })
    const span = only(SpanKind.SERVER)
    expect(span.spanContext().traceId).toBe(traceId)
    expect(span.parentSpanContext?.spanId).toBe(parent)
    expect(span.spanContext().traceState?.serialize()).toBe('vendor=x')
    expect(await app.requests()).toMatchObject([{ traceId }])
  })

  test('and if it is not sampled there, it is not here, and the log names none', async () => {
    await app.get('/user/info', token, { traceparent: `00-${traceId}-${parent}-00` })
    expect(exporter.getFinishedSpans()).toEqual([])
    const [line] = await app.requests()
    expect(line).not.toHaveProperty('traceId')
  })

  test.each(['nonsense', `00-${'0'.repeat(32)}-${parent}-01`, `00-${traceId}-${parent}-01\u007f`, 'ada@example.com'])(
    'of %s a new one is made',
    async (traceparent) => {
      await app.get('/user/info', token, { traceparent })
      expect(only(SpanKind.SERVER).parentSpanContext).toBeUndefined()
    },
  )
})

describe('nothing that was sent is told', () => {
  test.each([
    ['an unknown path', () => app.get('/secrets/ada@example.com?token=hunter2')],
    ['the text of a query', () => app.query('{ account(by: {email: "ada@example.com"}) { id } }', token)],
    ['a variable', () => app.query('query ($hunter2: String) { viewer { id } }', token, { hunter2: 'hunter2' })],
    ['a method', () => app.fetch(new Request('http://gateway.test/user/info', { method: 'HUNTER2' }))],
  ])('%s', async (_, send) => {
    await send()
    const told = exporter.getFinishedSpans().map(({ name, attributes, events }) => ({ name, attributes, events }))
    expect(told.length).toBeGreaterThan(0)
    for (const secret of ['ada@example.com', 'hunter2', 'HUNTER2']) expect(JSON.stringify(told)).not.toContain(secret)
  })
})

test('probes leave no trace', async () => {
  for (const path of ['/healthz', '/readyz', '/metrics']) await app.get(path)
  expect(exporter.getFinishedSpans()).toEqual([])
})

describe('the standard’s own variables', () => {
  test.each([
    ['nothing', {}, false],
    ['where to', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }, true],
    ['where traces go', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }, true],
    ['in which way', { OTEL_TRACES_EXPORTER: 'otlp' }, true],
    ['to the console', { OTEL_TRACES_EXPORTER: 'console' }, true],
    ['that there are none', { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x' }, false],
    ['that all is off', { OTEL_SDK_DISABLED: 'true', OTEL_TRACES_EXPORTER: 'otlp' }, false],
    ['that it is not', { OTEL_SDK_DISABLED: 'false', OTEL_TRACES_EXPORTER: 'otlp' }, true],
    ['a name alone', { OTEL_SERVICE_NAME: 'x' }, false],
  ])('say %s', (_, env, expected) => {
    expect(wantsTraces(env)).toBe(expected)
  })

  test('name the service and what else is known of it', async () => {
    vi.stubEnv('OTEL_SERVICE_NAME', 'viewer')
    vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=test,team=identity')
    const attributes = await resourceOf()
    expect(attributes).toMatchObject({
      'service.name': 'viewer',
      'deployment.environment.name': 'test',
      team: 'identity',
    })
  })

  test('need not: then it is called what it is', async () => {
    expect(await resourceOf()).toMatchObject({
      'service.name': 'viewer-gateway',
      'service.version': expect.stringMatching(/^\d+\.\d+\.\d+$/),
    })
  })

  test('say how many are sampled', async () => {
    vi.stubEnv('OTEL_TRACES_SAMPLER', 'always_off')
    expect(await spansOf()).toEqual([])
  })

  async function resourceOf() {
    const [span] = await spansOf()
    return span?.resource.attributes
  }

  async function spansOf() {
    const memory = new InMemorySpanExporter()
    const other = openTraces(silent, new SimpleSpanProcessor(memory))
    const observed = await createObservedApp({}, { database: app.database, first: [other.observer] })
    await observed.get('/user/info', token)
    const spans = memory.getFinishedSpans()
    await other.close()
    return spans
  }
})

test('they arrive where OTEL_EXPORTER_OTLP_ENDPOINT says, when the gateway ends at the latest', async () => {
  const received: { url: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = []
  const collector = createServer(async (request, response) => {
    received.push({ url: request.url ?? '', headers: request.headers, body: await text(request) })
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${(collector.address() as AddressInfo).port}`)
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-tenant=blue')
  const sending = openTraces(silent)
  const observed = await createObservedApp({}, { database: app.database, first: [sending.observer] })
  await observed.query('query Me { viewer { email } }', token)
  await sending.close()
  await new Promise((resolve) => collector.close(resolve))

  expect(received).toHaveLength(1)
  const [{ url, headers, body } = { url: '', headers: {}, body: '{}' }] = received
  expect(url).toBe('/v1/traces')
  expect(headers['x-tenant']).toBe('blue')
  const { resourceSpans } = JSON.parse(body)
  const names = resourceSpans[0].scopeSpans[0].spans.map(({ name }: { name: string }) => name)
  expect(names.sort()).toEqual(['POST /graphql', 'SELECT', 'query Me'])
})

test('what cannot be sent is told, and nobody’s answer waits for it', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:9')
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '200')
  const troubles: unknown[] = []
  const sending = openTraces((error) => troubles.push(error))
  const observed = await createObservedApp({}, { database: app.database, first: [sending.observer] })
  expect((await observed.get('/user/info', token)).status).toBe(200)
  await sending.close()
  expect(troubles.length).toBeGreaterThan(0)
})
