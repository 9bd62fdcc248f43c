import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json, text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { startGateway } from '../support/process.ts'

const directories: string[] = []
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

const secret = 'Zk3v9-main-Qw81xLpTn0s7RbYc5uHgJdEa'
const metricsToken = 'a-token-of-the-tests-for-prometheus'

function start(env: Record<string, string>) {
  const directory = mkdtempSync(join(tmpdir(), 'viewer-gateway-telemetry-'))
  directories.push(directory)
  return startGateway({ DATA_DIR: directory, LOG_LEVEL: 'info', ...env })
}

const linesOf = (stdout: string) => stdout.split('\n').filter((line) => line.startsWith('{'))

describe('a gateway as it is started', () => {
  test('as a demo lets anybody read /metrics, and keeps its banner in sight', async () => {
    const gateway = await start({})
    const metrics = await fetch(`${gateway.url}/metrics`)
    expect([metrics.status, (await metrics.text()).includes('gateway_ready 1')]).toEqual([200, true])
    await fetch(`${gateway.url}/user/info`)
    const { code, stdout } = await gateway.end('SIGTERM')
    expect(code).toBe(0)
    expect(linesOf(stdout)).toEqual([])
  })

  test('otherwise has /metrics for whoever has the token alone, a line for each request, and traces where they are asked for', async () => {
    const names: string[] = []
    const collector = createServer(async (request, response) => {
      const { resourceSpans } = (await json(request)) as { resourceSpans: Sent[] }
      names.push(
        ...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map((one) => one.name))),
      )
      response.end('{}')
    })
    collector.listen(0, '127.0.0.1')
    await once(collector, 'listening')
    const gateway = await start({
      ...{ DEMO: '0', JWT_SECRET: secret, METRICS_TOKEN: metricsToken },
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    })
    const statusOf = async (path: string, headers = {}) => (await fetch(`${gateway.url}${path}`, { headers })).status
    expect(await statusOf('/metrics')).toBe(401)
    expect(await statusOf('/metrics', { authorization: `Bearer ${metricsToken}` })).toBe(200)
    expect(await statusOf('/user/info')).toBe(401)
    const { code, stdout, stderr } = await gateway.end('SIGTERM')
    await new Promise((resolve) => collector.close(resolve))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    // What was written last is there, too; probes are no lines at this level.
    const lines = linesOf(stdout).map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      { route: 'GET /user/info', status: 401, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ])
    expect(names).toEqual(['read user-info', 'GET /user/info'])
  })

  test('without a token has no /metrics at all', async () => {
    const gateway = await start({ DEMO: '0', JWT_SECRET: secret })
    expect((await fetch(`${gateway.url}/metrics`)).status).toBe(404)
    await gateway.end('SIGTERM')
  })
})

interface Sent {
  readonly scopeSpans: readonly { readonly spans: readonly { readonly name: string }[] }[]
}

describe('lines that have been told are written, however the process ends', () => {
  test.each([
    ['by itself', ''],
    ['by a decision', 'process.exit(1)'],
    ['by what nobody caught', 'throw new Error("x")'],
    ['by a promise that nobody caught', 'await Promise.reject(new Error("x"))'],
  ])('%s', async (_, end) => {
    expect(await toldBy(`logger.info('first'); logger.info('second'); ${end}`)).toEqual(['first', 'second'])
  })

  test('and at once from warn on, with all that came before', async () => {
    const killed = `logger.info('first'); logger.warn('second'); logger.info('lost'); process.kill(process.pid, 'SIGKILL')`
    expect(await toldBy(killed)).toEqual(['first', 'second'])
  })

  async function toldBy(code: string): Promise<readonly string[]> {
    const program = `import { createLogger, openStandardOutput } from './src/telemetry/logger.ts'
      const logger = createLogger('info', openStandardOutput()); ${code}`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return linesOf(await text(child.stdout)).map((line) => JSON.parse(line).msg)
  }
})
