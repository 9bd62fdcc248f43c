import { balanceOf, type CreditPoolKind, type Pool } from './credits.ts'
import { fieldRefused } from './refusal.ts'

export interface GrantDates {
  /** Null: at once. */
  readonly effectiveAt: Date | null
  /** Null: never, in a window at its end. */
  readonly expiresAt: Date | null
}

/**
 * Whether a pool can take a grant. A window holds at most its total (contract, user-info: remaining ≤ total) and what
 * is given to it ends with it; permanent credits never expire (contract, users-me).
 *
 * @throws Refusal INVALID.
 */
export function assertGrantable(pool: Pool, amount: bigint, { effectiveAt, expiresAt }: GrantDates, at: Date): void {
  const begins = effectiveAt !== null && effectiveAt > at ? effectiveAt : at
  if (expiresAt !== null && expiresAt <= begins)
    throw fieldRefused('INVALID', 'expiresAt', 'must be after the grant begins to count')
  if (pool.kind === 'PERMANENT' && expiresAt !== null)
    throw fieldRefused('INVALID', 'expiresAt', 'cannot be: permanent credits stay')
  if (balanceOf(pool).posted + amount > mostHeld(pool.kind))
    throw fieldRefused('INVALID', 'amount', 'would make more than can be told')
  if (pool.kind !== 'MONTHLY' && pool.kind !== 'ADDITIONAL') return

  if (pool.windowTotal === null) throw fieldRefused('INVALID', 'pool', 'is no part of the account’s plan')
  if (begins > at) throw fieldRefused('INVALID', 'effectiveAt', 'cannot be to come: this pool begins anew each period')
  if (expiresAt !== null && pool.windowEndsAt !== null && expiresAt > pool.windowEndsAt)
    throw fieldRefused('INVALID', 'expiresAt', 'cannot be after the end of the period')
  if (balanceOf(pool).available + amount > pool.windowTotal)
    throw fieldRefused('INVALID', 'amount', `would make more than the period’s ${pool.windowTotal}`)
}

/** Credits are numbers on the wire, EUR is text (contract, numbers). */
function mostHeld(kind: CreditPoolKind): bigint {
  return kind === 'WALLET' ? 2n ** 63n - 1n : BigInt(Number.MAX_SAFE_INTEGER)
}
