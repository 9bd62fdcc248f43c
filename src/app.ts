import { randomUUID } from 'node:crypto'
import type { GraphQLSchema } from 'graphql'
import { type Context, Hono } from 'hono'
import type { Authenticate } from './auth/authenticate.ts'
import { openContext } from './context.ts'
import type { Offers } from './domain/free-trial.ts'
import { createAdmission } from './edge/admission.ts'
import { type Answer, answerIn, responseOf } from './edge/answer.ts'
import { type BrowserSettings, crossOrigin, headersForBrowsers } from './edge/browsers.ts'
import type { Limits } from './edge/limits.ts'
import { type Observer, observedBy } from './edge/observer.ts'
import type { Page } from './edge/page.ts'
import { problemBody, problemHeaders } from './edge/problem.ts'
import { type Face, RequestRecord } from './edge/request-record.ts'
import { createGraphHandler } from './graph/handler.ts'
import { createSchema } from './graph/schema.ts'
import { createSchemaText } from './graph/schema-text.ts'
import type { GraphSettings } from './graph/yoga.ts'
import type { Arrival } from './rates/arrival.ts'
import type { Rates } from './rates/rates.ts'
import { createTally } from './rates/tally.ts'
import { shapes, systems } from './rest/legacy/index.ts'
import { lineageOf } from './rest/legacy/lineage.ts'
import { legacyAnswers } from './rest/legacy-answers.ts'
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
  /** GraphiQL, where it is offered: shown at `/graphql`. */
  readonly graphiql: Page | null
  /** What else people are shown, by path. */
  readonly pages: ReadonlyMap<string, Page>
  /** What keeps the gateway from serving, in words; null when nothing does. */
  readonly unreadiness: () => Promise<string | null>
  /** What Prometheus reads at `/metrics`; null where nobody may. */
  readonly metrics: Page | null
  /** Told of all that happens. */
  readonly observers: readonly Observer[]
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
  const { limits, browsers, rates, settings, graphiql, pages, unreadiness, metrics } = dependencies
  const observer = observedBy(dependencies.observers)
  const admit = createAdmission(limits, observer.shed)
  const rest = createRestHandlers(shapes, settings, {
    limits,
    admit,
    openContext: (request, arrival, options) => openContext(dependencies, request, arrival, options),
    onFault: observer.fault,
    onLoss: observer.loss,
  })
  const schema = gatewaySchema()
  const graph = createGraphHandler(schema, graphiql, {
    openContext: (request, arrival) => openContext(dependencies, request, arrival),
    settings: dependencies.graph,
    limits,
    admit,
    legacyAnswers: (account, context) => legacyAnswers(shapes, settings, account, context),
    onFault: observer.fault,
  })
  const schemaText = createSchemaText(schema, {
    openContext: (request, arrival) => openContext(dependencies, request, arrival),
    isOpen: dependencies.graph.introspection,
    admit,
    onFault: observer.fault,
  })

  const forBrowsers = headersForBrowsers(browsers)
  const respond = (answer: Answer, { requestId, tally, record }: Arrival) => {
    record.status = answer.status
    return responseOf(answer, forBrowsers, { 'x-request-id': requestId, ...tally.headers() })
  }

  const app = new Hono<{ Bindings: { arrival: Arrival } }>()
  if (browsers.origins.length > 0) {
    const versionHeaders = shapes.flatMap(({ version }) => version?.name ?? [])
    const answerPages = crossOrigin(browsers, ['GET', 'HEAD', 'POST', 'PATCH'], versionHeaders)
    for (const path of [...rest.keys(), '/graphql']) {
      app.use(path, async (c, next) => {
        const preflight = await answerPages(c, next)
        return preflight && respond(await answerIn(preflight), c.env.arrival)
      })
    }
  }
  const answering = (handle: (request: Request, arrival: Arrival) => Answer | Promise<Answer>) => {
    return async (c: Context<{ Bindings: { arrival: Arrival } }>) =>
      respond(await handle(c.req.raw, c.env.arrival), c.env.arrival)
  }
  /** The same for what belongs to no face. */
  const answeringAt = (face: Face, path: string, handle: Parameters<typeof answering>[0]) =>
    answering((request, arrival) => {
      Object.assign(arrival.record, { face, route: path })
      return handle(request, arrival)
    })
  for (const [path, handle] of rest) app.all(path, answering(handle))
  app.all('/graphql', answering(graph))
  app.get(
    '/healthz',
    answeringAt('probe', '/healthz', () => said(200, 'alive')),
  )
  app.get(
    '/readyz',
    answeringAt('probe', '/readyz', async () => {
      const unready = await unreadiness()
      const { status, headers, body } = unready === null ? said(200, 'ready') : said(503, `not ready: ${unready}`)
      return {
        status,
        body,
        headers: { ...headers, 'cache-control': 'no-store', ...(unready && { 'retry-after': '1' }) },
      }
    }),
  )
  const shown = new Map([['/', toGraph], ...pages])
  for (const [path, page] of shown) app.get(path, answeringAt('page', path, page.respond))
  app.get('/schema.graphql', answeringAt('page', '/schema.graphql', schemaText))
  if (metrics) app.get('/metrics', answeringAt('probe', '/metrics', metrics.respond))
  const probes = ['/healthz', '/readyz', ...(metrics ? ['/metrics'] : [])]
  for (const path of [...probes, '/schema.graphql', ...shown.keys()]) {
    app.all(
      path,
      answeringAt(probes.includes(path) ? 'probe' : 'page', path, (_, { requestId }) =>
        problem(405, 'Method Not Allowed', requestId, { allow: 'GET, HEAD' }),
      ),
    )
  }
  app.notFound(answering((_, { requestId }) => problem(404, 'Not Found', requestId)))
  app.onError((error, c) => {
    const { arrival } = c.env
    observer.fault(error, arrival.requestId)
    return respond(problem(500, 'Internal Server Error', arrival.requestId), arrival)
  })
  return {
    fetch: async (request, from = null) => {
      const record = new RequestRecord(requestIdOf(request.headers), observer.wantsStatements)
      const arrival = { requestId: record.requestId, from, tally: createTally(rates), record }
      const response = await app.fetch(request, { arrival })
      record.ended = performance.now()
      observer.answered(record, request)
      return response
    },
  }
}

/** A caller's own id is kept when it is a UUID: one shape's schema demands one (contract, wire profile). */
function requestIdOf(headers: Headers): string {
  const given = headers.get('x-request-id') ?? ''
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given) ? given : randomUUID()
}

/** Where the root shows nothing of its own. */
const toGraph: Page = { respond: async () => ({ status: 302, headers: { location: '/graphql' }, body: null }) }

function said(status: number, line: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=UTF-8' }, body: `${line}\n` }
}

function problem(status: number, title: string, requestId: string, headers: Record<string, string> = {}): Answer {
  return { status, body: problemBody(status, title, requestId), headers: { ...problemHeaders, ...headers } }
}
