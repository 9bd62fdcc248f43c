import { afterAll, beforeAll, expect, test } from 'vitest'
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
