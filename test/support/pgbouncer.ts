import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { isRoot, unprivilegedUser } from './cluster.ts'
import { freePort } from './free-port.ts'

const program = process.env.TEST_PGBOUNCER ?? 'pgbouncer'

/** What PgBouncer of this machine says it is; null where there is none. */
export const pgbouncerVersion: string | null =
  spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.split('\n')[0] ?? null

export interface OwnPgbouncer {
  /** The same database as asked for, through it. */
  readonly url: string
  end(): Promise<void>
}

/**
 * A PgBouncer of the test's own before a database that lets everybody in, on a free port of loopback.
 *
 * @param settings lines of its section `[pgbouncer]`, beside what makes it the test's own.
 */
export async function startPgbouncer(databaseUrl: string, settings: readonly string[]): Promise<OwnPgbouncer> {
  const { hostname, port: serverPort, username, password, pathname } = new URL(databaseUrl)
  const port = await freePort()
  const directory = mkdtempSync(join(tmpdir(), 'viewer-gateway-pgbouncer-'))
  chmodSync(directory, 0o755)
  const ini = join(directory, 'pgbouncer.ini')
  const users = join(directory, 'users')
  writeFileSync(users, `"${username}" "${password}"\n`)
  const lines = [
    `[databases]\n* = host=${hostname} port=${serverPort || 5432}\n[pgbouncer]`,
    `listen_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =`,
    `auth_type = trust\nauth_file = ${users}`,
    ...settings,
  ]
  writeFileSync(ini, `${lines.join('\n')}\n`)
  // It refuses to run as root.
  const user = unprivilegedUser()
  if (user && isRoot) for (const file of [ini, users]) chownSync(file, user.uid, user.gid)
  const child = spawn(program, ['--quiet', ini], { ...user, stdio: 'ignore' })
  const url = Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String(port), pathname }).href
  const end = async () => {
    await ended(child)
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    await untilAnswered(child, url)
  } catch (error) {
    await end()
    throw error
  }
  return { url, end }
}

/** SIGTERM: it ends at once, with its connections. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}

async function untilAnswered(child: ChildProcess, url: string): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended with ${child.exitCode}.`)
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('SELECT 1')
      return
    } catch {
      await delay(20)
    } finally {
      await client.end().catch(() => {})
    }
  }
  throw new Error('pgbouncer does not answer.')
}
