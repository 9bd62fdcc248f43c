import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Answer } from './answer.ts'

/** Something that is shown as it is, by GET and HEAD. */
export interface Page {
  respond(request: Request): Promise<Answer>
}

type Bytes = Uint8Array<ArrayBuffer>

/** A page, once it has been made. */
export interface PageContent {
  readonly body: string | Uint8Array
  /** By lower-case name: `content-type`, `cache-control`, a policy of its own. */
  readonly headers: Answer['headers']
}

/** Answers from what is made at the first visit, compressed at the first asking, and known again by its ETag. */
export function createPage(make: () => PageContent | Promise<PageContent>): Page {
  let made: Promise<MadePage> | undefined
  return {
    respond: async ({ method, headers }) => {
      made ??= (async () => madeOf(await make()))()
      const page = await made.catch((error) => {
        made = undefined
        throw error
      })
      const coding = codingFor(headers.get('accept-encoding') ?? '')
      const etag = `"${page.digest}-${coding}"`
      const common = { vary: 'accept-encoding', ...page.headers, etag }
      if (isKnown(headers.get('if-none-match'), etag)) return { status: 304, headers: common, body: null }
      const body = await page.bodyIn(coding)
      return {
        status: 200,
        headers: {
          ...common,
          'content-length': String(body.byteLength),
          ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
        },
        body: method === 'HEAD' ? null : body,
      }
    },
  }
}

/** What no page of ours asks a browser for. */
export const permissionsPolicy = {
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const

type Coding = 'br' | 'gzip' | 'identity'

interface MadePage {
  readonly headers: Answer['headers']
  readonly digest: string
  readonly bodyIn: (coding: Coding) => Promise<Bytes>
}

function madeOf({ body, headers }: PageContent): MadePage {
  const plain = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body)
  const bodies = new Map<Coding, Promise<Bytes>>()
  return {
    headers,
    digest: createHash('sha256').update(plain).digest('base64url'),
    bodyIn: (coding) => {
      const known = bodies.get(coding) ?? compress[coding](plain)
      bodies.set(coding, known)
      return known
    },
  }
}

// Qualities beyond these take seconds for a tenth less.
const compress: Record<Coding, (plain: Bytes) => Promise<Bytes>> = {
  br: async (plain) =>
    new Uint8Array(await promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })),
  gzip: async (plain) => new Uint8Array(await promisify(gzip)(plain, { level: 6 })),
  identity: async (plain) => plain,
}

function codingFor(accepted: string): Coding {
  const refused = /;\s*q=0(?:\.0*)?\s*$/
  const named = accepted
    .split(',')
    .filter((one) => !refused.test(one))
    .map((one) => one.split(';')[0]?.trim().toLowerCase())
  return named.includes('br') ? 'br' : named.includes('gzip') ? 'gzip' : 'identity'
}

/** Compared weakly (RFC 9110 section 13.1.2). */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false
  return ifNoneMatch.split(',').some((one) => ['*', etag, `W/${etag}`].includes(one.trim()))
}
