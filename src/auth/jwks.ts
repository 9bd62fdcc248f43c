import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose'
import { Refusal } from '../domain/refusal.ts'

/** Milliseconds, but for `retryAfter`, which is in seconds. */
const fetchTimeout = 1000
const unknownKeyCooldown = 5000
const keysFreshFor = 600_000
const retryAfter = 5

/**
 * The keys behind one `jwksUrl`: everything about fetching, keeping and renewing them is behind this function. A token
 * names a key of the set by `kid` and `alg`; it never brings one.
 *
 * The returned look-up throws Refusal UNAVAILABLE when the set is needed and cannot be had (the caller is not at fault,
 * so not a 401), and jose's own errors when the set holds no such key.
 */
export function createJwks(url: URL): JWTVerifyGetKey {
  return createRemoteJWKSet(url, {
    timeoutDuration: fetchTimeout,
    cooldownDuration: unknownKeyCooldown,
    cacheMaxAge: keysFreshFor,
    [customFetch]: fetchKeySet,
  })
}

type FetchOptions = { headers: Headers; method: 'GET'; redirect: 'manual'; signal: AbortSignal }

/** Reads the whole answer here, so that whatever fails on the way is told apart from a token's own faults. */
async function fetchKeySet(url: string, options: FetchOptions): Promise<Response> {
  try {
    const response = await fetch(url, options)
    if (response.status !== 200) throw new Error(`the key set answered ${response.status}`)
    const keySet: unknown = await response.json()
    if (!isKeySet(keySet)) throw new Error('the key set is not one')
    return Response.json(keySet)
  } catch (cause) {
    throw new Refusal('UNAVAILABLE', 'The keys to check the token with cannot be had just now.', { retryAfter, cause })
  }
}

/** RFC 7517 section 5: an object with a member `keys`, an array of objects. */
function isKeySet(value: unknown): value is { keys: object[] } {
  if (typeof value !== 'object' || value === null || !('keys' in value)) return false
  return Array.isArray(value.keys) && value.keys.every((key) => typeof key === 'object' && key !== null)
}
