import { nextBoundary } from './billing-period.ts'
import type { Note } from './books.ts'
import { spendableGrants } from './burn-down.ts'
import type { CreditPoolKind } from './credits.ts'
import { least } from './least.ts'
import type { Cause, Ledger } from './ledger.ts'
import { type Billing, beginWindow, endWindow } from './settlement.ts'
import type { WindowTotals } from './subscription-setting.ts'

export interface NewTerms {
  readonly totals: WindowTotals
  /** What the windows turn with from now on. */
  readonly billing: Billing
  /** Another plan begins, or the same one again: a window begins with it. */
  readonly begins: boolean
  readonly at: Date
}

/**
 * Brings the windows to the terms of a subscription as it is set: a window that is new, or whose plan is, begins in
 * full; a total that changes within a plan changes what is left by the difference, for what was used stays used; a
 * window that is taken away ends. All turn with the subscription's period from then on.
 */
export function setWindows(ledger: Ledger, { totals, ...terms }: NewTerms, cause: Cause): void {
  setWindow(ledger, 'MONTHLY', totals.monthly, terms, cause)
  setWindow(ledger, 'ADDITIONAL', totals.additional, terms, cause)
}

function setWindow(
  ledger: Ledger,
  kind: CreditPoolKind,
  total: bigint | null | undefined,
  { billing, begins, at }: Omit<NewTerms, 'totals'>,
  cause: Cause,
): void {
  const books = ledger.books(kind)
  const before = books.pool.windowTotal
  const note: Note = ledger.note('RESET', cause)
  const after = total === undefined ? before : total
  if (after === null) {
    if (before === null) return
    endWindow(books, note)
    books.change({ windowTotal: null, windowEndsAt: null, turnedAt: null })
    return
  }
  const endsAt = nextBoundary(at, billing?.period ?? null)
  if (before === null || begins) {
    if (before !== null) endWindow(books, note)
    books.change({ windowTotal: after })
    beginWindow(books, note, endsAt)
    return
  }
  moveEnd(ledger, kind, endsAt)
  changeTotal(ledger, kind, after - before, cause)
}

/** The window goes on, until another instant; its grants with it. */
function moveEnd(ledger: Ledger, kind: CreditPoolKind, endsAt: Date): void {
  const books = ledger.books(kind)
  const { windowEndsAt, grants } = books.pool
  if (windowEndsAt?.getTime() === endsAt.getTime()) return
  books.change({ windowEndsAt: endsAt })
  for (const grant of grants) {
    if (grant.expiresAt?.getTime() === windowEndsAt?.getTime()) books.put({ ...grant, expiresAt: endsAt })
  }
}

/** What is left changes by the difference. Below nought it is a debt to the window, which a higher total pays first. */
function changeTotal(ledger: Ledger, kind: CreditPoolKind, more: bigint, cause: Cause): void {
  const books = ledger.books(kind)
  const { windowTotal, windowEndsAt } = books.pool
  if (more === 0n || windowTotal === null || windowEndsAt === null) return
  books.change({ windowTotal: windowTotal + more })
  if (more > 0n) {
    const grant = { kind: 'PLAN', priority: 50, scheduled: false, isSeen: true, expiresAt: windowEndsAt } as const
    const note = ledger.note('GRANT', cause)
    books.give(note, { ...grant, effectiveAt: note.at }, more)
    return
  }
  const note = ledger.note('EXPIRY', cause)
  let less = -more
  for (const grant of spendableGrants(books.pool).reverse()) {
    const taken = least(less, grant.remaining - grant.held)
    less -= taken
    books.lapse(note, grant, taken)
  }
  books.owe(less)
  books.move(note, 'CREDIT_LINE', 'EXPIRED', less, {})
}
