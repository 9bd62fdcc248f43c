import type { CreditPoolKind, Grant, Hold, HoldState } from './credits.ts'
import type { LedgerBucket, LedgerEntry } from './journal.ts'

/** A window on a list, newest first: rows with a sequence between two others, from one end. */
export interface PageWindow {
  readonly limit: number
  /** Exclusive; null: from the newest. */
  readonly below: bigint | null
  /** Exclusive; null: to the oldest. */
  readonly above: bigint | null
  /** From the oldest end of the window instead. */
  readonly fromOldest: boolean
}

/** One account's list, as a request asks for it. */
export interface PageKey {
  readonly accountId: string
  readonly list: ListName
  readonly pool: CreditPoolKind | null
  /** Of the history: only movements into these buckets or out of them, not within. */
  readonly touching?: readonly LedgerBucket[]
  readonly window: PageWindow
}

/** A grant as a list shows it. */
export interface ListedGrant extends Grant {
  readonly pool: CreditPoolKind
  readonly seenAt: Date | null
  readonly reason: string | null
  readonly reference: string | null
  readonly createdAt: Date
}

/** A hold as a list shows it. */
export interface ListedHold extends Omit<Hold, 'allocations'> {
  /** Where it was set aside, in the order it is spent from. */
  readonly pools: readonly CreditPoolKind[]
  readonly state: HoldState
  readonly captured: bigint
  readonly endedAt: Date | null
  readonly reason: string | null
  readonly reference: string | null
  readonly createdAt: Date
}

/** A key as a list shows it; the secret itself is nowhere. */
export interface ApiKey {
  readonly id: string
  readonly sequence: bigint
  readonly name: string | null
  readonly lastFour: string
  readonly createdAt: Date
  readonly revokedAt: Date | null
  /** As last written down; a use of the last minute or so may be missing. */
  readonly lastUsedAt: Date | null
}

export interface Agent {
  readonly id: string
  readonly sequence: bigint
  readonly name: string
  readonly createdAt: Date
  readonly archivedAt: Date | null
}

/** An account's lists, by name: rows carry a number that rises. */
export interface Lists {
  readonly grants: ListedGrant
  readonly holds: ListedHold
  readonly history: LedgerEntry
  readonly apiKeys: ApiKey
  readonly agents: Agent
}
export type ListName = keyof Lists

/**
 * The page that holds the one row an id stands for, `ACCOUNT:NUMBER` as the graph's ids carry it. Null for an id that
 * can be no row's; whether there is such a row, and whose it is to see, is for the reader to find out.
 */
export function pageOfRow<L extends ListName>(list: L, id: string): (PageKey & { readonly list: L }) | null {
  const [, accountId = '', digits = ''] = /^([^:]+):(\d{1,18})$/.exec(id) ?? []
  return digits === '' ? null : pageOfNumber(list, accountId, BigInt(digits))
}

/** The page that holds the one row of an account's list with a number. */
export function pageOfNumber<L extends ListName>(
  list: L,
  accountId: string,
  sequence: bigint,
): PageKey & { readonly list: L } {
  const window = { limit: 1, below: sequence + 1n, above: sequence - 1n, fromOldest: true }
  return { accountId, list, pool: null, window }
}
