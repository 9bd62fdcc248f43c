import { formatInstant } from '../../../domain/instant.ts'
import { type PlanReference, planNamed } from '../../../domain/plan.ts'
import { type Codec, Mismatch, textCodec } from '../codec.ts'
import { amount, count, field, instant, object, text, type View } from '../field.ts'
import { defineShape, type ErrorEnvelope, type Problem } from '../shape.ts'
import additionalCredits from './examples/additional-credits.json' with { type: 'json' }
import documented from './examples/documented.json' with { type: 'json' }
import metered from './examples/metered.json' with { type: 'json' }
import unmetered from './examples/unmetered.json' with { type: 'json' }

const uuid = { type: 'string', format: 'uuid' }
const notice = {
  type: 'object',
  properties: { message: { type: 'string' }, shutdownDate: { type: 'string', format: 'date-time' } },
  required: ['message', 'shutdownDate'],
  additionalProperties: false,
}
const status = {
  type: 'object',
  properties: { cost: { const: 0 }, apiDeprecationNotice: notice },
  required: ['cost'],
  additionalProperties: false,
}

const envelope = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: {
        message: { type: 'string' },
        code: { type: 'integer', minimum: 100, maximum: 600 },
        userId: { type: 'string' },
        requestId: uuid,
      },
      required: ['message', 'code', 'requestId'],
      additionalProperties: false,
    },
    status,
  },
  required: ['error', 'status'],
  additionalProperties: false,
}
const masked = {
  type: 'object',
  properties: { requestId: uuid },
  required: ['requestId'],
  additionalProperties: false,
}

const errors: ErrorEnvelope = {
  table: {
    MALFORMED: { status: 400, code: '' },
    INVALID: { status: 400, code: '' },
    UNAUTHENTICATED: { status: 401, code: '' },
    // Never 404 here: a token whose user is gone is a token no longer good (contract, user-info).
    ACCOUNT_GONE: { status: 401, code: '' },
    NOT_FOUND: { status: 401, code: '' },
    INSUFFICIENT_SCOPE: { status: 403, code: '' },
    ACCOUNT_SUSPENDED: { status: 403, code: '' },
    LEGALLY_BLOCKED: { status: 403, code: '' },
    METHOD_NOT_ALLOWED: { status: 405, code: '' },
    CONFLICT: { status: 400, code: '' },
    PAYLOAD_TOO_LARGE: { status: 413, code: '' },
    UNSUPPORTED_MEDIA_TYPE: { status: 415, code: '' },
    EXPECTATION_FAILED: { status: 417, code: '' },
    INSUFFICIENT_CREDITS: { status: 402, code: '' },
    ACCOUNT_RESTRICTED: { status: 402, code: '' },
    HOLD_CLOSED: { status: 400, code: '' },
    LIMIT_REACHED: { status: 400, code: '' },
    IDEMPOTENCY_MISMATCH: { status: 400, code: '' },
    RATE_LIMITED: { status: 429, code: '' },
    INTERNAL: { status: 500, code: '' },
    OVERLOADED: { status: 503, code: '' },
    UNAVAILABLE: { status: 503, code: '' },
  },
  namesCaller: true,
  body: (problem) => {
    if (problem.status === 503) return null
    if (problem.status === 500) return { requestId: problem.requestId }
    return {
      error: {
        message: problem.message,
        code: problem.status,
        ...(problem.userId === null ? {} : { userId: problem.userId }),
        requestId: problem.requestId,
      },
      status: statusOf(problem),
    }
  },
  schema: (status) => (status === 503 ? null : status === 500 ? masked : envelope),
}

function statusOf({ deprecation }: Problem) {
  if (deprecation === null) return { cost: 0 }
  const { message, shutdownDate } = deprecation
  return { cost: 0, apiDeprecationNotice: { message, shutdownDate: formatInstant(shutdownDate, 'milliseconds') } }
}

/** The ids of this system are UUIDs by its own schema; the letters keep their case. */
const uuidText: Codec<string> = {
  form: 'UUID',
  schema: { type: 'string', pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$' },
  encode: (value) => value,
  decode: (json) => {
    const value = textCodec.decode(json)
    if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) throw new Mismatch('must be a UUID')
    return value
  },
}

/** A name the catalogue does not know is a CUSTOM plan of that name, and comes back verbatim. */
const planName: Codec<PlanReference> = {
  ...textCodec,
  form: 'the plan’s name, verbatim',
  encode: ({ name }) => name,
  decode: (json) => planNamed(textCodec.decode(json)),
}

const isMetered = { reason: 'the plan is metered', when: ({ viewer }: View) => viewer.credits.monthly !== null }
const hasAdditional = ({ viewer }: View) => viewer.credits.additional !== null
const isDeprecated = {
  reason: 'this version is to be shut down',
  when: ({ deprecation }: View) => deprecation !== null,
}

export const userInfo = defineShape({
  system: 'USER_INFO',
  about: 'The profile of a credit-metered API, beside the cost of asking for it.',
  routes: [{ method: 'GET', path: '/user/info', action: 'read' }],
  takesApiKeys: true,
  version: { name: 'x-exorde-api-version', accepted: ['v1'] },
  timestamps: 'milliseconds',
  fields: [
    object('user', [
      field('id', uuidText).identity(),
      text('email').from('email').required(),
      object(
        'plan',
        [
          field('name', planName).from('subscription.plan').otherwise(planNamed('Developer')).required(),
          amount('totalMonthlyCredits').from('credits.monthly.total').required(),
          amount('remainingMonthlyCredits').from('credits.monthly.remaining').required(),
          amount('maxAdditionalCredits')
            .from('credits.additional.total')
            .onlyWhen('additional credits are agreed', hasAdditional),
          amount('remainingAdditionalCredits')
            .from('credits.additional.remaining')
            .onlyWhen('additional credits are agreed', hasAdditional),
        ],
        isMetered,
      ),
      instant('createdAt').from('createdAt'),
      instant('updatedAt').from('updatedAt'),
    ]),
    object('status', [
      count('cost').constant(0, 'this call spends nothing'),
      object(
        'apiDeprecationNotice',
        [
          text('message').setting(({ message }) => message, 'what the operator says of it'),
          instant('shutdownDate').setting(({ shutdownDate }) => shutdownDate, 'when the operator shuts it down'),
        ],
        isDeprecated,
      ),
    ]),
  ],
  errors,
  examples: { documented, metered, 'additional-credits': additionalCredits, unmetered },
})
