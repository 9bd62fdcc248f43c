import { problemBody } from '../../edge/problem.ts'
import { headersOf } from './headers.ts'
import type { Part } from './part.ts'
import { sampleRequestId } from './sample-request.ts'

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

/** RFC 9457, for what belongs to no endpoint. */
export const healthSchemas: Part = {
  Problem: {
    type: 'object',
    properties: {
      type: { const: 'about:blank' },
      title: { type: 'string' },
      status: { type: 'integer' },
      instance: { type: 'string', format: 'uri' },
    },
    required: ['type', 'title', 'status', 'instance'],
    additionalProperties: false,
  },
}

const otherMethods: Part = {
  405: {
    description: 'The path answers to other methods.',
    headers: headersOf(['RequestId', 'Allow']),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        example: JSON.parse(problemBody(405, 'Method Not Allowed', sampleRequestId)),
      },
    },
  },
}

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
    'x-other-methods': otherMethods,
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
    'x-other-methods': otherMethods,
  },
}
