import type { Deprecation } from '../legacy/deprecation.ts'
import { placesOf } from '../legacy/lineage.ts'
import type { ProblemCode, Route, Shape } from '../legacy/shape.ts'
import { problemAnswer } from '../problem.ts'
import type { RestSettings } from '../router.ts'
import { actionWords } from './actions.ts'
import { type HeaderComponent, headersOf } from './headers.ts'
import { meaningOf } from './meaning.ts'
import type { Part } from './part.ts'
import { otherMethodProblem, type SampleProblem, sampleProblems } from './sample-problems.ts'
import { sampleRequestId } from './sample-request.ts'
import { bodySchemaRef, problemSchemaRef } from './schemas.ts'
import { valueAt } from './value-at.ts'

/** Every answer of a route, by status. */
export function responsesOf(shape: Shape, route: Route, settings: RestSettings): Part {
  const deprecation = settings.deprecations[shape.system] ?? null
  const byStatus = new Map<number, SampleProblem[]>()
  for (const sample of sampleProblems(shape, route)) {
    const { status } = shape.errors.table[sample.code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), sample])
  }
  const problems = [...byStatus].sort(([a], [b]) => a - b)
  return {
    ...successOf(shape, route, deprecation),
    ...Object.fromEntries(
      problems.map(([status, samples]) => [String(status), problemResponse(shape, status, samples, deprecation)]),
    ),
  }
}

/** What a path answers to any other method than its own. */
export function otherMethodResponse(shape: Shape, routes: readonly Route[], settings: RestSettings): Part {
  const { status } = shape.errors.table.METHOD_NOT_ALLOWED
  return problemResponse(shape, status, [otherMethodProblem(routes)], settings.deprecations[shape.system] ?? null)
}

function successOf(shape: Shape, { action }: Route, deprecation: Deprecation | null): Part {
  const headers = headersOf(['RequestId', ...ofAccounts, ...counted, ...ofDeprecation(deprecation)])
  if (!actionWords[action].answersBody) return { 204: { description: 'Done, and nothing to say.', headers } }
  const examples = Object.fromEntries(Object.entries(shape.examples).map(([name, value]) => [name, { value }]))
  const content = { 'application/json': { schema: { $ref: bodySchemaRef(shape) }, examples } }
  return { 200: { description: 'The profile.', headers, content } }
}

const ofAccounts: readonly HeaderComponent[] = ['CacheControl', 'Vary']
const counted: readonly HeaderComponent[] = ['RateLimitPolicy', 'RateLimit']

function ofDeprecation(deprecation: Deprecation | null): readonly HeaderComponent[] {
  return deprecation === null ? [] : ['Deprecation', 'Sunset']
}

function problemResponse(
  shape: Shape,
  status: number,
  samples: readonly SampleProblem[],
  deprecation: Deprecation | null,
): Part {
  const context = { requestId: sampleRequestId, deprecation, onFault: () => {} }
  const shown = samples.map((sample) => {
    const userId = shape.errors.namesCaller && sample.isCallerKnown ? sampleIdOf(shape) : null
    return { ...sample, answer: problemAnswer(shape, sample.error, { ...context, userId }) }
  })
  const ref = problemSchemaRef(shape, status)
  const examples = Object.fromEntries(
    shown.map(({ name, code, answer }) => [name, { summary: meaningOf(code), value: JSON.parse(String(answer.body)) }]),
  )
  return {
    description: [...new Set(samples.map(({ code }) => lineOf(shape, code)))].join('\n'),
    headers: headersOf([
      ...(['RequestId', ...ofAccounts, ...counted, ...ofDeprecation(deprecation)] as const),
      ...challengeOf(samples, status),
      ...(samples.every(({ code }) => waits.has(code)) ? (['RetryAfter'] as const) : []),
      ...(samples.some(({ code }) => code === 'METHOD_NOT_ALLOWED') ? (['Allow'] as const) : []),
      ...(shape.errors.showsRate && samples.some(({ code }) => code === 'RATE_LIMITED') ? ownRate : []),
    ]),
    ...(ref === null ? {} : { content: { 'application/json': { schema: { $ref: ref }, examples } } }),
  }
}

const waits: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['RATE_LIMITED', 'OVERLOADED', 'UNAVAILABLE'])
const ownRate: readonly HeaderComponent[] = ['XRateLimitLimit', 'XRateLimitRemaining', 'XRateLimitReset']

function challengeOf(samples: readonly SampleProblem[], status: number): readonly HeaderComponent[] {
  if (status === 401) return ['Challenge']
  return samples.some(({ code }) => code === 'INSUFFICIENT_SCOPE') ? ['ScopeChallenge'] : []
}

function lineOf(shape: Shape, code: ProblemCode): string {
  const word = shape.errors.table[code].code
  return `- ${word === '' ? '' : `\`${word}\`: `}${meaningOf(code)}`
}

/** The id in the shape's first example. */
function sampleIdOf(shape: Shape): string | null {
  const place = placesOf(shape.fields).find(({ field }) => field.source.kind === 'identity')?.place ?? ''
  const [body = {}] = Object.values(shape.examples)
  const id = valueAt(body, place)
  return typeof id === 'string' ? id : null
}
