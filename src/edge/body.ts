import { Refusal } from '../domain/refusal.ts'

/**
 * The bytes of a request's body, counted as they come.
 *
 * @throws Refusal PAYLOAD_TOO_LARGE past `limit` bytes, whatever length was announced; MALFORMED when it breaks off.
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new Refusal('PAYLOAD_TOO_LARGE', `The body is larger than ${limit} bytes.`)
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(request)) {
    size += chunk.byteLength
    if (size > limit) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** A sender that goes away in the middle is no bug of ours. */
async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? []
  } catch (cause) {
    throw new Refusal('MALFORMED', 'The body broke off.', { cause })
  }
}
