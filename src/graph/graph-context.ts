import type { RequestContext } from '../actions/request-context.ts'
import type { Account } from '../domain/account.ts'
import type { LegacyAnswer } from '../domain/legacy-answer.ts'
import type { Place } from '../edge/admission.ts'
import type { RequestRecord } from '../edge/request-record.ts'

/** One request to the graph, which may hold several mutations. */
export interface GraphContext extends RequestContext, Pick<Place, 'assertAwaited'> {
  readonly legacyAnswers: AnswerLegacy
  /** What the request turns out to be. */
  readonly record: RequestRecord
}

/** What the legacy endpoints, which are the graph's siblings, answer about an account. */
export type AnswerLegacy = (account: Account, context: RequestContext) => readonly LegacyAnswer[]
