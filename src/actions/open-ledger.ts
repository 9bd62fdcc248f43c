import { randomUUID } from 'node:crypto'
import type { Account } from '../domain/account.ts'
import { Ledger } from '../domain/ledger.ts'

/** An account's pools, settled to a transaction's decision time. The account's row is locked by the caller, or new. */
export function openLedger(account: Account, at: Date): Ledger {
  return new Ledger(account, { at, newId: randomUUID })
}
