import { type ComplexityResult, complexityFromQuery, type FieldComplexity } from '@pothos/plugin-complexity'
import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import { pageLimit, usualPage } from './page.ts'
import { checkVariables } from './variables.ts'

/** What a list without pages is taken to hold where its field does not declare a price: plans, identities. */
const unpagedList = 5

/** A mutation is a transaction of its own, whatever it answers with, and a request of many is counted as one. */
const mutation = 1_000

/** What is about an account, to a caller without credentials: null or an error, and nothing below it. */
const withheld = 100

/** Who asks, as far as it decides what an operation costs. */
interface Asking {
  /** A request without credentials. */
  readonly isAnonymous?: boolean
}

/** Writes on every field what it costs, where `complexityFromSelectionSet` looks for it. */
export function priceFields(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      field.extensions = { ...field.extensions, complexity: priceIn(schema, type, field) }
    }
  }
  return schema
}

function priceIn(schema: GraphQLSchema, type: GraphQLObjectType, field: GraphQLField<unknown, unknown>) {
  const isMutation = type === schema.getMutationType()
  if (!isMutation && (type !== schema.getQueryType() || isListType(getNullableType(field.type)))) return priceOf(field)
  const price = isMutation ? mutation : 1
  return (_: object, { isAnonymous }: Asking) => (isAnonymous ? { field: withheld, multiplier: 0 } : price)
}

/** A field is 1. A list multiplies what it holds by its size; one in pages does so as a whole, hence not again at `edges`. */
function priceOf({
  name,
  type,
  args,
  extensions,
}: GraphQLField<unknown, unknown>): FieldComplexity<object, PageArguments> {
  if (extensions.complexity) return extensions.complexity
  if (args.some((arg) => arg.name === 'first')) {
    // A page that is too large is refused when it comes to be read.
    return ({ first, last }) => ({ field: 1, multiplier: Math.min(first ?? last ?? usualPage, pageLimit) })
  }
  if (!isListType(getNullableType(type))) return 1
  return { field: 1, multiplier: name === 'edges' ? 1 : unpagedList }
}

interface PageArguments {
  readonly first?: number | null
  readonly last?: number | null
}

const known = { anonymous: createMemory(), named: createMemory() }

function createMemory() {
  return new WeakMap<OperationDefinitionNode, ComplexityResult>()
}

/**
 * What an operation of a valid document asks for: its depth, its fields (`breadth`) and its price (`complexity`), with
 * every fragment counted wherever it is spread, in time linear in the document and its variables.
 *
 * @throws AggregateError of at most ten GraphQLErrors when the variables do not fit.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  asking: Asking = {},
): ComplexityResult {
  const memory = asking.isAnonymous ? known.anonymous : known.named
  const before = memory.get(operation)
  if (before) return before
  const definitions = operation.variableDefinitions ?? []
  checkVariables(schema, definitions, variables)
  const cost = complexityFromQuery(withFragmentsOf(document, operation), { schema, variables, ctx: asking })
  // Without variables it is the same each time.
  if (definitions.length === 0) memory.set(operation, cost)
  return cost
}

function withFragmentsOf({ definitions }: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
  return { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] }
}
