import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { type Account, createBenchApp } from './bench-app.ts'
import { median, percentile } from './figures.ts'

/**
 * Holds per second through the gateway, beside the limit: one guarded UPDATE by pgbench on the same server, in the same
 * run, in turns. `npm run bench:ledger [-- --rounds 5 --seconds 5]`; needs a PostgreSQL (TEST_DATABASE_URL) and pgbench.
 */
const server = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const clients = 32
const rounds = numberOf('--rounds', 5)
const seconds = numberOf('--seconds', 5)
const manyAccounts = 1_000

const name = `gateway_bench_${randomBytes(4).toString('hex')}`
const url = Object.assign(new URL(server), { pathname: `/${name}` }).toString()
await onServer(server, `CREATE DATABASE ${name}`)
const directory = await mkdtemp(join(tmpdir(), 'gateway-bench-'))
try {
  await run()
} finally {
  await rm(directory, { recursive: true, force: true })
  await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`)
}

async function run(): Promise<void> {
  const bench = await createBenchApp(url, manyAccounts)
  try {
    await onServer(
      url,
      `CREATE TABLE bench_balance (id int PRIMARY KEY, balance bigint NOT NULL, held bigint NOT NULL);
       INSERT INTO bench_balance SELECT n, 1000000000000, 0 FROM generate_series(1, ${manyAccounts}) n;
       VACUUM ANALYZE`,
    )
    const cells = [
      { what: 'one hot account', spread: 1 },
      { what: `${manyAccounts} accounts`, spread: manyAccounts },
    ].map((cell) => ({
      ...cell,
      ratios: [] as number[],
      limits: [] as number[],
      ours: [] as number[],
      p99: [] as number[],
    }))
    for (const cell of cells) await holds(bench.accounts.slice(0, cell.spread), bench.hold, 2)
    for (let round = 1; round <= rounds; round += 1) {
      for (const cell of cells) {
        const limit = await pgbench(cell.spread)
        const { perSecond, p99 } = await holds(bench.accounts.slice(0, cell.spread), bench.hold, seconds)
        cell.limits.push(limit)
        cell.ours.push(perSecond)
        cell.p99.push(p99)
        cell.ratios.push(perSecond / limit)
        console.error(`round ${round}, ${cell.what}: ${perSecond.toFixed(0)} of ${limit.toFixed(0)} per second`)
      }
    }
    console.log(
      `| ${clients} clients, ${rounds} rounds of ${seconds} s | gateway, holds/s | p99 | one guarded UPDATE, pgbench | ratio (lowest to highest) |`,
    )
    console.log('|---|---|---|---|---|')
    for (const { what, ours, p99, limits, ratios } of cells) {
      const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
      const row = [
        what,
        median(ours).toFixed(0),
        `${median(p99).toFixed(0)} ms`,
        median(limits).toFixed(0),
        `${median(ratios).toFixed(2)} (${spread})`,
      ]
      console.log(`| ${row.join(' | ')} |`)
    }
    await bench.check()
  } finally {
    await bench.close()
  }
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

/** The limit: what the server does of one guarded statement with nothing around it. */
async function pgbench(spread: number): Promise<number> {
  const script = join(directory, 'guarded.sql')
  await writeFile(
    script,
    `\\set id random(1, ${spread})\nUPDATE bench_balance SET held = held + 1 WHERE id = :id AND balance - held >= 1;\n`,
  )
  const { stdout } = await promisify(execFile)('pgbench', [
    ...['-n', '-M', 'prepared', '-c', String(clients), '-j', '1', '-T', String(seconds), '-f', script, url],
  ])
  const [, tps] = /tps = ([\d.]+)/.exec(stdout) ?? []
  if (tps === undefined) throw new Error(`pgbench said nothing of tps:\n${stdout}`)
  return Number(tps)
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
