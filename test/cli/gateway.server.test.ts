import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { runCommand, startGateway } from '../support/process.ts'

let server: Awaited<ReturnType<typeof createTestDatabase>>
let env: Record<string, string>
beforeAll(async () => {
  server = await createTestDatabase('nothing')
  env = { DATABASE_URL: server.url, JWT_SECRET: 'of forty bytes or so, and only for tests' }
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
