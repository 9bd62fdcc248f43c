import { Refusal } from '../domain/refusal.ts'
import { readBody } from '../edge/body.ts'

/**
 * The JSON body of a request, read to a bound and not coerced.
 *
 * @throws Refusal UNSUPPORTED_MEDIA_TYPE unless it is `application/json`, with or without `charset=utf-8`, and not
 * encoded; PAYLOAD_TOO_LARGE past `limit` bytes, whatever length was announced; MALFORMED when it is not UTF-8 or not
 * JSON.
 */
export async function readJsonBody(request: Request, limit: number): Promise<unknown> {
  const { headers } = request
  if (!jsonMediaType.test(headers.get('content-type') ?? '') || headers.has('content-encoding')) {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json in UTF-8.')
  }
  const bytes = await readBody(request, limit)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new Refusal('MALFORMED', 'The body is not valid JSON.', { cause })
  }
}

const jsonMediaType = /^application\/json(?:\s*;\s*charset=(?:utf-8|"utf-8"))?\s*$/i
