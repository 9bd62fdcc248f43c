import type { GraphQLSchema } from 'graphql'
import { parseAccept } from 'hono/utils/accept'
import type { RequestContext } from '../actions/request-context.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Admit, Place } from '../edge/admission.ts'
import type { Answer } from '../edge/answer.ts'
import { jsonHeaders, privateHeaders, refusalHeaders } from '../edge/headers.ts'
import { parseJson, readJson } from '../edge/json.ts'
import type { Limits } from '../edge/limits.ts'
import type { Page } from '../edge/page.ts'
import type { Arrival } from '../rates/arrival.ts'
import { createAnswerTypes } from './answer-types.ts'
import type { AnswerLegacy, GraphContext } from './graph-context.ts'
import { prepareQueries } from './prepared-queries.ts'
import { type ProblemContext, problemAnswer } from './problem.ts'
import { documentIdParameter } from './trusted-documents.ts'
import { createGraph, type GraphSettings } from './yoga.ts'

export interface GraphHandlerPorts {
  readonly openContext: (request: Request, arrival: Arrival) => Promise<RequestContext>
  readonly settings: GraphSettings
  readonly limits: Limits
  readonly admit: Admit
  readonly legacyAnswers: AnswerLegacy
  readonly onFault: (error: unknown, requestId: string) => void
}

export type GraphHandler = (request: Request, arrival: Arrival) => Promise<Answer>

/**
 * The GraphQL endpoint. Bad credentials are refused before the query is looked at; none at all are fine.
 *
 * @param page for people, shown on the endpoint itself to browsers that ask for one.
 */
export function createGraphHandler(schema: GraphQLSchema, page: Page | null, ports: GraphHandlerPorts): GraphHandler {
  const { limits, settings } = ports
  const types = createAnswerTypes()
  // Where only trusted documents are answered, the engine looks at every request.
  const prepared =
    limits.preparedQueries > 0 && !settings.trusted?.only ? prepareQueries(schema, limits.preparedQueries) : null
  const graph = createGraph(schema, ports, prepared ? [prepared.plugin] : [])

  /** By the shortest way there is: the compiled query, the engine, the engine as it speaks HTTP itself. */
  const answer = async (request: Request, { params, readable }: Asked, context: GraphContext): Promise<Answer> => {
    const type = prepared && types.of(request)
    if (type !== null && prepared && typeof params === 'object' && params !== null && !Array.isArray(params)) {
      const known = await prepared.answer(type, request, params, context)
      if (known !== null) return known
      const executed = await graph.execute(params, request, context, type)
      if (executed !== null) return executed
    }
    const answered = await graph.fetch(readable(), context)
    types.see(request, answered)
    return answered
  }

  return async (request, arrival) => {
    const { record } = arrival
    record.face = 'graph'
    record.route = '/graphql'
    if (isVisit(request)) {
      record.face = 'page'
      if (page) return page.respond(request)
      if (!new URL(request.url).search) return forPeople
      record.face = 'graph'
    }
    const { requestId } = arrival
    const refuse = (error: unknown) => answered(error, { record, onFault: (fault) => ports.onFault(fault, requestId) })
    const work = async (place: Place): Promise<Answer> => {
      try {
        const context = await ports.openContext(request, arrival)
        if (types.of(request) === null && !takesJson(request)) return notAcceptable(requestId)
        const asked = await read(request, limits, place)
        // One is counted already; a list longer than may be is refused as one.
        if (asked.operations > 1 && asked.operations <= limits.batch) {
          await arrival.tally.countAgain(asked.operations - 1, context.now)
        }
        const { status, headers, body } = await answer(request, asked, {
          ...context,
          assertAwaited: place.assertAwaited,
          legacyAnswers: ports.legacyAnswers,
          record,
        })
        return { status, body, headers: Object.assign({}, headers, privateHeaders) }
      } catch (error) {
        return refuse(error)
      }
    }
    return ports.admit(request, work).catch(refuse)
  }
}

/** A person's browser opens the address, with a query in it or without; no client library asks for HTML. */
function isVisit({ method, headers }: Request): boolean {
  return (method === 'GET' || method === 'HEAD') && (headers.get('accept') ?? '').includes('text/html')
}

