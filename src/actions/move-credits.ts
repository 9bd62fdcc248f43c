import type { Account } from '../domain/account.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Prisma } from '../store/client/client.ts'
import { writeLedger } from '../store/ledger.ts'
import { type Moved, type Movement, once, rangeOf } from './once.ts'
import { openLedger } from './open-ledger.ts'
import type { RequestContext } from './request-context.ts'

/** The work of one movement on a settled ledger, at the transaction's decision time. */
export type MovementWork = (
  ledger: Ledger,
  account: Account,
  at: Date,
  tx: Prisma.TransactionClient,
) => Pick<Moved, 'grant' | 'hold'> | Promise<Pick<Moved, 'grant' | 'hold'>>

/**
 * Moves credits of an account once per idempotency key: settles what is due, does the work, and writes it all in one
 * statement (docs/ledger.md). What is refused moves nothing.
 *
 * @throws Refusal as `once`.
 */
export function moveCredits(context: RequestContext, movement: Movement, work: MovementWork): Promise<Moved> {
  return once(context, movement, async (tx, account, at) => {
    const ledger = openLedger(account, at)
    const before = ledger.sequence
    const made = await work(ledger, account, at, tx)
    const change = { ...ledger.change(), keepsFloors: !ledger.hasSettled }
    await writeLedger(tx, account.id, account.pools, change)
    return { accountId: account.id, entries: rangeOf(change.entries, before), ...made }
  })
}
