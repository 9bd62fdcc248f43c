import type { Claims } from './facts.ts'
import type { LegacySystem } from './legacy-system.ts'

/** An id, an address or a code stands in an index, and an entry of an index has an end: bytes in UTF-8. */
export const indexedBytesMax = 2_000

/** The account as one legacy system knows it. */
export interface LegacyIdentity {
  readonly id: string
  readonly system: LegacySystem
  /** That system's own id: an opaque text, never one of ours. */
  readonly legacyId: string
  /** Its own word of the person; what has been written through the gateway since is no longer its to say. */
  readonly claims: Claims
  /** The order in which the account's systems were linked: the first one's word governs. */
  readonly ordinal: number
  readonly linkedAt: Date
}

/** Where a system's own word and the account part, in Viewer terms. */
export interface Difference {
  readonly field: string
  readonly theirs: unknown
  readonly ours: unknown
}
