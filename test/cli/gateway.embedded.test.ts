import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningGateway, runCommand, runGateway, startGateway } from '../support/process.ts'

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

  test('every printed curl answers 200', async () => {
    const curls = [...gateway.output().matchAll(/curl -s (\S+) -H 'Authorization: (Bearer \S+)'/g)]
    expect(curls).toHaveLength(4)
    for (const [, url = '', authorization = ''] of curls) {
      expect((await fetch(url, { headers: { authorization } })).status, url).toBe(200)
    }
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

  test('a change outlives SIGTERM, which answers what is in flight and exits 0', async () => {
    const [, token = ''] = /ada@example\.com.*\n {2}(\S+)/.exec(gateway.output()) ?? []
    // Connections of their own: one kept alive from before may be closed by its five idle seconds just now.
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' }
    const path = '/api/v1/users/me'
    const inFlight = Array.from({ length: 20 }, () =>
      fetch(gateway.url + path, { method: 'PATCH', headers, body: '{"full_name":"Countess"}' }),
    )
    await Promise.race(inFlight)
    const ended = gateway.end('SIGTERM')
    const statuses = (await Promise.all(inFlight)).map(({ status }) => status)
    expect(statuses).toEqual(statuses.map(() => 200))
    expect((await ended).code).toBe(0)

    gateway = await startGateway(env)
    expect(gateway.output()).not.toContain('Creating the database')
    expect(await (await fetch(gateway.url + path, { headers })).json()).toMatchObject({ full_name: 'Countess' })
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

  test('a port that is taken is said so, and the data directory is given back', async () => {
    const data = join(directory, 'other')
    const { port } = new URL(gateway.url)
    expect(await runGateway({ DATA_DIR: data, PORT: port })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('EADDRINUSE'),
    })
    expect((await runCommand(['export', '--system', 'user-info'], { DATA_DIR: data })).code).toBe(0)
  })
})
