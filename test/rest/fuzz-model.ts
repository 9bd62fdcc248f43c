import { type Asked, jsonTypes, takenAddresses } from './fuzz-requests.ts'
import { type RestFace, restFaces, routes } from './situation-table.ts'

/** What one kind of caller is, as far as an answer depends on it. */
export interface Caller {
  /** Null: nobody, or nobody we believe. */
  readonly account: 'open' | 'late' | 'suspended' | 'blocked' | 'gone' | null
  readonly scopes: readonly ('read' | 'write')[]
  readonly isApiKey?: boolean
}

/** What a PATCH may have changed of an account. */
export interface Known {
  name: string | null
  email: string
}

export interface Foreseen {
  readonly face: RestFace
  readonly status: number
  /** What it says once the answer is 200. */
  readonly known: Known
}

/**
 * What a request must be answered, from the contract alone: its order of checks, its table, its rules for fields.
 * `taken` are the addresses of others beside those that always are.
 */
export function foresee(asked: Asked, caller: Caller, known: Known, taken: readonly string[] = []): Foreseen {
  const { method, path, headers } = asked
  const face = restFaces.find((one) => routes[one].some((route) => route.path === path))
  if (face === undefined) throw new Error('Only the shapes are asked.')
  const only = (status: number): Foreseen => ({ face, status, known })

  const wanted = method === 'HEAD' ? 'GET' : method
  if (!routes[face].some((route) => route.path === path && route.method === wanted)) return only(405)
  if (caller.account === null || (caller.isApiKey && face === 'user-profile')) return only(401)
  const version = headers['x-exorde-api-version']
  if (face === 'user-info' && version !== undefined && version !== 'v1') return only(400)
  if (!caller.scopes.includes(wanted === 'GET' ? 'read' : 'write')) return only(403)
  switch (caller.account) {
    case 'gone':
      return only(face === 'user-info' ? 401 : 404)
    case 'suspended':
      return only(403)
    case 'blocked':
      return only(face === 'account-profile' ? 451 : 403)
    case 'open':
    case 'late':
      break
  }
  if (wanted === 'GET') return only(200)
  if (wanted === 'POST') return only(204)
  if (!jsonTypes.includes(asked.type ?? '') || 'content-encoding' in headers) return only(415)
  const body = asked.body ?? new Uint8Array()
  if (body.length > 100_000) return only(413)
  return { face, ...foreseePatch(face, body, known, [...takenAddresses, ...taken]) }
}

function foreseePatch(
  face: RestFace,
  bytes: Uint8Array,
  known: Known,
  taken: readonly string[],
): Omit<Foreseen, 'face'> {
  const text = textOf(bytes)
  const value = text === null ? undefined : parsed(text.replace(/^\ufeff/, ''))
  if (text === null || value === undefined) return { status: 400, known }
  // Our decisions: a key stands once in an object, and a body is no deeper than 64 levels.
  if (depthOf(text) > 64 || hasTwins(text, value)) return { status: 400, known }
  return foreseeChange(face, value, known, taken)
}

function foreseeChange(face: RestFace, value: unknown, known: Known, taken: readonly string[]): Omit<Foreseen, 'face'> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { status: 400, known }
  const said = new Map(Object.entries(value))
  const name = said.get(face === 'users-me' ? 'full_name' : 'name')
  const email = face === 'users-me' ? said.get('email') : undefined
  if (!(name === undefined || name === null || isName(name))) return { status: 422, known }
  if (email !== undefined && !isAddress(email)) return { status: 422, known }
  if (typeof email === 'string' && taken.some((one) => isSame(one, email))) return { status: 409, known }
  const next = {
    name: name === undefined ? known.name : (name as string | null),
    email: (email ?? known.email) as string,
  }
  return { status: 200, known: next }
}

/** However they are spelt (contract, users-me); what is generated here has no case beyond this. */
function isSame(one: string, other: string): boolean {
  return one.normalize().toLowerCase() === other.normalize().toLowerCase()
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Stored exactly as sent, at most 255 code points, not only white space (contract, account-profile). */
function isName(value: unknown): boolean {
  if (typeof value !== 'string' || !isText(value)) return false
  const signs = [...value]
  return signs.length <= 255 && signs.some((sign) => !/\p{White_Space}|\ufeff/u.test(sign))
}

function isAddress(value: unknown): boolean {
  if (typeof value !== 'string' || !isText(value)) return false
  const [mailbox = '', domain = '', ...more] = value.split('@')
  const isShort = [...mailbox].length <= 64 && [...domain].length <= 255
  const isPlain = [...mailbox].every((sign) => !/[\p{White_Space}\p{Cc}\p{Cf}()<>[\]:;\\,"]/u.test(sign))
  const isHost = domain.split('.').every((label) => {
    const signs = [...label]
    const isInner = signs.every((sign) => /[\p{L}\p{M}\p{N}-]/u.test(sign))
    return isInner && signs.length >= 1 && signs.length <= 63 && /^[\p{L}\p{N}]/u.test(label) && !label.endsWith('-')
  })
  return more.length === 0 && mailbox !== '' && isShort && isPlain && isHost
}

function isText(value: string): boolean {
  return !value.includes('\0') && !/\p{Surrogate}/u.test(value)
}

/** How many lists and objects stand within one another. */
function depthOf(text: string): number {
  let deepest = 0
  let depth = 0
  for (const [sign] of text.replace(/"(?:[^"\\]|\\.)*"/gs, '').matchAll(/[[{\]}]/g)) {
    depth += sign === '[' || sign === '{' ? 1 : -1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

/** A key stands twice in some object: then the text has more keys than what was read of it. */
function hasTwins(text: string, value: unknown): boolean {
  const keys = [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:)?/gs)].filter(([, colon]) => colon === ':').length
  return keys !== keysIn(value)
}

/** Not by recursion: a text may be deeper than a stack. */
function keysIn(value: unknown): number {
  let count = 0
  const open = [value]
  while (open.length > 0) {
    const one = open.pop()
    if (typeof one !== 'object' || one === null) continue
    if (!Array.isArray(one)) count += Object.keys(one).length
    for (const inner of Object.values(one)) open.push(inner)
  }
  return count
}
