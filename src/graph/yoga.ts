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

/** Tokens of a query: some ten times the largest of ours, and far below what overflows the parser's stack. */
const tokenLimit = 5_000

function boundQueries(): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source: string, options: object) => parseFn(source, { ...options, maxTokens: tokenLimit }))
    },
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
