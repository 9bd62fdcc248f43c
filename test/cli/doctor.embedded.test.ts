import { generateKeyPairSync } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { checks } from '../../src/cli/doctor/checks.ts'
import { type Diagnosis, diagnose } from '../../src/cli/doctor/diagnose.ts'
import { openEmbedded } from '../../src/store/embedded.ts'
import { freePort } from '../support/free-port.ts'
import { runCommand } from '../support/process.ts'
import { hasRedis, startRedis } from '../support/redis.ts'

const secret = 'of forty bytes or so, and only for tests'
const hidden = 'Gesellschaftsinseln'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-doctor-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const opened: Server[] = []
afterEach(() => {
  for (const server of opened.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function answering(status: number, body: string): Promise<number> {
  const server = createServer((_, response) => response.writeHead(status).end(body))
  opened.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function findings(env: Record<string, string>): Promise<Diagnosis[]> {
  const all: Diagnosis[] = []
  for await (const one of diagnose({ PORT: '0', ...env })) all.push(one)
  return all
}

/** What one check finds. */
async function found(name: string, env: Record<string, string>): Promise<Diagnosis> {
  const [first, ...others] = (await findings(env)).filter((one) => one.name === name)
  expect(others).toEqual([])
  if (first === undefined) throw new Error(`There is no check ${name}.`)
  return first
}

const names = (directory: string) => readdir(directory, { recursive: true }).then((all) => all.sort())

describe.sequential('the doctor and the embedded database', () => {
  test('where nothing is yet, nothing fails, and nothing is made', async () => {
    const data = join(directory, 'none')
    const all = await findings({ DATA_DIR: data })
    expect(all.filter(({ status }) => status !== 'ok')).toEqual([])
    expect(new Set(all.map(({ name }) => name))).toEqual(new Set(checks.map(({ name }) => name)))
    expect(await readdir(directory)).toEqual([])
  })

  test('one that is open is a fact with its holder, no failure', async () => {
    const data = join(directory, 'data')
    const made = inject('template')
    if (made.home !== 'embedded') throw new Error('The embedded project has an embedded template.')
    const template = new Blob([await readFile(made.file)])
    const database = await openEmbedded({ dataDir: data, holder: 'import', template })
    const all = await findings({ DATA_DIR: data })
    await database.close()
    expect(all.filter(({ status }) => status !== 'ok')).toEqual([])
    const seen = all.find(({ name }) => name === 'database')?.saw
    expect(seen).toContain(`open in import (process ${process.pid}`)
  })

  test('one that nobody has open is looked at without a change to it, and no copy is left', async () => {
    const data = join(directory, 'data')
    const before = await names(data)
    const control = await readFile(join(data, 'pglite/global/pg_control'))
    const copiesBefore = (await readdir(tmpdir())).filter((name) => name.startsWith('viewer-gateway-look-'))
    expect(await found('database', { DATA_DIR: data })).toMatchObject({
      status: 'ok',
      saw: expect.stringMatching(/PostgreSQL \d+\.\d+, not open anywhere$/),
    })
    expect((await found('migrations', { DATA_DIR: data })).saw).toBe('none is missing')
    expect(await names(data)).toEqual(before)
    expect(await readFile(join(data, 'pglite/global/pg_control'))).toEqual(control)
    const copies = (await readdir(tmpdir())).filter((name) => name.startsWith('viewer-gateway-look-'))
    expect(copies).toEqual(copiesBefore)
  })

  test('one that is damaged fails with what to do', async () => {
    const data = join(directory, 'damaged')
    await cp(join(directory, 'data'), data, { recursive: true })
    await writeFile(join(data, 'pglite/global/pg_control'), Buffer.alloc(8_192, 7))
    expect(await found('database', { DATA_DIR: data })).toMatchObject({
      status: 'fail',
      saw: expect.stringContaining('does not open'),
      remedy: expect.stringContaining('backup'),
    })
  })
})

describe('the doctor and everything else', () => {
  test('all that is wrong with the settings is said at once, and what does not depend on them is looked at', async () => {
    const all = await findings({
      DATA_DIR: join(directory, 'none'),
      PORT: 'http',
      REDIS_URL: hidden,
      JWT_SECRET: 'short',
    })
    const wrong = all.filter(({ name }) => name === 'settings').map(({ saw }) => saw.split(':')[0])
    expect(wrong).toEqual(['PORT', 'JWT_SECRET', 'REDIS_URL'])
    expect(all.find(({ name }) => name === 'database')?.status).toBe('ok')
  })

  test('keys: how many are usable is told of every issuer; a set that cannot be had fails', async () => {
    const jwk = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
    const good = await answering(200, JSON.stringify({ keys: [jwk, { ...jwk, use: 'enc' }] }))
    const bad = await answering(500, '')
    const all = await findings({
      DATA_DIR: join(directory, 'none'),
      JWT_JWKS_URL: `http://127.0.0.1:${good}/keys`,
      JWT_ISSUERS: JSON.stringify([
        { issuer: 'old', jwksUrl: `http://127.0.0.1:${bad}/keys` },
        { issuer: 'older', secret },
      ]),
    })
    expect(all.filter(({ name }) => name === 'keys')).toMatchObject([
      { status: 'ok', saw: expect.stringMatching(/^of the main issuer: 1 usable, fetched in \d+ ms/) },
      { status: 'fail', saw: expect.stringContaining('issuer old: the key set answered 500') },
      { status: 'ok', saw: 'of issuer older: a secret' },
    ])
  })

  test('Redis: none is a fact, one that is away fails', async () => {
    const data = { DATA_DIR: join(directory, 'none') }
    expect((await found('redis', data)).status).toBe('ok')
    const away = await found('redis', { ...data, REDIS_URL: `redis://:${hidden}@127.0.0.1:${await freePort()}` })
    expect(away).toMatchObject({ status: 'fail', remedy: expect.stringContaining('REDIS_URL') })
  })

  test.skipIf(!hasRedis)('Redis: one that answers is told with version and latency', async () => {
    const redis = await startRedis()
    try {
      const seen = await found('redis', { DATA_DIR: join(directory, 'none'), REDIS_URL: redis.url })
      expect(seen).toMatchObject({ saw: expect.stringMatching(/^Redis \d+\.\d+\.\d+, answers in [\d.]+ ms$/) })
    } finally {
      await redis.kill()
    }
  })

  test.each<[string, number, string, string, string]>([
    ['a gateway that is ready', 200, 'ready\n', 'ok', 'a gateway, which is ready'],
    ['a gateway that is not', 503, 'not ready: shutting down\n', 'fail', 'not ready: shutting down'],
    ['something else', 200, '<html>ready</html>', 'fail', 'something else'],
  ])('the port is in use by %s', async (_, code, body, status, saw) => {
    const port = await answering(code, body)
    const seen = await found('port', { DATA_DIR: join(directory, 'none'), PORT: String(port) })
    expect(seen).toMatchObject({ status, saw: expect.stringContaining(saw) })
  })

  test('TLS in front without a trusted proxy is worth a warning', async () => {
    const seen = await found('proxies', { DATA_DIR: join(directory, 'none'), HSTS_MAX_AGE: '600' })
    expect(seen).toMatchObject({ status: 'warn', remedy: expect.stringContaining('TRUSTED_PROXIES') })
  })

  test('with nothing there at all it comes to an end, exits 1, tells as JSON and keeps every secret', async () => {
    const { code, stdout, stderr } = await runCommand(['doctor', '--json'], {
      DATABASE_URL: `postgresql://me:${hidden}@127.0.0.1:${await freePort()}/db`,
      REDIS_URL: `redis://:${hidden}@127.0.0.1:${await freePort()}`,
      JWT_JWKS_URL: `http://127.0.0.1:${await freePort()}/keys?code=${hidden}`,
      PORT: '0',
    })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const told = JSON.parse(stdout) as { ok: boolean; version: string; checks: Diagnosis[] }
    expect(told).toMatchObject({ ok: false, version: expect.stringMatching(/^\d+\.\d+\.\d+$/) })
    const failing = told.checks.filter(({ status }) => status === 'fail')
    expect(failing.map(({ name }) => name)).toEqual(['database', 'keys', 'redis'])
    expect(failing.every(({ remedy }) => remedy !== undefined)).toBe(true)
    expect(stdout).not.toContain(hidden)
  })
})
