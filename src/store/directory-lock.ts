import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

export interface DirectoryLock {
  /** False once the lock is gone, with its directory or by another's taking over: nothing may be written then. */
  isHeld(): boolean
  /** Idempotent; also done when the process exits in good order. */
  release(): void
}

/** Another process, or this one, has the directory open; the message says who, since when and what to do. */
export class DirectoryLockedError extends Error {
  override readonly name = 'DirectoryLockedError'
}

/**
 * Takes the directory for this process. PGlite has no lock of its own: two processes on one directory lose each
 * other's rows without a word.
 *
 * The lock is the highest numbered file in `<directory>/lock`. One is only ever taken by linking the next number, which
 * one of several takers can do, and the highest is never removed, only marked released. So a taker who judged by an old
 * listing finds either its number taken or a higher one beside its own, and a lock left behind by a killed process can
 * be taken over without a moment in which nobody holds it.
 *
 * @param holder what opens the directory, for the other's message: "gateway", "import".
 * @param onLost told within seconds, once, when the lock is gone while the process still holds the directory open.
 *
 * Raises `DirectoryLockedError`.
 */
export function lockDirectory(directory: string, holder: string, onLost: () => void = () => {}): DirectoryLock {
  const lockDirectory = join(directory, 'lock')
  mkdirSync(lockDirectory, { recursive: true, mode: 0o700 })
  const claim: Claim = { holder, since: new Date().toISOString(), released: false, ...identify(process.pid) }
  const claimed = take(lockDirectory, claim)
  const file = fileOf(lockDirectory, claimed)

  const isHeld = () => isNewest(lockDirectory, claimed, claim)
  const heartbeat = setInterval(() => {
    if (isHeld()) return touch(file)
    clearInterval(heartbeat)
    onLost()
  }, heartbeatMs)
  heartbeat.unref()
  let held = true
  const release = () => {
    if (!held) return
    held = false
    clearInterval(heartbeat)
    process.off('exit', release)
    // The file of that name may be another's by now.
    if (isHeld()) markReleased(file, claim)
  }
  process.on('exit', release)
  return { isHeld, release }
}

/** What stands in a directory's lock: nothing is taken, and nothing written. */
export interface LockSight {
  /** Who has the directory open, in words; null when nobody does. */
  readonly holder: string | null
  /** Another one after a look means that the directory was taken in between. */
  readonly number: number
}

/** Looks who has a directory open. */
export function lookAtLock(directory: string): LockSight {
  const lockDirectory = join(directory, 'lock')
  if (!existsSync(lockDirectory)) return { holder: null, number: 0 }
  const number = newestNumber(lockDirectory)
  const file = fileOf(lockDirectory, number)
  const claim = number === 0 ? undefined : read(file)
  const isHeld = claim !== undefined && !claim.released && lifeOf(claim, file) !== 'gone'
  return { holder: isHeld ? inWords(claim) : null, number }
}

interface Process {
  readonly pid: number
  readonly host: string
  /** Tells machines and containers of one host name apart, where the system can say; pids mean nothing across them. */
  readonly pidNamespace: string | null
  /** Tells two processes of one pid apart, where the system can say. */
  readonly processStart: string | null
}

interface Claim extends Process {
  readonly holder: string
  readonly since: string
  readonly released: boolean
}

const heartbeatMs = 5_000
/** Where a pid cannot be looked up (another host or container), a lock untouched for this long is taken for dead. */
const silenceMs = 60_000

/** The directory may be gone, or another of the same name may stand in its place, with a lock of its own. */
function isNewest(lockDirectory: string, number: number, { pid, since }: Claim): boolean {
  try {
    const claim = read(fileOf(lockDirectory, number))
    return newestNumber(lockDirectory) === number && claim?.pid === pid && claim.since === since
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return false
  }
}

/** The number taken. */
function take(lockDirectory: string, claim: Claim): number {
  for (;;) {
    const newest = newestNumber(lockDirectory)
    const newestFile = fileOf(lockDirectory, newest)
    if (newest > 0) refuseIfHeld(newestFile, lockDirectory)

    const file = fileOf(lockDirectory, newest + 1)
    if (!create(file, claim)) continue
    if (newestNumber(lockDirectory) > newest + 1) {
      rmSync(file, { force: true })
      continue
    }
    for (const number of numbersIn(lockDirectory)) {
      if (number <= newest) rmSync(fileOf(lockDirectory, number), { force: true })
    }
    return newest + 1
  }
}

