import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { type Account, createBenchApp } from './bench-app.ts'
import { median, percentile } from './figures.ts'
import { createGuarded, guardedTables } from './guarded.ts'

/**
 * Holds per second through the gateway, beside one guarded statement by pgbench on the same server, in the same run, in
 * turns: once the bare UPDATE, once one that writes what a hold writes. The clients ask in this process, through the
 * app's front door but not over a socket: what they take of the processor is the gateway's loss.
 * `npm run bench:ledger [-- --rounds 5 --seconds 5 --clients 32]`; needs a PostgreSQL (TEST_DATABASE_URL) and pgbench.
 */
const server = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const clients = numberOf('--clients', 32)
const rounds = numberOf('--rounds', 5)
const seconds = numberOf('--seconds', 5)
const manyAccounts = 1_000
/** More of them do less: two processors, or one row, are busy with fewer. */
const mostConnections = 32

const name = `gateway_bench_${randomBytes(4).toString('hex')}`
const url = Object.assign(new URL(server), { pathname: `/${name}` }).toString()
await onServer(server, `CREATE DATABASE ${name}`)
try {
  await run()
} finally {
  await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`)
}

async function run(): Promise<void> {
  // What is measured is how fast they are done, not which of them are turned away.
  const bench = await createBenchApp(url, manyAccounts, { inFlight: clients, loopDelayMs: 60_000 })
  const connections = Math.min(clients, mostConnections)
  const guarded = await createGuarded(url, { connections, seconds })
  try {
    await onServer(url, guardedTables(manyAccounts))
    const cells = [
      { what: 'one hot account', spread: 1 },
      { what: `${manyAccounts} accounts`, spread: manyAccounts },
    ].map((cell) => ({ ...cell, rounds: [] as Round[] }))
    for (const { spread } of cells) {
      await guarded.perSecond('whole', spread)
      await holds(bench.accounts.slice(0, spread), bench.hold, 2)
    }
    // Not before there is something in them: of a table that was empty then PostgreSQL expects it to be, and walks
    // through all of it at each check of a foreign key until the next time.
    await onServer(url, 'VACUUM ANALYZE')
    for (let round = 1; round <= rounds; round += 1) {
      for (const cell of cells) {
        const bare = await guarded.perSecond('bare', cell.spread)
        const ours = await holds(bench.accounts.slice(0, cell.spread), bench.hold, seconds)
        const whole = await guarded.perSecond('whole', cell.spread)
        cell.rounds.push({ ...ours, bare, whole })
        const figures = [ours.perSecond, bare, whole].map((figure) => figure.toFixed(0))
        console.error(`round ${round}, ${cell.what}: ${figures[0]} beside ${figures[1]} and ${figures[2]} per second`)
      }
    }
    const heading = `${clients} clients (pgbench ${connections}), ${rounds} rounds of ${seconds} s`
    console.log(`| ${heading} | gateway, holds/s | p99 | bare UPDATE | ratio | a hold’s writes | ratio |`)
    console.log('|---|---|---|---|---|---|---|')
    for (const { what, rounds } of cells) {
      const ours = spreadOf(rounds.map(({ perSecond }) => perSecond))
      const p99 = median(rounds.map((round) => round.p99)).toFixed(0)
      const besides = (['bare', 'whole'] as const).flatMap((beside) => [
        median(rounds.map((round) => round[beside])).toFixed(0),
        spreadOf(
          rounds.map((round) => round.perSecond / round[beside]),
          2,
        ),
      ])
      console.log(`| ${[what, ours, `${p99} ms`, ...besides].join(' | ')} |`)
    }
    await bench.check()
  } finally {
    await guarded.close()
    await bench.close()
  }
}

/** Per second, each. */
interface Round {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p99: number
  readonly bare: number
  readonly whole: number
}

/** The median, and from the lowest to the highest. */
function spreadOf(figures: readonly number[], digits = 0): string {
  const [middle, least, most] = [median(figures), Math.min(...figures), Math.max(...figures)]
  return `${middle.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`
}

/** As many holds as `clients` workers get done in a while, each with a key of its own. */
async function holds(
  accounts: readonly Account[],
  hold: (account: Account, key: string) => Promise<void>,
  forSeconds: number,
): Promise<{ perSecond: number; p99: number }> {
  const durations: number[] = []
  const start = performance.now()
  const end = start + forSeconds * 1000
  const worker = async () => {
    while (performance.now() < end) {
      const account = accounts[Math.floor(Math.random() * accounts.length)]
      if (account === undefined) throw new Error('There are accounts.')
      const began = performance.now()
      await hold(account, randomUUID())
      durations.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: clients }, worker))
  return { perSecond: (durations.length * 1000) / (performance.now() - start), p99: percentile(durations, 0.99) }
}

async function onServer(at: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: at })
  await client.connect()
  try {
    for (const statement of sql.split(';')) await client.query(statement)
  } finally {
    await client.end()
  }
}

function numberOf(option: string, otherwise: number): number {
  const index = process.argv.indexOf(option)
  return index === -1 ? otherwise : Number(process.argv[index + 1])
}
