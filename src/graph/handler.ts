import type { GraphQLSchema } from 'graphql'
import type { RequestContext } from '../actions/request-context.ts'
import { Refusal } from '../domain/refusal.ts'
import { readBody } from '../edge/body.ts'
import { jsonHeaders, privateHeaders, refusalHeaders } from '../edge/headers.ts'
import { refusalBody, refusalStatus } from './problem.ts'
import { createGraph } from './yoga.ts'

/** A page for people, served on the endpoint itself to browsers that ask for one. */
export interface GraphPage {
  respond(request: Request): Promise<Response>
}

export interface GraphHandlerPorts {
  readonly openContext: (request: Request, requestId: string) => Promise<RequestContext>
  /** Of a body, in bytes. */
  readonly bodyLimit: number
  readonly onBug: (error: unknown, requestId: string) => void
}

/** The GraphQL endpoint. Bad credentials are refused before the query is looked at; none at all are fine. */
export function createGraphHandler(schema: GraphQLSchema, page: GraphPage | null, ports: GraphHandlerPorts) {
  const graph = createGraph(schema, ports)
  return async (request: Request, requestId: string): Promise<Response> => {
    if (page && asksForPage(request)) return page.respond(request)
    try {
      const context = await ports.openContext(request, requestId)
      const answer = await graph.fetch(await bounded(request, ports.bodyLimit), context)
      for (const [name, value] of Object.entries(privateHeaders)) answer.headers.set(name, value)
      return answer
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return refused(error, requestId)
    }
  }
}

/** A browser's own visit: nothing a client library sends. */
function asksForPage({ method, headers, url }: Request): boolean {
  const accepts = headers.get('accept') ?? ''
  return (method === 'GET' || method === 'HEAD') && accepts.includes('text/html') && !new URL(url).searchParams.has('query')
}

async function bounded(request: Request, limit: number): Promise<Request> {
  if (request.body === null) return request
  const { method, headers, url } = request
  return new Request(url, { method, headers, body: await readBody(request, limit) })
}

function refused(refusal: Refusal, requestId: string): Response {
  const status = refusalStatus(refusal)
  const headers = { ...jsonHeaders, ...privateHeaders, ...refusalHeaders(refusal, status) }
  return new Response(refusalBody(refusal, requestId), { status, headers })
}
