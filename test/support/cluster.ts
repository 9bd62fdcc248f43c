import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from './free-port.ts'

/** Where the server's programs are; null on a machine that has none, where the faults cannot be tried. */
export const serverPrograms: string | null = findPrograms()

export const isRoot = process.getuid?.() === 0

/** A PostgreSQL of one's own, to be stopped, killed and frozen as one likes. */
export interface Cluster {
  /** Of its superuser. */
  readonly url: string
  readonly port: number
  readonly directory: string
  /** Starts it where it is not running, and waits until it takes connections. */
  start(): Promise<void>
  isRunning(): boolean
  /** SIGQUIT: it ends at once, without a checkpoint, and recovers at its next start. */
  stopImmediately(): Promise<void>
  /** SIGKILL to the postmaster; waits until its orphans have seen it and gone. */
  kill(): Promise<void>
  /** SIGSTOP to all of its processes: it neither answers nor hangs up. Returns what lets them go on. */
  freeze(): () => void
  /** A session of the superuser, for as long as the work takes. */
  session<T>(work: (client: pg.Client) => Promise<T>): Promise<T>
  /** Ends it and deletes its directory. */
  remove(): Promise<void>
}

export interface ClusterOptions {
  /** Of the whole disk it is given; only as root, on Linux. */
  readonly megabytes?: number
  /** As `postgres -c` takes them: `shared_buffers=1GB`. */
  readonly settings?: readonly string[]
}

/** Makes a cluster with the usual durability (`fsync`, `synchronous_commit`), on a free port of loopback, and starts it. */
export async function createCluster({ megabytes, settings = [] }: ClusterOptions = {}): Promise<Cluster> {
  if (serverPrograms === null) throw new Error('There is no PostgreSQL server on this machine.')
  const programs = serverPrograms
  const user = unprivilegedUser()
  const disk = mkdtempSync(join(tmpdir(), 'viewer-gateway-cluster-'))
  if (megabytes !== undefined) execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk])
  if (user) chownSync(disk, user.uid, user.gid)
  const directory = join(disk, 'data')
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const init = ['-D', directory, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N']
  if (megabytes !== undefined) init.push('--wal-segsize=1')
  await promisify(execFile)(join(programs, 'initdb'), init, { ...user, cwd: disk })

  let postmaster: ChildProcess | null = null
  const isRunning = () => postmaster !== null && postmaster.exitCode === null && postmaster.signalCode === null
  const end = async (signal: NodeJS.Signals) => {
    if (postmaster === null || !isRunning()) return
    const ended = once(postmaster, 'exit')
    postmaster.kill(signal)
    await ended
  }
  const cluster: Cluster = {
    url,
    port,
    directory,
    isRunning,
    start: async () => {
      // Orphans of the last postmaster keep its memory for as long as they need to notice: then another try is due.
      for (let waited = 0; waited < 30_000; waited += 20) {
        if (!isRunning()) {
          const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=60', ...settings]
          const args = ['-D', directory, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])]
          postmaster = spawn(join(programs, 'postgres'), args, { ...user, cwd: disk, stdio: 'ignore' })
        }
        if (await takesConnections(url)) return
        await setTimeout(20)
      }
      throw new Error('The cluster does not start.')
    },
    stopImmediately: () => end('SIGQUIT'),
    kill: async () => {
      const orphans = postmaster?.pid === undefined ? [] : childrenOf(postmaster.pid)
      await end('SIGKILL')
      while (orphans.some(isAlive)) await setTimeout(5)
    },
    freeze: () => {
      const { pid } = postmaster ?? {}
      if (pid === undefined) throw new Error('Only a running cluster can be frozen.')
      // The postmaster first, so that no process is made meanwhile.
      process.kill(pid, 'SIGSTOP')
      const all = [...childrenOf(pid), pid]
      for (const one of all) signal(one, 'SIGSTOP')
      return () => {
        for (const one of all) signal(one, 'SIGCONT')
      }
    },
    session: async (work) => {
      const client = new pg.Client({ connectionString: url })
      client.on('error', () => {})
      await client.connect()
      try {
        return await work(client)
      } finally {
        await client.end().catch(() => {})
      }
    },
    remove: async () => {
      await end('SIGQUIT')
      if (megabytes !== undefined) execFileSync('umount', [disk])
      rmSync(disk, { recursive: true, force: true })
    },
  }
  try {
    await cluster.start()
  } catch (error) {
    await cluster.remove()
    throw error
  }
  return cluster
}

/** PostgreSQL refuses to run as root. */
export function unprivilegedUser(): { readonly uid: number; readonly gid: number } | null {
  if (!isRoot) return null
  const idOf = (kind: string) => Number(execFileSync('id', [kind, 'nobody'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

function findPrograms(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const places = [...versions.map((version) => join(debian, version, 'bin')), configured()]
  return places.find((place) => place !== null && existsSync(join(place, 'initdb'))) ?? null
}

function configured(): string | null {
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}

async function takesConnections(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

function childrenOf(pid: number): number[] {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number)
  } catch {
    return []
  }
}

/** A process that has gone meanwhile needs no signal. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {}
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
