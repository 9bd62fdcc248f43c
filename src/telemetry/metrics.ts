import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { version } from '../build.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Observer } from '../edge/observer.ts'
import type { RequestRecord } from '../edge/request-record.ts'
import type { Connections } from '../store/database.ts'
import type { CreditsMoved } from '../store/movements.ts'
import { createLedgerMetrics } from './ledger-metrics.ts'
import { anonymous, shapeNamed, shapeOf, unnamed } from './request-names.ts'
import { createVocabulary, otherName } from './vocabulary.ts'

export interface Metrics {
  readonly registry: Registry
  readonly observer: Observer
  /** Tells of a statement that the database has answered. */
  statement(sql: string, milliseconds: number): void
  /** Tells of credits that were moved. */
  readonly ledger: (moved: CreditsMoved) => void
  /** What is looked at whenever Prometheus reads; once there is something to look at. */
  watch(watched: Watched): void
}

export interface Watched {
  /** What a server's pool holds just now; null for the embedded database. */
  connections(): Connections | null
  /** What keeps the gateway from serving, in words; null when nothing does. */
  unreadiness(): Promise<string | null>
}

/** Names of operations, and of clients, that are told apart; and combinations of all labels of requests. */
const namesMost = 200
const seriesMost = 2_000

/**
 * Everything that Prometheus is told, in one place for both faces (docs/decisions/0018). Every label has a bound: what
 * senders choose is told apart only as far as the bounds go.
 */
