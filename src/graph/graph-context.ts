import type { RequestContext } from '../actions/request-context.ts'
import type { Place } from '../edge/admission.ts'

/** One request to the graph, which may hold several mutations. */
export interface GraphContext extends RequestContext, Pick<Place, 'assertAwaited'> {}
