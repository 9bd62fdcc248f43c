import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { defaultLimits } from '../../src/edge/limits.ts'
import { serve } from '../../src/serve.ts'
import { createBenchApp } from './bench-app.ts'
import { median, percentile } from './figures.ts'

/**
 * What the gateway does when four times as much is asked of it as it can do: how much of its capacity is left for what
 * it lets in, and how long that takes. Half REST reads, half viewer queries, of random accounts, in a process of its own.
 * `npm run bench:overload [-- --rounds 5 --seconds 3 --times 4]`; needs a PostgreSQL (TEST_DATABASE_URL).
 */
const server = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const rounds = numberOf('--rounds', 5)
const seconds = numberOf('--seconds', 3)
const times = numberOf('--times', 4)
const accounts = 200
/** Connections that are kept busy to find the capacity, and those the overload comes over. */
const callers = 48
const lines = 1_000

/** The usual ones, but that connections may idle between the rounds. */
const limits = { ...defaultLimits, keepAliveMs: 60_000 }

interface Served {
  readonly port: number
  readonly tokens: readonly string[]
}

const databaseUrl = process.env.OVERLOAD_DATABASE_URL
if (databaseUrl === undefined) await measure()
else await serveUntilTold(databaseUrl)

/** The gateway's side: says where it is, and ends when told to. */
async function serveUntilTold(url: string): Promise<void> {
  const bench = await createBenchApp(url, accounts)
  const tokens = await Promise.all(bench.accounts.map(({ id }) => bench.token(id)))
  const listening = await serve(bench, { host: '127.0.0.1', port: 0, limits })
  process.send?.({ port: Number(new URL(listening.url).port), tokens } satisfies Served)
  await once(process, 'message')
  await listening.close()
  await bench.close()
  process.disconnect()
}

async function measure(): Promise<void> {
  const name = `gateway_bench_${randomBytes(4).toString('hex')}`
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).toString()
  await onServer(`CREATE DATABASE ${name}`)
  const gateway = fork(fileURLToPath(import.meta.url), { env: { ...process.env, OVERLOAD_DATABASE_URL: url } })
  try {
    await report(gateway)
  } finally {
    const ended = once(gateway, 'exit')
    gateway.send('end')
    await ended
    await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
  }
}

async function report(gateway: ChildProcess): Promise<void> {
  const [{ port, tokens }] = (await once(gateway, 'message')) as [Served]
  const load = await createLoad(port, tokens.flatMap(requestsOf))
  await load.busy(2)
  const capacities: number[] = [await load.busy(seconds / 2)]
  const overloads: Overload[] = []
  const alive: number[] = []
  // In turns, for others may be at work on the machine; each overload beside the capacity before and after it.
  for (let round = 0; round < rounds; round += 1) {
    const probes = probe(port)
    overloads.push(await load.offer((capacities.at(-1) ?? 0) * times, seconds))
    alive.push(...(await probes.stop()))
    capacities.push(await load.busy(seconds / 2))
  }
  load.end()

  const around = (round: number) => ((capacities[round] ?? 0) + (capacities[round + 1] ?? 0)) / 2
  const shares = overloads.map(({ served }, round) => served.length / seconds / around(round))
  const offers = overloads.map(({ sent }, round) => sent / seconds / around(round))
  const all = (of: (overload: Overload) => readonly number[]) => overloads.flatMap(of)
  const sum = (of: (overload: Overload) => number) => overloads.reduce((total, one) => total + of(one), 0)
  const ms = (durations: readonly number[]) =>
    [0.5, 0.99, 1].map((share) => percentile(durations, share).toFixed(0)).join(', ')
  const rows: [string, string][] = [
    ['capacity', `${median(capacities).toFixed(0)} per second (${range(capacities, 0)})`],
    ['offered ÷ capacity', `${median(offers).toFixed(2)} (${range(offers, 2)})`],
    ['served ÷ capacity', `${median(shares).toFixed(2)} (${range(shares, 2)})`],
    ['served: p50, p99, worst', `${ms(all(({ served }) => served))} ms`],
    ['refused with 503', String(sum(({ refused }) => refused.length))],
    ['refused: p50, p99, worst', `${ms(all(({ refused }) => refused))} ms`],
    ['answered anything else', String(sum(({ strange }) => strange))],
    ['unanswered', String(sum(({ unanswered }) => unanswered))],
    ['/healthz: p50, p99, worst', `${ms(alive)} ms`],
  ]
  console.log(`| ${rounds} rounds of ${seconds} s over ${lines} connections | median (lowest to highest) |\n|---|---|`)
  for (const row of rows) console.log(`| ${row.join(' | ')} |`)
}

function range(figures: readonly number[], digits: number): string {
  return `${Math.min(...figures).toFixed(digits)} to ${Math.max(...figures).toFixed(digits)}`
}

