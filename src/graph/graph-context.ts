import type { RequestContext } from '../actions/request-context.ts'
import type { Place } from '../edge/admission.ts'
import type { RequestRecord } from '../edge/request-record.ts'

/** One request to the graph, which may hold several mutations. */
export interface GraphContext extends RequestContext, Pick<Place, 'assertAwaited'> {
  /** What the request turns out to be. */
  readonly record: RequestRecord
}
