import { type DocumentNode, GraphQLError, getOperationAST, Lexer, Source, TokenKind, validate } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Limits } from '../edge/limits.ts'
import { costOf } from './cost.ts'
import { documentSizeOf } from './document-size.ts'
import { errorLimit } from './error-limit.ts'
import type { GraphContext } from './graph-context.ts'
import { introspectionCostOf, introspectionLimitOf } from './introspection-cost.ts'

/** Everything a query can be too much of, and what is counted then. */
const counted = {
  QUERY_TOO_LONG: 'tokens',
  QUERY_TOO_DEEP: 'levels',
  QUERY_TOO_BROAD: 'fields',
  QUERY_TOO_COMPLEX: 'points of cost',
  QUERY_TOO_MANY_ALIASES: 'aliases',
  QUERY_TOO_MANY_DIRECTIVES: 'directives',
  QUERY_TOO_REPETITIVE: 'fields of one name',
} as const

type BoundCode = keyof typeof counted

/** Asks for the cost of the operation beside its answer, in `extensions.cost`. */
export const costHeader = 'x-graphql-cost'

/**
 * Bounds what a query may be, before anything is looked up for it and in time that the bounds themselves limit: its
 * tokens, aliases, directives and written fields as it is parsed; its depth, its fields with those of every spread
 * fragment, and its price with the variables it comes with, before it is executed.
 */
export function boundQueries(limits: Limits): Plugin<GraphContext> {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source: string, options: object) => {
        const noLocation = hasManyLines(source)
        const document = parseWithin(limits, source, (maxTokens) =>
          parseFn(source, { ...options, maxTokens, noLocation }),
        )
        refuseExcess(document, limits)
        return document
      })
    },
    onValidate({ setValidationFn }) {
      // Not the given one: the plugin system hands it its options in another order than it takes them.
      setValidationFn((...[schema, document, rules]: Parameters<typeof validate>) =>
        // One more error then says that there were too many.
        withinStack(limits, () =>
          validate(schema, document, rules, { hideSuggestions: true, maxErrors: errorLimit - 1 }),
        ),
      )
    },
    onExecute({ args: { schema, document, operationName, variableValues }, context }) {
      const operation = getOperationAST(document, operationName)
      // That there is one was seen when it was asked whether it may come by GET.
      if (!operation) return undefined
      const isAnonymous = context.principal === null
      const costMost = isAnonymous ? Math.min(limits.anonymousCost, limits.queryCost) : limits.queryCost
      const cost = withinStack(limits, () => costOf(schema, document, operation, variableValues ?? {}, { isAnonymous }))
      atMost('QUERY_TOO_DEEP', limits.queryDepth, cost.depth)
      atMost('QUERY_TOO_BROAD', limits.queryBreadth, cost.breadth)
      atMost('QUERY_TOO_COMPLEX', costMost, cost.complexity)
      const most = introspectionLimitOf(schema)
      atMost('QUERY_TOO_COMPLEX', most, introspectionCostOf(schema, document, variableValues ?? {}, most))
      if (context.request.headers.get(costHeader) !== '1') return undefined
      const { queryDepth, queryBreadth } = limits
      const told = { ...cost, limits: { complexity: costMost, depth: queryDepth, breadth: queryBreadth } }
      return {
        onExecuteDone: ({ result, setResult }) => setResult({ ...result, extensions: { cost: told } }),
      }
    },
  }
}

/** @throws GraphQLError when there is more; the number is told as far as JSON can. */
function atMost(code: BoundCode, limit: number, actual: number): void {
  if (actual > limit) throw tooMuch(code, limit, Math.min(actual, Number.MAX_SAFE_INTEGER))
}

function tooMuch(code: BoundCode, limit: number, actual?: number): GraphQLError {
  return new GraphQLError(`The query has more than ${limit} ${counted[code]}.`, { extensions: { code, limit, actual } })
}

function parseWithin(limits: Limits, source: string, parse: (maxTokens: number) => DocumentNode): DocumentNode {
  try {
    return withinStack(limits, () => parse(limits.queryTokens))
  } catch (error) {
    atMost('QUERY_TOO_LONG', limits.queryTokens, tokensIn(source))
    throw error
  }
}

/**
 * Whether a document has so many lines that counting up to the line of each error would cost more than finding the
 * errors: then its errors come without locations. A query for every field of the viewer has 300.
 */
function hasManyLines(source: string): boolean {
  let count = 0
  for (let at = source.indexOf('\n'); at !== -1 && count <= locatableLines; at = source.indexOf('\n', at + 1))
    count += 1
  for (let at = source.indexOf('\r'); at !== -1 && count <= locatableLines; at = source.indexOf('\r', at + 1))
    count += 1
  return count > locatableLines
}

const locatableLines = 2_000

/** As far as they can be read. */
function tokensIn(text: string): number {
  const lexer = new Lexer(new Source(text))
  let count = 0
  try {
    while (lexer.advance().kind !== TokenKind.EOF) count += 1
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
  }
  return count
}

/** What is too much as it is written: validating it would take long, and keeping it much room. */
function refuseExcess(document: DocumentNode, limits: Limits): void {
  const { fields, repeats, aliases, directives } = documentSizeOf(document)
  atMost('QUERY_TOO_BROAD', limits.queryBreadth, fields)
  atMost('QUERY_TOO_REPETITIVE', limits.queryRepeats, repeats)
  atMost('QUERY_TOO_MANY_ALIASES', limits.queryAliases, aliases)
  atMost('QUERY_TOO_MANY_DIRECTIVES', limits.queryDirectives, directives)
}

/** The engine descends by recursion: how deep it comes depends on the machine, and too deep is the asker's doing. */
function withinStack<T>({ queryDepth }: Limits, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw tooMuch('QUERY_TOO_DEEP', queryDepth)
  }
}
