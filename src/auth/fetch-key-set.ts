import type { JWK } from 'jose'
import { publicKeyOfJwk } from './public-key.ts'

/**
 * Fetches a key set once and picks the keys that may check signatures.
 *
 * @param ms milliseconds in which the whole of it must have come.
 * @param bytesMost bytes it may have, counted as they come: what it says of its length is not believed.
 * @throws Error, in words without the address, when it does not come, is too large, is none, or has no usable key.
 */
export async function fetchKeySet(url: URL, ms: number, bytesMost: number): Promise<JWK[]> {
  const response = await fetch(url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    // Who may sign is said at the configured address and nowhere it points to.
    redirect: 'manual',
    signal: AbortSignal.timeout(ms),
  })
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel()
    throw new Error(`the key set answered ${response.status}`)
  }
  const keys = usableKeys(parsed(await readAtMost(response.body, bytesMost)))
  if (keys.length === 0) throw new Error('the key set has no usable key')
  return keys
}

async function readAtMost(body: ReadableStream<Uint8Array>, bytesMost: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    // Leaving the loop ends the connection.
    if (bytes > bytesMost) throw new Error(`the key set has more than ${bytesMost} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // The parser's own message quotes what it was given.
    throw new Error('the key set is not JSON')
  }
}

/**
 * Of the member `keys` (RFC 7517 section 5) those that may verify: the others are passed over as the section asks, for
 * an issuer also publishes what it encrypts with and what is too new for us.
 */
function usableKeys(keySet: unknown): JWK[] {
  if (typeof keySet !== 'object' || keySet === null || !('keys' in keySet) || !Array.isArray(keySet.keys)) {
    throw new Error('the key set is not one')
  }
  return keySet.keys.filter(isUsable)
}

/** RFC 7517 sections 4.2 to 4.5, and what a public key must be like. */
function isUsable(key: unknown): key is JWK {
  if (typeof key !== 'object' || key === null) return false
  const { use, key_ops: operations, alg, kid, ...members } = key as Record<string, unknown>
  const isForSignatures = use === undefined || use === 'sig'
  const mayVerify = operations === undefined || (Array.isArray(operations) && operations.includes('verify'))
  const isNamed = [alg, kid].every((name) => name === undefined || typeof name === 'string')
  return isForSignatures && mayVerify && isNamed && publicKeyOfJwk(members) !== null
}
