import { Counter, type Registry } from 'prom-client'
import type { CreditsMoved } from '../store/movements.ts'

/**
 * What the ledger did through this gateway. Amounts are added up whole and become numbers only as they are told, exact up
 * to 2^53: nine thousand million EUR in micro-EUR.
 *
 * @returns what the store is to tell of credits that were moved.
 */
export function createLedgerMetrics(registers: Registry[]): (moved: CreditsMoved) => void {
  const totals = new Map<string, Total>()
  const movements = new Counter({
    name: 'gateway_ledger_movements_total',
    help: 'Entries written to the journal, by pool and kind.',
    labelNames: ['pool', 'kind'] as const,
    registers,
  })
  new Counter({
    name: 'gateway_ledger_micro_eur_total',
    help: 'Micro-EUR moved by entries of the wallet, by kind.',
    labelNames: ['kind'] as const,
    registers,
    collect() {
      this.reset()
      for (const { pool, kind, amount } of totals.values()) if (pool === 'WALLET') this.inc({ kind }, Number(amount))
    },
  })
  new Counter({
    name: 'gateway_ledger_credits_total',
    help: 'Whole credits moved by entries of the other pools, by pool and kind.',
    labelNames: ['pool', 'kind'] as const,
    registers,
    collect() {
      this.reset()
      for (const { pool, kind, amount } of totals.values())
        if (pool !== 'WALLET') this.inc({ pool, kind }, Number(amount))
    },
  })
  const holds = new Counter({
    name: 'gateway_holds_total',
    help: 'Holds, by what became of them: `opened`, `captured`, `released`, `expired`.',
    labelNames: ['event'] as const,
    registers,
  })
  for (const event of ['opened', 'captured', 'released', 'expired']) holds.inc({ event }, 0)
  return ({ entries, opened, ended }) => {
    for (const { pool, kind, amount } of entries) {
      movements.inc({ pool, kind })
      const name = `${pool} ${kind}`
      totals.set(name, { pool, kind, amount: (totals.get(name)?.amount ?? 0n) + amount })
    }
    if (opened > 0) holds.inc({ event: 'opened' }, opened)
    for (const state of ended) holds.inc({ event: state.toLowerCase() })
  }
}

interface Total {
  readonly pool: string
  readonly kind: string
  readonly amount: bigint
}
