import fc, { type Arbitrary } from 'fast-check'
import { type JsonSchema, requestJsonSchemaOf } from '../../src/rest/legacy/json-schema.ts'
import type { Shape } from '../../src/rest/legacy/shape.ts'
import { checkOf } from '../support/json-schema.ts'
import { jsonTexts } from './json-texts.ts'

/** A request as it is generated: plain values, so that a failure prints what was sent. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly caller: string
  readonly body: Uint8Array<ArrayBuffer> | null
  readonly type: string | null
  readonly headers: Readonly<Record<string, string>>
}

/** Addresses of accounts that are not the caller's, in two spellings each. */
export const takenAddresses = [
  'taken@example.com',
  'TAKEN@example.com',
  'zo\u00eb@example.com',
  'ZOE\u0308@EXAMPLE.com',
]

/** Requests to the routes of some shapes, most of them with a body that a PATCH might take. */
export function requestsTo(shapes: readonly Shape[], callers: readonly string[]): Arbitrary<Asked> {
  const paths = shapes.flatMap((shape) => shape.routes.map(({ method, path }) => ({ shape, method, path })))
  const versioned = new Set(paths.flatMap(({ shape, path }) => (shape.version ? [path] : [])))
  const writers = paths.filter(({ method }) => method === 'PATCH')
  const bodies = new Map(writers.map(({ shape, path }) => [path, bodiesFor(shape)]))
  const anyBody = fc.oneof(...bodies.values())
  const route = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...writers) },
    { weight: 6, arbitrary: fc.constantFrom(...paths) },
    { weight: 1, arbitrary: fc.record({ method: methods, path: fc.constantFrom(...paths.map(({ path }) => path)) }) },
  )
  const anyone = fc.constantFrom(...callers)
  const writer = fc.oneof({ weight: 6, arbitrary: fc.constant('open') }, anyone)
  const asked = route.chain(({ method, path }) =>
    fc.record({
      method: fc.constant(method),
      path: fc.constant(path),
      caller: method === 'PATCH' ? writer : anyone,
      body:
        method === 'GET' || method === 'HEAD'
          ? fc.constant(null)
          : fc.oneof({ weight: 20, arbitrary: bodies.get(path) ?? anyBody }, fc.constant(null)),
      type: fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...jsonTypes) }, fc.constantFrom(...otherTypes)),
      headers: versioned.has(path)
        ? fc.tuple(headers, versions).map(([all, version]) => ({ ...all, ...version }))
        : headers,
    }),
  )
  return asked.map((one) => ({ ...one, [fc.toStringMethod]: () => printed(one) }))
}

/** A body is easier to read as text. */
function printed({ body, ...asked }: Asked): string {
  return JSON.stringify({ ...asked, body: body && Buffer.from(body).toString('latin1') })
}

const methods = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND')

export const jsonTypes = ['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"']
const otherTypes = [
  null,
  '',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/merge-patch+json',
  'application/json; charset=utf-16',
  'application/json, application/json',
  'application/json5',
  '*/*',
]

const versions = fc.constantFrom<Record<string, string>>(
  ...[{}, {}, {}],
  ...['v1', 'v1', 'v2', 'V1', ''].map((version) => ({ 'x-exorde-api-version': version })),
)

const headers = fc
  .record(
    {
      accept: fc.constantFrom('application/json', '*/*', 'text/html', 'application/xml;q=0.9', '', ';;;', '\u00ff'),
      'accept-encoding': fc.constantFrom('gzip', 'br;q=1, *;q=0'),
      'accept-language': fc.constantFrom('tr-TR', 'x'.repeat(2_000)),
      'content-encoding': fc.constantFrom('gzip', 'br', 'identity', ''),
      'x-request-id': fc.oneof(fc.uuid(), fc.constantFrom('', 'abc', 'é', '0'.repeat(36), '{}', 'x'.repeat(4_000))),
      'x-exorde-api-version': fc.constantFrom('v1', 'v1', 'v2', '', 'V1', 'v1, v1'),
      'if-none-match': fc.constantFrom('*', '"x"'),
      range: fc.constant('bytes=0-10'),
      'x-forwarded-for': fc.constantFrom('127.0.0.1', '::1', "'; DROP TABLE accounts; --"),
      'x-http-method-override': fc.constantFrom('DELETE', 'PATCH'),
      cookie: fc.constant('session=admin'),
    },
    { requiredKeys: [] },
  )
  // Most requests have few.
  .chain((all) => fc.subarray(Object.entries(all), { maxLength: 2 }))
  .map((some): Record<string, string> => Object.fromEntries(some))

