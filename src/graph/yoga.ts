import { type DocumentNode, type ExecutionResult, GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql'
import { createLRUCache, createYoga, type FetchAPI, type Plugin, processRegularResult } from 'graphql-yoga'
import { requirePrincipal, requireScope } from '../auth/principal.ts'
import { type Answer, answerIn } from '../edge/answer.ts'
import type { Limits } from '../edge/limits.ts'
import type { RequestRecord } from '../edge/request-record.ts'
import { boundQueries } from './bounds.ts'
import type { GraphContext } from './graph-context.ts'
import { asksOfSchema } from './introspection-cost.ts'
import { problemOf } from './problem.ts'
import { documentIdParameter, type TrustedDocuments, useTrustedDocuments } from './trusted-documents.ts'

export interface GraphSettings {
  /** Whether anybody may ask for the schema; else only who has the scope `schema:read`. */
  readonly introspection: boolean
  /** Queries known beforehand, asked for by their hash; null without any. */
  readonly trusted: TrustedDocuments | null
}

export interface GraphPorts {
  readonly settings: GraphSettings
  readonly limits: Limits
  readonly onFault: (error: unknown, requestId: string) => void
}

/** GraphQL over HTTP for a schema; who asks has been settled before. */
export interface Graph {
  fetch(request: Request, context: GraphContext): Promise<Answer>
  /**
   * The same for the parameters of one operation that came by POST, where it is known already which type the answer has:
   * what `fetch` spends on making a request and reading it again is most of what a small operation costs. Null, and
   * nothing has been done, for parameters that are refused: `fetch` says why.
   */
  execute(params: object, request: Request, context: GraphContext, type: string): Promise<Answer | null>
}

export function createGraph(
  schema: GraphQLSchema,
  { settings, limits, onFault }: GraphPorts,
  observers: readonly Plugin<GraphContext>[] = [],
): Graph {
  const yoga = createYoga<GraphContext>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    // The page is served beside this endpoint, from this machine.
    graphiql: false,
    // One bound holds for every body, and it is kept before this is reached.
    maxRequestBodySize: false,
    // Of the longest documents a thousand, as Yoga would keep, take a gigabyte.
    parserAndValidationCache: {
      documentCache: createLRUCache<DocumentNode>({ max: 100 }),
      errorCache: createLRUCache<Error>({ max: 100 }),
    },
    batching: limits.batch > 1 && { limit: limits.batch },
    extraParamNames: settings.trusted ? [documentIdParameter] : [],
    cors: false,
    multipart: false,
    logging: false,
    // Not Yoga's masking: it knows neither refusals nor request ids.
    maskedErrors: false,
    plugins: [
      ...(settings.trusted ? [useTrustedDocuments(settings.trusted)] : []),
      noteOperation(),
      boundQueries(limits),
      ...(settings.introspection ? [] : [guardSchema()]),
      ...observers,
      explainProblems(onFault),
    ],
  })
  return {
    fetch: async (request, context) => answerIn(await yoga.fetch(request, context)),
    execute: async (params, request, context, type) => {
      // At once or later: all that is thrown, and not told as a result, is thrown by whoever looks at the parameters.
      const result = await (async () => yoga.getResultForParams({ params, request }, { ...context }))().catch(
        () => null,
      )
      if (result === null) return null
      const explained = explainedBy(onFault, context.record)(result as ExecutionResult)
      return processRegularResult(explained, plainAnswers, type) as unknown as Answer
    },
  }
}

/** In place of the engine's own kind of response, which nobody needs who is to make another one of it. */
const plainAnswers = {
  Response: class implements Answer {
    readonly status: number
    readonly headers: Answer['headers']
    readonly body: string

    constructor(body: string, { status, headers }: { status: number; headers: Record<string, string> }) {
      this.status = status
      this.headers = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
      this.body = body
    }
  },
} as unknown as FetchAPI

/** Notes what is asked for, once it is known to be valid: the last one of a list. */
function noteOperation(): Plugin<GraphContext> {
  return {
    onExecute({ args: { document, operationName }, context: { record } }) {
      const operation = getOperationAST(document, operationName)
      if (operation) record.operation = { type: operation.operation, name: operation.name?.value ?? null }
    },
  }
}

/** The schema is shown to those who may read it; `__typename` says nothing of it that the query does not. */
function guardSchema(): Plugin<GraphContext> {
  return {
    onExecute({ args: { document }, context: { principal } }) {
      if (asksOfSchema(document)) requireScope(requirePrincipal(principal), 'schema:read')
    },
  }
}

/** Gives every error of every answer its code and request id, whatever part of the way it comes from. */
function explainProblems(onFault: GraphPorts['onFault']): Plugin<object, GraphContext> {
  return {
    onResultProcess({ result, setResult, serverContext: { record } }) {
      const explained = explainedBy(onFault, record)
      // No subscriptions here: an answer is one result, or a list of them for a list of operations.
      setResult(Array.isArray(result) ? result.map(explained) : explained(result as ExecutionResult))
    },
  }
}

function explainedBy(onFault: GraphPorts['onFault'], record: RequestRecord) {
  const context = { record, onFault: (error: unknown) => onFault(error, record.requestId) }
  return ({ errors, ...rest }: ExecutionResult): ExecutionResult =>
    errors
      ? { ...rest, errors: errors.map((error) => problemOf(asGraphQLError(error), context, 'data' in rest)) }
      : rest
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  return new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) })
}
