import { expect } from 'vitest'
import { safeHeaders } from '../support/safe-headers.ts'

/** Where one face is asked. */
export interface Route {
  readonly method: 'GET' | 'PATCH' | 'POST'
  readonly path: string
  /** A body it takes. */
  readonly body?: string
}

export const routes = {
  'account-profile': [
    { method: 'GET', path: '/v1/account/profile' },
    { method: 'PATCH', path: '/v1/account/profile', body: '{"name":"Ada King"}' },
    { method: 'POST', path: '/v1/account/notifications/dismiss' },
  ],
  'users-me': [
    { method: 'GET', path: '/api/v1/users/me' },
    { method: 'PATCH', path: '/api/v1/users/me', body: '{"full_name":"Ada King"}' },
  ],
  'user-profile': [{ method: 'GET', path: '/api/users/profile' }],
  'user-info': [{ method: 'GET', path: '/user/info' }],
} as const satisfies Record<string, readonly Route[]>

export type RestFace = keyof typeof routes
export type Face = RestFace | 'graph'

export const restFaces = Object.keys(routes) as RestFace[]
export const faces: readonly Face[] = [...restFaces, 'graph']

export const systemOf = {
  'account-profile': 'ACCOUNT_PROFILE',
  'users-me': 'USERS_ME',
  'user-profile': 'USER_PROFILE',
  'user-info': 'USER_INFO',
} as const satisfies Record<RestFace, string>

/** Refused in the face's own envelope. */
interface Problem {
  readonly kind: 'problem'
  readonly status: number
  /** `error`, `error.code` or `extensions.code`; shapes without words for it say the status alone. */
  readonly code?: string
  /** GraphQL's `extensions.reason`. */
  readonly reason?: string
  /** Only user-info, and only once the caller is known. */
  readonly namesCaller?: boolean
  /** account-profile's list of fields at fault. */
  readonly hasDetails?: boolean
  readonly retryAfter?: boolean
  /** user-profile's `X-RateLimit-*`. */
  readonly showsRate?: boolean
}

type Cell =
  | Problem
  /** Served as if nothing were the matter. */
  | { readonly kind: 'works' }
  /** GraphQL: `viewer` is null, and that is all. */
  | { readonly kind: 'null' }
  /** GraphQL: refused as data. */
  | { readonly kind: 'user-error'; readonly code: string }
  | { readonly kind: 'cannot happen'; readonly why: string }

const problem = (status: number, code?: string, more: Partial<Problem> = {}): Problem => ({
  kind: 'problem',
  status,
  ...(code === undefined ? {} : { code }),
  ...more,
})
const works = { kind: 'works' } as const
const cannotHappen = (why: string) => ({ kind: 'cannot happen', why }) as const

const noBody = cannotHappen('no route of it takes a body')

