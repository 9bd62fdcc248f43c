import { METHODS } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultLimits } from '../../src/edge/limits.ts'
import { type Listening, serve } from '../../src/serve.ts'
import type { Store } from '../../src/store/store.ts'
import { expectNothingLeaked } from '../rest/situation-table.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson } from '../support/legacy-people.ts'
import { answersIn, exchange, listen, open, type RawAnswer, type RawOptions } from '../support/raw-http.ts'
import { safeHeaders } from '../support/safe-headers.ts'
import { chunked, chunks, get, host, json, malformedRequests, post, query } from './malformed-requests.ts'

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

let app: TestApp
let listening: Listening
let hurried: Listening
let token: string

/** So small that nobody has to wait for them. */
const short = { headerMs: 200, requestMs: 300, keepAliveMs: 100, answerMs: 200, connections: 20 }

beforeAll(async () => {
  app = await createTestApp()
  token = await app.token((await importPerson(app, 1)).accountId)
  listening = await serve(app, { host: '127.0.0.1', port: 0, limits: defaultLimits })
  hurried = await serve(app, { host: '127.0.0.1', port: 0, limits: { ...defaultLimits, ...short } })
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await Promise.all([listening?.close(), hurried?.close()])
  await app?.close()
})

const portOf = ({ url }: Listening) => Number(new URL(url).port)

const auth = () => `Authorization: Bearer ${token}\r\n`

/** What was asked for and got, so that a dead server, or a refused token, cannot pass. */
async function expectHonest(at = listening): Promise<void> {
  const { answers } = await exchange(portOf(at), get('/user/info', auth()))
  expect(answers.map(({ status }) => status)).toEqual([200])
  expect(answers[0]?.body).toContain('"email":"person-1@example.com"')
}

async function expectAlive(at = listening): Promise<void> {
  const { answers } = await exchange(portOf(at), get('/healthz', 'Connection: close\r\n'))
  expect(answers.map(({ status, body }) => [status, body])).toEqual([[200, 'alive\n']])
}

function expectDecent(answer: RawAnswer): void {
  if (answer.status < 200) return
  expect(answer.status).toBeLessThan(500)
  expect(answer.headers.get('x-request-id')).toMatch(uuid)
  expect(Object.fromEntries(answer.headers)).toMatchObject(safeHeaders)
  if (answer.status >= 400) expectNothingLeaked(answer.body)
  expect(answer.body).not.toContain(token)
}

/** Refused by nobody's words but HTTP's own, and the connection is over. */
function expectPlain(answer: RawAnswer | undefined, isClosed: boolean): void {
  expect(answer?.headers.get('content-type')).toBe('application/problem+json')
  expect(answer?.headers.get('connection')).toBe('close')
  expect(JSON.parse(answer?.body ?? '')).toEqual({
    type: 'about:blank',
    title: expect.stringMatching(/\S/),
    status: answer?.status,
    instance: `urn:uuid:${answer?.headers.get('x-request-id')}`,
  })
  expect(isClosed).toBe(true)
}

test('an honest request is answered with data', () => expectHonest())

describe('what is no request', () => {
  test.each(malformedRequests)('%s: %i', async (_, status, bytes, options = {}) => {
    const { answers, isClosed, milliseconds } = await exchange(portOf(listening), bytes, options)
    expect(answers.map((answer) => answer.status)).toEqual([status])
    for (const answer of answers) expectDecent(answer)
    expectPlain(answers[0], isClosed)
    expect(milliseconds).toBeLessThan(1_900)
    await expectAlive()
  })

  test('is told to somebody who goes on sending', async () => {
    const flood = `A: ${'a'.repeat(1_000)}\r\n`.repeat(2_000)
    const { answers, isClosed } = await exchange(portOf(listening), get('/user/info', flood))
    expect(answers.map(({ status }) => status)).toEqual([431])
    expectPlain(answers[0], isClosed)
    await expectAlive()
  })

  test('behind a request is answered after it, and in its own place', async () => {
    const bytes = `${get('/user/info', auth())}NONSENSE\r\n\r\n${get('/healthz')}`
    const { answers, isClosed } = await exchange(portOf(listening), bytes, { answers: 2 })
    expect(answers.map(({ status }) => status)).toEqual([200, 400])
    expect(answers[0]?.body).toContain('person-1@example.com')
    expectPlain(answers[1], isClosed)
  })
})

