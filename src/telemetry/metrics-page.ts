import { createHash, timingSafeEqual } from 'node:crypto'
import type { Registry } from 'prom-client'
import type { Page } from '../edge/page.ts'

/**
 * What Prometheus reads. @param token what it must say as its Bearer; null lets anybody read.
 */
export function createMetricsPage(registry: Registry, token: string | null): Page {
  const expected = token === null ? null : digestOf(`Bearer ${token}`)
  return {
    respond: async ({ method, headers }) => {
      // Of the same length whatever was sent, so that the time it takes tells nothing.
      if (expected !== null && !timingSafeEqual(digestOf(headers.get('authorization') ?? ''), expected)) return refused
      return {
        status: 200,
        headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
        body: method === 'HEAD' ? null : await registry.metrics(),
      }
    },
  }
}

const refused = {
  status: 401,
  headers: {
    'content-type': 'text/plain; charset=UTF-8',
    'cache-control': 'no-store',
    'www-authenticate': 'Bearer realm="metrics"',
  },
  body: 'The token of METRICS_TOKEN is needed.\n',
}

function digestOf(text: string): Uint8Array {
  return createHash('sha256').update(text).digest()
}
