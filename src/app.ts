import { randomUUID } from 'node:crypto'
import type { GraphQLSchema } from 'graphql'
import { Hono } from 'hono'
import type { Authenticate } from './auth/authenticate.ts'
import { openContext } from './context.ts'
import type { Offers } from './domain/free-trial.ts'
import { createAdmission } from './edge/admission.ts'
import { type BrowserSettings, crossOrigin, safeAnswers } from './edge/browsers.ts'
import type { Limits } from './edge/limits.ts'
import { problemBody, problemHeaders } from './edge/problem.ts'
import { createGraphHandler, type GraphPage } from './graph/handler.ts'
import { createSchema } from './graph/schema.ts'
import type { GraphSettings } from './graph/yoga.ts'
import type { Arrival } from './rates/arrival.ts'
import type { Rates } from './rates/rates.ts'
import { createTally } from './rates/tally.ts'
import { shapes, systems } from './rest/legacy/index.ts'
import { lineageOf } from './rest/legacy/lineage.ts'
import { createRestHandlers, type RestSettings } from './rest/router.ts'
import type { Store } from './store/store.ts'

/** Everything the gateway stands on, given from outside: nothing here opens, listens or reads the environment. */
export interface AppDependencies {
  readonly store: Store
  readonly authenticate: Authenticate
  /** Read once per request. */
  readonly clock: () => Date
  readonly offers: Offers
  readonly limits: Limits
  readonly rates: Rates
  /** How many proxies of ours stand in front, each of which appends to `X-Forwarded-For`. */
  readonly trustedProxies: number
  readonly browsers: BrowserSettings
  readonly settings: RestSettings
  readonly graph: GraphSettings
  /** GraphiQL, where it is offered. */
  readonly page: GraphPage | null
  /** What keeps the gateway from serving, in words; null when nothing does. */
  readonly unreadiness: () => Promise<string | null>
  readonly log: AppLog
}

export interface AppLog {
  /** Something is our own fault: it was thrown and nobody refused it on purpose, or a part we stand on is not there. */
  fault(error: unknown, requestId: string): void
  /** An answer could not say all there was: a declared loss of a legacy shape. */
  loss(system: string, loss: string): void
  /** So many requests were refused as too many within the last second. */
  shed(count: number): void
}

export interface App {
  /** @param from the address of whoever opened the connection; null where there is none to know. */
  fetch(request: Request, from?: string | null): Promise<Response>
}

/** The graph over the listed shapes. */
export function gatewaySchema(): GraphQLSchema {
  return createSchema({ systems, lineage: shapes.flatMap(lineageOf) })
}

/** The gateway as one function from request to response. */
export function createApp(dependencies: AppDependencies): App {
  const { limits, browsers, rates, settings, page, unreadiness, log } = dependencies
  const admit = createAdmission(limits, log.shed)
  const rest = createRestHandlers(shapes, settings, {
    limits,
    admit,
    openContext: (request, arrival, options) => openContext(dependencies, request, arrival, options),
    onFault: log.fault,
    onLoss: log.loss,
  })
  const graph = createGraphHandler(gatewaySchema(), page, {
    openContext: (request, arrival) => openContext(dependencies, request, arrival),
    settings: dependencies.graph,
    limits,
    admit,
    onFault: log.fault,
  })

  const app = new Hono<{ Bindings: { from: string | null }; Variables: { arrival: Arrival } }>()
  app.use(async (c, next) => {
    const requestId = requestIdOf(c.req.raw.headers)
    const tally = createTally(rates)
    c.set('arrival', { requestId, from: c.env.from, tally })
    await next()
    // After the handlers: a header set before is lost on an answer that another library made.
    c.res.headers.set('x-request-id', requestId)
    for (const [name, value] of Object.entries(tally.headers())) c.res.headers.set(name, value)
  })
  app.use(safeAnswers(browsers))
  if (browsers.origins.length > 0) {
    const versionHeaders = shapes.flatMap(({ version }) => version?.name ?? [])
    const answerPages = crossOrigin(browsers, ['GET', 'HEAD', 'POST', 'PATCH'], versionHeaders)
    for (const path of [...rest.keys(), '/graphql']) app.use(path, answerPages)
  }
  for (const [path, handle] of rest) app.all(path, (c) => handle(c.req.raw, c.get('arrival')))
  app.all('/graphql', (c) => graph(c.req.raw, c.get('arrival')))
  app.get('/healthz', (c) => c.text('alive\n'))
  app.get('/readyz', async (c) => {
    const problem = await unreadiness()
    c.header('cache-control', 'no-store')
    return problem === null ? c.text('ready\n') : c.text(`not ready: ${problem}\n`, 503, { 'retry-after': '1' })
  })
  app.get('/', (c) => c.redirect('/graphql'))
  for (const path of ['/healthz', '/readyz', '/']) {
    app.all(path, (c) => problem(405, 'Method Not Allowed', c.get('arrival').requestId, { allow: 'GET, HEAD' }))
  }
  app.notFound((c) => problem(404, 'Not Found', c.get('arrival').requestId))
  app.onError((error, c) => {
    const { requestId } = c.get('arrival')
    log.fault(error, requestId)
    return problem(500, 'Internal Server Error', requestId)
  })
  return { fetch: async (request, from = null) => app.fetch(request, { from }) }
}

/** A caller's own id is kept when it is a UUID: one shape's schema demands one (contract, wire profile). */
function requestIdOf(headers: Headers): string {
  const given = headers.get('x-request-id') ?? ''
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given) ? given : randomUUID()
}

function problem(status: number, title: string, requestId: string, headers: Record<string, string> = {}): Response {
  return new Response(problemBody(status, title, requestId), { status, headers: { ...problemHeaders, ...headers } })
}
