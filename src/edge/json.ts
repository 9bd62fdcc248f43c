import { isUtf8 } from 'node:buffer'
import { Refusal } from '../domain/refusal.ts'
import { readBody } from './body.ts'
import type { Limits } from './limits.ts'

/**
 * A request's body as JSON text: not yet parsed, but certain to parse. A byte order mark before it is no part of it:
 * RFC 8259 section 8.1 allows to ignore one, and some senders cannot help it.
 *
 * @throws Refusal UNSUPPORTED_MEDIA_TYPE unless it is `application/json`, with or without `charset=utf-8`, and not
 * encoded; PAYLOAD_TOO_LARGE past the bound in bytes, whatever length was announced; MALFORMED when it is not UTF-8 or as
 * `parseJson` says.
 */
export async function readJson(
  request: Request,
  limits: Limits,
): Promise<{ readonly text: string; readonly value: unknown }> {
  const { headers } = request
  if (!jsonMediaType.test(headers.get('content-type') ?? '') || headers.has('content-encoding')) {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json in UTF-8.')
  }
  const bytes = await readBody(request, limits.body)
  if (!isUtf8(bytes)) throw new Refusal('MALFORMED', 'The body is not UTF-8.')
  const text = new TextDecoder().decode(bytes)
  return { text, value: parseJson('body', text, limits) }
}

/**
 * The value of a JSON text. A name that stands twice in one object is refused: parsers differ in which of the two they
 * take (RFC 8259 section 4), so what a proxy has let through might not be what is done here.
 *
 * @throws Refusal MALFORMED, naming what was not JSON, was nested too deeply or says one thing twice.
 */
export function parseJson(what: string, text: string, { jsonDepth }: Pick<Limits, 'jsonDepth'>): unknown {
  const flaw = flawIn(text, jsonDepth)
  if (flaw !== null) throw new Refusal('MALFORMED', `The ${what} ${flaw}.`)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Refusal('MALFORMED', `The ${what} is not valid JSON.`, { cause })
  }
}

const jsonMediaType = /^application\/json(?:\s*;\s*charset=(?:utf-8|"utf-8"))?\s*$/i

const codeOf = (sign: string) => sign.charCodeAt(0)
const [quote, backslash, colon] = [codeOf('"'), codeOf('\\'), codeOf(':')]
const [objectStart, objectEnd, listStart, listEnd] = [codeOf('{'), codeOf('}'), codeOf('['), codeOf(']')]

/**
 * What the parser would let pass, in words; null when there is nothing. One walk over the text, in time linear in its
 * length whatever it holds; of a text that is no JSON it may say anything, for the parser refuses it anyway.
 */
function flawIn(text: string, mostDeep: number): string | null {
  /** The names seen in each object that is open; null for a list. */
  const open: (Set<string> | null)[] = []
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === quote) {
      const end = endOfString(text, at)
      const names = open.at(-1)
      if (names && isFollowedByColon(text, end)) {
        const name = nameIn(text.slice(at, end + 1))
        if (names.has(name)) return 'names something twice in one object'
        names.add(name)
      }
      at = end
    } else if (sign === objectStart || sign === listStart) {
      open.push(sign === objectStart ? new Set() : null)
      if (open.length > mostDeep) return `is nested more than ${mostDeep} levels deep`
    } else if (sign === objectEnd || sign === listEnd) {
      open.pop()
    }
  }
  return null
}

/** Where the string that opens at `start` closes; the end of the text when it does not. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === quote) return at
    if (sign === backslash) at += 1
  }
  return text.length
}

function isFollowedByColon(text: string, end: number): boolean {
  let at = end + 1
  // JSON's white space (RFC 8259 section 2).
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1
  return text.charCodeAt(at) === colon
}

/** The same name can be written in several ways. */
function nameIn(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1)
  try {
    return String(JSON.parse(literal))
  } catch {
    return literal
  }
}
