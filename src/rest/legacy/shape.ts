import type { Precision } from '../../domain/instant.ts'
import type { LegacySystem } from '../../domain/legacy-system.ts'
import type { PlanKey } from '../../domain/plan.ts'
import type { FieldProblem, RefusalCode } from '../../domain/refusal.ts'
import type { Json, JsonObject } from './codec.ts'
import type { Deprecation } from './deprecation.ts'
import type { Field } from './field.ts'

/**
 * The contract every room of this folder keeps: one legacy endpoint, declared. Its encoder (encode.ts), decoder
 * (decode.ts), PATCH schema (request-schema.ts), JSON Schema (json-schema.ts) and lineage (lineage.ts) are all derived
 * from `fields`; nothing about a shape stands anywhere but in its room.
 */
export interface Shape {
  readonly system: LegacySystem
  /** What the endpoint is, in a sentence for whoever reads the reference. */
  readonly about: string
  readonly routes: readonly Route[]
  /** API keys beside JWTs. */
  readonly takesApiKeys: boolean
  /** A header that names the version of the legacy API. */
  readonly version?: VersionHeader
  readonly timestamps: Precision
  /** The plans this shape can tell of; an account on any other is told as one without a subscription. */
  readonly plans?: SpokenPlans
  /** In the order of the wire. */
  readonly fields: readonly Field[]
  readonly errors: ErrorEnvelope
  /** Bodies this endpoint has answered with or is documented to, by name, the most telling one first: the files of `examples/`. */
  readonly examples: Readonly<Record<string, JsonObject>>
}

export type RouteAction = 'read' | 'update' | 'dismiss-credit-notice'

export interface Route {
  readonly method: 'GET' | 'PATCH' | 'POST'
  readonly path: string
  readonly action: RouteAction
}

export interface VersionHeader {
  readonly name: string
  readonly accepted: readonly string[]
}

export interface SpokenPlans {
  readonly keys: readonly PlanKey[]
  /** What is lost for the others, in words. */
  readonly loss: string
}

/** A bug is an answer too: INTERNAL, masked. */
export type ProblemCode = RefusalCode | 'INTERNAL'

/** A problem on its way into a shape's envelope. */
export interface Problem {
  readonly status: number
  /** The shape's own word for it; shapes without codes have the status alone. */
  readonly code: string
  readonly message: string
  readonly fields: readonly FieldProblem[]
  readonly requestId: string
  /** The id this system gave the caller's account, once the caller is known. */
  readonly userId: string | null
  readonly deprecation: Deprecation | null
}

export interface ErrorEnvelope {
  /** Total: the compiler counts the cases. */
  readonly table: Readonly<Record<ProblemCode, ProblemRow>>
  /** Its problems carry the caller's id, which costs a read. */
  readonly namesCaller?: boolean
  /** A RATE_LIMITED answer says `X-RateLimit-Limit`, `-Remaining` and `-Reset`, too. */
  readonly showsRate?: boolean
  /** Null: an empty body. */
  readonly body: (problem: Problem) => Json
  /** JSON Schema of what `body` makes for a status; null: an empty body. */
  readonly schema: (status: number) => Readonly<Record<string, unknown>> | null
}

export interface ProblemRow {
  readonly status: number
  readonly code: string
}

/** Says that a declaration keeps the contract, and nothing else. */
export function defineShape(shape: Shape): Shape {
  return shape
}
