import type { Pool } from './credits.ts'
import type { Facts, WrittenFact } from './facts.ts'
import type { LegacyIdentity } from './legacy-identity.ts'
import type { SubscriptionRecord } from './subscription.ts'
import type { UsageCount } from './usage.ts'

/** SUSPENDED and LEGAL close the account; PAYMENT leaves it readable and refuses spending. */
export const restrictions = ['SUSPENDED', 'LEGAL', 'PAYMENT'] as const
export type Restriction = (typeof restrictions)[number]

/** Everything stored about one account that the Viewer and the shapes show. */
export interface Account extends Facts {
  readonly id: string
  readonly restriction: Restriction | null
  readonly referralCode: string
  /** When it was made here; stands in for a creation date nobody told. */
  readonly recordedAt: Date
  /** The last write through the gateway. An import is not a write. */
  readonly writtenAt: Date | null
  readonly writtenFacts: readonly WrittenFact[]
  readonly identities: readonly LegacyIdentity[]
  readonly subscriptions: readonly SubscriptionRecord[]
  readonly governingSubscriptionId: string | null
  readonly pools: readonly Pool[]
  /** An imported "there are unseen credits", beside the grants' own. */
  readonly creditNotice: boolean
  /** From when on there are grants whose notice has not been dismissed; null: there are none. */
  readonly unseenGrantsSince: Date | null
  readonly usage: readonly UsageCount[]
  readonly agents: CountedAgents
  readonly apiKeys: CountedApiKeys
  readonly ledgerSequence: bigint
}

export interface CountedAgents {
  /** Agents a legacy system counted without naming them; null: none did. */
  readonly baseline: number | null
  /** Rows made here and not archived. */
  readonly made: number
}

export interface CountedApiKeys {
  /** Active keys a legacy system counted without naming them; null: none did. */
  readonly baseline: number | null
  /** The last four of a key known only by them; older than every row. */
  readonly lastFour: string | null
  /** That key has come in as a row of its own since. */
  readonly lastFourHasRow: boolean
  /** Active rows, and of them those made here. */
  readonly active: number
  readonly activeMade: number
  /** Of the newest active row. */
  readonly newestLastFour: string | null
}