describe('unusual requests that are in order', () => {
  test.each<[string, readonly number[], () => string, RawOptions?]>([
    ['HTTP/1.0 without a Host', [200], () => `GET /user/info HTTP/1.0\r\n${auth()}\r\n`],
    ['an empty line before it', [200], () => `\r\n\r\n${get('/user/info', auth())}`],
    ['an absolute address', [200], () => get('http://gateway.test/user/info', auth())],
    ['an absolute address of another host', [200], () => get('http://other.test/user/info', auth())],
    ['blanks around values', [200], () => get('/user/info', `Authorization:\t Bearer ${token} \t\r\n`)],
    [
      'an upgrade to WebSocket',
      [200],
      () => get('/user/info', `${auth()}Connection: Upgrade\r\nUpgrade: websocket\r\n`),
    ],
    ['an upgrade to HTTP/2', [200], () => get('/user/info', `${auth()}Connection: Upgrade\r\nUpgrade: h2c\r\n`)],
    [
      'a GET with a body',
      [200, 200],
      () => `${get('/user/info', `${auth()}Content-Length: 4\r\n`)}abcd${get('/healthz')}`,
    ],
    ['requests in a row', [200, 401, 404], () => get('/user/info', auth()) + get('/user/info') + get('/nothing')],
    ['as many headers as fit', [200], () => get('/user/info', 'a:\r\n'.repeat(3_500) + auth())],
    ['chunks', [200], () => post(chunked, chunks)],
    ['chunks with an extension', [200], () => post(chunked, chunks.replace('\r\n', ';name="value"\r\n'))],
    [
      'chunks of one byte each',
      [200],
      () => post(chunked, `${[...query].map((one) => `1\r\n${one}\r\n`).join('')}0\r\n\r\n`),
    ],
    ['trailers, which count for nothing', [200], () => post(chunked, chunks.replace(/\r\n$/, `${auth()}\r\n`))],
    ['two credentials', [401], () => get('/user/info', auth() + auth())],
    ['a path of another case', [404], () => get('/USER/info', auth())],
    ['a path with a slash at its end', [404], () => get('/user/info/', auth())],
    ['a path with two slashes', [404], () => get('//user/info', auth())],
    ['a path that only begins like one', [404], () => get('/user/info.json', auth())],
    ['a path with an escaped slash', [404], () => get('/user%2finfo', auth())],
    ['a query that says nothing', [200], () => get('/user/info?', auth())],
  ])('%s: %j', async (_, statuses, bytes, options = {}) => {
    const { answers } = await exchange(portOf(listening), bytes(), { answers: statuses.length, ...options })
    expect(answers.map(({ status }) => status)).toEqual(statuses)
    for (const answer of answers) expectDecent(answer)
    await expectAlive()
  })
})

test('a sender that has said all it has to say is answered, be it some time later', async () => {
  const wrapStore = (store: Store): Store => ({
    ...store,
    account: async (id) => delay(100).then(() => store.account(id)),
  })
  const slow = await createTestApp({}, { database: app.database, wrapStore })
  const server = await serve(slow, { host: '127.0.0.1', port: 0, limits: defaultLimits })
  const { answers } = await exchange(portOf(server), get('/user/info', auth()), { halfClose: true })
  expect(answers.map(({ status }) => status)).toEqual([200])
  await server.close()
})

