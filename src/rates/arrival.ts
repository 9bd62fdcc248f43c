import type { RequestRecord } from '../edge/request-record.ts'
import type { Tally } from './tally.ts'

/** What is known of a request before it is looked at: what the front door hands to a face. */
export interface Arrival {
  /** A UUID. */
  readonly requestId: string
  /** The address of whoever opened the connection; null where there is none to know. */
  readonly from: string | null
  /** Its own, and empty. */
  readonly tally: Tally
  /** What it turns out to be, for whoever listens. */
  readonly record: RequestRecord
}
