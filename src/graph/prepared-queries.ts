import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  OperationTypeNode,
  visit,
} from 'graphql'
import { compileQuery, isCompiledQuery } from 'graphql-jit'
import { createLRUCache, type Plugin } from 'graphql-yoga'
import type { Answer } from '../edge/answer.ts'
import type { GraphOperation } from '../edge/request-record.ts'
import { costHeader } from './bounds.ts'
import type { GraphContext } from './graph-context.ts'
import { asksOfSchema } from './introspection-cost.ts'

/**
 * Queries that are asked again and again, compiled, so that the next one is executed and nothing else.
 *
 * Nothing is decided here. A text is prepared once the engine has parsed, validated and measured it and begun to execute
 * it; and whatever does not go as usual, an error of a field above all, is the engine's to answer, which then does it all
 * again: a query changes nothing, and what it has read is remembered in its context. So there is one way in which an
 * error is said (docs/decisions/0013).
 */
export interface PreparedQueries {
  /** Learns from the engine what has been let through. */
  readonly plugin: Plugin<GraphContext>
  /** @param type of the answer. Null: ask the engine. */
  readonly answer: (type: string, request: Request, params: unknown, context: GraphContext) => Promise<Answer | null>
}

interface Prepared {
  readonly document: DocumentNode
  readonly name: string | undefined
  readonly operation: GraphOperation
  /** The callers that the engine has measured it for: cost and limit differ between the two kinds. */
  readonly measuredFor: Set<Asking>
  asked: number
  /** Once it was asked often enough. */
  run: ((root: undefined, context: GraphContext, variables: object) => unknown) | null
}

type Asking = 'anonymous' | 'named'

function askingOf({ principal }: GraphContext): Asking {
  return principal === null ? 'anonymous' : 'named'
}

/** Compiling takes a hundred times as long as executing: not for a query that is asked once. */
const often = 3

/** @param most texts to keep, at least 1; the one that was asked longest ago goes first. */
export function prepareQueries(schema: GraphQLSchema, most: number): PreparedQueries {
  const queries = createLRUCache<Prepared>({ max: most })

  const prepared = (params: unknown, asking: Asking): Prepared | null => {
    const text = plainQueryIn(params)
    const query = text === null ? undefined : queries.get(text.query)
    if (query === undefined || (text?.operationName ?? query.name) !== query.name) return null
    if (!query.measuredFor.has(asking)) return null
    query.asked += 1
    if (query.asked === often) query.run = compiled(schema, query)
    return query
  }

  return {
    plugin: {
      onExecute({ args: { document, contextValue } }) {
        const context = contextValue as GraphContext & { params?: { query?: string } }
        const { query } = context.params ?? {}
        if (query === undefined) return
        const asking = askingOf(context)
        const before = queries.get(query)
        if (before !== undefined) before.measuredFor.add(asking)
        else if (isSimple(document)) {
          const name = getOperationAST(document)?.name?.value
          const operation = { type: 'query', name: name ?? null } as const
          queries.set(query, { document, name, operation, measuredFor: new Set([asking]), asked: 0, run: null })
        }
      },
    },
    answer: async (type, { headers }, params, context) => {
      if (headers.has(costHeader)) return null
      const query = prepared(params, askingOf(context))
      if (!query?.run) return null
      const result = (await query.run(undefined, context, {})) as ExecutionResult
      if (result.errors) return null
      context.record.operation = query.operation
      return { status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body: JSON.stringify(result) }
    },
  }
}

/** What a request for one query without variables says, and nothing else; null for any other. */
function plainQueryIn(params: unknown): { readonly query: string; readonly operationName: string | undefined } | null {
  if (typeof params !== 'object' || params === null) return null
  const { query, operationName, variables, ...others } = params as Record<string, unknown>
  for (const other in others) if (others[other] != null) return null
  const areNone = variables == null || (typeof variables === 'object' && !Array.isArray(variables))
  if (typeof query !== 'string' || !areNone) return null
  return operationName == null || typeof operationName === 'string'
    ? { query, operationName: operationName ?? undefined }
    : null
}

/**
 * One query that is the same each time, and is about people and not about the schema: without variables or directives
 * there is nothing that two engines could understand in two ways.
 */
function isSimple(document: DocumentNode): boolean {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  if (operations.length !== 1 || asksOfSchema(document)) return false
  let simple = true
  const no = () => {
    simple = false
  }
  visit(document, {
    OperationDefinition: ({ operation }) => {
      if (operation !== OperationTypeNode.QUERY) no()
    },
    VariableDefinition: no,
    Directive: no,
  })
  return simple
}

function compiled(schema: GraphQLSchema, { document, name }: Prepared): Prepared['run'] {
  const query = compileQuery(schema, document, name ?? '', { disablingCapturingStackErrors: true })
  return isCompiledQuery(query) ? (query.query as Prepared['run']) : null
}
