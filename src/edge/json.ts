import { isUtf8 } from 'node:buffer'
import { Refusal } from '../domain/refusal.ts'
import { readBody } from './body.ts'
import type { Limits } from './limits.ts'

/**
 * A request's body as JSON text: not yet parsed, but certain to parse.
 *
 * @throws Refusal UNSUPPORTED_MEDIA_TYPE unless it is `application/json`, with or without `charset=utf-8`, and not
 * encoded; PAYLOAD_TOO_LARGE past the bound in bytes, whatever length was announced; MALFORMED when it is not UTF-8 or not
 * JSON.
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
  return { text, value: parseJson('body', text) }
}

/** @throws Refusal MALFORMED, naming what was not JSON. */
export function parseJson(what: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Refusal('MALFORMED', `The ${what} is not valid JSON.`, { cause })
  }
}

const jsonMediaType = /^application\/json(?:\s*;\s*charset=(?:utf-8|"utf-8"))?\s*$/i
