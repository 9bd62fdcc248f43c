import { getIntrospectionQuery } from 'graphql'
import { type Costly, filled, request, room } from './costly-input.ts'

/** Of a document with several operations, which are all validated, the first. */
const first = (query: string) => `{"query":${JSON.stringify(query)},"operationName":"q0"}`

/** As many of something as there may be tokens. */
function tokens(size: number, one: (n: number) => string, perOne: number, separator = ' '): string {
  const count = Math.min(Math.floor((1_990 * size) / 100_000 / perOne), 1_990)
  return Array.from({ length: Math.max(1, count) }, (_, n) => one(n)).join(separator)
}

/** What the text of a GraphQL request can be. */
export const costlyQueries: Readonly<Record<string, Costly>> = {
  'one name': (size) => request(`{ ${'a'.repeat(room(size))} }`),
  'one name of an operation': (size) => request(`query ${'a'.repeat(room(size))} { plans { key } }`),
  'a comment': (size) => request(`# ${'a'.repeat(room(size))}\n{ nope }`),
  commas: (size) => request(`{ plans { key }${','.repeat(room(size))} }`),
  'white space before an error': (size) => request(`{${' '.repeat(room(size))}`),
  'line ends before an error': (size) => request(`{${'\n'.repeat(room(size) / 2)}nope`),
  'line ends before one argument many times': (size) =>
    request(`{${'\n'.repeat(room(size) / 2 - 2_000)} node(${tokens(size, () => 'id: 1', 4)}) { id } }`),
  'line ends before fields that conflict': (size) =>
    request(`{${'\n'.repeat(room(size) / 2 - 4_000)} ${tokens(size, (n) => `node(id: ${n}) { id }`, 10)} }`),
  'white space before one argument many times': (size) =>
    request(`{${' '.repeat(room(size) - 4_000)} node(${tokens(size, () => 'id: 1', 4)}) { id } }`),
  'a block string': (size) => request(`{ node(id: """${'\n  x'.repeat(room(size) / 5)}""") { id } }`),
  'a block string of spaces': (size) => request(`{ node(id: """${' '.repeat(room(size))}""") { id } }`),
  'a string that does not end': (size) => request(`{ node(id: "${'x'.repeat(room(size))}`),
  'a number': (size) =>
    request(`{ viewer { resources { agents(first: ${'9'.repeat(room(size))}) { edges { cursor } } } } }`),
  'more tokens than are taken': (size) => request(`{ ${filled(room(size), () => 'a', ' ')} }`),
  'unknown fields': (size) => request(`{ ${tokens(size, (n) => `f${n % 499}`, 4)} }`),
  'unknown fields in many operations': (size) =>
    first(tokens(size, (n) => `query q${n} { ${'a b c d e f g h i j '.repeat(20)} }`, 204)),
  'the same field': (size) => request(`{ plans { ${tokens(size, () => 'key', 4)} } }`),
  'the same field in many operations': (size) =>
    first(tokens(size, (n) => `query q${n} { plans { ${'key '.repeat(400)} } }`, 410)),
  'the same object again and again': (size) => request(`{ ${tokens(size, () => 'plans { key }', 8)} }`),
  'the same list with other arguments': (size) =>
    request(`{ ${tokens(size, (n) => `lineage(system: S${n}) { form }`, 10)} }`),
  'a tree of one field': (size) => {
    const tree = (depth: number): string =>
      depth === 0 ? 'key' : `plans { ${tree(depth - 1)} } plans { ${tree(depth - 1)} }`
    return request(`{ ${tree(Math.max(1, Math.floor(Math.log2(size / 1_000))))} }`)
  },
  'a tree of one known field': (size) => {
    const tree = (depth: number): string =>
      depth === 0 ? 'kind' : `ofType { ${tree(depth - 1)} } ofType { ${tree(depth - 1)} }`
    return request(`{ __type(name: "Plan") { ${tree(Math.max(1, Math.floor(Math.log2(size / 1_000))))} } }`)
  },
  'many fragments of one name': (size) =>
    request(`{ plans { ...F } } ${tokens(size, () => 'fragment F on Plan { key }', 7)}`),
  'many fragments, all spread': (size) =>
    request(
      `{ plans { ${tokens(size, (n) => `...F${n}`, 12)} } } ${tokens(size, (n) => `fragment F${n} on Plan { key name }`, 12)}`,
    ),
  'fragments that spread the next one twice': (size) =>
    request(
      `{ plans { ...F0 } } ${tokens(size, (n) => `fragment F${n} on Plan { ...F${n + 1} ...F${n + 1} }`, 11)} fragment Fx on Plan { key }`,
    ),
  'fragments that each spread all later ones': (size) => {
    const count = Math.floor(Math.sqrt((1_900 * size) / 100_000))
    const spreads = (n: number) => Array.from({ length: count - n }, (_, m) => `...F${n + m + 1}`).join(' ')
    const fragments = Array.from({ length: count }, (_, n) => `fragment F${n} on Plan { key ${spreads(n)} }`)
    return request(`{ plans { ...F0 } } ${fragments.join(' ')} fragment F${count} on Plan { name }`)
  },
  'fragments in a circle': (size) =>
    request(
      `{ plans { ...F0 } } ${tokens(size, (n) => `fragment F${n} on Plan { ...F${n + 1} }`, 9)} fragment Fx on Plan { ...F0 }`,
    ),
  'fragments nobody spreads': (size) =>
    request(`{ plans { key } } ${tokens(size, (n) => `fragment F${n} on Nothing${n} { a }`, 7)}`),
  'inline fragments inside one another': (size) => {
    const depth = Math.floor((1_900 * size) / 100_000 / 5)
    return request(`{ plans { ${'... on Plan { '.repeat(depth)} key ${'}'.repeat(depth)} } }`)
  },
  'inline fragments beside one another': (size) =>
    request(`{ plans { ${tokens(size, () => '... on Plan { key }', 7)} } }`),
  'unknown directives': (size) => request(`{ plans { key ${tokens(size, (n) => `@d${n % 49}`, 2)} } }`),
  'as many directives as are taken': () =>
    request(`{ plans { key ${Array.from({ length: 50 }, (_, n) => `@d${n}`).join(' ')} } }`),
  'unknown arguments': (size) => request(`{ plans(${tokens(size, (n) => `a${n}: 1`, 4)}) { key } }`),
  'the same argument': (size) => request(`{ node(${tokens(size, () => 'id: "x"', 4)}) { id } }`),
  'unknown variables': (size) => request(`{ node(id: [${tokens(size, (n) => `$v${n}`, 3)}]) { id } }`),
  'declared variables that are not used': (size) =>
    request(`query (${tokens(size, (n) => `$v${n}: Int`, 5)}) { plans { key } }`),
  'declared variables of unknown types': (size) =>
    request(`query (${tokens(size, (n) => `$v${n}: T${n}`, 5)}) { plans { key } }`),
  'declared variables of one name': (size) => request(`query (${tokens(size, () => '$v: Int', 5)}) { plans { key } }`),
  'declared variables that are missing': (size) =>
    request(`query (${tokens(size, (n) => `$v${n}: Int!`, 6)}) { plans { key } }`),
  'a list as an argument': (size) => request(`{ node(id: [${tokens(size, () => '1', 1)}]) { id } }`),
  'an object as an argument': (size) => request(`{ account(by: {${tokens(size, (n) => `k${n}: 1`, 3)}}) { id } }`),
  'lists inside one another': (size) => {
    const depth = Math.floor((1_900 * size) / 100_000 / 2)
    return request(`{ node(id: ${'['.repeat(depth)}${']'.repeat(depth)}) { id } }`)
  },
  'operations of one name': (size) => first(tokens(size, () => 'query q0 { plans { key } }', 8)),
  'operations beside one another': (size) => first(tokens(size, (n) => `query q${n} { plans { key } }`, 8)),
  'operations that share fragments': (size) =>
    first(
      `${tokens(size, (n) => `query q${n} { plans { ...F${n} } }`, 20)} ${tokens(size, (n) => `fragment F${n} on Plan { key ...F${n + 1} }`, 20)}`,
    ),
  'types that nobody may define here': (size) =>
    first(`query q0 { plans { key } } ${tokens(size, (n) => `type T${n} { a: Int }`, 7)}`),
  'one object in three fragments': () => {
    const fragments = [0, 1, 2].map((n) => `fragment F${n} on Query { ${'plans{key} '.repeat(160)} }`)
    return request(`{ ...F0 ...F1 ...F2 } ${fragments.join(' ')}`)
  },
  'the most fields of one name, in three fragments': () => {
    const fields = ['a', 'b', 'c'].map((name) => `${name}: plans { key }`).join(' ')
    const fragments = [0, 1, 2].map(
      (n) => `fragment F${n} on Query { ${'plans { key } '.repeat(33)} ${n === 0 ? fields : ''} }`,
    )
    return request(`{ ...F0 ...F1 ...F2 } ${fragments.join(' ')}`)
  },
  'ten names, each as often as may be': () => {
    const names = [...'abcdefghij']
    return request(`{ plans { ${names.map((name) => `${name} `.repeat(49)).join(' ')} } }`)
  },
  'descriptions of types of fields of types': () => {
    const descriptions = Array.from({ length: 15 }, (_, n) => `b${n}: description`).join(' ')
    const schemas = Array.from({ length: 14 }, (_, n) => `a${n}: __schema { ...S }`).join(' ')
    const types = 'fragment S on __Schema { types { fields { type { ...T ofType { ...T ofType { ...T } } } } } }'
    return request(`{ ${schemas} } ${types} fragment T on __Type { description ${descriptions} }`)
  },
  'the schema again and again': () => {
    const schemas = Array.from(
      { length: 24 },
      (_, n) => `a${n}: __schema { types { fields { type { fields { name } } } } }`,
    )
    return request(`{ ${schemas.join(' ')} }`)
  },
  'one type again and again': () => {
    const types = Array.from(
      { length: 30 },
      (_, n) => `a${n}: __type(name: "Viewer") { fields { type { fields { description } } } }`,
    )
    return request(`{ ${types.join(' ')} }`)
  },
  'as much of the schema as the usual tools ask': () => request(getIntrospectionQuery({ inputValueDeprecation: true })),
  'everything that may be asked of the schema': () =>
    request('{ __schema { types { name fields { name args { name } type { name ofType { name } } } } } }'),
}
