import type { Principal } from '../auth/principal.ts'
import type { Offers } from '../domain/free-trial.ts'
import type { Store } from '../store/store.ts'
import type { Readers } from './readers.ts'

/** One request, whichever face it came to. */
export interface RequestContext {
  /** A UUID; in every answer and every log line. */
  readonly requestId: string
  /** Null when no credentials were sent. */
  readonly principal: Principal | null
  /** The request's one clock reading. */
  readonly now: Date
  readonly offers: Offers
  /**
   * Stands before what must not be done uncounted: keys are made and money is moved only while requests are counted for
   * all gateways together.
   *
   * @throws Refusal UNAVAILABLE when this one was not.
   */
  readonly assertCounted: () => void
  readonly store: Store
  readonly readers: Readers
}
