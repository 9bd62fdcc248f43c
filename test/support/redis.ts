import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from './free-port.ts'

/** Whether this machine has a Redis to start. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0

export interface OwnRedis {
  readonly url: string
  /** Stops answering, and keeps its connections. */
  freeze(): void
  thaw(): void
  /** Ends it on the spot. */
  kill(): Promise<void>
  /** Starts another on the same port, empty. */
  startAgain(): Promise<void>
}

/** A Redis of the test's own, on a free port of loopback, which keeps nothing. */
export async function startRedis(): Promise<OwnRedis> {
  const port = await freePort()
  let server = await start(port)
  return {
    url: `redis://127.0.0.1:${port}`,
    freeze: () => server.kill('SIGSTOP'),
    thaw: () => server.kill('SIGCONT'),
    kill: async () => {
      const ended = once(server, 'exit')
      if (server.kill('SIGKILL')) await ended
    },
    startAgain: async () => {
      server = await start(port)
    },
  }
}

async function start(port: number): Promise<ChildProcess> {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', settings, { stdio: 'ignore' })
  while (!(await isListening(port))) {
    if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}.`)
    await delay(20)
  }
  return server
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
