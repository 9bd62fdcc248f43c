import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningGateway, runCommand, runGateway, startGateway } from '../support/process.ts'
import { answersIn, listen, open } from '../support/raw-http.ts'

let directory: string
let env: Record<string, string>
let gateway: RunningGateway
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-main-'))
  env = { DATA_DIR: join(directory, 'data') }
  gateway = await startGateway(env)
})
afterAll(async () => {
  await gateway.end('SIGKILL')
  await rm(directory, { recursive: true, force: true })
})

describe.sequential('the gateway as a process', () => {
  test('a first start says that it makes the database, who is in it, and what to type', () => {
    const output = gateway.output()
    expect(output).toContain('Creating the database')
    expect(output.match(/@example\.com: /g)?.length).toBeGreaterThanOrEqual(8)
    for (const path of ['/v1/account/profile', '/api/v1/users/me', '/api/users/profile', '/user/info']) {
      expect(output).toContain(`curl -s ${gateway.url}${path} -H 'Authorization: Bearer `)
    }
  })

  test('every printed curl answers, one for each route', () => {
    const curls = gateway.output().match(/curl -s http.*/g) ?? []
    // One for each route of the contract, and what it answers: only the dismissal has nothing to say.
    const statuses = curls.map((curl) => {
      const [, ...args] = [...curl.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
      return execFileSync('curl', [...args, '-o', '/dev/null', '-w', '%{http_code}'], { encoding: 'utf8' })
    })
    expect(statuses).toEqual(['200', '200', '204', '200', '200', '200', '200'])
  })

  test('it is alive and ready', async () => {
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200)
  })

  test('a second opener of its data is refused at once, told who holds it and what to do', async () => {
    const second = await runGateway(env)
    expect(second.code).toBe(1)
    expect(second.stderr).toMatch(new RegExp(`is in use by gateway \\(process ${gateway.pid} .*Stop it first`))
    const command = await runCommand(['export', '--system', 'users-me'], env)
    expect(command).toMatchObject({ code: 1, stderr: expect.stringContaining(`process ${gateway.pid}`) })
  })

  test('a change and a key’s last use outlive SIGTERM, which answers fifty in flight, is not ready at once, and exits 0 within 2 seconds', async () => {
    const [, token = ''] = /ada@example\.com.*\n {2}(\S+)/.exec(gateway.output()) ?? []
    // Connections of their own: one kept alive from before may be closed by its five idle seconds just now.
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' }
    const path = '/api/v1/users/me'
    const ask = async (query: string, by = token) => {
      const init = { method: 'POST', body: JSON.stringify({ query }) }
      const answer = await fetch(`${gateway.url}/graphql`, {
        ...init,
        headers: { ...headers, authorization: `Bearer ${by}` },
      })
      return (await answer.json()).data
    }
    const { createApiKey } = await ask('mutation { createApiKey(input: {}) { secret } }')
    await ask('{ viewer { id } }', createApiKey.secret)
    const inFlight = Array.from({ length: 50 }, () =>
      fetch(gateway.url + path, { method: 'PATCH', headers, body: '{"full_name":"Countess"}' }),
    )
    await Promise.race(inFlight)
    const probe = await open(Number(new URL(gateway.url).port))
    const began = performance.now()
    const ended = gateway.end('SIGTERM')
    const readiness = await answerOnceNotOk(probe, '/readyz')
    const statuses = (await Promise.all(inFlight)).map(({ status }) => status)
    expect(statuses).toEqual(statuses.map(() => 200))
    expect((await ended).code).toBe(0)
    expect(performance.now() - began).toBeLessThan(2_000)
    expect(readiness).toBe('503 not ready: shutting down\n')

    gateway = await startGateway(env)
    expect(gateway.output()).not.toContain('Creating the database')
    expect(await (await fetch(gateway.url + path, { headers })).json()).toMatchObject({ full_name: 'Countess' })
    const { viewer } = await ask('{ viewer { resources { apiKeys(first: 1) { edges { node { lastUsedAt } } } } } }')
    expect(viewer.resources.apiKeys.edges[0].node.lastUsedAt).toEqual(expect.any(String))
  })

  test('nobody holds up its end: not an idle connection, not half a request, not a body that never comes', async () => {
    const stubborn = await startGateway({
      DATA_DIR: join(directory, 'stubborn'),
      ...{ ANSWER_TIMEOUT_MS: '1000', STATEMENT_TIMEOUT_MS: '1000', LOCK_TIMEOUT_MS: '1000' },
    })
    const port = Number(new URL(stubborn.url).port)
    const sockets = await Promise.all(Array.from({ length: 4 }, () => open(port)))
    const heard = sockets.map(listen)
    const [idle, kept, half, slow] = sockets
    idle?.write('')
    kept?.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
    half?.write('GET /healthz HTTP/1.1\r\nHo')
    slow?.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{')
    await expect.poll(() => heard[1]?.text()).toContain('alive')
    const began = performance.now()
    expect((await stubborn.end('SIGTERM')).code).toBe(0)
    // The answer's time, and the half second after it.
    expect(performance.now() - began).toBeLessThan(1_500 + 1_500)
    for (const socket of sockets) socket.destroy()
  })

  test('a lock that kill -9 left behind keeps nobody out', async () => {
    await gateway.end('SIGKILL')
    gateway = await startGateway(env)
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200)
  })

  test('wrong settings are all named at once, without their values, and the exit status is 1', async () => {
    const { code, stderr } = await runGateway({
      DATA_DIR: join(directory, 'unused'),
      PORT: 'http',
      JWT_SECRET: 'short-secret',
    })
    expect(code).toBe(1)
    expect(stderr).toContain('PORT')
    expect(stderr).toContain('JWT_SECRET')
    expect(stderr).not.toContain('short-secret')
  })

  test('the demo refuses to listen beyond loopback unless told to', async () => {
    const { code, stderr } = await runGateway({ DATA_DIR: join(directory, 'unused'), HOST: '0.0.0.0' })
    expect(code).toBe(1)
    expect(stderr).toContain('DEMO_BEYOND_LOOPBACK')
  })

  test('no query is too deep for the process: it is refused as a query', async () => {
    const headers = { 'content-type': 'application/json', connection: 'close' }
    for (const query of [
      '{viewer'.repeat(2_400),
      `{account(by:${'['.repeat(4_000)}`,
      '{viewer'.repeat(600) + '}'.repeat(600),
    ]) {
      const answer = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
      expect((await answer.json()).errors[0].extensions.code).toMatch(
        /^(?:QUERY_TOO_(?:LONG|DEEP|BROAD)|GRAPHQL_VALIDATION_FAILED)$/,
      )
    }
  })

  test('where there are no demo people none are promised: with data of one’s own, with keys of somebody else’s', async () => {
    const own = { DATA_DIR: join(directory, 'own') }
    const body = '{"user":{"id":"123e4567-e89b-12d3-a456-426655440000","email":"own@example.com"},"status":{"cost":0}}'
    expect((await runCommand(['import', '-s', 'user-info', '-'], own, body)).code).toBe(0)
    for (const settings of [
      own,
      { DATA_DIR: join(directory, 'jwks'), JWT_JWKS_URL: 'https://keys.example.com/jwks' },
    ]) {
      const other = await startGateway(settings)
      await other.end('SIGTERM')
      expect(other.output()).toContain('ready on')
      expect(other.output()).not.toMatch(/Demo people|undefined|Bearer/)
    }
  })

  test('a gateway whose directory is deleted and made anew by another ends, and writes nothing into it', async () => {
    const data = join(directory, 'remade')
    const first = await startGateway({ DATA_DIR: data })
    await rm(data, { recursive: true })
    const second = await startGateway({ DATA_DIR: data })
    const ended = await first.end('SIGTERM')
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('no more') })
    await second.end('SIGTERM')
    const third = await startGateway({ DATA_DIR: data })
    expect((await third.end('SIGTERM')).code).toBe(0)
  })

  test('a port that is taken is said so, and the data directory is given back', async () => {
    const data = join(directory, 'other')
    const { port } = new URL(gateway.url)
    expect(await runGateway({ DATA_DIR: data, PORT: port })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Cannot listen on 127\.0\.0\.1, port \d+: .*EADDRINUSE/),
    })
    expect((await runCommand(['export', '--system', 'user-info'], { DATA_DIR: data })).code).toBe(0)
  })
})

/** What a path answers, asked again and again on one connection, when it is 200 no more. */
async function answerOnceNotOk(socket: Socket, path: string): Promise<string> {
  const heard = listen(socket)
  for (let asked = 1; ; asked += 1) {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
    await expect.poll(() => answersIn(heard.text()).length, { interval: 2, timeout: 20_000 }).toBe(asked)
    const { status, body } = answersIn(heard.text()).at(-1) ?? { status: 0, body: '' }
    if (status !== 200) return `${status} ${body}`
  }
}
