import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createLoopLateness } from '../../src/edge/loop-lateness.ts'
import type { Store } from '../../src/store/store.ts'
import { expectCell, expectNothingLeaked, faces, restFaces, routes } from '../rest/situation-table.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson } from '../support/legacy-people.ts'

/** What the store waits for before its work, and does instead of it, while a test wants it to. */
let gate: Promise<void> = Promise.resolve()
let failure: Error | null = null
const behindGate = (store: Store): Store => ({
  ...store,
  account: async (id) => {
    await gate
    if (failure) throw failure
    return store.account(id)
  },
  transaction: async (...of) => {
    await gate
    return store.transaction(...of)
  },
})

function shut(): () => void {
  let open = () => {}
  gate = new Promise((resolve) => {
    open = resolve
  })
  return open
}

const inFlight = 3
const queueMs = 30
const answerMs = 150

let app: TestApp
let patient: TestApp
let token: string
beforeAll(async () => {
  patient = await createTestApp({}, { limits: { inFlight, queueMs }, wrapStore: behindGate })
  app = await createTestApp(
    {},
    { limits: { inFlight, queueMs, answerMs }, wrapStore: behindGate, database: patient.database },
  )
  token = await patient.token((await importPerson(patient, 1)).accountId)
})
afterEach(() => {
  gate = Promise.resolve()
  failure = null
})
afterAll(() => patient.close())

const ask = (face: (typeof faces)[number], of: TestApp) =>
  face === 'graph'
    ? of.send('POST', '/graphql', { query: '{ viewer { email } }' }, token)
    : of.get(routes[face][0].path, token)

const settled = () => delay(20)

describe('too much at once', () => {
  test('as many more as the limit wait for a place, and have it when another is done; one beyond does not wait', async () => {
    const roomy = await createTestApp(
      {},
      { limits: { inFlight: 2, queueMs: 5_000 }, wrapStore: behindGate, database: patient.database },
    )
    const open = shut()
    const asked = Array.from({ length: 4 }, () => roomy.get('/user/info', token))
    await settled()
    const began = performance.now()
    expect((await roomy.get('/user/info', token)).status).toBe(503)
    expect(performance.now() - began).toBeLessThan(1_000)
    open()
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })

  test('who waits in vain is refused in its envelope, and told when to come again', async () => {
    const open = shut()
    const working = Array.from({ length: inFlight }, () => patient.get('/user/info', token))
    await settled()
    for (const face of faces) {
      const refused = await ask(face, patient)
      expectNothingLeaked(await refused.clone().text())
      await expectCell('database unreachable', face, refused)
    }
    for (const face of restFaces) {
      for (const { method, path, ...rest } of routes[face]) {
        const refused = await patient.send(method, path, 'body' in rest ? rest.body : undefined, token)
        expect(refused.headers.get('retry-after')).toBe('1')
        await expectCell('database unreachable', face, refused)
      }
    }
    open()
    expect((await Promise.all(working)).map(({ status }) => status)).toEqual([200, 200, 200])
    for (const face of faces) expect((await ask(face, patient)).status).toBe(200)
  })

  test('a request whose body is refused gives its place back once, and no more than once', async () => {
    for (let count = 0; count < 5; count += 1) {
      expect((await patient.send('PATCH', '/api/v1/users/me', '{', token)).status).toBe(400)
    }
    const open = shut()
    const working = Array.from({ length: inFlight + 1 }, () => patient.get('/user/info', token))
    expect((await Promise.race(working)).status).toBe(503)
    open()
    const statuses = (await Promise.all(working)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, 200, 200, 503])
  })

  test('probes and pages are answered all the same', async () => {
    const open = shut()
    const working = Array.from({ length: inFlight }, () => patient.get('/user/info', token))
    await settled()
    expect(await (await patient.get('/healthz')).text()).toBe('alive\n')
    expect((await patient.get('/readyz')).status).toBe(200)
    expect((await patient.get('/nothing')).status).toBe(404)
    open()
    await Promise.all(working)
  })

  test('those who were refused are counted, and told of once a second, not once each', async () => {
    await delay(1_100)
    patient.sheds.length = 0
    const open = shut()
    const working = Array.from({ length: inFlight }, () => patient.get('/user/info', token))
    await settled()
    for (let count = 0; count < 7; count += 1) await patient.get('/user/info', token)
    open()
    await Promise.all(working)
    await delay(1_100)
    expect(patient.sheds).toEqual([7])
  })
})

