import { STATUS_CODES } from 'node:http'
import { type GraphQLSchema, printSchema } from 'graphql'
import type { RequestContext } from '../actions/request-context.ts'
import { requirePrincipal, requireScope } from '../auth/principal.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Admit } from '../edge/admission.ts'
import type { Answer } from '../edge/answer.ts'
import { privateHeaders, refusalHeaders } from '../edge/headers.ts'
import { createPage } from '../edge/page.ts'
import { problemBody, problemHeaders } from '../edge/problem.ts'
import type { Arrival } from '../rates/arrival.ts'
import { statusOf } from './problem.ts'

export interface SchemaTextPorts {
  readonly openContext: (request: Request, arrival: Arrival) => Promise<RequestContext>
  /** Whether anybody may read it; else only who has the scope `schema:read`. */
  readonly isOpen: boolean
  readonly admit: Admit
  readonly onFault: (error: unknown, requestId: string) => void
}

/**
 * The schema in its own language, shown by the rule of introspection. What is refused belongs to no face, and is told as
 * RFC 9457 says.
 */
export function createSchemaText(
  schema: GraphQLSchema,
  { openContext, isOpen, admit, onFault }: SchemaTextPorts,
): (request: Request, arrival: Arrival) => Promise<Answer> {
  const page = createPage(() => ({
    body: `${printSchema(schema)}\n`,
    headers: {
      'content-type': 'application/graphql; charset=utf-8',
      ...(isOpen ? { 'cache-control': 'no-cache' } : { 'cache-control': 'private, no-cache', vary }),
    },
  }))
  return async (request, arrival) => {
    const work = async () => {
      if (!isOpen) {
        const { principal } = await openContext(request, arrival)
        requireScope(requirePrincipal(principal), 'schema:read')
      }
      return page.respond(request)
    }
    return admit(request, work).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error
      if (error.code === 'UNAVAILABLE') onFault(error, arrival.requestId)
      return refused(error, arrival.requestId)
    })
  }
}

const vary = `accept-encoding, ${privateHeaders.vary}`

function refused(refusal: Refusal, requestId: string): Answer {
  const status = statusOf(refusal.code)
  return {
    status,
    headers: { ...problemHeaders, ...privateHeaders, ...refusalHeaders(refusal, status) },
    body: problemBody(status, STATUS_CODES[status] ?? '', requestId, refusal.message),
  }
}
