import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Seconds of processor time, from /proc, which counts in hundredths. */
const ticksPerSecond = 100

interface ProcessTime {
  readonly pid: number
  readonly parent: number
  /** Its own, of all its threads. */
  readonly seconds: number
  /** Of children that have ended and been waited for. */
  readonly endedChildren: number
}

/** Of a process and what has come of it, ended or not, so that it never falls; nought for one that is gone. */
export function secondsOf(pid: number): number {
  return familyOf(pid).reduce((total, { seconds, endedChildren }) => total + seconds + endedChildren, 0)
}

/** Of this process itself, and of what it has started and seen the end of. */
export function ownSeconds(): number {
  const own = readTime(process.pid)
  return own === null ? Number.NaN : own.seconds + own.endedChildren
}

/** Of everybody on the machine. */
export function busySeconds(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.trim().split(/\s+/).slice(1).map(Number)
  return (user + nice + system + irq + softirq) / ticksPerSecond
}

/** Bytes of resident memory of a process and what has come of it. */
export function memoryOf(pid: number): number {
  const kilobytes = familyOf(pid).map((one) => /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${one.pid}/status`) ?? '')?.[1])
  return kilobytes.reduce((total, size) => total + Number(size ?? 0) * 1024, 0)
}

/** The process id of the postmaster of a data directory. */
export function postmasterOf(directory: string): number {
  return Number(readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n')[0])
}

function familyOf(pid: number): ProcessTime[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readTime(Number(name)) ?? []) : []))
  const family = all.filter((one) => one.pid === pid)
  for (const member of family) family.push(...all.filter(({ parent }) => parent === member.pid))
  return family
}

function readTime(pid: number): ProcessTime | null {
  const text = read(`/proc/${pid}/stat`)
  if (text === null) return null
  // The name of the program stands in brackets and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = (...places: number[]) => places.reduce((total, place) => total + Number(fields[place]), 0)
  const seconds = ticks(11, 12) / ticksPerSecond
  return { pid, parent: Number(fields[1]), seconds, endedChildren: ticks(13, 14) / ticksPerSecond }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
