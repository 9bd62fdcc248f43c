import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { mintToken } from '../../src/auth/mint.ts'
import { createTestDatabase } from '../support/database.ts'
import { documented } from '../support/documented.ts'
import { withServer } from '../support/global-setup.ts'
import { runCommand, startGateway } from '../support/process.ts'
import { answersIn, exchange, listen, open } from '../support/raw-http.ts'

const secret = 'of forty bytes or so, and only for tests'

let server: Awaited<ReturnType<typeof createTestDatabase>>
let env: Record<string, string>
beforeAll(async () => {
  server = await createTestDatabase('nothing')
  env = { DATABASE_URL: server.url, JWT_SECRET: secret }
})
afterAll(() => server.drop())

test('on a server the gateway is not ready until `migrate` has run, and then it is; demo people stay out', async () => {
  const gateway = await startGateway(env)
  try {
    const unready = await fetch(`${gateway.url}/readyz`)
    expect(unready.status).toBe(503)
    expect(await unready.text()).toContain('migrations are not applied')
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200)
    expect(await runCommand(['export', '--system', 'users-me'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('viewer-gateway migrate'),
    })

    const migrations = await Promise.all([runCommand(['migrate'], env), runCommand(['migrate'], env)])
    expect(migrations.map(({ code }) => code)).toEqual([0, 0])
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200)
    expect((await runCommand(['export', '--system', 'users-me'], env)).stdout).toBe('')
    expect(gateway.output()).not.toContain('Demo people')
  } finally {
    expect((await gateway.end('SIGTERM')).code).toBe(0)
  }
})

test('where the keys that tokens are checked with cannot be had, the gateway is up, says so, and is ready once they can', async () => {
  const key = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  let status = 503
  const issuer = createServer((_, response) => response.writeHead(status).end(JSON.stringify({ keys: [key] })))
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/keys?code=dont-tell`
  const gateway = await startGateway({ DATABASE_URL: server.url, JWT_JWKS_URL: url, LOG_LEVEL: 'warn' })
  try {
    const ready = () => fetch(`${gateway.url}/readyz`)
    expect(await (await ready()).text()).toBe('not ready: the keys that tokens are checked with cannot be had\n')
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200)
    expect(gateway.output()).toContain('the keys of an issuer could not be fetched')
    expect(gateway.output()).not.toContain('dont-tell')
    status = 200
    await vi.waitFor(async () => expect((await ready()).status).toBe(200), { timeout: 10_000, interval: 200 })
  } finally {
    expect((await gateway.end('SIGTERM')).code).toBe(0)
    issuer.closeAllConnections()
    issuer.close()
  }
})
test('SIGTERM while fifty wait for somebody else’s lock: all are answered, and the exit status is 0 within 2 seconds of it', async () => {
  await runCommand(['migrate'], env)
  const alice = documented.find(({ system }) => system === 'USERS_ME')
  expect((await runCommand(['import', '-s', 'users-me', '-'], env, alice?.body)).code).toBe(0)
  const gateway = await startGateway(env)
  const subject = alice?.id ?? ''
  const token = await mintToken({ secret, subject, system: 'USERS_ME', ttlSeconds: 600, now: new Date() })
  const read = `GET /api/v1/users/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`
  const port = Number(new URL(gateway.url).port)
  expect((await exchange(port, read)).answers.map(({ status }) => status)).toEqual([200])

  await withServer(server.url, async (client) => {
    await client.query('BEGIN')
    await client.query('LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE')
    const sockets = await Promise.all(Array.from({ length: 50 }, () => open(port)))
    const heard = sockets.map(listen)
    // Once a request has been handed over it is in flight, whether the gateway has looked at it yet or not.
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.write(read, resolve))))
    await expect.poll(() => waiting(client)).toBeGreaterThan(0)
    const began = performance.now()
    const ended = gateway.end('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 100))
    await client.query('ROLLBACK')
    expect((await ended).code).toBe(0)
    expect(performance.now() - began).toBeLessThan(2_000)
    await expect.poll(() => heard.every(({ isClosed }) => isClosed())).toBe(true)
    const statuses = heard.map(({ text }) => String(answersIn(text()).map(({ status }) => status)))
    expect(statuses.filter((status) => status !== '200')).toEqual([])
  })
})

/** How many sessions wait for a lock. */
async function waiting(client: { query(sql: string): Promise<{ rows: { count: number }[] }> }): Promise<number> {
  const { rows } = await client.query(
    "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  )
  return rows[0]?.count ?? 0
}
