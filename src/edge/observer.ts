import type { RequestRecord } from './request-record.ts'

/** Told of all that happens and is worth knowing, by the app alone; what becomes of it is its own affair. It must not throw. */
export interface Observer {
  /** Whether it looks at the statements of a request, not only at how many there were. */
  readonly wantsStatements?: boolean
  /** A request has its answer, whose body may still be on its way. */
  answered?(record: RequestRecord, request: Request): void
  /** Something is our own fault: it was thrown and nobody refused it on purpose, or a part we stand on is not there. */
  fault?(error: unknown, requestId: string): void
  /** An answer could not say all there was: a declared loss of a legacy shape. */
  loss?(system: string, loss: string): void
  /** So many requests were refused as too many within the last second. */
  shed?(count: number): void
}

/** Tells several, in this order. */
export function observedBy(observers: readonly Observer[]): Required<Observer> {
  return {
    wantsStatements: observers.some(({ wantsStatements }) => wantsStatements),
    answered: (record, request) => {
      for (const one of observers) one.answered?.(record, request)
    },
    fault: (error, requestId) => {
      for (const one of observers) one.fault?.(error, requestId)
    },
    loss: (system, loss) => {
      for (const one of observers) one.loss?.(system, loss)
    },
    shed: (count) => {
      for (const one of observers) one.shed?.(count)
    },
  }
}
