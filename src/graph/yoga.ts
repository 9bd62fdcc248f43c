import { type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { RequestContext } from '../actions/request-context.ts'
import { problemOf } from './problem.ts'

export interface GraphPorts {
  readonly onFault: (error: unknown, requestId: string) => void
}

/** GraphQL over HTTP for a schema; who asks has been settled before. */
export function createGraph(schema: GraphQLSchema, { onFault }: GraphPorts) {
  return createYoga<RequestContext>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    // The page is served beside this endpoint, from this machine.
    graphiql: false,
    // One bound holds for every body, and it is kept before this is reached.
    maxRequestBodySize: false,
    cors: false,
    multipart: false,
    logging: false,
    // Not Yoga's masking: it knows neither refusals nor request ids.
    maskedErrors: false,
    plugins: [boundQueries(), explainProblems(onFault)],
  })
}

/** Tokens of a query: some ten times the largest of ours. */
const tokenLimit = 5_000

/** Bounds what a query may be, before anything is looked up for it. */
function boundQueries(): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source: string, options: object) =>
        withinStack(() => parseFn(source, { ...options, maxTokens: tokenLimit })),
      )
    },
    onValidate({ validateFn, setValidationFn }) {
      setValidationFn((...args: Parameters<typeof validateFn>) => withinStack(() => validateFn(...args)))
    },
  }
}

/** The engine descends by recursion: how deep it comes depends on the machine, and too deep is the asker's doing. */
function withinStack<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new GraphQLError('The query is nested too deeply.', { extensions: { code: 'GRAPHQL_PARSE_FAILED' } })
  }
}

/** Gives every error of every answer its code and request id, whatever part of the way it comes from. */
function explainProblems(onFault: GraphPorts['onFault']): Plugin<object, RequestContext> {
  return {
    onResultProcess({ result, setResult, serverContext: { requestId } }) {
      const { errors } = result as ExecutionResult
      // No batches and no subscriptions here: an answer is one result.
      if (!errors) return
      const context = { requestId, onFault: (error: unknown) => onFault(error, requestId) }
      setResult({ ...result, errors: errors.map((error) => problemOf(asGraphQLError(error), context)) })
    },
  }
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  return new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) })
}
