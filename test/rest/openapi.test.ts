import { readdirSync, readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../src/domain/refusal.ts'
import { badge } from '../../src/rest/legacy/_example/index.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import { lineageOf } from '../../src/rest/legacy/lineage.ts'
import { openapiDocument } from '../../src/rest/openapi/document.ts'
import { tagOf } from '../../src/rest/openapi/names.ts'
import { createTestApp } from '../support/app.ts'
import { importPerson } from '../support/legacy-people.ts'
import {
  checkAgainst,
  type DocumentedResponse,
  type OpenApi,
  publishedDocument,
  schemaChecker,
} from '../support/openapi/contract.ts'

const deprecation = { message: 'It ends.', shutdownDate: new Date('2027-02-02'), since: new Date('2026-01-01') }
const plain = { deprecations: {}, requireVersion: false }
const ending = { deprecations: { USER_INFO: deprecation, BADGE: deprecation }, requireVersion: true }

const documents: readonly (readonly [name: string, document: OpenApi])[] = [
  ['as settings usually are', publishedDocument(plain)],
  ['with a version that ends and must be named', publishedDocument(ending)],
  ['of a shape nobody has listed', JSON.parse(JSON.stringify(openapiDocument([badge], ending)))],
]

/** Every answer of every operation, and of the methods a path does not answer to. */
function responsesIn({ paths }: OpenApi): [place: string, response: DocumentedResponse][] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) =>
      Object.entries(method === 'x-other-methods' ? operation : operation.responses).map(
        ([status, response]): [string, DocumentedResponse] => [
          `${method} ${path} ${status}`,
          response as DocumentedResponse,
        ],
      ),
    ),
  )
}

describe.each(documents)('the document %s', (_name, document) => {
  test('is OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) })
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined })
    expect((document as unknown as { openapi: string }).openapi).toMatch(/^3\.1\./)
  })

  test('shows nothing that its own schemas do not take', () => {
    const { validate } = schemaChecker(document)
    const bodies = Object.values(document.paths).flatMap(({ patch }) => (patch?.requestBody ? [patch.requestBody] : []))
    const shown = [...responsesIn(document), ...bodies.map((body) => ['a body', body] as const)].flatMap(
      ([place, { content = {} }]) =>
        Object.values(content).flatMap(({ schema, example, examples = {} }) => {
          const check = validate(schema)
          const values = [
            ...Object.values(examples).map(({ value }) => value),
            ...(example === undefined ? [] : [example]),
          ]
          expect([place, values.length > 0]).toEqual([place, true])
          return values.map((value) => ({ place, problems: check(value) ? [] : check.errors }))
        }),
    )
    expect(shown.length).toBeGreaterThan(20)
    expect(shown.filter(({ problems }) => problems?.length)).toEqual([])
  })

  test('gives every operation a name of its own that a client can be generated with', () => {
    const ids = Object.values(document.paths).flatMap(({ get, patch, post }) =>
      [get, patch, post].flatMap((operation) => operation?.operationId ?? []),
    )
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !/^[a-z][A-Za-z]+$/.test(id))).toEqual([])
  })
})

