import type { CreditPoolKind } from '../domain/credits.ts'
import type { LedgerEntryKind } from '../domain/journal.ts'
import type { EndedHold, LedgerChange } from '../domain/ledger.ts'
import type { HoldRequest } from './hold-at-once.ts'

/** What one writing of the ledger came to, for whoever counts: nothing in it says whose it was. */
export interface CreditsMoved {
  /** Amounts as the journal has them: micro-EUR of the wallet, whole credits of the others. */
  readonly entries: readonly {
    readonly pool: CreditPoolKind
    readonly kind: LedgerEntryKind
    readonly amount: bigint
  }[]
  /** How many holds were opened. */
  readonly opened: number
  /** How holds have ended, one for each. */
  readonly ended: readonly EndedHold['state'][]
}

/** What has been written in transactions that are under way: it is told once they are through (store.ts). */
const written = new WeakMap<object, CreditsMoved[]>()

/** Notes what a transaction has written. */
export function noteMoved(tx: object, { entries, opened, ended }: LedgerChange): void {
  if (entries.length === 0 && opened.length === 0 && ended.length === 0) return
  const moved = { entries, opened: opened.length, ended: ended.map(({ state }) => state) }
  written.set(tx, [...movedIn(tx), moved])
}

/** What a transaction has written so far. */
export function movedIn(tx: object): readonly CreditsMoved[] {
  return written.get(tx) ?? []
}

/** What a hold that one grant covers has come to. */
export function movedBy({ pool, amount }: HoldRequest): CreditsMoved {
  return { entries: [{ pool, kind: 'HOLD', amount }], opened: 1, ended: [] }
}