describe('every method Node reads', () => {
  const methods = METHODS.filter((method) => method !== 'CONNECT')

  test.each(methods)('%s on a shape’s path', async (method) => {
    const isHead = method === 'HEAD'
    const { answers } = await exchange(portOf(listening), `${method} /user/info HTTP/1.1\r\n${host}${auth()}\r\n`, {
      isHead,
    })
    const [answer] = answers
    if (answer === undefined) throw new Error('There was no answer.')
    expectDecent(answer)
    if (method === 'GET' || isHead) {
      expect(answer.status).toBe(200)
      return
    }
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, HEAD')
    const { error, status } = JSON.parse(answer.body)
    expect(error).toEqual({
      message: expect.any(String),
      code: 405,
      requestId: answer.headers.get('x-request-id'),
    })
    expect(status).toEqual({ cost: 0 })
  })

  test('on the graph, the pages and the probes, too', async () => {
    for (const [path, allow] of [
      ['/graphql', 'GET, HEAD, POST'],
      ['/', 'GET, HEAD'],
      ['/healthz', 'GET, HEAD'],
      ['/readyz', 'GET, HEAD'],
    ] as const) {
      for (const method of ['DELETE', 'PROPFIND', 'TRACE', 'OPTIONS']) {
        const { answers } = await exchange(portOf(listening), `${method} ${path} HTTP/1.1\r\n${host}\r\n`)
        expect([method, path, answers[0]?.status, answers[0]?.headers.get('allow')]).toEqual([method, path, 405, allow])
      }
      const { answers } = await exchange(portOf(listening), `HEAD ${path} HTTP/1.1\r\n${host}\r\n`, { isHead: true })
      expect(answers[0]?.status).toBeLessThan(500)
      expect(answers[0]?.status).not.toBe(405)
    }
  })
})

describe('errors wear the envelope of the path they were sent to', () => {
  const patch = (headers: string, body = '') => `PATCH /api/v1/users/me HTTP/1.1\r\n${host}${headers}\r\n${body}`

  test.each<[string, number, () => string]>([
    ['too long by its announcement', 413, () => patch(`${auth()}${json}Content-Length: 100001\r\n`)],
    ['too long as it comes', 413, () => patch(`${auth()}${json}${chunked}`, `20000\r\n${'x'.repeat(0x20000)}\r\n`)],
    ['of another type', 415, () => patch(`${auth()}Content-Type: text/plain\r\nContent-Length: 2\r\n`, '{}')],
    ['packed', 415, () => patch(`${auth()}${json}Content-Encoding: gzip\r\nContent-Length: 2\r\n`, '{}')],
    ['no JSON', 400, () => patch(`${auth()}${json}Content-Length: 2\r\n`, '{]')],
    ['nested too deeply', 400, () => patch(`${auth()}${json}Content-Length: 90000\r\n`, '['.repeat(90_000))],
    [
      'asked for with an expectation nobody can meet',
      417,
      () => patch(`${auth()}${json}Expect: wonders\r\nContent-Length: 2\r\n`, '{}'),
    ],
    ['sent by nobody', 401, () => patch(`${json}Content-Length: 2\r\n`, '{}')],
  ])('a body that is %s: %i', async (_, status, bytes) => {
    const { answers } = await exchange(portOf(listening), bytes())
    expect(answers.map((answer) => answer.status)).toEqual([status])
    for (const answer of answers) expectDecent(answer)
    expect(JSON.parse(answers[0]?.body ?? '')).toEqual({ detail: expect.stringMatching(/\S/) })
    await expectAlive()
  })

  test('an expectation nobody can meet is refused by the graph, too; where no face is, nobody looks at it', async () => {
    const asked = await exchange(portOf(listening), post('Expect: wonders\r\nContent-Length: 2\r\n', '{}'))
    expect(asked.answers[0]?.status).toBe(417)
    expect(JSON.parse(asked.answers[0]?.body ?? '').errors[0].extensions.code).toBe('EXPECTATION_FAILED')
    const elsewhere = await exchange(portOf(listening), get('/nothing', 'Expect: wonders\r\n'))
    expect(elsewhere.answers[0]?.status).toBe(404)
  })
})

