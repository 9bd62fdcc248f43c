import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { z } from 'zod'

/** What is said to browsers, who alone listen to it. */
export interface BrowserSettings {
  /** The origins whose pages may ask (Fetch standard, CORS protocol); none by default. */
  readonly origins: readonly string[]
  /** Seconds for which a browser is told to come by https alone (RFC 6797); 0 says nothing of it. */
  readonly httpsOnlySeconds: number
}

export const noBrowsers: BrowserSettings = { origins: [], httpsOnlySeconds: 0 }

/**
 * On every answer: it is what its type says, nobody frames it, loads it as a part of a page of another origin or learns
 * where a link was. Answers are data, so nothing in them may run; a page sets a policy of its own.
 */
export const safeHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/** What every answer says to browsers, where it does not say otherwise itself. */
export function headersForBrowsers({ httpsOnlySeconds }: BrowserSettings): Readonly<Record<string, string>> {
  // Never over plain HTTP (RFC 6797 section 7.2), and TLS ends in front of here: the operator has to say so.
  const httpsOnly = httpsOnlySeconds > 0 ? { 'strict-transport-security': `max-age=${httpsOnlySeconds}` } : {}
  return { ...safeHeaders, ...httpsOnly }
}

/** What clients send: credentials, bodies, request ids, and what GraphQL clients add of their own accord. */
const requestHeaders = [
  ...['authorization', 'content-type', 'x-api-key', 'x-request-id', 'x-graphql-cost'],
  ...['apollo-require-preflight', 'apollographql-client-name', 'apollographql-client-version'],
]

/** What a page may read of an answer beside its body. */
const responseHeaders = [
  ...['x-request-id', 'retry-after', 'www-authenticate', 'deprecation', 'sunset', 'link'],
  ...['ratelimit', 'ratelimit-policy', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'],
]

/**
 * Lets pages of the listed origins ask. Without credentials mode: tokens travel in headers that a page sets itself, so
 * no browser adds any of its own accord.
 *
 * @param versionHeaders further request headers, of the shapes that name their version in one.
 */
export function crossOrigin(
  { origins }: BrowserSettings,
  allowMethods: string[],
  versionHeaders: readonly string[],
): MiddlewareHandler {
  const answer = cors({
    origin: [...origins],
    allowMethods,
    allowHeaders: [...requestHeaders, ...versionHeaders],
    exposeHeaders: responseHeaders,
    maxAge: 600,
  })
  // An OPTIONS that is no preflight is another method on a known path, and is refused as one.
  return async (c, next) => {
    if (c.req.method !== 'OPTIONS' || isPreflight(c.req.raw)) return answer(c, next)
    await next()
    return undefined
  }
}

/** Fetch standard, CORS-preflight request. */
function isPreflight({ headers }: Request): boolean {
  return headers.has('origin') && headers.has('access-control-request-method')
}

/** Origins as text, comma-separated, each exactly as a browser sends it. */
export const originList = z.string().transform((value, context): readonly string[] => {
  const origins = value.split(',').map((origin) => origin.trim())
  if (value.includes('*')) {
    context.addIssue('must name every origin: with * the pages of any site could ask for whoever looks at them')
  } else if (!origins.every(isOrigin)) {
    context.addIssue('must be origins as browsers send them, such as https://app.example.com, separated by commas')
  }
  return origins
})

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text
}
