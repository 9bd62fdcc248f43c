import type { LegacySystem } from './legacy-system.ts'

/**
 * How a legacy field comes about: MAPPED both ways from one Viewer field, DERIVED from some and never read back,
 * IDENTITY the system's own id, CONSTANT always the same, SETTING from the gateway's configuration.
 */
export const lineageKinds = ['MAPPED', 'DERIVED', 'IDENTITY', 'CONSTANT', 'SETTING'] as const
export type LineageKind = (typeof lineageKinds)[number]

/** Where one field of one legacy answer lives in the Viewer. */
export interface FieldLineage {
  readonly system: LegacySystem
  /** Its place in the legacy body: `user.balance_eur`. */
  readonly legacyField: string
  /** Its places in the Viewer: `credits.wallet.available`; none for a constant or a setting. */
  readonly viewerFields: readonly string[]
  readonly kind: LineageKind
  /** The legacy PATCH may set it. */
  readonly writable: boolean
  readonly nullable: boolean
  /** How the value is written, in words. */
  readonly form: string
  /** When the key is there at all; null: always. */
  readonly presence: string | null
  /** What the field cannot say. */
  readonly losses: readonly string[]
}
