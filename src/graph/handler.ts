import { isUtf8 } from 'node:buffer'
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
    if (page && isVisit(request)) return page.respond(request)
    try {
      const context = await ports.openContext(request, requestId)
      const answer = await graph.fetch(await readable(request, ports.bodyLimit), context)
      for (const [name, value] of Object.entries(privateHeaders)) answer.headers.set(name, value)
      return answer
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return refused(error, requestId)
    }
  }
}

/** A person's browser opens the address, with a query in it or without; no client library asks for HTML. */
function isVisit({ method, headers }: Request): boolean {
  return (method === 'GET' || method === 'HEAD') && (headers.get('accept') ?? '').includes('text/html')
}

/**
 * The request as the engine may have it: GET, or POST of JSON in UTF-8 to a bound. The engine itself would take forms,
 * other text and broken UTF-8 as well.
 *
 * @throws Refusal METHOD_NOT_ALLOWED, UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, MALFORMED.
 */
async function readable(request: Request, limit: number): Promise<Request> {
  const { method, headers, url } = request
  if (method === 'GET' || method === 'HEAD') {
    for (const name of ['variables', 'extensions']) assertJson(name, new URL(url).searchParams.get(name))
    return new Request(url, { headers })
  }
  if (method !== 'POST') {
    throw new Refusal('METHOD_NOT_ALLOWED', 'Ask by GET or POST.', { allow: ['GET', 'HEAD', 'POST'] })
  }
  if (!jsonMediaType.test(headers.get('content-type') ?? '') || headers.has('content-encoding')) {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json in UTF-8.')
  }
  const body = await readBody(request, limit)
  if (!isUtf8(body)) throw new Refusal('MALFORMED', 'The body is not UTF-8.')
  return new Request(url, { method, headers, body })
}

function assertJson(name: string, text: string | null): void {
  try {
    if (text !== null) JSON.parse(text)
  } catch (cause) {
    throw new Refusal('MALFORMED', `The parameter ${name} is not valid JSON.`, { cause })
  }
}

const jsonMediaType = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i

function refused(refusal: Refusal, requestId: string): Response {
  const status = refusalStatus(refusal)
  const headers = { ...jsonHeaders, ...privateHeaders, ...refusalHeaders(refusal, status) }
  return new Response(refusalBody(refusal, requestId), { status, headers })
}
