import type { LegacySystem } from './legacy-system.ts'

/** What one legacy endpoint answers about one account at one instant. */
export interface LegacyAnswer {
  readonly system: LegacySystem
  /** As its callers know it: `GET /api/v1/users/me`. */
  readonly route: string
  readonly status: number
  /** To the byte; empty where the answer has no body. */
  readonly body: string
  /** The declared losses this answer suffers, as `field: reason`. */
  readonly losses: readonly string[]
}
