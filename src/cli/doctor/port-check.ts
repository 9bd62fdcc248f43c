import { createServer } from 'node:net'
import { type Check, type Finding, fail, notSeen, ok } from './check.ts'

export const portCheck: Check = {
  name: 'port',
  look: async ({ settings }) => {
    if (settings === null) return notSeen('the settings are wrong')
    const { host, port } = settings
    if (port === 0) return ok('any that is free (PORT is 0)')
    const code = await listenOnce(host, port)
    if (code === null) return ok(`${port} on ${host} is free`)
    if (code === 'EADDRINUSE') return lookAtTaker(host, port)
    return fail(
      `${port} on ${host} cannot be had: ${code}`,
      'Set PORT to one above 1023, and HOST to an address of this machine.',
    )
  },
}

/** What the system says to it; null when it can be had. It is given back at once. */
function listenOnce(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    server.listen(port, host, () => server.close(() => resolve(null)))
  })
}

async function lookAtTaker(host: string, port: number): Promise<readonly Finding[]> {
  const text = await readinessAt(host, port)
  if (text === 'ready') return ok(`${port} on ${host} is in use by a gateway, which is ready`)
  if (text?.startsWith('not ready')) return fail(`${port} on ${host} is in use by a gateway, which is ${text}`)
  return fail(
    `${port} on ${host} is in use by something else`,
    'Set PORT to another, or end what has it (`ss -ltnp` names it).',
  )
}

/** What a gateway says of itself there, on a line; null when none does. */
async function readinessAt(host: string, port: number): Promise<string | null> {
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host)
  try {
    const answer = await fetch(`http://${reachable}:${port}/readyz`, {
      redirect: 'manual',
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(5_000),
    })
    const [line = ''] = (await answer.text()).slice(0, 500).split('\n')
    return /^(?:ready$|not ready: )/.test(line) ? line : null
  } catch {
    return null
  }
}
