import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { defaultLimits } from '../../src/edge/limits.ts'
import { serve } from '../../src/serve.ts'
import { createBenchApp } from './bench-app.ts'

/** The gateway in a process of its own, on a database of its own: what loads it does not slow it down by itself. */
export interface ForkedGateway {
  readonly port: number
  /** Of a person each, and of a service that may move credits. */
  readonly tokens: readonly string[]
  readonly service: string
  readonly accountIds: readonly string[]
  /** Bytes of resident memory. */
  memory(): Promise<number>
  /** Checks every ledger against its journal, ends the process and drops its database. */
  end(): Promise<void>
}

type Started = Pick<ForkedGateway, 'port' | 'tokens' | 'service' | 'accountIds'>

const server = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

export async function forkGateway(accounts: number): Promise<ForkedGateway> {
  const name = `gateway_bench_${randomBytes(4).toString('hex')}`
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).toString()
  await onServer(`CREATE DATABASE ${name}`)
  const child = fork(fileURLToPath(import.meta.url), [String(accounts)], {
    env: { ...process.env, FORKED_DATABASE_URL: url },
  })
  const ended = once(child, 'exit')
  const failed = ended.then(([code]) => Promise.reject(new Error(`The gateway ended with ${code}.`)))
  failed.catch(() => {})
  const [started] = (await Promise.race([once(child, 'message'), failed])) as [Started]
  return {
    ...started,
    memory: async () => {
      child.send('memory')
      const [bytes] = (await Promise.race([once(child, 'message'), failed])) as [number]
      return bytes
    },
    end: async () => {
      child.send('end')
      const [code] = await ended
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
      if (code !== 0) throw new Error(`The gateway ended with ${code}.`)
    },
  }
}

/** The usual bounds, but that connections may idle between two rounds of a measurement. */
const limits = { ...defaultLimits, keepAliveMs: 600_000 }

/** The gateway's side. */
async function serveUntilTold(url: string, accounts: number): Promise<void> {
  const bench = await createBenchApp(url, accounts)
  // Nobody is left to tell it to end.
  const orphaned = () => process.exit(1)
  process.once('disconnect', orphaned)
  const listening = await serve(bench, { host: '127.0.0.1', port: 0, limits })
  process.on('message', async (message) => {
    if (message === 'memory') return process.send?.(process.memoryUsage.rss())
    await listening.close()
    await bench.check()
    await bench.close()
    process.off('disconnect', orphaned)
    process.disconnect()
  })
  process.send?.({
    port: Number(new URL(listening.url).port),
    tokens: await Promise.all(bench.accounts.map(({ id }) => bench.token(id))),
    service: await bench.token('service:bench', ['credits:write', 'account:support']),
    accountIds: bench.accounts.map(({ id }) => id),
  } satisfies Started)
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

if (process.env.FORKED_DATABASE_URL !== undefined) {
  await serveUntilTold(process.env.FORKED_DATABASE_URL, Number(process.argv[2]))
}