/** The contract's table, situation by face. Scope, body and field situations of the graph are our decisions. */
export const table = {
  'no credentials': {
    'account-profile': problem(401, 'auth_invalid'),
    'users-me': problem(401),
    'user-profile': problem(401, 'UNAUTHORIZED'),
    'user-info': problem(401),
    graph: { kind: 'null' },
  },
  'bad or expired credentials': {
    'account-profile': problem(401, 'auth_invalid'),
    'users-me': problem(401),
    'user-profile': problem(401, 'UNAUTHORIZED'),
    'user-info': problem(401),
    graph: problem(401, 'UNAUTHENTICATED'),
  },
  'token fine, account gone': {
    'account-profile': problem(404, 'not_found'),
    'users-me': problem(404),
    'user-profile': problem(404, 'NOT_FOUND'),
    'user-info': problem(401),
    graph: { kind: 'null' },
  },
  'account suspended': {
    'account-profile': problem(403, 'account_suspended'),
    'users-me': problem(403),
    'user-profile': problem(403, 'FORBIDDEN'),
    'user-info': problem(403, undefined, { namesCaller: true }),
    graph: problem(200, 'FORBIDDEN', { reason: 'SUSPENDED' }),
  },
  'legally blocked': {
    'account-profile': problem(451, 'unavailable_for_legal_reasons'),
    'users-me': problem(403),
    'user-profile': problem(403, 'FORBIDDEN'),
    'user-info': problem(403, undefined, { namesCaller: true }),
    graph: problem(200, 'FORBIDDEN', { reason: 'LEGAL' }),
  },
  'payment restriction': {
    'account-profile': works,
    'users-me': works,
    'user-profile': works,
    'user-info': works,
    graph: works,
  },
  'payment restriction, spending': {
    'account-profile': cannotHappen('no route of it spends'),
    'users-me': cannotHappen('no route of it spends'),
    'user-profile': cannotHappen('no route of it spends'),
    'user-info': cannotHappen('no route of it spends'),
    graph: cannotHappen('no mutation spends yet'),
  },
  'token lacks the scope': {
    'account-profile': problem(403, 'forbidden'),
    'users-me': problem(403),
    'user-profile': problem(403, 'FORBIDDEN'),
    'user-info': problem(403, undefined, { namesCaller: true }),
    graph: problem(200, 'FORBIDDEN', { reason: 'INSUFFICIENT_SCOPE' }),
  },
  'malformed JSON': {
    'account-profile': problem(400, 'bad_request'),
    'users-me': problem(400),
    'user-profile': noBody,
    'user-info': noBody,
    graph: problem(400, 'BAD_REQUEST'),
  },
  'invalid field': {
    'account-profile': problem(422, 'unprocessable_entity', { hasDetails: true }),
    'users-me': problem(422),
    'user-profile': noBody,
    'user-info': problem(400, undefined, { namesCaller: true }),
    graph: { kind: 'user-error', code: 'INVALID' },
  },
  conflict: {
    'account-profile': problem(409, 'conflict', { hasDetails: true }),
    'users-me': problem(409),
    'user-profile': noBody,
    'user-info': noBody,
    graph: { kind: 'user-error', code: 'CONFLICT' },
  },
  'too many requests': {
    'account-profile': problem(429, 'rate_limited', { retryAfter: true }),
    'users-me': problem(429, undefined, { retryAfter: true }),
    'user-profile': problem(429, 'RATE_LIMITED', { retryAfter: true, showsRate: true }),
    'user-info': problem(429, undefined, { retryAfter: true }),
    graph: problem(429, 'RATE_LIMITED', { retryAfter: true }),
  },
  bug: {
    'account-profile': problem(500, 'internal_error'),
    'users-me': problem(500),
    'user-profile': problem(500, 'INTERNAL_ERROR'),
    'user-info': problem(500),
    graph: problem(200, 'INTERNAL'),
  },
  'database unreachable': {
    'account-profile': problem(503, 'service_unavailable', { retryAfter: true }),
    'users-me': problem(503, undefined, { retryAfter: true }),
    'user-profile': problem(503, 'SERVICE_UNAVAILABLE', { retryAfter: true }),
    'user-info': problem(503, undefined, { retryAfter: true }),
    graph: problem(503, 'UNAVAILABLE', { retryAfter: true }),
  },
} as const satisfies Record<string, Record<Face, Cell>>

export type Situation = keyof typeof table