function requestsOf(token: string): Buffer[] {
  const common = `Host: gateway.test\r\nAuthorization: Bearer ${token}\r\n`
  const body = JSON.stringify({
    query: '{ viewer { email displayName credits { wallet { available held } permanent } subscription { status } } }',
  })
  const query = `POST /graphql HTTP/1.1\r\n${common}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  return [`GET /v1/account/profile HTTP/1.1\r\n${common}\r\n`, query].map((text) => Buffer.from(text))
}

interface Line {
  readonly socket: Socket
  /** Sends one request; answers its status when the whole answer is there, 0 when the connection ended instead. */
  ask(request: Buffer): Promise<number>
}

/** A connection that has one request under way at a time: the least a client can do, so that it is not what is measured. */
async function openLine(port: number): Promise<Line> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  let heard: Buffer[] = []
  let settle: (status: number) => void = () => {}
  socket.on('data', (bytes) => {
    heard.push(bytes)
    const all = heard.length === 1 ? bytes : Buffer.concat(heard)
    const headEnd = all.indexOf('\r\n\r\n')
    if (headEnd === -1) return
    const [, length = '0'] = /content-length: (\d+)/i.exec(all.toString('latin1', 0, headEnd)) ?? []
    if (all.length < headEnd + 4 + Number(length)) return
    heard = []
    settle(Number(all.toString('latin1', 9, 12)))
  })
  socket.on('error', () => {})
  socket.on('close', () => settle(0))
  return {
    socket,
    ask: (request) =>
      new Promise((resolve) => {
        settle = resolve
        if (socket.destroyed) resolve(0)
        else socket.write(request)
      }),
  }
}

interface Overload {
  readonly sent: number
  /** Milliseconds. */
  readonly served: readonly number[]
  readonly refused: readonly number[]
  readonly strange: number
  readonly unanswered: number
}

async function createLoad(port: number, requests: readonly Buffer[]) {
  const idle: Line[] = []
  for (let count = 0; count < lines; count += 1) idle.push(await openLine(port))
  const any = () => requests[Math.floor(Math.random() * requests.length)] ?? Buffer.of()

  /** How many are served a second to so many callers as wait for each answer: all of them must be. */
  async function busy(forSeconds: number): Promise<number> {
    const start = performance.now()
    let served = 0
    const call = async (line: Line) => {
      while (performance.now() - start < forSeconds * 1_000) {
        const status = await line.ask(any())
        if (status !== 200) throw new Error(`Below its capacity the gateway answered ${status}.`)
        served += 1
      }
    }
    await Promise.all(idle.slice(0, callers).map(call))
    return (served * 1_000) / (performance.now() - start)
  }

  /** So many a second, whatever becomes of them; a connection that waits for an answer asks nothing more meanwhile. */
  async function offer(perSecond: number, forSeconds: number): Promise<Overload> {
    const served: number[] = []
    const refused: number[] = []
    let [sent, strange, unanswered] = [0, 0, 0]
    const underWay = new Set<Promise<void>>()
    const ask = async (line: Line) => {
      const began = performance.now()
      const status = await Promise.race([line.ask(any()), delay(10_000, 0, { ref: false })])
      const duration = performance.now() - began
      if (status === 200) served.push(duration)
      else if (status === 503) refused.push(duration)
      else if (status === 0) unanswered += 1
      else strange += 1
      if (status > 0) idle.unshift(line)
    }
    const start = performance.now()
    for (let now = start; now - start < forSeconds * 1_000; now = performance.now()) {
      for (const due = ((now - start) / 1_000) * perSecond; sent < due; sent += 1) {
        const line = idle.pop()
        if (line === undefined) break
        const asked: Promise<void> = ask(line).finally(() => underWay.delete(asked))
        underWay.add(asked)
      }
      await delay(1)
    }
    await Promise.all(underWay)
    return { sent, served, refused, strange, unanswered }
  }

  return {
    busy,
    offer,
    end: () => {
      for (const { socket } of idle) socket.destroy()
    },
  }
}

/** Asks ten times a second whether the gateway is alive, and times the answer. */
function probe(port: number): { stop(): Promise<number[]> } {
  const durations: number[] = []
  let isOn = true
  const request = Buffer.from('GET /healthz HTTP/1.1\r\nHost: gateway.test\r\n\r\n')
  const done = (async () => {
    const line = await openLine(port)
    while (isOn) {
      const began = performance.now()
      const status = await line.ask(request)
      if (status !== 200) throw new Error(`/healthz answered ${status}.`)
      durations.push(performance.now() - began)
      await delay(100)
    }
    line.socket.destroy()
  })()
  return {
    stop: async () => {
      isOn = false
      await done
      return durations
    },
  }
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

function numberOf(option: string, otherwise: number): number {
  const index = process.argv.indexOf(option)
  return index === -1 ? otherwise : Number(process.argv[index + 1])
}
