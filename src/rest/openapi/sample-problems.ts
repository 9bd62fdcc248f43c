import { assertOpen } from '../../actions/read-viewer.ts'
import { requirePrincipal, requireScope } from '../../auth/principal.ts'
import { rejected } from '../../auth/rejected.ts'
import { Refusal } from '../../domain/refusal.ts'
import { parseJson } from '../../edge/json.ts'
import { defaultLimits } from '../../edge/limits.ts'
import { placesOf } from '../legacy/lineage.ts'
import { profileChangeOf } from '../legacy/request-schema.ts'
import type { ProblemCode, Route, Shape } from '../legacy/shape.ts'
import { checkVersion, routeOf } from '../router.ts'
import { actionWords, problemsOf } from './actions.ts'

/** Something thrown on a route, to be shown in the shape's own envelope. */
export interface SampleProblem {
  readonly name: string
  readonly code: ProblemCode
  readonly error: unknown
  /** Whether the caller's account was known by then. */
  readonly isCallerKnown: boolean
}

/**
 * One of each problem a route can answer with, and two where two look different: thrown by whatever throws it in earnest,
 * where that is in reach. A test provokes every one and compares.
 */
export function sampleProblems(shape: Shape, route: Route): readonly SampleProblem[] {
  return problemsOf(shape, route.action).flatMap((code) =>
    samples[code](shape, route).map(([suffix, error]) => ({
      name: `${code}${suffix}`,
      code,
      error,
      isCallerKnown: afterTheCaller.has(code),
    })),
  )
}

/** What another method is answered with. */
export function otherMethodProblem(routes: readonly Route[]): SampleProblem {
  const error = thrownBy(() => routeOf(routes, 'DELETE'))
  return { name: 'METHOD_NOT_ALLOWED', code: 'METHOD_NOT_ALLOWED', error, isCallerKnown: false }
}

const afterTheCaller: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  ...(['INSUFFICIENT_SCOPE', 'ACCOUNT_SUSPENDED', 'LEGALLY_BLOCKED'] as const),
  ...(['MALFORMED', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'INVALID', 'CONFLICT'] as const),
])

type Samples = (shape: Shape, route: Route) => readonly (readonly [suffix: string, error: unknown])[]

const one = (error: unknown): ReturnType<Samples> => [['', error]]

/** None where no route of any shape can come to it. */
const none: Samples = () => []

const samples: Record<ProblemCode, Samples> = {
  UNAUTHENTICATED: () => [
    ['', thrownBy(() => requirePrincipal(null))],
    ['_REJECTED', rejected()],
  ],
  INSUFFICIENT_SCOPE: (_, { action }) =>
    one(thrownBy(() => requireScope({ scopes: new Set() }, actionWords[action].scope))),
  ACCOUNT_SUSPENDED: () => one(thrownBy(() => assertOpen({ restriction: 'SUSPENDED' }))),
  LEGALLY_BLOCKED: () => one(thrownBy(() => assertOpen({ restriction: 'LEGAL' }))),
  ACCOUNT_GONE: () => one(new Refusal('ACCOUNT_GONE', 'There is no such account.')),
  MALFORMED: () => one(thrownBy(() => parseJson('body', '{', defaultLimits))),
  INVALID: (shape, { action }) => [
    ...(actionWords[action].takesBody
      ? [['', thrownBy(() => profileChangeOf(shape, wrongBodyOf(shape)))] as const]
      : []),
    ...(shape.version ? [['_VERSION', wrongVersion(shape)] as const] : []),
  ],
  CONFLICT: () => {
    const fields = [{ field: 'email', message: 'is already in use' }]
    return one(new Refusal('CONFLICT', 'This e-mail address is already in use.', { fields }))
  },
  PAYLOAD_TOO_LARGE: () =>
    one(new Refusal('PAYLOAD_TOO_LARGE', `The body is larger than ${defaultLimits.body} bytes.`)),
  UNSUPPORTED_MEDIA_TYPE: () =>
    one(new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json in UTF-8.')),
  EXPECTATION_FAILED: () => one(new Refusal('EXPECTATION_FAILED', 'Expect: only 100-continue can be met.')),
  RATE_LIMITED: () => {
    const resetsAt = new Date('2026-02-07T00:01:00.000Z')
    const rate = { policy: 'account', limit: defaultLimits.perAccount, remaining: 0, resetsAt }
    const message = 'Too many requests: the next one is welcome in 42 s.'
    return one(new Refusal('RATE_LIMITED', message, { retryAfter: 42, rate }))
  },
  INTERNAL: () => one(new Error('masked')),
  OVERLOADED: () => one(new Refusal('OVERLOADED', 'There is too much to do right now.', { retryAfter: 1 })),
  UNAVAILABLE: () => one(new Refusal('UNAVAILABLE', 'The service is not available right now.', { retryAfter: 1 })),
  METHOD_NOT_ALLOWED: none,
  NOT_FOUND: none,
  INSUFFICIENT_CREDITS: none,
  ACCOUNT_RESTRICTED: none,
  HOLD_CLOSED: none,
  LIMIT_REACHED: none,
  IDEMPOTENCY_MISMATCH: none,
}

/** A body whose first writable key holds what no field of a profile takes. */
function wrongBodyOf(shape: Shape) {
  const key = placesOf(shape.fields).find(({ field }) => field.write)?.field.key ?? ''
  return { [key]: 1 }
}

function wrongVersion(shape: Shape): unknown {
  const headers = new Headers({ [shape.version?.name ?? '']: 'v0' })
  return thrownBy(() => checkVersion(shape, { headers }, false))
}

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('It was to throw.')
}