describe('a sender that waits to be told to go on', () => {
  const expecting = (headers: string) => post(`Expect: 100-continue\r\n${headers}`)

  test('is told so once its body is wanted', async () => {
    const socket = await open(portOf(listening))
    const heard = listen(socket)
    socket.write(expecting(`Content-Length: ${query.length}\r\n`))
    await until(() => heard.text() !== '')
    expect(heard.text()).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    socket.write(query)
    await until(() => answersIn(heard.text()).length === 2)
    expect(answersIn(heard.text()).map(({ status }) => status)).toEqual([100, 200])
    expect(heard.text()).toContain('{"data":{"plans":[')
    socket.destroy()
  })

  test.each<[string, number, () => string]>([
    ['its length', 413, () => expecting('Content-Length: 100001\r\n')],
    [
      'its type',
      415,
      () =>
        `POST /graphql HTTP/1.1\r\n${host}Content-Type: text/plain\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`,
    ],
    ['its credentials', 401, () => expecting(`Authorization: Bearer x\r\nContent-Length: ${query.length}\r\n`)],
    [
      'its method',
      405,
      () => `PUT /graphql HTTP/1.1\r\n${host}${json}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`,
    ],
    [
      'its path',
      404,
      () => `POST /nothing HTTP/1.1\r\n${host}${json}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`,
    ],
  ])('is refused for %s before it has sent anything, and its connection ends there: %i', async (_, status, bytes) => {
    const { answers, isClosed } = await exchange(portOf(listening), bytes())
    expect(answers.map((answer) => answer.status)).toEqual([status])
    expect(isClosed).toBe(true)
    await expectAlive()
  })

  test('of a GET nothing is wanted', async () => {
    const { answers } = await exchange(portOf(listening), get('/user/info', `${auth()}Expect: 100-continue\r\n`))
    expect(answers.map(({ status }) => status)).toEqual([200])
  })
})

describe('slow readers', () => {
  /** More than all buffers on the way hold. */
  const size = 20_000_000
  const answerDue = 1_000
  let big: Listening
  beforeAll(async () => {
    const body = Buffer.alloc(size, 'a')
    const limits = { ...defaultLimits, headerMs: answerDue, requestMs: answerDue }
    big = await serve({ fetch: async () => new Response(body) }, { host: '127.0.0.1', port: 0, limits })
  })
  afterAll(() => big.close())

  /** Bytes that come when an answer is read so many at a time, fifty times a second, and the rest at once after `until`. */
  async function bytesRead(portion: number, until: number): Promise<number> {
    const socket = await open(portOf(big))
    let count = 0
    socket.on('error', () => {})
    socket.pause()
    socket.write(get('/'))
    const end = performance.now() + until
    while (performance.now() < end) {
      if (portion > 0) count += socket.read(portion)?.length ?? 0
      await delay(20)
    }
    socket.on('data', (bytes) => {
      count += bytes.length
    })
    socket.resume()
    const patience = performance.now() + 2_000
    while (!socket.destroyed && count < size && performance.now() < patience) await delay(5)
    socket.destroy()
    return count
  }
  /** Two looks, each an eighth of what is due, and the haste of a busy machine. */
  const late = answerDue * 1.25 + 700

  test.concurrent.each<[string, number, number, boolean]>([
    ['that reads it at once has it whole', 0, 0, true],
    ['that begins late has it whole', 0, answerDue / 2, true],
    ['that never reads is let go', 0, late, false],
    ['that reads a little now and then is let go', 10_000, late, false],
  ])('one %s', async (_, portion, until, isWhole) => {
    expect((await bytesRead(portion, until)) > size).toBe(isWhole)
  })
})

