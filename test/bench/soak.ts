import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { malformedRequests } from '../edge/malformed-requests.ts'
import { abuseQueries } from '../graph/abuse-queries.ts'
import { jsonTexts } from '../rest/json-texts.ts'
import { exchange } from '../support/raw-http.ts'
import { median, percentile } from './figures.ts'
import { type ForkedGateway, forkGateway } from './forked-gateway.ts'
import { createLoad } from './load.ts'

/**
 * Ten minutes of everyday work at half the capacity, with everything that is hostile beside it: whether anybody is ever
 * told that something is wrong with us, and whether memory grows.
 * `npm run bench:soak [-- --minutes 10]`; needs a PostgreSQL (TEST_DATABASE_URL).
 */
const minutes = numberOf('--minutes', 10)
const accounts = 200
/** Connections, all of them busy while the capacity is found. */
const callers = 48
const paths = ['/v1/account/profile', '/api/v1/users/me', '/api/users/profile', '/user/info']
/** Seconds between two looks at memory, and minutes until it is thought to have settled. */
const slice = 10
const warmUp = Math.min(3, minutes / 3)

const gateway = await forkGateway(accounts)
try {
  await report(gateway)
} finally {
  await gateway.end()
}

async function report({ port, tokens, service, accountIds, memory }: ForkedGateway): Promise<void> {
  const load = await createLoad(port, callers, () => everyday(tokens, service, accountIds))
  await load.busy(callers, 3)
  const capacity = await load.busy(callers, 5)
  console.error(`capacity ${capacity.toFixed(0)} per second`)

  const abuse = abuseOf(port, tokens[0] ?? '')
  const sizes: { readonly minute: number; readonly bytes: number }[] = []
  const served: number[] = []
  let [refused, strange, unanswered] = [0, 0, 0]
  for (let second = 0; second < minutes * 60; second += slice) {
    const offered = await load.offer(capacity / 2, slice)
    for (const duration of offered.served) served.push(duration)
    refused += offered.refused.length
    strange += offered.strange
    unanswered += offered.unanswered
    sizes.push({ minute: (second + slice) / 60, bytes: await memory() })
    if ((second + slice) % 60 === 0) {
      const size = ((sizes.at(-1)?.bytes ?? 0) / 1e6).toFixed(0)
      console.error(`minute ${(second + slice) / 60}: ${served.length} served, ${abuse.count()} hostile, ${size} MB`)
    }
  }
  const hostile = await abuse.stop()
  load.end()

  const sizeIn = (from: number, to: number) =>
    median(sizes.filter(({ minute }) => minute > from && minute <= to).map(({ bytes }) => bytes))
  const [before, after] = [sizeIn(warmUp - 1, warmUp), sizeIn(minutes - 1, minutes)]
  const rows: [string, string][] = [
    ['everyday requests', `${served.length} served, ${(served.length / minutes / 60).toFixed(0)} per second`],
    ['half of the capacity of', `${capacity.toFixed(0)} per second`],
    ['p50, p99, worst', `${[0.5, 0.99, 1].map((share) => percentile(served, share).toFixed(0)).join(', ')} ms`],
    ['503, anything else, unanswered', `${refused}, ${strange}, ${unanswered}`],
    ['hostile requests', `${hostile.total}, by status ${hostile.statuses}`],
    ['hostile ones told of a fault of ours (5xx)', String(hostile.faults)],
    ['slowest hostile one', `${hostile.slowest.toFixed(0)} ms`],
    [
      'resident memory',
      `${(before / 1e6).toFixed(0)} MB, then ${(after / 1e6).toFixed(0)} MB: ${growth(before, after)}`,
    ],
  ]
  console.log(`| ${minutes} minutes | |\n|---|---|`)
  for (const row of rows) console.log(`| ${row.join(' | ')} |`)
}

function growth(before: number, after: number): string {
  return `${after < before ? '' : '+'}${((after / before - 1) * 100).toFixed(1)} %`
}

