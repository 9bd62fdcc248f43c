import { splitName } from '../../../domain/person-name.ts'
import { type PlanReference, planCatalogue } from '../../../domain/plan.ts'
import { Mismatch, wordCodec } from '../codec.ts'
import { count, field, instant, text, type View } from '../field.ts'
import { defineShape, type ErrorEnvelope } from '../shape.ts'
import gold from './examples/gold.json' with { type: 'json' }
import grey from './examples/grey.json' with { type: 'json' }

/**
 * A room that explains itself: a made-up shape, tested (test/rest/example.test.ts) and not listed. A visitors' badge,
 * say, that an old door opener fetches. Copy the folder, and walk through docs/how-to/add-a-shape.md.
 */

// How the old endpoint puts a problem, and with which status: the compiler counts the cases.
const errors: ErrorEnvelope = {
  table: {
    MALFORMED: { status: 400, code: 'garbled' },
    UNAUTHENTICATED: { status: 401, code: 'who' },
    INSUFFICIENT_SCOPE: { status: 403, code: 'forbidden' },
    ACCOUNT_SUSPENDED: { status: 403, code: 'suspended' },
    LEGALLY_BLOCKED: { status: 451, code: 'blocked' },
    ACCOUNT_GONE: { status: 404, code: 'nobody' },
    NOT_FOUND: { status: 404, code: 'nobody' },
    METHOD_NOT_ALLOWED: { status: 405, code: 'method' },
    CONFLICT: { status: 409, code: 'taken' },
    PAYLOAD_TOO_LARGE: { status: 413, code: 'large' },
    UNSUPPORTED_MEDIA_TYPE: { status: 415, code: 'media' },
    EXPECTATION_FAILED: { status: 417, code: 'expectation' },
    INVALID: { status: 422, code: 'wrong' },
    INSUFFICIENT_CREDITS: { status: 402, code: 'broke' },
    ACCOUNT_RESTRICTED: { status: 402, code: 'broke' },
    HOLD_CLOSED: { status: 409, code: 'over' },
    LIMIT_REACHED: { status: 409, code: 'full' },
    IDEMPOTENCY_MISMATCH: { status: 422, code: 'wrong' },
    RATE_LIMITED: { status: 429, code: 'busy' },
    INTERNAL: { status: 500, code: 'broken' },
    OVERLOADED: { status: 503, code: 'later' },
    UNAVAILABLE: { status: 503, code: 'later' },
  },
  body: ({ code, message, fields }) => ({ problem: code, because: message, at: fields.map(({ field }) => field) }),
  schema: () => ({
    type: 'object',
    properties: {
      problem: { type: 'string' },
      because: { type: 'string' },
      at: { type: 'array', items: { type: 'string' } },
    },
    required: ['problem', 'because', 'at'],
    additionalProperties: false,
  }),
}

// Words of the shape's own: what a value is called here, and what a word means.
const colour = wordCodec<PlanReference>(
  ['grey', 'gold'],
  ({ key }) => (key === 'PRO' ? 'gold' : 'grey'),
  (word) => {
    if (word !== 'grey' && word !== 'gold') throw new Mismatch('must be "grey" or "gold"')
    return planCatalogue[word === 'gold' ? 'PRO' : 'DEVELOPER']
  },
)

// What the two colours cannot tell apart is lost, and said to be.
const isBetween = ({ viewer: { subscription } }: View) =>
  subscription !== null && !['DEVELOPER', 'PRO'].includes(subscription.plan.key)

const isPaid = ({ viewer: { subscription } }: View) => subscription !== null && subscription.currentPeriodEnd !== null

function initialsOf(displayName: string | null): string {
  const { firstName, lastName } = splitName(displayName)
  return [firstName, lastName].map((name) => [...name][0] ?? '').join('')
}

export const badge = defineShape({
  system: 'BADGE',
  about: 'What an old door opener shows of a visitor: a made-up shape.',
  routes: [
    { method: 'GET', path: '/door/badge', action: 'read' },
    { method: 'PATCH', path: '/door/badge', action: 'update' },
  ],
  takesApiKeys: true,
  timestamps: 'seconds',
  fields: [
    // The id this system gave the person; the account's own for anybody it never knew.
    text('badge').identity(),
    // Both ways. A record without it is refused.
    text('mail').from('email').required(),
    // Null when nobody has said; a PATCH sets it, null clears it, absent leaves it.
    text('printed').nullable().from('displayName').writable('displayName'),
    // One way: an import only checks that it follows.
    text('initials').derived(['displayName'], ({ displayName }) => initialsOf(displayName)),
    // Without a subscription, grey.
    field('colour', colour)
      .from('subscription.plan')
      .otherwise(planCatalogue.DEVELOPER)
      .loses('a plan between the free one and Pro is grey', isBetween),
    // Absent, not null, unless something is paid for.
    instant('good_until').from('subscription.currentPeriodEnd').onlyWhen('something is paid for', isPaid),
    // Everything is accounted for, what never changes too.
    count('doors').constant(1, 'there is one door'),
  ],
  errors,
  examples: { gold, grey },
})
