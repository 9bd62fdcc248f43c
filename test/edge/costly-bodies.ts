import { type Costly, filled } from './costly-input.ts'

/** What is no GraphQL request, or only beside the query. */
export const costlyBodies: Readonly<Record<string, Costly>> = {
  'no JSON': (size) => '{'.repeat(size),
  'lists inside one another': (size) => '['.repeat(size),
  'a string that does not end': (size) => `"${'a'.repeat(size - 2)}`,
  'a string of backslashes': (size) => `"${'\\'.repeat(size - 2)}`,
  'a number of many digits': (size) => '9'.repeat(size),
  'white space': (size) => ' '.repeat(size),
  quotes: (size) => '"'.repeat(size),
  'strings far from a colon': (size) => `[${filled(size - 400, () => `""${' '.repeat(50)}`, ',')}]`,
  'many keys': (size) => `{${filled(size - 10, (n) => `"k${n}":1`, ',')}}`,
  'many keys in many spellings': (size) => `{${filled(size - 10, (n) => `"\\u006b${n}":1`, ',')}}`,
  'the same key last': (size) => `{${filled(size - 30, (n) => `"k${n}":1`, ',')},"k0":1}`,
  'a list of objects': (size) => `[${filled(size - 10, () => '{}', ',')}]`,
  'unknown members beside a query': (size) =>
    `{"query":"{ plans { key } }",${filled(size - 100, (n) => `"k${n}":1`, ',')}}`,
  'a long id of a document': (size) => `{"documentId":"${'a'.repeat(size - 100)}"}`,
  'a long name of an operation': (size) => `{"query":"{ plans { key } }","operationName":"${'a'.repeat(size - 100)}"}`,
  'many extensions': (size) =>
    `{"query":"{ plans { key } }","extensions":{${filled(size - 100, (n) => `"k${n}":1`, ',')}}}`,
}

/** What the body of a legacy PATCH can be, sent by a caller who may. */
export const costlyChanges: Readonly<Record<string, Costly>> = {
  'a name of combining marks': (size) => `{"name":"a${filled((size - 100) / 2, () => '\u0301\u0316')}"}`,
  'a full name of combining marks': (size) => `{"full_name":"a${filled((size - 100) / 2, () => '\u0301\u0316')}"}`,
  'a name of white space': (size) => `{"name":"${' '.repeat(size - 100)}","full_name":"${' '.repeat(10)}"}`,
  'an address of combining marks': (size) => `{"email":"a${filled((size - 100) / 2, () => '\u0301\u0316')}@b.example"}`,
  'an address of dots': (size) => `{"email":"a@${'a.'.repeat((size - 100) / 2)}"}`,
  'an address of hyphens': (size) => `{"email":"a@${'a-'.repeat((size - 100) / 2)}"}`,
  'an address of at signs': (size) => `{"email":"${'@'.repeat(size - 100)}"}`,
  'unknown keys': (size) => `{${filled(size - 100, (n) => `"k${n}":1`, ',')}}`,
  'unknown keys inside one another': (size) =>
    `{${filled(size - 400, (n) => `"k${n}":${'['.repeat(60)}${']'.repeat(60)}`, ',')}}`,
}