/** Of ten requests six read a legacy profile, two the graph, one writes a name, one holds or spends. */
function everyday(tokens: readonly string[], service: string, accountIds: readonly string[]): Buffer {
  const which = Math.floor(Math.random() * accountIds.length)
  const token = tokens[which] ?? ''
  switch (Math.floor(Math.random() * 10)) {
    case 0:
      return written('PATCH', '/v1/account/profile', token, { name: `Name ${Math.floor(Math.random() * 1_000)}` })
    case 1: {
      const input = {
        account: { accountId: accountIds[which] },
        amount: { eur: '0.000001' },
        idempotencyKey: randomUUID(),
      }
      const isHold = Math.random() < 0.5
      return written('POST', '/graphql', service, {
        query: isHold
          ? 'mutation ($input: HoldCreditsInput!) { holdCredits(input: $input) { hold { id } userErrors { code } } }'
          : 'mutation ($input: ConsumeCreditsInput!) { consumeCredits(input: $input) { userErrors { code } } }',
        variables: { input: isHold ? { ...input, ttlSeconds: 2 } : input },
      })
    }
    case 2:
    case 3:
      return written('POST', '/graphql', token, {
        query:
          '{ viewer { email displayName credits { wallet { available held } permanent history(first: 5) { edges { node { id } } } } subscription { status } } }',
      })
    default: {
      const path = paths[Math.floor(Math.random() * paths.length)]
      return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: gateway.test\r\nAuthorization: Bearer ${token}\r\n\r\n`)
    }
  }
}

function written(method: string, path: string, token: string, body: object | string | Uint8Array): Buffer {
  const bytes =
    typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body))
  const head = [
    `${method} ${path} HTTP/1.1`,
    ...['Host: gateway.test', `Authorization: Bearer ${token}`, 'Content-Type: application/json'],
    `Content-Length: ${bytes.length}`,
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes])
}

/** Every hostile thing the suites know and a socket can carry, one after the other, over and over. */
function abuseOf(port: number, token: string) {
  const [head = '', claims = '', signature = ''] = token.split('.')
  const forged = [
    `${head}.${claims}.`,
    `${head}.${claims}.${signature.slice(0, -4)}AAAA`,
    `eyJhbGciOiJub25lIn0.${claims}.`,
    `${head}.${claims}.${signature}=`,
    'vgk_nobody',
    'x'.repeat(9_000),
  ]
  const texts = jsonTexts.map(([, , text]) => written('PATCH', '/api/v1/users/me', token, text('full_name')))
  const list: readonly (string | Buffer)[] = [
    ...abuseQueries.map(([, query]) => written('POST', '/graphql', token, { query })),
    ...texts,
    ...malformedRequests.map(([, , bytes]) => bytes),
    ...forged.flatMap((bad) =>
      paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: gateway.test\r\nAuthorization: Bearer ${bad}\r\n\r\n`),
    ),
    // Somebody who goes away in the middle.
    `POST /graphql HTTP/1.1\r\nHost: gateway.test\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{`,
  ]
  const byStatus = new Map<number, number>()
  let [total, slowest, isOn] = [0, 0, true]
  const done = (async () => {
    for (let index = 0; isOn; index += 1) {
      const began = performance.now()
      const { answers } = await exchange(port, list[index % list.length] ?? '', { patience: 500 })
      total += 1
      slowest = Math.max(slowest, performance.now() - began)
      const status = answers.at(-1)?.status ?? 0
      byStatus.set(status, (byStatus.get(status) ?? 0) + 1)
      await delay(20)
    }
  })()
  return {
    count: () => total,
    stop: async () => {
      isOn = false
      await done
      const all = [...byStatus].sort(([a], [b]) => a - b)
      const faults = all.reduce((sum, [status, count]) => sum + (status >= 500 ? count : 0), 0)
      const statuses = all.map(([status, count]) => `${status === 0 ? 'none' : status}: ${count}`).join(', ')
      return { total, slowest, faults, statuses }
    },
  }
}

function numberOf(option: string, otherwise: number): number {
  const index = process.argv.indexOf(option)
  return index === -1 ? otherwise : Number(process.argv[index + 1])
}
