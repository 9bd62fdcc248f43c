import { randomUUID } from 'node:crypto'
import type { Account } from '../domain/account.ts'
import { Ledger } from '../domain/ledger.ts'
import type { Queryable } from '../store/accounts.ts'
import { readDecisionTime } from '../store/decision-time.ts'
import type { RequestContext } from './request-context.ts'

/** An account's pools settled to the transaction's decision time. The account's row is locked by the caller, or new. */
export async function openLedger(
  { store }: RequestContext,
  tx: Queryable,
  account: Account,
): Promise<{ readonly ledger: Ledger; readonly at: Date }> {
  const at = await readDecisionTime(tx, store.decisionTime)
  return { ledger: new Ledger(account, { at, newId: randomUUID }), at }
}