describe('an answer that takes too long', () => {
  test('is 503 in its envelope when its time is up', async () => {
    for (const face of faces) {
      const open = shut()
      const began = performance.now()
      await expectCell('database unreachable', face, await ask(face, app))
      expect(performance.now() - began).toBeGreaterThanOrEqual(answerMs - 5)
      expect(performance.now() - began).toBeLessThan(answerMs + 500)
      open()
      await settled()
    }
  })

  test('is still being worked on, and counts until that has ended', async () => {
    const open = shut()
    const late = await Promise.all(Array.from({ length: inFlight }, () => app.get('/user/info', token)))
    expect(late.map(({ status }) => status)).toEqual([503, 503, 503])
    const began = performance.now()
    expect((await app.get('/user/info', token)).status).toBe(503)
    expect(performance.now() - began).toBeLessThan(answerMs)
    open()
    await settled()
    expect((await app.get('/user/info', token)).status).toBe(200)
  })

  test('may have been a write that goes through afterwards', async () => {
    const open = shut()
    const late = await app.send('PATCH', '/api/v1/users/me', { full_name: 'Late' }, token)
    expect(late.status).toBe(503)
    open()
    await delay(200)
    expect(await (await app.get('/api/v1/users/me', token)).json()).toMatchObject({ full_name: 'Late' })
  })

  test('begins none of its mutations that had not begun', async () => {
    const open = shut()
    const query = `mutation {
      updateProfile(input: { company: "Begun" }) { userErrors { code } }
      next: updateProfile(input: { displayName: "Not begun" }) { userErrors { code } }
    }`
    expect((await app.send('POST', '/graphql', { query }, token)).status).toBe(503)
    open()
    await delay(200)
    const { data } = await app.query('{ viewer { company displayName } }', token)
    expect(data.viewer.company).toBe('Begun')
    expect(data.viewer.displayName).not.toBe('Not begun')
    expect(app.bugs).toEqual([])
  })

  test('and then turned out a bug is told of, once, and no more than once answered', async () => {
    const open = shut()
    expect((await app.get('/user/info', token)).status).toBe(503)
    failure = new TypeError('of ours')
    open()
    await settled()
    expect(app.bugs).toEqual([failure])
  })

  test('does not count the time a sender takes for its body', async () => {
    const body = new ReadableStream({
      start: async (controller) => {
        await delay(answerMs * 2)
        controller.enqueue(new TextEncoder().encode('{"full_name":"Slow"}'))
        controller.close()
      },
    })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const init = { method: 'PATCH', headers, body, duplex: 'half' }
    const response = await app.fetch(new Request('http://gateway.test/api/v1/users/me', init))
    expect([response.status, (await response.json()).full_name]).toEqual([200, 'Slow'])
  })
})

describe('an event loop that comes late', () => {
  const block = (milliseconds: number) => {
    const end = performance.now() + milliseconds
    while (performance.now() < end);
  }

  test('now and then, as long statements of the embedded database make it, is no overload', async () => {
    const lateness = createLoopLateness()
    lateness.watch(() => true)
    for (let count = 0; count < 3; count += 1) {
      block(200)
      await delay(50)
      expect(lateness.standing()).toBeLessThan(100)
    }
  })

  test('again and again is one, until it was on time once', async () => {
    let isBusy = true
    const lateness = createLoopLateness()
    lateness.watch(() => isBusy)
    for (let count = 0; count < 6; count += 1) {
      block(80)
      await delay(0)
    }
    expect(lateness.standing()).toBeGreaterThanOrEqual(50)
    await delay(60)
    expect(lateness.standing()).toBeLessThan(50)
    isBusy = false
  })

  test('refuses what comes new', async () => {
    const strict = await createTestApp(
      {},
      { limits: { loopDelayMs: 20 }, wrapStore: behindGate, database: patient.database },
    )
    const open = shut()
    const working = strict.get('/user/info', token)
    for (let count = 0; count < 8; count += 1) {
      block(80)
      await delay(0)
    }
    await expectCell('database unreachable', 'users-me', await strict.get('/api/v1/users/me', token))
    expect(await (await strict.get('/healthz')).text()).toBe('alive\n')
    open()
    expect((await working).status).toBe(200)
    await settled()
    await settled()
    expect((await strict.get('/api/v1/users/me', token)).status).toBe(200)
  })
})
