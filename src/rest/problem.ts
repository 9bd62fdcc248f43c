import { Refusal } from '../domain/refusal.ts'
import type { Answer } from '../edge/answer.ts'
import { refusalHeaders } from '../edge/headers.ts'
import type { RequestRecord } from '../edge/request-record.ts'
import type { Deprecation } from './legacy/deprecation.ts'
import type { Problem, ProblemCode, Shape } from './legacy/shape.ts'

export interface ProblemContext {
  /** Of the request, in which a refusal is noted. */
  readonly record: Pick<RequestRecord, 'requestId' | 'refusals'>
  /** The system's own id of the caller's account; null while the caller is unknown. */
  readonly userId: string | null
  readonly deprecation: Deprecation | null
  /** Told of what is our own fault: whatever was not refused on purpose, and outages. */
  readonly onFault: (error: unknown) => void
}

/**
 * The one place where REST turns what was thrown into an answer: a refusal by the shape's table, anything else as a
 * masked bug, in that shape's envelope.
 */
export function problemAnswer(shape: Shape, error: unknown, context: ProblemContext): Answer {
  const refusal = error instanceof Refusal ? error : null
  if (refusal !== null) context.record.refusals.push(refusal)
  if (refusal === null || refusal.code === 'UNAVAILABLE') context.onFault(error)
  const code: ProblemCode = refusal?.code ?? 'INTERNAL'
  const row = shape.errors.table[code]
  const problem: Problem = {
    ...row,
    message: refusal?.message ?? 'Something went wrong on our side.',
    fields: refusal?.details.fields ?? [],
    requestId: context.record.requestId,
    userId: context.userId,
    deprecation: context.deprecation,
  }
  const body = shape.errors.body(problem)
  return {
    status: row.status,
    body: body === null ? null : JSON.stringify(body),
    headers: refusal === null ? {} : { ...refusalHeaders(refusal, row.status), ...rateHeaders(shape, refusal) },
  }
}

/** `Reset` is in seconds since 1970, as most who send this header mean it; nobody says what this vendor meant. */
function rateHeaders({ errors }: Shape, { details: { rate } }: Refusal): Record<string, string> {
  if (!errors.showsRate || rate === undefined) return {}
  return {
    'x-ratelimit-limit': String(rate.limit),
    'x-ratelimit-remaining': String(rate.remaining),
    'x-ratelimit-reset': String(Math.ceil(rate.resetsAt.getTime() / 1000)),
  }
}
