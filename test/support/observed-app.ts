import type { Observer } from '../../src/edge/observer.ts'
import type { RestSettings } from '../../src/rest/router.ts'
import { createLogObserver } from '../../src/telemetry/log-observer.ts'
import { createLogger } from '../../src/telemetry/logger.ts'
import { createMetrics, type Metrics } from '../../src/telemetry/metrics.ts'
import { createMetricsPage } from '../../src/telemetry/metrics-page.ts'
import { createTestApp, type TestApp, type TestAppOptions } from './app.ts'
import { openTestDatabase } from './database.ts'

/** The real app with all that listens to it, put together as `main.ts` does. */
export interface ObservedApp extends TestApp {
  readonly metrics: Metrics
  /** The log so far, a line each. */
  readonly lines: string[]
  /** What has been said of requests, and of nothing else. */
  requests(): Promise<readonly LoggedRequest[]>
  /** One number, by its name and labels as Prometheus would show them; 0 where there is none. */
  value(name: string, labels?: Readonly<Record<string, string>>): Promise<number>
  /** All that may be read at `/metrics`. */
  text(): Promise<string>
}

// biome-ignore lint/suspicious/noExplicitAny: lines are looked into as they come.
export type LoggedRequest = Readonly<Record<string, any>>

export interface ObservedOptions extends TestAppOptions {
  readonly level?: string
  readonly logsRequests?: boolean
  /** What `/metrics` asks for; nothing unless said. */
  readonly token?: string | null
  /** Told before the log, as traces are. */
  readonly first?: readonly Observer[]
}

export async function createObservedApp(
  settings: Partial<RestSettings> = {},
  options: ObservedOptions = {},
): Promise<ObservedApp> {
  const { level = 'info', logsRequests = true, token = null, first = [] } = options
  const lines: string[] = []
  const metrics = createMetrics(settings.deprecations ?? {})
  const database = options.database ?? (await openTestDatabase({ onStatement: metrics.statement }))
  const logger = createLogger(level, { write: (line) => lines.push(line) })
  const app = await createTestApp(settings, {
    ...options,
    database,
    metrics: createMetricsPage(metrics.registry, token),
    onMoved: metrics.ledger,
    observers: [...first, metrics.observer, createLogObserver(logger, { requests: logsRequests })],
  })
  metrics.watch({ connections: database.connections, unreadiness: async () => null })
  const text = () => metrics.registry.metrics()
  return {
    ...app,
    metrics,
    lines,
    text,
    requests: async () => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'a request'),
    value: async (name, labels = {}) => {
      const told = (await text())
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
      const found = told.filter((line) => wanted.every((one) => line.includes(one)))
      return found.reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' '))), 0)
    },
  }
}