describe('slow senders, and those who never come to an end', () => {
  /** The time until the server ends the connection; what goes on `drip`ping stops nobody. */
  async function timeToEnd(bytes: string, drip: string | null, patience = 1_500) {
    const socket = await open(portOf(hurried))
    const heard = listen(socket)
    const began = performance.now()
    socket.write(bytes)
    const dripping = setInterval(() => {
      if (drip !== null && socket.writable) socket.write(drip)
    }, 20)
    await until(() => heard.isClosed() || performance.now() - began > patience)
    clearInterval(dripping)
    const milliseconds = performance.now() - began
    socket.destroy()
    return { milliseconds, isClosed: heard.isClosed(), statuses: answersIn(heard.text()).map(({ status }) => status) }
  }
  /** How often the server looks, and the haste of a busy machine. */
  const slack = short.headerMs / 4 + 700

  test.each<[string, string, string | null, readonly number[], number]>([
    ['says nothing at all', '', null, [], short.headerMs],
    ['stops in the request line', 'GET /user/in', null, [408], short.headerMs],
    ['stops in its headers', `GET /user/info HTTP/1.1\r\n${host}A: `, null, [408], short.headerMs],
    ['drips its headers, byte by byte', `GET /user/info HTTP/1.1\r\n${host}A: `, 'a', [408], short.headerMs],
    ['drips header upon header', `GET /user/info HTTP/1.1\r\n${host}`, 'A: b\r\n', [408], short.headerMs],
    ['stops in its body', post('Content-Length: 24\r\n', '{"quer'), null, [408], short.requestMs],
    ['drips its body, byte by byte', post('Content-Length: 9999\r\n', '{"quer'), 'y', [408], short.requestMs],
    ['drips chunk upon chunk', post(chunked), '1\r\n \r\n', [408], short.requestMs],
    ['drips trailers', post(chunked, '0\r\n'), 'A: b\r\n', [408], short.requestMs],
    ['never asks again', get('/healthz'), null, [200], short.keepAliveMs + 1_000],
  ])('one that %s is ended', async (_, bytes, drip, statuses, due) => {
    const ended = await timeToEnd(bytes, drip, due + slack + 300)
    expect(ended).toMatchObject({ isClosed: true, statuses })
    expect(ended.milliseconds).toBeLessThan(due + slack)
    await expectAlive(hurried)
  })

  test('with the usual limits, all of that takes 12 seconds at most', () => {
    const { headerMs, requestMs, keepAliveMs } = defaultLimits
    // As above: what is due, and then a look each quarter of headerMs, but each second at least.
    const look = Math.min(1_000, headerMs / 4)
    // An idle connection is kept a second longer than it is told (Node's keepAliveTimeoutBuffer).
    expect(Math.max(headerMs + look, requestMs + look, keepAliveMs + 1_000)).toBeLessThanOrEqual(12_000)
    // An answer's beginning is seen by one look and its time by another, each half a second at most.
    expect(requestMs + 2 * 500).toBeLessThanOrEqual(12_000)
  })

  test('one whose body is slow keeps no other out, however many they are', async () => {
    const narrow = await createTestApp({}, { limits: { inFlight: 2 }, database: app.database })
    const server = await serve(narrow, { host: '127.0.0.1', port: 0, limits: defaultLimits })
    const sockets = await Promise.all(Array.from({ length: 10 }, () => open(portOf(server))))
    for (const socket of sockets) socket.write(post('Content-Length: 24\r\n', '{"quer'))
    await delay(50)
    await expectHonest(server)
    for (const socket of sockets) socket.destroy()
    await server.close()
  })

  test('more connections than the limit are closed, and those that were there are served', async () => {
    const sockets: Socket[] = []
    for (let count = 0; count < short.connections; count += 1) sockets.push(await open(portOf(hurried)))
    const over = listen(await open(portOf(hurried)))
    await until(() => over.isClosed())
    expect(over.text()).toBe('')
    const [first] = sockets
    if (first === undefined) throw new Error('There are connections.')
    const heard = listen(first)
    first.write(get('/healthz'))
    await until(() => answersIn(heard.text()).length === 1)
    expect(heard.text()).toContain('alive')
    for (const socket of sockets) socket.destroy()
    await delay(20)
    await expectAlive(hurried)
  })

  test('one that takes no answers is ended', async () => {
    const socket = await open(portOf(hurried))
    socket.on('error', () => {})
    socket.pause()
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    // More answers than all buffers on the way hold.
    const asking = setInterval(() => socket.write(get('/nothing').repeat(500)), 5)
    await Promise.race([ended, delay(5_000)])
    clearInterval(asking)
    expect(socket.destroyed).toBe(true)
    await expectAlive(hurried)
  })
})

test('at last, the honest request is answered as at first', async () => {
  await expectHonest()
  await expectHonest(hurried)
})

async function until(isSo: () => boolean, patience = 2_000): Promise<void> {
  const end = performance.now() + patience
  while (!isSo() && performance.now() < end) await delay(2)
}
