import { Refusal } from '../domain/refusal.ts'

/** On a request of which a server lets through no more than was announced (RFC 9112 section 6). */
const isFramed = Symbol('framed')

/** Says that of a request, whose body then need not be counted as it comes. */
export function framed(request: Request): Request {
  return Object.assign(request, { [isFramed]: true })
}

/**
 * The bytes of a request's body, counted as they come.
 *
 * @throws Refusal PAYLOAD_TOO_LARGE past `limit` bytes, whatever length was announced; MALFORMED when it breaks off.
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new Refusal('PAYLOAD_TOO_LARGE', `The body is larger than ${limit} bytes.`)
  const announced = request.headers.get('content-length')
  if (Number(announced ?? 0) > limit) throw tooLarge()
  // In one go: its stream would be made first, and costs as much as everything else that a small body does.
  if (announced !== null && isFramed in request) return new Uint8Array(await request.arrayBuffer().catch(brokenOff))
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(request)) {
    size += chunk.byteLength
    if (size > limit) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? []
  } catch (cause) {
    brokenOff(cause)
  }
}

/** A sender that goes away in the middle is no bug of ours. */
function brokenOff(cause: unknown): never {
  throw new Refusal('MALFORMED', 'The body broke off.', { cause })
}