/** Of one answer, what the table leaves to the way it came about. */
export interface Particulars {
  /** RFC 6750: no error when nothing was sent, `invalid_token` for bad credentials. Unset: as the status asks for. */
  readonly challenge?: 'bare' | 'invalid_token' | { readonly scope: string } | undefined
  /** user-info's own id of the caller. */
  readonly userId?: string | undefined
  /** account-profile's field at fault. */
  readonly field?: string | undefined
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const asserted = new Set<string>()

/** Asserts one cell: status, headers and envelope, to the byte but for the wording. */
export async function expectCell(
  situation: Situation,
  face: Face,
  response: Response,
  more: Particulars = {},
): Promise<void> {
  const cell: Cell = table[situation][face]
  switch (cell.kind) {
    case 'cannot happen':
      throw new Error(`${situation} × ${face}: ${cell.why}.`)
    case 'problem':
      if (face === 'graph') await expectGraphProblem(cell, response, more)
      else await expectProblem(face, response, cell, more)
      break
    case 'works':
      expect([200, 204]).toContain(response.status)
      if (face === 'graph') expect(await response.json()).toEqual({ data: { viewer: expect.anything() } })
      break
    case 'null':
      expect(response.status).toBe(200)
      expect(await response.json()).toEqual({ data: { viewer: null } })
      break
    case 'user-error': {
      expect(response.status).toBe(200)
      const fields = { field: expect.any(String), message: expect.any(String), code: cell.code }
      expect(await response.json()).toEqual({ data: { updateProfile: { viewer: null, userErrors: [fields] } } })
    }
  }
  asserted.add(`${situation} × ${face}`)
}

/** The cells of the table that can happen and that nothing has asserted so far. */
export function cellsWithoutAssertion(): string[] {
  return Object.entries(table).flatMap(([situation, row]) =>
    Object.entries(row)
      .filter(([, cell]: [string, Cell]) => cell.kind !== 'cannot happen')
      .map(([face]) => `${situation} × ${face}`)
      .filter((cell) => !asserted.has(cell)),
  )
}

export type Expected = Omit<Problem, 'kind'> & { readonly allow?: string }

/** Asserts a REST problem: its status, exactly its headers, and its envelope to the byte but for the wording. */
export async function expectProblem(face: RestFace, response: Response, expected: Expected, more: Particulars = {}) {
  const text = await response.text()
  const { status, headers } = response
  expect({ status, text }).toMatchObject({ status: expected.status })
  const requestId = headers.get('x-request-id') ?? ''
  expect(requestId).toMatch(uuid)
  expect(Object.fromEntries(headers)).toEqual({
    'cache-control': 'private, no-store',
    vary: 'authorization, x-api-key',
    'x-request-id': requestId,
    ...safeHeaders,
    ...(text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...challengeExpected(status, more),
    ...(expected.retryAfter ? { 'retry-after': expect.stringMatching(/^[1-9]\d*$/) } : {}),
    ...(status === 429 ? rateExpected(expected) : {}),
    ...(expected.allow === undefined ? {} : { allow: expected.allow }),
  })
  expect(text).toBe(envelopes[face](expected, wordsIn(text), requestId, more))
}

/** Nothing of what went on inside: for the answers that are made from errors. */
export function expectNothingLeaked(text: string): void {
  expect(text).not.toMatch(
    /TypeError|Error:|prisma|postgres|pglite|SELECT|UPDATE|accounts|nonsense|\.ts|node_modules|stack/i,
  )
}

/** What is counted says how far it has come (draft-ietf-httpapi-ratelimit-headers-10). */
function rateExpected({ showsRate }: Expected) {
  const shown = { 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': expect.any(String) }
  return {
    'ratelimit-policy': '"account";q=1;w=60',
    ratelimit: expect.stringMatching(/^"account";r=0;t=\d\d?$/),
    ...(showsRate ? shown : {}),
  }
}

function challengeExpected(status: number, { challenge }: Particulars) {
  const form = challenge ?? (status === 401 ? 'invalid_token' : null)
  if (form === null) return {}
  const description = 'error_description="[\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]+"'
  const rest =
    form === 'bare'
      ? ''
      : form === 'invalid_token'
        ? `, error="invalid_token", ${description}`
        : `, error="insufficient_scope", ${description}, scope="${form.scope}"`
  return { 'www-authenticate': expect.stringMatching(new RegExp(`^Bearer realm="[^"]+"${rest}$`)) }
}

interface Words {
  readonly message: string
  readonly detail: string
}

/** The two free texts of an answer; everything else is laid down. */
function wordsIn(text: string): Words {
  const body = text === '' ? {} : JSON.parse(text)
  const message: unknown = body.message ?? body.error?.message ?? body.detail ?? ''
  const detail: unknown = body.details?.[0]?.message ?? ''
  expect(message).toEqual(expect.any(String))
  return { message: String(message), detail: String(detail) }
}

type Envelope = (expected: Expected, words: Words, requestId: string, more: Particulars) => string

/** Each shape's error body, in the documented order of keys. */
const envelopes: Record<RestFace, Envelope> = {
  'account-profile': ({ code, hasDetails }, words, requestId, { field }) => {
    const details = hasDetails ? { details: [{ field, message: said(words.detail) }] } : {}
    return JSON.stringify({ error: code, message: said(words.message), request_id: requestId, ...details })
  },
  'users-me': (_, words) => JSON.stringify({ detail: said(words.message) }),
  'user-profile': ({ code }, words) =>
    JSON.stringify({ success: false, error: { message: said(words.message), code } }),
  'user-info': ({ status, namesCaller }, words, requestId, { userId }) => {
    if (status === 503) return ''
    if (status === 500) return JSON.stringify({ requestId })
    const caller = namesCaller ? { userId } : {}
    const error = { message: said(words.message), code: status, ...caller, requestId }
    return JSON.stringify({ error, status: { cost: 0 } })
  },
}

function said(words: string): string {
  expect(words).toMatch(/\S/)
  return words
}

async function expectGraphProblem(
  { status, code, reason, retryAfter }: Problem,
  response: Response,
  more: Particulars,
) {
  const body = await response.json()
  expect({ status: response.status, body }).toMatchObject({ status })
  const { headers } = response
  expect(headers.get('cache-control')).toBe('private, no-store')
  expect(headers.get('vary')).toBe('authorization, x-api-key')
  const requestId = headers.get('x-request-id') ?? ''
  expect(requestId).toMatch(uuid)
  expect(body.errors).toHaveLength(1)
  const scope = typeof more.challenge === 'object' ? more.challenge : {}
  expect(body.errors[0].message).toMatch(/\S/)
  const told = { code, ...(reason === undefined ? {} : { reason }), ...scope, requestId }
  expect(body.errors[0].extensions).toEqual(told)
  expect(headers.get('retry-after')).toEqual(retryAfter ? expect.stringMatching(/^[1-9]\d*$/) : null)
  const { 'www-authenticate': challenge = null } = status === 401 ? challengeExpected(status, more) : {}
  expect(headers.get('www-authenticate')).toEqual(challenge)
}
