import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../support/free-port.ts'
import type { Contestant, Surroundings } from './contestants.ts'
import { onCore } from './machine.ts'
import { type Asked, askedFor, type Question } from './questions.ts'

/** A contestant in a process of its own, on the servers' core. */
export interface RunningServer {
  readonly contestant: Contestant
  readonly pid: number
  readonly url: string
  /** Milliseconds from the start of the process to its first good answer. */
  readonly firstAnswerMs: number
  ask(question: Question, token: string): Promise<string>
  end(): Promise<void>
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const patienceMs = 60_000

/** Starts it and waits until it answers. @throws Error with what it said when it does not. */
export async function startServer(
  contestant: Contestant,
  surroundings: Surroundings,
  token: string,
): Promise<RunningServer> {
  const port = await freePort()
  const [command, args] = onCore(0, process.execPath, contestant.program)
  const began = performance.now()
  const child = spawn(command, args, {
    cwd: root,
    // Nothing of whoever runs the bench reaches a contestant by the way.
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
      ...contestant.settings(surroundings),
      ...{ PORT: String(port), HOST: '127.0.0.1' },
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: surroundings.ending,
  })
  let said = ''
  // Told of being ended, and of a command that is not there: it does not answer then, which is said below.
  child.on('error', (error) => {
    said = `${said}${error}`
  })
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-4_000)
  })
  const hasEnded = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null
  const [question = 'viewer'] = contestant.answers
  const url = `http://127.0.0.1:${port}`
  const ask = (which: Question, by: string) => send(url, askedFor(which, contestant.query), by)
  const end = async () => {
    if (hasEnded()) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const patience = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(patience)
  }
  for (;;) {
    try {
      await ask(question, token)
      break
    } catch (error) {
      if (!hasEnded() && performance.now() - began < patienceMs) {
        await delay(3)
        continue
      }
      await end()
      throw new Error(`${contestant.title} does not answer: ${error}\n${said}`)
    }
  }
  const firstAnswerMs = performance.now() - began
  return { contestant, pid: child.pid ?? Number.NaN, url, firstAnswerMs, ask, end }
}

/** One request over a connection of its own. @throws Error unless it is answered 200. */
function send(url: string, { method, path, body }: Asked, token: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    }
    const sent = request(`${url}${path}`, { method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`answered ${response.statusCode}: ${text.slice(0, 1_000)}`))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
