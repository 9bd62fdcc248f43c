import type { Account } from '../../src/domain/account.ts'
import { type CreditPoolKind, emptyPool, type Grant, type Pool } from '../../src/domain/credits.ts'
import { type LedgerBucket, type LedgerEntry, ledgerBuckets } from '../../src/domain/journal.ts'
import { type EndedHold, Ledger } from '../../src/domain/ledger.ts'
import { blankAccount } from '../../src/domain/legacy-record.ts'
import { Refusal } from '../../src/domain/refusal.ts'
import { settledPool } from '../../src/domain/settlement.ts'
import { type BalanceStatement, statementOf } from '../../src/domain/statement.ts'
import { billingOf, poolOf } from '../../src/domain/viewer.ts'
import { type Beginning, begin, nextTurn } from './ledger-history.ts'

/** The id of the hold an account may begin with. */
export const importedHold = 'imported hold'
/** The last number an account begins with. */
export const firstSequence = 100n

/** An account as the tables would hold it, moved by the ledger. */
export class KeptAccount {
  account: Account
  readonly journal: LedgerEntry[]
  readonly ended: EndedHold[] = []
  #ids = 0

  constructor({ billing, isCancelled, monthly, additional, limitCents, wallet }: Beginning) {
    const now = new Date(begin)
    const ends = new Date(nextTurn(begin, billing))
    const windows = [windowOf('MONTHLY', monthly, ends), windowOf('ADDITIONAL', additional, ends)]
    const subscription = {
      id: 'subscription',
      system: null,
      plan: 'PRO',
      label: null,
      status: null,
      currentPeriodStart: null,
      currentPeriodEnd: billing,
      cancelAtPeriodEnd: isCancelled,
      trialEndsAt: null,
      overrides: {},
      createdAt: now,
    } as const
    this.account = {
      ...blankAccount('account', 'person@example.com', 'dc_00000000', now),
      subscriptions: [subscription],
      governingSubscriptionId: subscription.id,
      pools: [walletOf(wallet, limitCents), ...windows.flatMap((pool) => pool ?? [])],
      ledgerSequence: firstSequence,
    }
    this.journal = [
      opening('WALLET', 'ISSUED', 'AVAILABLE', wallet.left),
      opening('WALLET', 'CREDIT_LINE', 'CONSUMED', wallet.owed),
      opening('WALLET', 'AVAILABLE', 'HELD', wallet.held),
      opening('WALLET', 'CREDIT_LINE', 'HELD', wallet.lineHeld),
      opening('MONTHLY', 'ISSUED', 'AVAILABLE', monthly ?? 0n),
      opening('ADDITIONAL', 'ISSUED', 'AVAILABLE', additional ?? 0n),
    ].filter(({ amount }) => amount > 0n)
  }

  get billing() {
    return billingOf(this.account)
  }

  /** What a transaction does: settle, work, write; nothing at all when the work is refused. */
  write<T>(at: number, work: (ledger: Ledger) => T): T | Refusal {
    const ledger = new Ledger(this.account, { at: new Date(at), newId: () => this.#newId() })
    let result: T
    try {
      result = work(ledger)
    } catch (error) {
      if (error instanceof Refusal) return error
      throw error
    }
    const change = ledger.change()
    this.journal.push(...change.entries)
    this.ended.push(...change.ended)
    this.account = { ...this.account, pools: change.pools.map(asRead), ledgerSequence: change.sequence }
    return result
  }

  /** What anybody is shown of a pool. */
  pool(kind: CreditPoolKind, at: number): Pool {
    return settledPool(poolOf(this.account, kind), this.billing, new Date(at))
  }

  statement(kind: CreditPoolKind, at: number): BalanceStatement {
    const upTo = this.journal.filter(({ pool, occurredAt }) => pool === kind && occurredAt.getTime() <= at)
    return statementOf(poolOf(this.account, kind), totalsOf(upTo), this.billing, new Date(at))
  }

  #newId(): string {
    this.#ids += 1
    return `made ${this.#ids}`
  }
}

/** What has gone into each bucket less what has come out of it. */
export function totalsOf(entries: readonly LedgerEntry[]): Record<LedgerBucket, bigint> {
  const totals = Object.fromEntries(ledgerBuckets.map((bucket) => [bucket, 0n])) as Record<LedgerBucket, bigint>
  for (const { source, destination, amount } of entries) {
    totals[source] -= amount
    totals[destination] += amount
  }
  return totals
}

/** Written by a ledger, and not what the account began with. */
export function isWritten({ kind }: LedgerEntry): boolean {
  return kind !== 'OPENING'
}

/** What is used up is not read again (src/store/accounts.ts). */
function asRead(pool: Pool): Pool {
  return { ...pool, grants: pool.grants.filter(({ remaining }) => remaining > 0n) }
}

function walletOf({ left, owed, held, lineHeld }: Beginning['wallet'], creditLimitCents: bigint): Pool {
  const grant = { ...grantOf('imported', left), held }
  const hold = {
    id: importedHold,
    amount: held + lineHeld,
    lineAmount: lineHeld,
    imported: true,
    expiresAt: null,
    sequence: 2n,
    allocations: held === 0n ? [] : [{ grantId: grant.id, amount: held }],
  }
  const grants = left === 0n ? [] : [grant]
  return { ...emptyPool('WALLET'), creditLimitCents, owed, lineHeld, grants, holds: hold.amount === 0n ? [] : [hold] }
}

function windowOf(kind: CreditPoolKind, total: bigint | null, ends: Date): Pool | null {
  if (total === null) return null
  const grants = total === 0n ? [] : [{ ...grantOf(`first ${kind}`, total), expiresAt: ends }]
  return { ...emptyPool(kind), windowTotal: total, windowEndsAt: ends, grants }
}

function grantOf(id: string, amount: bigint): Grant {
  const bare = { kind: 'IMPORT', held: 0n, priority: 50, scheduled: false, expiresAt: null, sequence: 1n } as const
  return { ...bare, id, amount, remaining: amount, effectiveAt: new Date(begin) }
}

function opening(pool: CreditPoolKind, source: LedgerBucket, destination: LedgerBucket, amount: bigint): LedgerEntry {
  const bare = { kind: 'OPENING', sequence: 1n, availableAfter: 0n, occurredAt: new Date(begin) } as const
  const said = { grantId: null, holdId: null, reason: null, reference: null, actor: 'import' }
  return { ...bare, ...said, pool, source, destination, amount }
}
