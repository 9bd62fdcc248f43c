import type { Refusal } from '../domain/refusal.ts'

/** Which side of the gateway answered: `none` knows no such path. */
export type Face = 'rest' | 'graph' | 'page' | 'probe' | 'none'

/** What a request asked the graph for. */
export interface GraphOperation {
  readonly type: 'query' | 'mutation' | 'subscription'
  /** As the client calls it, of any length; null without a name. */
  readonly name: string | null
}

/** A statement as a request waited for it. */
export interface WaitedStatement {
  readonly text: () => string | null
  readonly operation: () => string
  readonly model: string | null
  readonly began: number
  readonly ended: number
  readonly hasFailed: boolean
  readonly askers: number
}

/**
 * What one request has turned out to be. Made at the front door with nothing in it, filled in by whoever finds out, and
 * told as a whole once there is an answer: so there is one place that counts, and nobody on the way knows who listens.
 */
export class RequestRecord {
  /** A UUID. */
  readonly requestId: string
  /** Milliseconds on the clock of `performance`; `ended` is 0 before the answer. */
  readonly began: number
  ended = 0
  status = 0
  face: Face = 'none'
  /** A path that there is, never one that was merely asked for. */
  route: string | null = null
  /** The legacy system whose shape answers. */
  system: string | null = null
  /** What a route does: `read`, `update`. */
  action: string | null = null
  /** Null before there is a document that is valid. */
  operation: GraphOperation | null = null
  /** The label of whoever asks; null for nobody. */
  client: string | null = null
  /** It asked for a version that is to be shut down. */
  isDeprecated = false
  /** When it began to be worked on: what came before is waiting, and finding out who asks. 0: never. */
  opened = 0
  /** How many statements it has waited for. One that it shared with others counts for each. */
  statements = 0
  /** By which a trace of it is found; null where there is none. */
  traceId: string | null = null
  /** The statements themselves, where somebody wants to see them. */
  readonly waited: WaitedStatement[] | null
  /** What it was refused, on the whole or in a part. */
  readonly refusals: Refusal[] = []

  constructor(requestId: string, keepsStatements: boolean) {
    this.requestId = requestId
    this.began = performance.now()
    this.waited = keepsStatements ? [] : null
  }

  waitedFor(statement: WaitedStatement): void {
    this.statements += 1
    this.waited?.push(statement)
  }
}
