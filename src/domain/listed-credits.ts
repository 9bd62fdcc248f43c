import type { Account } from './account.ts'
import { isLive } from './credits.ts'
import type { ListedGrant, ListedHold } from './lists.ts'
import { settledPool } from './settlement.ts'
import { billingOf } from './viewer.ts'

/**
 * Grants as they are at an instant: what the clock alone has done to them counts in a list as it does in a balance,
 * journalled or not. What a period that has just begun will give has no row yet.
 */
export function grantsAt(account: Account, now: Date): (row: ListedGrant) => ListedGrant {
  const changed = account.pools.flatMap((pool) => {
    const settled = settledPool(pool, billingOf(account), now)
    return settled.grants.filter((grant) => !pool.grants.includes(grant))
  })
  const byId = new Map(changed.map((grant) => [grant.id, grant]))
  return (row) => {
    const grant = byId.get(row.id)
    if (grant === undefined) return row
    const { remaining, held, scheduled, expiresAt } = grant
    return { ...row, remaining, held, scheduled, expiresAt }
  }
}

/** A hold as it is at an instant: one whose time is up has expired then. */
export function holdAt(now: Date): (row: ListedHold) => ListedHold {
  return (row) =>
    row.state === 'OPEN' && !isLive(row, now) ? { ...row, state: 'EXPIRED', endedAt: row.expiresAt } : row
}
