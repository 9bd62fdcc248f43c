import type { Part } from './part.ts'
import { sampleRequestId } from './sample-request.ts'

const text = { type: 'string' }

function header(description: string, schema: Part, example: unknown, required = true): Part {
  return { description, required, schema, example }
}

/** Every header an answer may carry beside its media type, by its name among the components. */
export const headerComponents = {
  RequestId: header(
    'The request’s id: the caller’s own where it sent a UUID.',
    { ...text, format: 'uuid' },
    sampleRequestId,
  ),
  CacheControl: header('Nobody between the gateway and the caller keeps it.', text, 'private, no-store'),
  Vary: header('Whoever asks otherwise is answered otherwise.', text, 'authorization, x-api-key'),
  RateLimitPolicy: header(
    'The bounds this request was counted against, each with its requests (q) in so many seconds (w); absent where nothing was counted (draft-ietf-httpapi-ratelimit-headers-10).',
    text,
    '"address";q=1200;w=60, "account";q=600;w=60',
    false,
  ),
  RateLimit: header(
    'What is left of each (r), and the seconds until it is whole again (t).',
    text,
    '"address";r=1199;t=60, "account";r=599;t=60',
    false,
  ),
  RetryAfter: header('Whole seconds after which to ask again.', { type: 'integer', minimum: 1 }, 1),
  Challenge: header(
    'How to ask (RFC 6750 section 3): with an error code where credentials were sent and are no good.',
    text,
    'Bearer realm="viewer-gateway"',
  ),
  ScopeChallenge: header(
    'The scope that would have done; absent where none would.',
    text,
    'Bearer realm="viewer-gateway", error="insufficient_scope", error_description="This needs the scope profile:read.", scope="profile:read"',
    false,
  ),
  Allow: header('The methods this path answers to.', text, 'GET, HEAD'),
  Deprecation: header('Since when this version is deprecated (RFC 9745).', text, '@1767225600'),
  Sunset: header('When this version is shut down (RFC 8594).', text, 'Tue, 02 Feb 2027 00:00:00 GMT'),
  XRateLimitLimit: header('Requests a minute.', { type: 'integer', minimum: 1 }, 600),
  XRateLimitRemaining: header('How many of them are left.', { type: 'integer', minimum: 0 }, 0),
  XRateLimitReset: header('When they are whole again, in seconds since 1970.', { type: 'integer' }, 1_770_422_460),
} as const satisfies Record<string, Part>

export type HeaderComponent = keyof typeof headerComponents

/** By the name on the wire; of the same header an answer carries one kind only. */
const wireNames: Record<HeaderComponent, string> = {
  RequestId: 'X-Request-Id',
  CacheControl: 'Cache-Control',
  Vary: 'Vary',
  RateLimitPolicy: 'RateLimit-Policy',
  RateLimit: 'RateLimit',
  RetryAfter: 'Retry-After',
  Challenge: 'WWW-Authenticate',
  ScopeChallenge: 'WWW-Authenticate',
  Allow: 'Allow',
  Deprecation: 'Deprecation',
  Sunset: 'Sunset',
  XRateLimitLimit: 'X-RateLimit-Limit',
  XRateLimitRemaining: 'X-RateLimit-Remaining',
  XRateLimitReset: 'X-RateLimit-Reset',
}

export function headersOf(names: readonly HeaderComponent[]): Part {
  return Object.fromEntries(names.map((name) => [wireNames[name], { $ref: `#/components/headers/${name}` }]))
}
