export const many = (count: number, one: (index: number) => string, between = ' ') =>
  Array.from({ length: count }, (_, index) => one(index)).join(between)

export const long = ['QUERY_TOO_LONG']
export const broad = ['QUERY_TOO_BROAD']
export const complex = ['QUERY_TOO_COMPLEX']
export const aliases = ['QUERY_TOO_MANY_ALIASES']
export const directives = ['QUERY_TOO_MANY_DIRECTIVES']
export const invalid = ['GRAPHQL_VALIDATION_FAILED']
export const unparsed = ['GRAPHQL_PARSE_FAILED']
export const answered: readonly string[] = []

/** Queries that nobody asks in good faith, and the codes they are refused with; none where they are simply answered. */
export const abuseQueries: readonly (readonly [name: string, query: string, codes: readonly string[]])[] = [
  // Floods: the same field, aliases, directives, fragments, operations, arguments, variables.
  ['__typename two thousand times', `{ ${many(1_990, () => '__typename')} }`, broad],
  ['__typename a hundred thousand bytes long', `{ ${many(9_000, () => '__typename')} }`, long],
  ['one object six hundred times', `{ ${many(600, () => 'viewer{id}')} }`, long],
  [
    'one object, each with the same object',
    `{ ${many(20, () => `viewer{${many(20, () => 'credits{permanent}')}}`)} }`,
    broad,
  ],
  [
    'three storeys of the same',
    `{ ${many(6, () => `viewer{${many(6, () => `credits{${many(7, () => 'wallet{held}')}}`)}}`)} }`,
    broad,
  ],
  ['a thousand aliases of a leaf', `{ ${many(600, (n) => `a${n}: __typename`)} }`, broad],
  ['forty aliases of a leaf', `{ ${many(40, (n) => `a${n}: __typename`)} }`, aliases],
  [
    'a hundred aliased accounts',
    `{ ${many(100, (n) => `a${n}: account(by: { email: "p${n}@example.com" }) { id }`)} }`,
    aliases,
  ],
  [
    'thirty aliased accounts with all their pages',
    `{ ${many(30, (n) => `a${n}: account(by: { email: "p${n}@example.com" }) { credits { history(first: 100) { edges { node { id kind } } } } }`)} }`,
    complex,
  ],
  [
    'aliases behind a fragment',
    `{ ${many(20, () => '...F')} } fragment F on Query { ${many(31, (n) => `a${n}: __typename`)} }`,
    aliases,
  ],
  ['aliases that conflict', `{ viewer { ${many(30, (n) => `a: ${['id', 'email', 'company'][n % 3]}`)} } }`, invalid],
  ['a hundred times @skip', `{ plans ${many(100, () => '@skip(if: false)')} { key } }`, directives],
  ['a hundred unknown directives', `{ plans ${many(100, () => '@x')} { key } }`, directives],
  ['forty unknown directives', `{ plans ${many(40, (n) => `@x${n}`)} { key } }`, invalid],
  ['@include on everything', `{ viewer @include(if: true) { ${many(49, () => 'id @include(if: true)')} } }`, answered],
  ['@skip twice on one field', '{ plans @skip(if: true) @skip(if: false) { key } }', invalid],
  ['a directive on an operation that takes none', 'query @skip(if: true) { plans { key } }', invalid],
  ['@defer', '{ ... @defer { plans { key } } }', invalid],
  ['@stream', '{ plans @stream { key } }', invalid],
  ['@deprecated in a query', '{ plans @deprecated { key } }', invalid],
  ['four hundred operations', many(400, (n) => `query q${n} { __typename }`), ['OPERATION_RESOLUTION_FAILURE']],
  ['two operations without names', '{ plans { key } } { plans { key } }', ['OPERATION_RESOLUTION_FAILURE']],
  [
    'two operations of one name',
    'query A { plans { key } } query A { plans { key } }',
    ['OPERATION_RESOLUTION_FAILURE'],
  ],
  ['three hundred variables', `query (${many(300, (n) => `$v${n}: Int`)}) { plans { key } }`, invalid],
  ['a hundred arguments', `{ node(${many(100, (n) => `a${n}: 1`)}) { id } }`, invalid],
  ['one argument twice', '{ node(id: "x", id: "y") { id } }', invalid],
  ['five hundred items in a list', `{ account(by: { email: [${many(500, () => '"x"', ',')}] }) { id } }`, invalid],
  ['three hundred fields of an input', `{ account(by: { ${many(300, (n) => `a${n}: 1`)} }) { id } }`, invalid],
  [
    'one field of an input twice',
    '{ account(by: { email: "a@example.com", email: "b@example.com" }) { id } }',
    invalid,
  ],
  [
    'all ways to look an account up at once',
    '{ account(by: { email: "a@example.com", referralCode: "x" }) { id } }',
    invalid,
  ],
  ['no way to look an account up', '{ account(by: {}) { id } }', invalid],
  ['a hundred mistakes and more', `{ ${many(400, (n) => `x${n}`)} }`, invalid],
  // Fragments.
  ['a fragment of itself', '{ viewer { ...a } } fragment a on Viewer { ...a }', invalid],
  [
    'two fragments of each other',
    '{ viewer { ...a } } fragment a on Viewer { ...b } fragment b on Viewer { ...a }',
    invalid,
  ],
  [
    'twenty fragments, each of all',
    `{ ...f0 } ${many(20, (n) => `fragment f${n} on Query { ${many(20, (m) => `...f${m}`)} }`)}`,
    invalid,
  ],
  [
    'fragments that double a hundred times',
    `{ ...f0 } ${many(100, (n) => `fragment f${n} on Query { ${n < 99 ? `...f${n + 1} ...f${n + 1}` : 'plans { key }'} }`)}`,
    broad,
  ],
  [
    'fragments that triple sixty times, by inline ones',
    `{ ...f0 } ${many(60, (n) => `fragment f${n} on Query { ${n < 59 ? many(3, () => `... { ...f${n + 1} }`) : 'plans { key }'} }`)}`,
    broad,
  ],
  [
    'doubling below a field',
    `{ viewer { credits { ...f0 } } } ${many(60, (n) => `fragment f${n} on Credits { ${n < 59 ? `...f${n + 1} ...f${n + 1}` : 'permanent'} }`)}`,
    broad,
  ],
  [
    'two hundred fragments compared with one another',
    `{ ${many(200, (n) => `...f${n}`)} } ${many(200, (n) => `fragment f${n} on Query { plans { key } }`)}`,
    long,
  ],
  [
    'a hundred fragments compared with one another',
    `{ ${many(100, (n) => `...f${n}`)} } ${many(100, (n) => `fragment f${n} on Query { plans { key } }`)}`,
    answered,
  ],
  ['a hundred fragments of one name', `{ ...f } ${many(100, () => 'fragment f on Query { plans { key } }')}`, invalid],
  [
    'a hundred fragments that nobody spreads',
    `{ plans { key } } ${many(100, (n) => `fragment f${n} on Query { plans { key } }`)}`,
    invalid,
  ],
  ['a fragment that is not there', '{ ...nowhere }', invalid],
  ['a fragment on no type', '{ ...f } fragment f on Nothing { id }', invalid],
  ['a fragment on a scalar', '{ ...f } fragment f on String { id }', invalid],
  ['a fragment alone', 'fragment f on Query { plans { key } }', ['OPERATION_RESOLUTION_FAILURE']],
  ['a fragment called on', '{ ...on } fragment on on Query { plans { key } }', unparsed],
  [
    'inline fragments six hundred deep',
    `{ ${many(600, () => '... {')} plans { key } ${many(600, () => '}')} }`,
    answered,
  ],
  // Depth.
  ['fields six hundred deep', `${'{ a '.repeat(600)}${'}'.repeat(600)}`, broad],
  ['fields four hundred deep', `${'{ a '.repeat(400)}${'}'.repeat(400)}`, ['QUERY_TOO_REPETITIVE']],
  ['a list nine hundred deep', `{ account(by: ${'['.repeat(900)}${']'.repeat(900)}) { id } }`, invalid],
  ['an object four hundred deep', `{ account(by: ${'{a: '.repeat(400)}1${'}'.repeat(400)}) { id } }`, invalid],
  [
    'a type of a variable nine hundred deep',
    `query ($a: ${'['.repeat(900)}Int${']'.repeat(900)}) { plans { key } }`,
    invalid,
  ],
  ['braces without an end', '{'.repeat(1_900), unparsed],
  ['fifty thousand braces', '{'.repeat(50_000), long],
  // Introspection, by one who may.
  [
    'types of fields of types of fields',
    '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }',
    invalid,
  ],
  [
    'possible types of interfaces of possible types',
    '{ __schema { types { possibleTypes { interfaces { possibleTypes { name } } } } } }',
    invalid,
  ],
  [
    '__type in circles, by fragments',
    '{ __type(name: "Viewer") { ...f } } fragment f on __Type { fields { type { ...f } } }',
    invalid,
  ],
  [
    'the same type thirty times',
    `{ ${many(30, (n) => `a${n}: __type(name: "Viewer") { fields { type { fields { name args { name type { name } } } } } }`)} }`,
    answered,
  ],
  [
    'the whole schema twenty-five times',
    `{ ${many(25, (n) => `a${n}: __schema { types { fields { type { fields { name args { name description } } } } } }`)} }`,
    complex,
  ],
  [
    'ofType three hundred times',
    `{ __schema { types { fields { type { ${many(300, () => 'ofType {')} name ${many(300, () => '}')} } } } } }`,
    ['QUERY_TOO_REPETITIVE'],
  ],
  ['a type that is not there', '{ __type(name: "Nothing") { name } }', answered],
  ['a type called __proto__', '{ __type(name: "__proto__") { name } }', answered],
  // Text.
  ['nothing but a comment', '# nothing', unparsed],
  ['nothing but commas', ',,,,', unparsed],
  ['a comment of ninety thousand bytes', `{ plans { key } } # ${'x'.repeat(90_000)}`, answered],
  ['ninety thousand commas', `{ plans { key } }${','.repeat(90_000)}`, answered],
  ['a byte order mark in front', '\ufeff{ plans { key } }', answered],
  ['U+0000 between fields', '{ plans \0 { key } }', unparsed],
  ['U+0000 in a comment', '{ plans { key } } # \0', answered],
  ['control characters', '{ plans \x07\x1b[31m { key } }', unparsed],
  ['a lone surrogate in a literal', '{ node(id: "\ud800") { id } }', unparsed],
  ['a lone surrogate escaped', '{ node(id: "\\ud800") { id } }', unparsed],
  ['U+0000 escaped in a literal', '{ node(id: "\\u0000") { id } }', answered],
  ['a code point beyond Unicode', '{ node(id: "\\u{110000}") { id } }', unparsed],
  ['an escape that is none', '{ node(id: "\\x41") { id } }', unparsed],
  ['a literal without an end', '{ node(id: "abc', unparsed],
  ['a block of quotes', `{ node(id: """${'\\"""'.repeat(10_000)}""") { id } }`, answered],
  ['a block of ten thousand indented lines', `{ node(id: """${'\n  a'.repeat(10_000)}""") { id } }`, answered],
  ['a literal of ninety thousand characters', `{ node(id: "${'x'.repeat(90_000)}") { id } }`, answered],
  ['a name of ninety thousand characters', `{ ${'x'.repeat(90_000)} }`, invalid],
  ['letters that look like others', '{ pl\u0430ns { key } }', unparsed],
  [
    'a number of ninety thousand digits',
    `{ viewer { credits { history(first: ${'9'.repeat(90_000)}) { edges { cursor } } } } }`,
    invalid,
  ],
  ['1e400', '{ viewer { credits { history(first: 1e400) { edges { cursor } } } } }', invalid],
  ['2^31', '{ viewer { credits { history(first: 2147483648) { edges { cursor } } } } }', invalid],
  ['a number with a nought in front', '{ viewer { credits { history(first: 01) { edges { cursor } } } } }', unparsed],
  ['a variable where a constant has to be', 'query ($a: Int = $b, $b: Int) { plans { key } }', unparsed],
  ['a default in circles', 'query ($a: Int = $a) { plans { key } }', unparsed],
  ['a variable that nobody defined', '{ node(id: $id) { id } }', invalid],
  ['a variable of an output type', 'query ($v: Viewer) { plans { key } }', invalid],
  ['a type defined in a request', 'type Query { hacked: String } { plans { key } }', invalid],
  ['a schema extended in a request', 'extend type Query { hacked: String }', ['OPERATION_RESOLUTION_FAILURE']],
  ['a subscription', 'subscription { viewer { id } }', invalid],
  ['fields every object of the language has', '{ constructor __proto__ hasOwnProperty toString }', invalid],
  ['a meta field that is none', '{ __schemas { types { name } } }', invalid],
  ['__typename of __typename', '{ __typename { __typename } }', invalid],
  ['an object without a selection', '{ viewer }', invalid],
  ['an empty selection', '{ viewer { } }', unparsed],
  ['HTML', '<script>alert(1)</script>', unparsed],
  ['JSON', '{"query": "{ plans { key } }"}', unparsed],
  ['SQL', "'; DROP TABLE accounts; --", unparsed],
]
