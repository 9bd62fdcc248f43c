import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** Runs the command line from the sources as they are now, as a process of its own, with nothing of the caller's settings but `env`. */
export async function runCommand(args: readonly string[], env: Record<string, string>, input = ''): Promise<Finished> {
  const child = start('cli/main.js', args, env)
  child.stdin.end(input)
  return finished(child)
}

/**
 * Runs a line of shell in a directory, in which `viewer-gateway` is the command line from the sources as they are now.
 */
export async function runShell(line: string, directory: string, env: Record<string, string>): Promise<Finished> {
  const programs = join(directory, 'bin')
  mkdirSync(programs, { recursive: true })
  const program = join(programs, 'viewer-gateway')
  if (!existsSync(program)) symlinkSync(join(inject('built'), 'cli/main.js'), program)
  const { PATH = '', HOME = '' } = process.env
  const path = [programs, dirname(process.execPath), PATH].join(delimiter)
  const child = spawn('sh', ['-c', line], { cwd: directory, env: { HOME, ...env, PATH: path }, stdio: 'pipe' })
  child.stdout.setEncoding('utf8')
  child.stderr.setEncoding('utf8')
  child.stdin.end()
  return finished(child)
}

export interface RunningGateway {
  readonly url: string
  /** Everything printed so far. */
  readonly output: () => string
  readonly pid: number
  /** Settles when it has ended, by whatever. */
  readonly ended: Promise<Finished>
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Finished>
}

/** Settings under which a test may ask as often as it likes, whatever else the machine does. */
const unbound = {
  RATE_LIMIT_ACCOUNT: '0',
  RATE_LIMIT_API_KEY: '0',
  RATE_LIMIT_ADDRESS: '0',
  RATE_LIMIT_SERVICE: '0',
  EVENT_LOOP_DELAY_LIMIT_MS: '60000',
}

/**
 * Starts the gateway from the sources as they are now, on a free port of loopback, bound by nothing unless `env` says
 * so, and waits until it says it is ready.
 *
 * @param killAfterMs kills it so long after its start, ready or not.
 */
export async function startGateway(env: Record<string, string>, killAfterMs?: number): Promise<RunningGateway> {
  const child = start('main.js', [], { PORT: '0', LOG_LEVEL: 'silent', ...unbound, ...env })
  const ended = finished(child)
  if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  let output = ''
  child.stdout.on('data', (text: string) => {
    output += text
  })
  const url = await Promise.race([
    new Promise<string>((resolve) => {
      child.stdout.on('data', () => {
        const [, found] = /ready on (\S+)/.exec(output) ?? []
        if (found) resolve(found)
      })
    }),
    ended.then(({ stdout, stderr }) => Promise.reject(new Error(`The gateway ended:\n${stdout}${stderr}`))),
  ])
  return {
    url,
    output: () => output,
    pid: child.pid ?? 0,
    ended,
    end: (signal) => {
      child.kill(signal)
      return ended
    },
  }
}

/** Runs the gateway for as long as it goes by itself: for starts that are refused. */
export async function runGateway(env: Record<string, string>): Promise<Finished> {
  return finished(start('main.js', [], { PORT: '0', ...env }))
}

function start(file: string, args: readonly string[], env: Record<string, string>): Child {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [join(inject('built'), file), ...args], {
    cwd: root,
    env: { PATH, HOME, ...env },
    stdio: 'pipe',
  })
  child.stdout.setEncoding('utf8')
  child.stderr.setEncoding('utf8')
  return child
}

async function finished(child: Child): Promise<Finished> {
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text: string) => {
    stdout += text
  })
  child.stderr.on('data', (text: string) => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}
