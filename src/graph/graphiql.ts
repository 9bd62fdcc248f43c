import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { GraphiqlTab } from './graphiql-tabs.ts'
import type { GraphPage } from './handler.ts'

export interface GraphiqlSettings {
  /** What to open on. A tab's headers may hold a demo person's token, so the page is nobody else's to keep. */
  readonly tabs: readonly GraphiqlTab[]
}

/** GraphiQL, made at the first visit: nine megabytes that most gateways never show. */
export function createGraphiqlPage({ tabs }: GraphiqlSettings): GraphPage {
  let page: Promise<Page> | undefined
  return {
    respond: async ({ method, headers }) => {
      page ??= renderPage(tabs)
      const { policy, digest, bodyIn } = await page
      const coding = codingFor(headers.get('accept-encoding') ?? '')
      const etag = `"${digest}-${coding}"`
      const common = {
        etag,
        // It may hold a token: for this browser alone, and asked for again each time.
        'cache-control': 'private, no-cache',
        vary: 'accept, accept-encoding',
        'content-security-policy': policy,
        'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
      }
      if (isKnown(headers.get('if-none-match'), etag)) return { status: 304, headers: common, body: null }
      const body = await bodyIn(coding)
      return {
        status: 200,
        headers: {
          ...common,
          'content-type': 'text/html; charset=utf-8',
          'content-length': String(body.byteLength),
          ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
        },
        body: method === 'HEAD' ? null : body,
      }
    },
  }
}

type Coding = 'br' | 'gzip' | 'identity'
type Bytes = Uint8Array<ArrayBuffer>

interface Page {
  readonly policy: string
  readonly digest: string
  /** Compressed at the first asking, then kept. */
  readonly bodyIn: (coding: Coding) => Promise<Bytes>
}

async function renderPage(tabs: readonly GraphiqlTab[]): Promise<Page> {
  const { graphiqlDocument } = await import('./graphiql-document.ts')
  const { html, script } = graphiqlDocument(tabs)
  const plain = new TextEncoder().encode(html)
  const bodies = new Map<Coding, Promise<Bytes>>()
  return {
    policy: policyFor(script),
    digest: createHash('sha256').update(plain).digest('base64url'),
    bodyIn: (coding) => {
      const body = bodies.get(coding) ?? compress[coding](plain)
      bodies.set(coding, body)
      return body
    },
  }
}

// Qualities beyond these take seconds for a tenth less.
const compress: Record<Coding, (plain: Bytes) => Promise<Bytes>> = {
  br: async (plain) =>
    ownBytes(await promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })),
  gzip: async (plain) => ownBytes(await promisify(gzip)(plain, { level: 6 })),
  identity: async (plain) => plain,
}

function ownBytes(buffer: Buffer): Bytes {
  return new Uint8Array(buffer)
}

/**
 * One script, known by its hash; nothing from anywhere else. The editor styles itself as it goes and runs its language
 * services in workers made from that script.
 */
function policyFor(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64')
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    'worker-src blob:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
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
