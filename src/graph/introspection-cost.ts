import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getIntrospectionQuery,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  visit,
} from 'graphql'

type Field = GraphQLField<unknown, unknown>

/** What a query asks of the schema itself: the fields of its root type that no type declares. */
const roots: Readonly<Record<string, Field>> = { __schema: SchemaMetaFieldDef, __type: TypeMetaFieldDef }

const rootsOf = new WeakMap<DocumentNode, readonly FieldNode[]>()

function rootFieldsIn(document: DocumentNode): readonly FieldNode[] {
  const before = rootsOf.get(document)
  if (before !== undefined) return before
  const found: FieldNode[] = []
  visit(document, {
    Field: (node) => {
      if (Object.hasOwn(roots, node.name.value)) found.push(node)
    },
  })
  rootsOf.set(document, found)
  return found
}

/** Whether a valid document asks anything of the schema itself, in any of its operations. */
export function asksOfSchema(document: DocumentNode): boolean {
  return rootFieldsIn(document).length > 0
}

/** Characters of text that are worth a point, as a field of usual length is. */
const charactersPerPoint = 32

/**
 * What a valid document asks of the schema itself, in points: one for each field of the answer, and one more for every 32
 * characters of its text. Unlike any other answer this one is known beforehand, so it is counted and not estimated: a
 * list costs what it holds, and a long description what it weighs. Conditions make nothing cheaper.
 *
 * @returns the first count above `most` where there is more: counting ends there.
 */
export function introspectionCostOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Record<string, unknown>,
  most = Number.POSITIVE_INFINITY,
): number {
  const fields = rootFieldsIn(document)
  if (fields.length === 0) return 0
  const collect = collectorOf(document)
  const info = { schema } as GraphQLResolveInfo
  let points = 0

  const count = (nodes: readonly FieldNode[], field: Field, source: unknown): void => {
    points += 1
    if (points <= most) countValue(nodes, getNamedType(field.type), resolved(field, nodes[0] as FieldNode, source))
  }
  const countValue = (nodes: readonly FieldNode[], type: unknown, value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) {
        if (points > most) return
        countValue(nodes, type, one)
      }
    } else if (typeof value === 'string') points += Math.floor(value.length / charactersPerPoint)
    else if (isObjectType(type) && typeof value === 'object' && value !== null) {
      for (const group of collect(nodes, type)) {
        const field = type.getFields()[group[0]?.name.value ?? '']
        if (field) count(group, field, value)
        else points += 1
      }
    }
  }
  const argumentsOf = argumentReader(variables)
  const resolved = (field: Field, node: FieldNode, source: unknown): unknown => {
    const given = argumentsOf(field, node)
    if (given === null) return null
    return field.resolve ? field.resolve(source, given, {}, info) : (source as Record<string, unknown>)[field.name]
  }

  for (const node of fields) count([node], roots[node.name.value] as Field, null)
  return points
}

/**
 * The arguments of a field, remembered by its node; null where they do not fit, which is the engine's to refuse. What is
 * deprecated is counted as well, whether it is asked for or not.
 */
function argumentReader(variables: Record<string, unknown>) {
  const known = new Map<FieldNode, Record<string, unknown> | null>()
  const read = (field: Field, node: FieldNode) => {
    try {
      const given = getArgumentValues(field, node, variables)
      return field.args.some(({ name }) => name === 'includeDeprecated') ? { ...given, includeDeprecated: true } : given
    } catch {
      return null
    }
  }
  return (field: Field, node: FieldNode): Record<string, unknown> | null => {
    if (field.args.length === 0) return none
    const before = known.get(node)
    if (before !== undefined) return before
    const given = read(field, node)
    known.set(node, given)
    return given
  }
}

const none = {}

/** The fields below some others that are merged into one, by the name they have in the answer; remembered by those. */
function collectorOf({ definitions }: DocumentNode) {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const one of definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one)
  const known = new Map<readonly FieldNode[], readonly (readonly FieldNode[])[]>()

  const gather = (
    set: SelectionSetNode,
    type: GraphQLObjectType,
    seen: Set<string>,
    into: Map<string, FieldNode[]>,
  ) => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value
        const group = into.get(name)
        if (group) group.push(selection)
        else into.set(name, [selection])
        continue
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD
      const fragment = isSpread ? fragments.get(selection.name.value) : selection
      if (!fragment || (isSpread && seen.has(selection.name.value))) continue
      if (isSpread) seen.add(selection.name.value)
      const condition = fragment.typeCondition?.name.value ?? type.name
      if (condition === type.name) gather(fragment.selectionSet, type, seen, into)
    }
  }

  return (nodes: readonly FieldNode[], type: GraphQLObjectType): readonly (readonly FieldNode[])[] => {
    const before = known.get(nodes)
    if (before !== undefined) return before
    const into = new Map<string, FieldNode[]>()
    const seen = new Set<string>()
    for (const { selectionSet } of nodes) if (selectionSet) gather(selectionSet, type, seen, into)
    const groups = [...into.values()]
    known.set(nodes, groups)
    return groups
  }
}

const limits = new WeakMap<GraphQLSchema, number>()

/** Twice what the query of the usual tools costs with everything they may ask for. */
export function introspectionLimitOf(schema: GraphQLSchema): number {
  const before = limits.get(schema)
  if (before !== undefined) return before
  const all = getIntrospectionQuery({
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  })
  const limit = 2 * introspectionCostOf(schema, parse(all), {})
  limits.set(schema, limit)
  return limit
}
