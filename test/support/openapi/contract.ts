import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { safeHeaders as always } from '../../../src/edge/browsers.ts'
import { shapes } from '../../../src/rest/legacy/index.ts'
import { openapiDocument } from '../../../src/rest/openapi/document.ts'
import type { RestSettings } from '../../../src/rest/router.ts'

/** As much of an OpenAPI document as is looked into here. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>
    readonly headers: Readonly<Record<string, Header>>
  }
}

export interface PathItem extends Partial<Record<'get' | 'patch' | 'post', Operation>> {
  readonly 'x-other-methods'?: Responses
}

export interface Operation {
  readonly operationId: string
  readonly requestBody?: { readonly content: Content }
  readonly responses: Responses
}

type Responses = Readonly<Record<string, DocumentedResponse>>
type Content = Readonly<Record<string, MediaType>>

export interface DocumentedResponse {
  readonly headers: Readonly<Record<string, { readonly $ref: string }>>
  readonly content?: Content
}

interface MediaType {
  readonly schema: object
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

interface Header {
  readonly required: boolean
  readonly schema: { readonly type: string }
}

/** The document as it is published. */
export function publishedDocument(settings: RestSettings = { deprecations: {}, requireVersion: false }): OpenApi {
  return JSON.parse(JSON.stringify(openapiDocument(shapes, settings)))
}

/** What there is to say against an answer; nothing for one that keeps what is published. */
export type AnswerCheck = (request: Request, response: Response, body: string) => readonly string[]

/** The check of one document; null where it says nothing of a path. */
export function checkAgainst(document: OpenApi): { covers(path: string): boolean; check: AnswerCheck } {
  const { validate } = schemaChecker(document)
  const known = new Map<string, ResponseCheck | string>()

  const checkFor = (path: string, method: string, status: number): ResponseCheck | string => {
    const key = `${method} ${path} ${status}`
    const before = known.get(key)
    if (before) return before
    const response = documentedResponse(document.paths[path], method, status)
    const made = response ? responseCheck(document, response, validate) : `${key} is not in the document`
    known.set(key, made)
    return made
  }

  return {
    covers: (path) => document.paths[path] !== undefined,
    check: ({ url, method }, response, body) => {
      const check = checkFor(new URL(url).pathname, method, response.status)
      if (typeof check === 'string') return [check]
      const problems = check(response, method === 'HEAD' ? null : body)
      return problems.map((problem) => `${method} ${new URL(url).pathname} ${response.status}: ${problem}`)
    },
  }
}

/** To the letter (RFC 9110 section 9.1). */
const operationNames: Readonly<Record<string, 'get' | 'patch' | 'post'>> = {
  GET: 'get',
  HEAD: 'get',
  PATCH: 'patch',
  POST: 'post',
}

/** HEAD is GET without a body; a method the path does not answer to has its own place. */
export function documentedResponse(
  path: PathItem | undefined,
  method: string,
  status: number,
): DocumentedResponse | undefined {
  const name = operationNames[method]
  const operation = name && path?.[name]
  return (operation?.responses ?? path?.['x-other-methods'])?.[status]
}

/** @param body null: nobody may look at it, as after HEAD. */
type ResponseCheck = (response: Response, body: string | null) => readonly string[]

/** On any answer, whatever it is about. */
const unspoken = new Set([
  ...Object.keys(always),
  ...['content-type', 'content-length', 'strict-transport-security'],
  ...['access-control-allow-origin', 'access-control-expose-headers'],
])

function responseCheck(
  document: OpenApi,
  { headers, content }: DocumentedResponse,
  validate: (schema: object) => ValidateFunction,
): ResponseCheck {
  const documented = new Map(
    Object.entries(headers).map(([name, { $ref }]) => [name.toLowerCase(), headerAt(document, $ref)]),
  )
  const media = new Map(Object.entries(content ?? {}).map(([type, { schema }]) => [type, validate(schema)]))
  const isJson = (type: string) => type.endsWith('json')

  return (response, body) => {
    const problems: string[] = []
    for (const [name, { required, schema }] of documented) {
      const value = response.headers.get(name)
      if (value === null && required) problems.push(`lacks the header ${name}`)
      if (value !== null && schema.type === 'integer' && !/^-?\d+$/.test(value)) problems.push(`${name} is no number`)
    }
    for (const name of response.headers.keys()) {
      if (!documented.has(name) && !unspoken.has(name)) problems.push(`has the header ${name}`)
    }
    const [type = ''] = (response.headers.get('content-type') ?? '').split(';')
    if (media.size === 0) {
      if (body) problems.push('has a body')
      if (type !== '') problems.push('has a media type without a body')
      return problems
    }
    const check = media.get(type)
    if (!check) problems.push(`is ${type}`)
    else if (body !== null && !check(isJson(type) ? JSON.parse(body) : body)) {
      problems.push(...(check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`))
    }
    return problems
  }
}

function headerAt({ components }: OpenApi, ref: string): Header {
  const header = components.headers[ref.replace('#/components/headers/', '')]
  if (!header) throw new Error(`${ref} leads nowhere.`)
  return header
}

/** Compiles schemas of a document, strictly: a keyword it has no business with is an error of the schema. */
export function schemaChecker(document: OpenApi) {
  const ajv = new Ajv2020({ strict: true, allErrors: true })
  addFormats.default(ajv)
  ajv.addKeyword('x-viewer-fields')
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    ajv.addSchema(schema, `#/components/schemas/${name}`)
  }
  return { validate: (schema: object) => ajv.compile(schema) }
}

const checks = new Map<string, ReturnType<typeof checkAgainst>>()

/** The check of the document that a gateway of these settings publishes: compiled once. */
export function publishedCheck(settings: RestSettings): ReturnType<typeof checkAgainst> {
  const key = JSON.stringify(settings)
  const known = checks.get(key) ?? checkAgainst(publishedDocument(settings))
  checks.set(key, known)
  return known
}

/** The same answer, once it has been seen to keep what is published. @throws Error saying how it does not. */
export async function keepingThePublished(
  settings: RestSettings,
  request: Request,
  response: Response,
): Promise<Response> {
  const { covers, check } = publishedCheck(settings)
  if (!covers(new URL(request.url).pathname) || isPreflight(request)) return response
  const { status, headers } = response
  const body = response.body === null ? null : await response.text()
  const problems = check(request, response, body ?? '')
  if (problems.length > 0) throw new Error(`Not as /openapi.json says: ${problems.join('; ')}`)
  return new Response(body, { status, headers: Object.fromEntries(headers) })
}

/** It asks the browser's question, not the endpoint's (Fetch standard). */
function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('access-control-request-method')
}
