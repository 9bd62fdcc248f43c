import type { Grant, Pool } from './credits.ts'

/**
 * The order in which grants are spent: priority ascending, expiry ascending (never last), promotional before paid,
 * effective date, sequence (docs/ledger.md).
 */
export function burnDownOrder(a: Grant, b: Grant): number {
  return (
    a.priority - b.priority ||
    compare(expiryOf(a), expiryOf(b)) ||
    Number(isPaid(a)) - Number(isPaid(b)) ||
    compare(a.effectiveAt.getTime(), b.effectiveAt.getTime()) ||
    compare(a.sequence, b.sequence)
  )
}

/** The grants that may be spent from, first to last. The pool is settled: what has expired has nothing free. */
export function spendableGrants(pool: Pool): Grant[] {
  return pool.grants.filter((one) => !one.scheduled && one.remaining > one.held).sort(burnDownOrder)
}

function isPaid({ kind }: Grant): boolean {
  return kind === 'PAID'
}

function expiryOf({ expiresAt }: Grant): number {
  return expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime()
}

/** Infinity less infinity is no number: compared, not subtracted. */
function compare<T extends number | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}