function refuseIfHeld(file: string, lockDirectory: string): void {
  const claim = read(file)
  // Superseded and removed since the listing: whoever did that has the higher number, and the next look finds it.
  if (claim === undefined || claim.released) return
  const life = lifeOf(claim, file)
  if (life === 'gone') return
  const remedy =
    life === 'running'
      ? 'Stop it first, or use another data directory; several gateways can share a PostgreSQL server (DATABASE_URL).'
      : `Whether it still runs cannot be seen from here. If it was killed, its lock lapses within ${silenceMs / 1_000} ` +
        `seconds; if it runs, stop it first.`
  throw new DirectoryLockedError(
    `The data directory ${join(lockDirectory, '..')} is in use by ${inWords(claim)}. ${remedy}`,
  )
}

function inWords({ holder, pid, host, since }: Claim): string {
  return `${holder} (process ${pid} on ${host}, since ${since})`
}

function lifeOf(claim: Claim, file: string): 'running' | 'gone' | 'unknown' {
  const here = identify(process.pid)
  if (claim.host !== here.host || claim.pidNamespace !== here.pidNamespace) {
    const touchedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
    return Date.now() - touchedMs > silenceMs ? 'gone' : 'unknown'
  }
  if (!exists(claim.pid)) return 'gone'
  const start = identify(claim.pid).processStart
  return start !== null && claim.processStart !== null && start !== claim.processStart ? 'gone' : 'running'
}

function exists(pid: number): boolean {
  // Killed, but not yet reaped by its parent: in a container that may last for ever.
  if (statusOf(pid)?.[0] === 'Z') return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function identify(pid: number): Process {
  return { pid, host: hostname(), pidNamespace: pidNamespace(), processStart: processStart(pid) }
}

function pidNamespace(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return null
  }
}

function processStart(pid: number): string | null {
  return statusOf(pid)?.[19] ?? processStartByPs(pid)
}

/** /proc/<pid>/stat from the state (field 3) on: the command before it may hold spaces and parentheses itself. */
function statusOf(pid: number): string[] | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return status.slice(status.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function processStartByPs(pid: number): string | null {
  if (process.platform === 'win32') return null
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return started.trim() || null
  } catch {
    return null
  }
}

/** Whole or not at all, and only if nobody else has: false when the number is taken. */
function create(file: string, claim: Claim): boolean {
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, JSON.stringify(claim))
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error
    // A file system without hard links: still one winner, though a reader may catch the file half written.
    return createInPlace(file, claim)
  } finally {
    rmSync(draft)
  }
}

function createInPlace(file: string, claim: Claim): boolean {
  try {
    writeFileSync(file, JSON.stringify(claim), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function markReleased(file: string, claim: Claim): void {
  const draft = `${file}.${randomUUID()}`
  try {
    writeFileSync(draft, JSON.stringify({ ...claim, released: true }))
    renameSync(draft, file)
  } catch (error) {
    // The directory has been deleted, or its disk is full: the lock ends with its process then.
    if (!['ENOENT', 'ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '')) throw error
    rmSync(draft, { force: true })
  }
}

function read(file: string): Claim | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Claim
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    if (error instanceof SyntaxError) return illegible
    throw error
  }
}

/** Half written: held by someone who cannot be looked up, until it has been silent for long. */
const illegible: Claim = {
  holder: 'another process',
  since: 'just now',
  released: false,
  pid: 0,
  host: '',
  pidNamespace: null,
  processStart: null,
}

function touch(file: string): void {
  try {
    const now = new Date()
    utimesSync(file, now, now)
  } catch {
    // The directory may have been deleted under a running test or demo; there is nothing left to guard then.
  }
}

function newestNumber(lockDirectory: string): number {
  return Math.max(0, ...numbersIn(lockDirectory))
}

function numbersIn(lockDirectory: string): number[] {
  return readdirSync(lockDirectory).flatMap((name) => (/^\d+\.json$/.test(name) ? [Number.parseInt(name, 10)] : []))
}

function fileOf(lockDirectory: string, number: number): string {
  return join(lockDirectory, `${number}.json`)
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
