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
import type { Page } from './edge/page.ts'
import { problemBody, problemHeaders } from './edge/problem.ts'
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
  const { limits, browsers, rates, settings, graphiql, pages, unreadiness, log } = dependencies
  const admit = createAdmission(limits, log.shed)
  const rest = createRestHandlers(shapes, settings, {
    limits,
    admit,
    openContext: (request, arrival, options) => openContext(dependencies, request, arrival, options),
    onFault: log.fault,
    onLoss: log.loss,
  })
  const schema = gatewaySchema()
  const graph = createGraphHandler(schema, graphiql, {
    openContext: (request, arrival) => openContext(dependencies, request, arrival),
    settings: dependencies.graph,
    limits,
    admit,
    legacyAnswers: (account, context) => legacyAnswers(shapes, settings, account, context),
    onFault: log.fault,
  })
  const schemaText = createSchemaText(schema, {
    openContext: (request, arrival) => openContext(dependencies, request, arrival),
    isOpen: dependencies.graph.introspection,
    admit,
    onFault: log.fault,
  })

  const forBrowsers = headersForBrowsers(browsers)
  const respond = (answer: Answer, { requestId, tally }: Arrival) =>
    responseOf(answer, forBrowsers, { 'x-request-id': requestId, ...tally.headers() })

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
  for (const [path, handle] of rest) app.all(path, answering(handle))
  app.all('/graphql', answering(graph))
  app.get(
    '/healthz',
    answering(() => said(200, 'alive')),
  )
  app.get(
    '/readyz',
    answering(async () => {
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
  for (const [path, page] of shown) app.get(path, answering(page.respond))
  app.get('/schema.graphql', answering(schemaText))
  for (const path of ['/healthz', '/readyz', '/schema.graphql', ...shown.keys()]) {
    app.all(
      path,
      answering((_, { requestId }) => problem(405, 'Method Not Allowed', requestId, { allow: 'GET, HEAD' })),
    )
  }
  app.notFound(answering((_, { requestId }) => problem(404, 'Not Found', requestId)))
  app.onError((error, c) => {
    const { arrival } = c.env
    log.fault(error, arrival.requestId)
    return respond(problem(500, 'Internal Server Error', arrival.requestId), arrival)
  })
  return {
    fetch: async (request, from = null) => {
      const arrival = { requestId: requestIdOf(request.headers), from, tally: createTally(rates) }
      return app.fetch(request, { arrival })
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
