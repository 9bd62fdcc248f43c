import { headersOf } from './headers.ts'
import type { Part } from './part.ts'

const line = (description: string, example: string): Part => ({
  description,
  headers: headersOf(['RequestId']),
  content: { 'text/plain': { schema: { type: 'string' }, example } },
})

const ready = (response: Part, more: Parameters<typeof headersOf>[0] = []): Part => ({
  ...response,
  headers: headersOf(['RequestId', 'CacheControl', ...more]),
})

export const healthTag = { name: 'health', description: 'For whatever watches over the gateway.' }

/** What is asked by whatever starts, stops and watches the gateway. */
export const healthPaths: Part = {
  '/healthz': {
    get: {
      tags: [healthTag.name],
      operationId: 'checkLiveness',
      summary: 'Whether the process answers at all',
      security: [],
      responses: { 200: line('It does.', 'alive\n') },
    },
  },
  '/readyz': {
    get: {
      tags: [healthTag.name],
      operationId: 'checkReadiness',
      summary: 'Whether it can serve',
      description:
        'Looks at the database, its migrations and the keys of the main issuer, and at whether it is shutting down.',
      security: [],
      responses: {
        200: ready(line('It can.', 'ready\n')),
        503: ready(line('It cannot, and why.', 'not ready: shutting down\n'), ['RetryAfter']),
      },
    },
  },
}