test('every route of every shape is an operation, and nothing else but the health of the gateway', () => {
  const operations = Object.entries(publishedDocument().paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((method) => !method.startsWith('x-'))
      .map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(operations.sort()).toEqual([
    'GET /api/users/profile',
    'GET /api/v1/users/me',
    'GET /healthz',
    'GET /readyz',
    'GET /user/info',
    'GET /v1/account/profile',
    'PATCH /api/v1/users/me',
    'PATCH /v1/account/profile',
    'POST /v1/account/notifications/dismiss',
  ])
})

test.each(shapes.map((shape) => [tagOf(shape.system), shape] as const))(
  'the examples %s shows are the files of its room',
  (folder, { examples }) => {
    const directory = new URL(`../../src/rest/legacy/${folder}/examples/`, import.meta.url)
    const files = readdirSync(directory).map((file) => [
      file.replace('.json', ''),
      JSON.parse(readFileSync(new URL(file, directory), 'utf8')),
    ])
    expect(examples).toEqual(Object.fromEntries(files))
  },
)

test.each([...shapes, badge])('every field of $system says where it lives', (shape) => {
  const [schema] = Object.values(openapiDocument([shape], plain).components.schemas) as [object]
  const said = fieldsOf(schema as Schema, '')
  expect(said.map(([place, { 'x-viewer-fields': fields }]) => [place, fields])).toEqual(
    lineageOf(shape).map(({ legacyField, viewerFields }) => [legacyField, viewerFields]),
  )
  lineageOf(shape).forEach(({ viewerFields, form, losses, presence }, index) => {
    const [place, { description = '' }] = said[index] ?? ['', {}]
    const words = [...viewerFields.map((field) => `viewer.${field}`), form, ...losses]
    expect([place, words.filter((word) => !description.includes(word))]).toEqual([place, []])
    if (presence !== null) expect(JSON.stringify(schema)).toContain(`Absent unless ${presence}.`)
  })
})

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly description?: string
  readonly 'x-viewer-fields'?: readonly string[]
}

function fieldsOf({ properties = {} }: Schema, prefix: string): [place: string, Schema][] {
  return Object.entries(properties).flatMap(([key, schema]): [string, Schema][] =>
    schema.properties ? fieldsOf(schema, `${prefix}${key}.`) : [[`${prefix}${key}`, schema]],
  )
}

describe('an answer that is not as published is found', () => {
  const { check } = checkAgainst(publishedDocument())
  const path = '/api/v1/users/me'
  const [body] = Object.values(shapes.find(({ system }) => system === 'USERS_ME')?.examples ?? {})
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'private, no-store',
    vary: 'authorization, x-api-key',
    'x-request-id': '0189d0a2-7c3e-7b1a-9f00-0123456789ab',
  }
  const { vary, ...withoutVary } = headers
  const problems = (status: number, sent: unknown, said: Record<string, string> = headers, method = 'GET') =>
    check(
      new Request(`http://gateway.test${path}`, { method }),
      new Response(null, { status, headers: said }),
      text(sent),
    )
  const text = (sent: unknown) => (typeof sent === 'string' ? sent : JSON.stringify(sent))

  test('while one that is passes', () => {
    expect(problems(200, body)).toEqual([])
    expect(problems(200, '', headers, 'HEAD')).toEqual([])
    expect(problems(405, { detail: 'No.' }, { ...headers, allow: 'GET, HEAD, PATCH' }, 'PUT')).toEqual([])
  })

  test.each([
    ['a status', 418, body, headers],
    ['a key too many', 200, { ...body, further: 1 }, headers],
    ['a value of another kind', 200, { ...body, is_active: 'yes' }, headers],
    ['no body', 200, '""', headers],
    ['another envelope', 401, { error: 'no', detail: 'No.' }, { ...headers, 'www-authenticate': 'Bearer' }],
    ['a challenge that is missing', 401, { detail: 'No.' }, headers],
    ['a header that is missing', 200, body, withoutVary],
    ['a header nobody has heard of', 200, body, { ...headers, 'x-powered-by': 'x' }],
    ['another media type', 200, body, { ...headers, 'content-type': 'text/html' }],
    ['a time to wait that is none', 503, { detail: 'No.' }, { ...headers, 'retry-after': 'soon' }],
  ] as const)('%s', (_name, status, sent, said) => {
    expect(problems(status, sent, said)).toHaveLength(1)
  })

  test('by every app of every test', async () => {
    const transaction = () => Promise.reject(new Refusal('CONFLICT', 'This name is already in use.'))
    const app = await createTestApp({}, { wrapStore: (store) => ({ ...store, transaction }) })
    const { accountId } = await importPerson(app, 1, ['ACCOUNT_PROFILE'])
    const patch = app.send('PATCH', '/v1/account/profile', { name: 'Ada' }, await app.token(accountId))
    await expect(patch).rejects.toThrow('PATCH /v1/account/profile 409 is not in the document')
    await app.close()
  })
})
