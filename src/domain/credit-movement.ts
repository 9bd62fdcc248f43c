import { z } from 'zod'
import type { Account } from './account.ts'
import { type CreditPoolKind, inSpendingOrder } from './credits.ts'
import { KeepableText } from './keepable-text.ts'
import { fieldRefused } from './refusal.ts'

/** What a movement is of: EUR for the wallet, whole credits for the other pools. */
export type Quantity = { readonly eur: bigint } | { readonly credits: bigint }

/** The most that one movement may move, in smallest units: a million EUR, or as many credits. */
const most = 10n ** 12n

/** Micro-EUR or whole credits. */
export const Amount = z
  .bigint()
  .positive('must be more than nought')
  .max(most, `must be at most ${most} smallest units`)

/** Code points. */
const longestKey = 255

export const IdempotencyKey = KeepableText.refine((key) => {
  const { length } = [...key]
  return length >= 1 && length <= longestKey
}, `must have 1 to ${longestKey} characters`)

/** Lower is spent first. */
export const Priority = z.int().min(0, 'must be 0 or more').max(100, 'must be at most 100')

const longestTtl = 30 * 86_400

export const TtlSeconds = z.int().min(1, 'must be 1 or more').max(longestTtl, `must be at most ${longestTtl} (30 days)`)

/**
 * The pools an amount may come from: the wallet for EUR; for whole credits the monthly ones, then the additional ones,
 * and the permanent ones only when they are named. Each once, in the order they are spent from.
 *
 * @throws Refusal INVALID when the unit is not that of every pool named.
 */
export function poolsFor(quantity: Quantity, named: readonly CreditPoolKind[] | null): readonly CreditPoolKind[] {
  const pools = inSpendingOrder(named ?? ('eur' in quantity ? wallet : window))
  if (pools.length > 0 && pools.every((pool) => isOfUnit(pool, quantity))) return pools
  const message = 'eur' in quantity ? 'must be WALLET alone for an amount in EUR' : 'must name pools of whole credits'
  throw fieldRefused('INVALID', 'pools', message)
}

/**
 * That an amount is in a pool's unit.
 *
 * @throws Refusal INVALID.
 */
export function assertUnit(pool: CreditPoolKind, quantity: Quantity): void {
  if (isOfUnit(pool, quantity)) return
  throw fieldRefused('INVALID', 'amount', `must be in ${pool === 'WALLET' ? 'EUR' : 'whole credits'}`)
}

function isOfUnit(pool: CreditPoolKind, quantity: Quantity): boolean {
  return (pool === 'WALLET') === 'eur' in quantity
}

const wallet = ['WALLET'] as const
const window = ['MONTHLY', 'ADDITIONAL'] as const

export function amountOf(quantity: Quantity): bigint {
  return 'eur' in quantity ? quantity.eur : quantity.credits
}

/**
 * Whoever is suspended, blocked or owes a payment spends nothing (contract, situations).
 *
 * @throws Refusal ACCOUNT_RESTRICTED.
 */
export function assertMaySpend({ restriction }: Pick<Account, 'restriction'>): void {
  if (restriction === null) return
  throw fieldRefused('ACCOUNT_RESTRICTED', 'account', `may not spend: ${restriction.toLowerCase()}`)
}
