/** What one round of one point came to. */
export interface Figures {
  /** Served a second: requests, or accounts where the store is asked itself. */
  readonly perSecond: number
  /** Milliseconds; of a request, or of a statement. */
  readonly p99: number
  /** Processor microseconds of each request, or of each account. */
  readonly ownCpu: number
  readonly postgresCpu: number
  /** SQL statements of each. */
  readonly statements: number
  /** Answered, but not with 200, and unanswered: a share of all. */
  readonly refused: number
  /** Cores that were busy with something else. */
  readonly foreign: number
}

/** A point of a curve, to be measured again and again in turn with the others. */
export interface Point {
  readonly x: number
  /** @param round counted from nought; it makes the draw. */
  readonly measure: (round: number, seconds: number) => Promise<Figures>
}

/** How the hot read's cost grows with one thing, everything else staying as it is. */
export interface Curve {
  /** Names its image: `docs/images/curve-<name>.svg`. */
  readonly name: string
  readonly title: string
  /** What stands along the axis. */
  readonly what: string
  /** What each point was, in a sentence or two. */
  readonly how: string
  /** What a request is here. */
  readonly unit: 'request' | 'account'
  readonly points: readonly Point[]
}

/** What all rounds of a point came to. */
export interface Measured {
  readonly x: number
  readonly rounds: readonly Figures[]
}

export interface MeasuredCurve extends Omit<Curve, 'points'> {
  readonly points: readonly Measured[]
}
