import type { LedgerDifference } from '../domain/reconciliation.ts'
import type { PrismaClient } from '../store/client/client.ts'
import { hasLedger, readLedgerDifferences, readLedgerOwners } from '../store/reconciliation.ts'

/** What came of a page of accounts. */
export interface Reconciled {
  readonly accounts: number
  readonly differences: readonly LedgerDifference[]
}

/** Recomputes every balance from the journal, a page of accounts at a time. Nothing is repaired. */
export async function* reconcile(prisma: PrismaClient): AsyncGenerator<Reconciled> {
  let after: string | null = null
  for (;;) {
    const ids: string[] = await readLedgerOwners(prisma, after, pageSize)
    if (ids.length === 0) return
    yield { accounts: ids.length, differences: await readLedgerDifferences(prisma, ids) }
    after = ids.at(-1) ?? null
  }
}

/** The same for one account, which may be gone; null when there never was one. */
export async function reconcileOne(prisma: PrismaClient, accountId: string): Promise<Reconciled | null> {
  if (!(await hasLedger(prisma, accountId))) return null
  return { accounts: 1, differences: await readLedgerDifferences(prisma, [accountId]) }
}

const pageSize = 500
