import type { MicroEur } from './eur.ts'
import type { Ledger } from './ledger.ts'

/** What whoever runs the gateway gives to new accounts. */
export interface Offers {
  /** Promised to a new account until its e-mail address is verified, and given then; null: free trials are off. */
  readonly freeTrial: MicroEur | null
}

/** The credits wait in the wallet: they are shown, and cannot be spent yet. */
export function promiseFreeTrial(ledger: Ledger, { freeTrial }: Offers): void {
  ledger.books('WALLET').change({ pendingTrial: freeTrial })
}

/**
 * What waits for the address's verification becomes a grant (contract, `free_trial_pending_eur`), and so cannot become
 * one again.
 */
export function giveFreeTrial(ledger: Ledger, at: Date, actor: string): void {
  const { pendingTrial } = ledger.pool('WALLET')
  if (pendingTrial === null) return
  ledger.books('WALLET').change({ pendingTrial: null })
  // A legacy record may promise nothing, or less.
  if (pendingTrial <= 0n) return
  const grant = { kind: 'TRIAL', priority: 50, effectiveAt: at, expiresAt: null, scheduled: false } as const
  ledger.grant('WALLET', { ...grant, isSeen: false }, pendingTrial, { actor, reason: 'free trial', reference: null })
}