/** What a person's browser is told where there is no page. */
const forPeople: Answer = {
  status: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'This is a GraphQL endpoint: POST a query to it, as JSON.\n',
}

const answerTypes = ['application/json', 'application/graphql-response+json', 'application/*', '*/*']

/** There is nothing to subscribe to and nothing is deferred: an event stream or parts would hold one answer all the same. */
function takesJson({ headers }: Request): boolean {
  const accepted = parseAccept(headers.get('accept') || '*/*')
  return accepted.some(({ type, q }) => q > 0 && answerTypes.includes(type.toLowerCase()))
}

/** Said before anything is executed. */
function notAcceptable(requestId: string): Answer {
  const message = 'The answer is application/json or application/graphql-response+json.'
  const body = { errors: [{ message, extensions: { code: 'NOT_ACCEPTABLE', requestId } }] }
  return { status: 406, headers: { ...jsonHeaders, ...privateHeaders }, body: JSON.stringify(body) }
}

/** What a request asks for. */
interface Asked {
  /** Its body; null where the address says what is asked. */
  readonly params: unknown
  /** How many operations it holds. */
  readonly operations: number
  /** The request as the engine may have it. */
  readonly readable: () => Request
}

/**
 * Reads GET, or POST of JSON in UTF-8 to a bound. The engine itself would take forms, other text and broken UTF-8 as
 * well.
 *
 * @throws Refusal METHOD_NOT_ALLOWED, UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, MALFORMED.
 */
async function read(request: Request, limits: Limits, place: Place): Promise<Asked> {
  const { method, headers, url } = request
  if (method === 'GET' || method === 'HEAD') {
    const { searchParams } = new URL(url)
    const names = new Set<string>()
    for (const name of searchParams.keys()) {
      if (names.has(name)) throw new Refusal('MALFORMED', 'A parameter is given more than once.')
      names.add(name)
    }
    for (const name of ['variables', 'extensions']) {
      parseJson(`parameter ${name}`, searchParams.get(name) ?? 'null', limits)
    }
    return { params: null, operations: 1, readable: () => new Request(url, { headers }) }
  }
  if (method !== 'POST') {
    throw new Refusal('METHOD_NOT_ALLOWED', 'Ask by GET or POST.', { allow: ['GET', 'HEAD', 'POST'] })
  }
  const { value } = await place.aside(() => readJson(request, limits))
  if (Array.isArray(value)) requireOperations(value, limits.batch)
  const params = Array.isArray(value) ? value.map(parametersIn) : parametersIn(value)
  requireQuery(params)
  return {
    params,
    operations: Array.isArray(value) ? value.length : 1,
    readable: () => {
      const plain = new Headers(headers)
      // The engine compares to the letter.
      plain.set('content-type', 'application/json')
      return new Request(url, { method, headers: plain, body: JSON.stringify(params) })
    },
  }
}

const parameters = ['query', 'operationName', 'variables', 'extensions', documentIdParameter] as const

/** The members of a request that mean something; others are ignored (GraphQL over HTTP, "Request Parameters"). */
function parametersIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const given = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(parameters.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]]))
}

/** @throws Refusal MALFORMED for an object that asks for nothing. */
function requireQuery(params: unknown): void {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return
  if (['query', 'extensions', documentIdParameter].some((name) => Object.hasOwn(params, name))) return
  throw new Refusal('MALFORMED', `A request needs a query, or the ${documentIdParameter} of a trusted document.`)
}

/** @throws Refusal MALFORMED for a list that is empty, longer than may be, or of something else than objects. */
function requireOperations(list: readonly unknown[], most: number): void {
  if (most === 1) throw new Refusal('MALFORMED', 'Ask for one operation at a time: a list of them is not taken here.')
  const areObjects = list.every((one) => typeof one === 'object' && one !== null)
  if (list.length === 0 || list.length > most || !areObjects) {
    throw new Refusal('MALFORMED', `A list must hold 1 to ${most} operations.`)
  }
}

/** What was thrown before there was a query to answer. */
function answered(error: unknown, context: ProblemContext): Answer {
  const { status, body } = problemAnswer(error, context)
  const headers = error instanceof Refusal ? refusalHeaders(error, status) : {}
  return { status, body, headers: { ...jsonHeaders, ...privateHeaders, ...headers } }
}
