import { PothosValidationError } from '@pothos/core'
import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import { Refusal, type RefusalCode } from '../domain/refusal.ts'
import type { RequestRecord } from '../edge/request-record.ts'
import { errorLimit } from './error-limit.ts'

export interface ProblemContext {
  /** Of the request, in which a refusal is noted. */
  readonly record: Pick<RequestRecord, 'requestId' | 'refusals'>
  /** Told of what is our own fault: whatever was not refused on purpose, and outages. */
  readonly onFault: (error: unknown) => void
}

/**
 * The one place where the graph turns what was thrown into an error of the answer: `extensions` hold a code for
 * programs and the request's id; a bug is masked.
 *
 * @param isPart whether the answer holds data beside it.
 */
export function problemOf(error: GraphQLError, context: ProblemContext, isPart: boolean): GraphQLError {
  const { message, extensions } = problemIn(causeOf(error), context)
  const http = isPart ? undefined : statusOfWhole(extensions.code)
  return told(error, message, { ...(http && { http }), ...extensions })
}

function problemIn(cause: unknown, context: ProblemContext) {
  if (cause instanceof PothosValidationError) {
    return {
      message: shortened(cause.message),
      extensions: { code: 'BAD_REQUEST', requestId: context.record.requestId },
    }
  }
  if (cause instanceof GraphQLError) {
    // What the engine itself has caught is nobody else's to see.
    const { originalError, code = 'BAD_REQUEST', ...extensions } = cause.extensions
    return {
      message: shortened(cause.message),
      extensions: { ...extensions, code, requestId: context.record.requestId },
    }
  }
  return explained(cause, context)
}

/**
 * Where nothing could be executed, GraphQL's own media type says so by its status; `application/json` stays at 200 for
 * what the asker did wrong (GraphQL over HTTP, section 6.4).
 */
function statusOfWhole(code: unknown) {
  return code === 'INTERNAL' ? { status: 500 } : { spec: true, status: 400 }
}

/** The longest message that is told, in UTF-16 code units: a few words, not a whole input again for each of its mistakes. */
const longestMessage = 1_000

function shortened(message: string): string {
  return message.length > longestMessage ? `${message.slice(0, longestMessage).toWellFormed()}…` : message
}

/** The same for what was thrown before the query was even looked at: a whole answer. */
export function problemAnswer(
  error: unknown,
  context: ProblemContext,
): { readonly status: number; readonly body: string } {
  const { message, extensions } = explained(error, context)
  const { http, ...shown } = extensions
  const status = error instanceof Refusal ? statusOf(error.code) : 500
  return { status, body: JSON.stringify({ errors: [{ message, extensions: shown }] }) }
}

/** What a refusal is called in `extensions`: its code, and the reason where that does not say enough. */
export function wordsOf(code: RefusalCode): { readonly code: string; readonly reason: string | null } {
  return { code: codes[code], reason: reasons[code] ?? null }
}

/** The status of a refusal that there is no answer beside. */
export function statusOf(code: RefusalCode): number {
  return statuses[code] ?? 400
}

function explained(error: unknown, { record, onFault }: ProblemContext) {
  const { requestId } = record
  const refusal = error instanceof Refusal ? error : null
  if (refusal !== null) record.refusals.push(refusal)
  if (refusal === null || refusal.code === 'UNAVAILABLE') onFault(error)
  return refusal === null
    ? {
        message: 'Something went wrong on our side.',
        extensions: { code: 'INTERNAL', requestId } as GraphQLErrorExtensions,
      }
    : { message: refusal.message, extensions: { ...extensionsOf(refusal), requestId } as GraphQLErrorExtensions }
}

/** Total: the compiler counts the cases. */
const codes: Record<RefusalCode, string> = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  INSUFFICIENT_SCOPE: 'FORBIDDEN',
  ACCOUNT_SUSPENDED: 'FORBIDDEN',
  LEGALLY_BLOCKED: 'FORBIDDEN',
  ACCOUNT_GONE: 'NOT_FOUND',
  NOT_FOUND: 'NOT_FOUND',
  MALFORMED: 'BAD_REQUEST',
  INVALID: 'BAD_USER_INPUT',
  CONFLICT: 'CONFLICT',
  INSUFFICIENT_CREDITS: 'INSUFFICIENT_CREDITS',
  ACCOUNT_RESTRICTED: 'FORBIDDEN',
  HOLD_CLOSED: 'HOLD_CLOSED',
  LIMIT_REACHED: 'LIMIT_REACHED',
  IDEMPOTENCY_MISMATCH: 'IDEMPOTENCY_MISMATCH',
  METHOD_NOT_ALLOWED: 'METHOD_NOT_ALLOWED',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  UNSUPPORTED_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  RATE_LIMITED: 'RATE_LIMITED',
  EXPECTATION_FAILED: 'EXPECTATION_FAILED',
  OVERLOADED: 'UNAVAILABLE',
  UNAVAILABLE: 'UNAVAILABLE',
}

const statuses: Partial<Record<RefusalCode, number>> = {
  UNAUTHENTICATED: 401,
  INSUFFICIENT_SCOPE: 403,
  METHOD_NOT_ALLOWED: 405,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  EXPECTATION_FAILED: 417,
  OVERLOADED: 503,
  UNAVAILABLE: 503,
}

/** Why, where the code alone does not say. */
const reasons: Partial<Record<RefusalCode, string>> = {
  INSUFFICIENT_SCOPE: 'INSUFFICIENT_SCOPE',
  ACCOUNT_SUSPENDED: 'SUSPENDED',
  LEGALLY_BLOCKED: 'LEGAL',
}

function extensionsOf({ code, details }: Refusal): GraphQLErrorExtensions {
  const { fields, scope, retryAfter } = details
  return {
    code: codes[code],
    ...(reasons[code] === undefined ? {} : { reason: reasons[code] }),
    ...(scope === undefined ? {} : { scope }),
    ...(fields === undefined ? {} : { fields }),
    // A part of the answer that failed for want of the database makes the whole worth asking for again.
    ...(statuses[code] === 503 ? { http: { status: 503, headers: { 'retry-after': String(retryAfter ?? 1) } } } : {}),
  }
}

/** What was thrown, beneath what executing has wrapped around it. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error
}

function told(error: GraphQLError, message: string, extensions: GraphQLErrorExtensions): GraphQLError {
  const { nodes, source, positions, path } = error
  return new GraphQLError(message, {
    // One error can be about every node of a document.
    nodes: nodes?.slice(0, errorLimit) ?? null,
    source: source ?? null,
    positions: positions?.slice(0, errorLimit) ?? null,
    path: path ?? null,
    extensions,
  })
}
