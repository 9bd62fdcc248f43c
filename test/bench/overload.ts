import { setTimeout as delay } from 'node:timers/promises'
import { median, percentile } from './figures.ts'
import { type ForkedGateway, forkGateway } from './forked-gateway.ts'
import { liveness, openLine } from './line.ts'
import { createLoad, type Offered } from './load.ts'

/**
 * What the gateway does when four times as much is asked of it as it can do: how much of its capacity is left for what
 * it lets in, and how long that takes. Half REST reads, half viewer queries, of random accounts, in a process of its own.
 * `npm run bench:overload [-- --rounds 4 --seconds 3 --times 4]`; needs a PostgreSQL (TEST_DATABASE_URL).
 */
const rounds = numberOf('--rounds', 4)
const seconds = numberOf('--seconds', 3)
const times = numberOf('--times', 4)
const accounts = 200
/** Connections that are kept busy to find the capacity, and those the overload comes over. */
const callers = 48
const lines = 1_500

const gateway = await forkGateway(accounts)
try {
  await report(gateway)
} finally {
  await gateway.end()
}

async function report({ port, tokens }: ForkedGateway): Promise<void> {
  const requests = tokens.flatMap(requestsOf)
  const load = await createLoad(port, lines, () => requests[Math.floor(Math.random() * requests.length)] ?? Buffer.of())
  await load.busy(callers, 2)
  const capacities: number[] = [await load.busy(callers, seconds / 2)]
  const overloads: Offered[] = []
  const alive: number[] = []
  // In turns, for others may be at work on the machine; each overload beside the capacity before and after it.
  for (let round = 0; round < rounds; round += 1) {
    const probes = probe(port)
    overloads.push(await load.offer((capacities.at(-1) ?? 0) * times, seconds))
    alive.push(...(await probes.stop()))
    capacities.push(await load.busy(callers, seconds / 2))
  }
  load.end()

  const around = (round: number) => ((capacities[round] ?? 0) + (capacities[round + 1] ?? 0)) / 2
  const shares = overloads.map(({ served }, round) => served.length / seconds / around(round))
  const offers = overloads.map(({ sent }, round) => sent / seconds / around(round))
  const all = (of: (overload: Offered) => readonly number[]) => overloads.flatMap(of)
  const sum = (of: (overload: Offered) => number) => overloads.reduce((total, one) => total + of(one), 0)
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

/** Asks ten times a second whether the gateway is alive, and times the answer. */
function probe(port: number): { stop(): Promise<number[]> } {
  const durations: number[] = []
  let isOn = true
  const done = (async () => {
    const line = await openLine(port)
    while (isOn) {
      const began = performance.now()
      const status = await line.ask(liveness)
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

function numberOf(option: string, otherwise: number): number {
  const index = process.argv.indexOf(option)
  return index === -1 ? otherwise : Number(process.argv[index + 1])
}