/** Bodies for a shape's PATCH: what its published schema describes, what is nearly so, and texts of every kind. */
function bodiesFor(shape: Shape): Arbitrary<Uint8Array<ArrayBuffer>> {
  const { properties = {} } = requestJsonSchemaOf(shape) as { properties?: Readonly<Record<string, JsonSchema>> }
  const keys = Object.keys(properties)
  const [first = ''] = keys
  const valid = fc.record(
    Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, validBy(schema).map(stringified)])),
    { requiredKeys: [] },
  )
  const strange = fc.dictionary(fc.oneof(fc.constantFrom(...keys), strangeKeys), strangeValues, { maxKeys: 4 })
  const members = fc.oneof(
    { weight: 3, arbitrary: valid.map(membersOf) },
    { weight: 3, arbitrary: fc.tuple(valid, strange).map(([a, b]) => membersOf({ ...a, ...b })) },
    { weight: 2, arbitrary: strange.map(membersOf) },
    { weight: 1, arbitrary: fc.array(fc.tuple(fc.constantFrom(...keys), strangeValues), { maxLength: 3 }) },
  )
  const texts = fc.tuple(members, blanks).map(([entries, blank]) => written(entries, blank))
  return fc.oneof(
    { weight: 12, arbitrary: texts.map(utf8) },
    { weight: 4, arbitrary: fc.tuple(texts, damages).map(([text, damage]) => damage(utf8(text))) },
    { weight: 1, arbitrary: fc.constantFrom(...jsonTexts.map(([, , text]) => utf8(text(first)))) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 4 }).map(utf8) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes)) },
  )
}

/** Values a schema describes, as far as generating them goes; what it does not take after all is left out. */
function validBy(schema: JsonSchema): Arbitrary<unknown> {
  const { anyOf, type, maxLength } = schema as { anyOf?: JsonSchema[]; type?: string; maxLength?: number }
  if (anyOf) return fc.oneof(...anyOf.map(validBy))
  if (type === 'null') return fc.constant(null)
  if (type !== 'string') throw new Error(`Nobody has said how to make a ${type}.`)
  const check = checkOf(schema)
  const isAddress = check('Ada').length > 0
  const candidates = isAddress ? addresses : fc.oneof(names, lengthy(maxLength ?? 100))
  return candidates.filter((text) => check(text).length === 0)
}

