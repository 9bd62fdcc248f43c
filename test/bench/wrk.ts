import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onCore } from './machine.ts'
import type { Asked } from './questions.ts'

/** What wrk saw. */
export interface Loaded {
  readonly requests: number
  readonly seconds: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Answers that were no 200, and requests that got none. */
  readonly strange: number
}

export interface Load {
  readonly url: string
  readonly asked: Asked
  readonly connections: number
  readonly seconds: number
  /** A file of tokens, one a line. */
  readonly credentials: string
  readonly seed: number
}

const script = fileURLToPath(new URL('load.lua', import.meta.url))

/** As many requests as a server answers over so many connections, from one thread on the load's core. */
export async function runWrk({ url, asked, connections, seconds, credentials, seed }: Load): Promise<Loaded> {
  const [command, args] = onCore(1, 'wrk', [
    ...['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '--latency'],
    ...['-s', script, url],
  ])
  const child = spawn(command, args, {
    env: {
      PATH: process.env.PATH,
      CREDENTIALS: credentials,
      REQUEST_METHOD: asked.method,
      REQUEST_PATH: asked.path,
      REQUEST_BODY: asked.body,
      SEED: String(seed),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk
    })
  }
  await once(child, 'close')
  const [, result] = /^RESULT(.*)$/m.exec(said) ?? []
  if (result === undefined) throw new Error(`wrk gave no result:\n${said}`)
  const { requests, microseconds, p50, p99, strange, broken } = JSON.parse(result) as Record<string, number>
  const whole = (figure: number | undefined) => figure ?? Number.NaN
  return {
    requests: whole(requests),
    seconds: whole(microseconds) / 1e6,
    p50: whole(p50) / 1000,
    p99: whole(p99) / 1000,
    strange: whole(strange) + whole(broken),
  }
}