export function createMetrics(deprecations: Readonly<Record<string, { readonly shutdownDate: Date }>>): Metrics {
  let watched: Watched = { connections: () => null, unreadiness: async () => 'starting' }
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  /** Requests by all of their labels at once. Looking each metric up by its own labels would take as long as all the rest. */
  const series = new Map<string, Series>()
  new Counter({
    name: 'gateway_requests_total',
    help: 'Requests answered. `operation` is what a route does (read, update, …), or the name of a GraphQL operation.',
    labelNames: ['face', 'shape', 'operation', 'status', 'client'] as const,
    registers,
    collect() {
      this.reset()
      for (const { labels, count } of series.values()) this.inc(labels, count)
    },
  })
  const durations = new Histogram({
    name: 'gateway_request_duration_seconds',
    help: 'Seconds from a request’s arrival to its answer.',
    labelNames: ['face', 'shape'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  new Counter({
    name: 'gateway_request_statements_total',
    help: 'SQL statements that requests waited for. One that several shared counts for each: against the number of statements, how much is shared.',
    labelNames: ['face'] as const,
    registers,
    collect() {
      this.reset()
      for (const { labels, statements } of series.values()) {
        if (statements > 0) this.inc({ face: labels.face }, statements)
      }
    },
  })
  const refusals = new Counter({
    name: 'gateway_refusals_total',
    help: 'Requests refused on purpose, on the whole or in a part, by the code of the refusal; one request counts once for each code.',
    labelNames: ['face', 'code'] as const,
    registers,
  })
  const rateLimited = new Counter({
    name: 'gateway_rate_limited_total',
    help: 'Requests refused as more than a bound on requests allows, by what is bound.',
    labelNames: ['policy'] as const,
    registers,
  })
  const sheds = new Counter({
    name: 'gateway_sheds_total',
    help: 'Requests refused because too much was being worked on.',
    registers,
  })
  const faults = new Counter({
    name: 'gateway_faults_total',
    help: 'What is our own fault: a `bug`, or an `outage` of something the gateway stands on.',
    labelNames: ['kind'] as const,
    registers,
  })
  // What is not there yet does not grow when it comes: an alert would miss the first one.
  for (const kind of ['bug', 'outage']) faults.inc({ kind }, 0)
  const losses = new Counter({
    name: 'gateway_declared_losses_total',
    help: 'Answers of a legacy shape that could not say all there was, by what was lost.',
    labelNames: ['shape', 'loss'] as const,
    registers,
  })
  const deprecated = new Counter({
    name: 'gateway_deprecated_requests_total',
    help: 'Requests to a version of a legacy API that is to be shut down, by who still calls it.',
    labelNames: ['shape', 'client'] as const,
    registers,
  })
  const shutdown = new Gauge({
    name: 'gateway_shutdown_timestamp_seconds',
    help: 'When a version of a legacy API is shut down, in seconds since 1970.',
    labelNames: ['shape'] as const,
    registers,
  })
  for (const [system, { shutdownDate }] of Object.entries(deprecations)) {
    shutdown.set({ shape: shapeNamed(system) }, shutdownDate.getTime() / 1000)
  }
  const statements = new Histogram({
    name: 'gateway_sql_statement_duration_seconds',
    help: 'Seconds that SQL statements took, with the wait for a connection, by the first word of the statement.',
    labelNames: ['operation'] as const,
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  })
  new Gauge({
    name: 'gateway_database_connections',
    help: 'Connections of the pool to a PostgreSQL server, by state: `in_use` or `idle`. Nothing of the embedded database.',
    labelNames: ['state'] as const,
    registers,
    collect() {
      const pool = watched.connections()
      if (pool === null) return
      this.set({ state: 'in_use' }, pool.inUse)
      this.set({ state: 'idle' }, pool.idle)
    },
  })
  new Gauge({
    name: 'gateway_database_waiting',
    help: 'Statements and transactions that wait for a connection of the pool. Nothing of the embedded database.',
    registers,
    collect() {
      const pool = watched.connections()
      if (pool === null) this.remove()
      else this.set(pool.waiting)
    },
  })
  new Gauge({
    name: 'gateway_ready',
    help: '1 while the gateway can serve, else 0: what /readyz says.',
    registers,
    async collect() {
      this.set((await watched.unreadiness()) === null ? 1 : 0)
    },
  })
  new Gauge({
    name: 'gateway_build_info',
    help: 'Always 1; its labels say what runs.',
    labelNames: ['version', 'node'] as const,
    registers,
  }).set({ version, node: process.version }, 1)

  const operations = createVocabulary(namesMost)
  const clients = createVocabulary(namesMost)
  const nameOf = ({ client }: RequestRecord) => (client === null ? anonymous : clients(client))
  const words = createVocabulary(20)

  const seriesOf = (face: string, shape: string, operation: string, status: number, client: string): Series => {
    const key = `${face} ${shape} ${operation} ${status} ${client}`
    const known = series.get(key)
    if (known) return known
    const isBeyond = series.size >= seriesMost && (operation !== otherName || client !== otherName)
    if (isBeyond) return seriesOf(face, shape, otherName, status, otherName)
    const labels = { face, shape, operation, status, client }
    const made = { labels, count: 0, statements: 0, durations: durations.labels({ face, shape }) }
    series.set(key, made)
    return made
  }

  return {
    registry,
    ledger: createLedgerMetrics(registers),
    watch: (given) => {
      watched = given
    },
    statement: (sql, milliseconds) => {
      const [, word = otherName] = /^\s*(\w{1,16})\b/.exec(sql) ?? []
      statements.observe({ operation: words(word.toUpperCase()) }, milliseconds / 1000)
    },
    observer: {
      answered: (record) => {
        const { face, status } = record
        const [shape, client] = [shapeOf(record), nameOf(record)]
        const one = seriesOf(face, shape, operationOf(record, operations), status, client)
        one.count += 1
        one.statements += record.statements
        one.durations.observe((record.ended - record.began) / 1000)
        if (record.isDeprecated) deprecated.inc({ shape, client })
        if (record.refusals.length === 0) return
        for (const code of new Set(record.refusals.map((one) => one.code))) refusals.inc({ face, code })
        const rate = record.refusals.find(({ details }) => details.rate)?.details.rate
        if (rate) rateLimited.inc({ policy: rate.policy })
      },
      fault: (error) => faults.inc({ kind: error instanceof Refusal ? 'outage' : 'bug' }),
      loss: (system, loss) => losses.inc({ shape: shapeNamed(system), loss }),
      shed: (count) => sheds.inc(count),
    },
  }
}

/** What is counted of requests that are alike in all of their labels. */
interface Series {
  readonly labels: Readonly<Record<'face' | 'shape' | 'operation' | 'status' | 'client', string | number>>
  readonly durations: Histogram.Internal<'face' | 'shape'>
  count: number
  statements: number
}

function operationOf({ operation, action, route }: RequestRecord, names: (name: string) => string): string {
  if (operation) return operation.name === null ? unnamed : names(operation.name)
  return action ?? (route === null ? 'none' : route)
}

/** One metric, as a reader of the papers should see it. */
export interface ToldMetric {
  readonly name: string
  readonly type: string
  readonly labels: readonly string[]
  readonly help: string
}

/** Every metric of a registry, in the order in which they were made. */
export function toldMetrics(registry: Registry): readonly ToldMetric[] {
  return registry.getMetricsAsArray().map((metric) => {
    // The library's types leave out what each of its metrics has.
    const { name, type, help, labelNames } = metric as unknown as Omit<ToldMetric, 'labels'> & { labelNames: string[] }
    return { name, type, help, labels: labelNames }
  })
}