const names = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    'Ada Lovelace',
    ' Ada ',
    '田中',
    '👩‍👩‍👧‍👦',
    'Zoe\u0308',
    '\u200b',
    '\u202eadA',
    "Robert'); DROP TABLE accounts;--",
  ),
)
const lengthy = (most: number) => fc.constantFrom('x', '🚀', '\u0301').map((sign) => sign.repeat(most))
const addresses = fc.oneof(
  { weight: 4, arbitrary: fc.emailAddress() },
  { weight: 2, arbitrary: fc.constantFrom(...takenAddresses) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), fc.domain())
      .map(([mailbox, domain]) => `${mailbox}@${domain}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('İstanbul@example.com', 'OPEN@example.com', 'ΟΔΟΣ@example.com', '用户@例え.jp'),
  },
)

const strangeKeys = fc.constantFrom(
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'then',
    'toJSON',
    'length',
    '',
    ' ',
    '$ne',
  ],
  ...[
    'id',
    'role',
    'isAdmin',
    'is_active',
    'restriction',
    'user',
    'name ',
    'Name',
    'full_name\u0000',
    'emaił',
    '0',
    '-1',
  ],
)

/** JSON texts of values, some of which no program would write. */
const strangeValues = fc.oneof(
  fc.constantFrom(
    ...['null', 'true', 'false', '0', '-0', '1e400', '-1e400', '1e-400', '9007199254740993', `${'9'.repeat(400)}`],
    ...['""', '" "', '"\\u0000"', '"\\ud83d"', '"\\ude80\\ud83d"', '"\\u0085\\u3000"', '{}', '[]', '[[]]', '"null"'],
    ...['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}', '"\\uD83D\\uDE80"', '"a@b@c"', '"nobody"'],
    ...[`"${'x'.repeat(256)}"`, `"${'🚀'.repeat(256)}"`, `"${'x'.repeat(5_000)}"`, '{"toString":null,"valueOf":1}'],
    ...[`${'['.repeat(50)}${']'.repeat(50)}`, `${'{"a":'.repeat(50)}0${'}'.repeat(50)}`, '"Ada"', '"new@example.com"'],
  ),
  fc.string({ unit: 'binary', maxLength: 8 }).map(stringified),
  fc.double().map(stringified),
  fc.json({ maxDepth: 2 }),
)

const blanks = fc.constantFrom('', '', '', ' ', '\n\t', '\r\n  ')

type Member = readonly [key: string, value: string]

function membersOf(values: Readonly<Record<string, string | undefined>>): Member[] {
  return Object.entries(values).map(([key, value = 'null']) => [key, value])
}

/** A member's value is JSON text already; its key may be any text. */
function written(members: readonly Member[], blank: string): string {
  const texts = members.map(([key, value]) => `${blank}${JSON.stringify(key)}${blank}:${blank}${value}`)
  return `{${texts.join(`${blank},`)}${blank}}`
}

function stringified(value: unknown): string {
  return JSON.stringify(value) ?? 'null'
}

type Damage = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>

const damages: Arbitrary<Damage> = fc.oneof(
  fc.nat(200).map(
    (at): Damage =>
      (bytes) =>
        bytes.slice(0, at % (bytes.length + 1)),
  ),
  fc.nat(200).map(
    (at): Damage =>
      (bytes) =>
        inserted(bytes, at, 0),
  ),
  fc.tuple(fc.nat(200), fc.uint8Array({ minLength: 1, maxLength: 3 })).map(
    ([at, more]): Damage =>
      (bytes) =>
        inserted(bytes, at, 0, ...more),
  ),
  fc
    .tuple(
      fc.nat(200),
      fc.constantFrom(...',:"{}[]\\/\'0\u0000\n', '/**/', '//', '\\u', 'NaN', 'e', '\ufeff', '"a":1,'),
    )
    .map(
      ([at, text]): Damage =>
        (bytes) =>
          inserted(bytes, at, 0, ...utf8(text)),
    ),
  fc.nat(200).map(
    (at): Damage =>
      (bytes) =>
        inserted(bytes, at, 1),
  ),
  fc.tuple(fc.nat(200), fc.nat(7)).map(
    ([at, bit]): Damage =>
      (bytes) => {
        const index = at % Math.max(1, bytes.length)
        return inserted(bytes, index, 1, (bytes[index] ?? 0) ^ (1 << bit))
      },
  ),
  fc.constant<Damage>((bytes) => new Uint8Array([0xef, 0xbb, 0xbf, ...bytes])),
  fc.constant<Damage>((bytes) => new Uint8Array(Buffer.from(Buffer.from(bytes).toString(), 'utf16le'))),
  fc.constant<Damage>((bytes) => new Uint8Array(Buffer.from(Buffer.from(bytes).toString(), 'latin1'))),
  fc.constant<Damage>((bytes) => new Uint8Array([...bytes, ...bytes])),
  fc.constant<Damage>((bytes) => new Uint8Array([0x5b, ...bytes, 0x5d])),
  {
    weight: 3,
    arbitrary: fc.constantFrom(99_999, 100_000, 100_001, 100_002, 130_000).map(
      (size): Damage =>
        (bytes) =>
          padded(bytes, size),
    ),
  },
)

function inserted(bytes: Uint8Array, at: number, instead: number, ...more: number[]): Uint8Array<ArrayBuffer> {
  const index = at % (bytes.length + 1)
  return new Uint8Array([...bytes.slice(0, index), ...more, ...bytes.slice(index + instead)])
}

/** White space behind it, up to a size in bytes. */
function padded(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(Math.max(size, bytes.length)).fill(0x20)
  all.set(bytes)
  return all
}

function utf8(text: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return typeof text === 'string' ? new TextEncoder().encode(text) : text
}
