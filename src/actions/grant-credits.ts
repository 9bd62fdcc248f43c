import { requirePrincipal } from '../auth/principal.ts'
import type { AccountLookup } from '../domain/account-lookup.ts'
import { amountOf, assertUnit, type Quantity } from '../domain/credit-movement.ts'
import type { CreditPoolKind, GrantKind } from '../domain/credits.ts'
import { assertGrantable, type GrantDates } from '../domain/granting.ts'
import { moveCredits } from './move-credits.ts'
import { namedAccount } from './named-account.ts'
import type { Moved } from './once.ts'
import type { RequestContext } from './request-context.ts'

/** Credits a service gives. */
export interface GrantRequest extends GrantDates {
  readonly account: AccountLookup
  readonly idempotencyKey: string
  readonly pool: CreditPoolKind
  readonly quantity: Quantity
  readonly kind: Exclude<GrantKind, 'IMPORT'>
  /** 0 to 100, lower is spent first. */
  readonly priority: number
  readonly reason: string | null
  readonly reference: string | null
}

/**
 * Gives credits. What is owed is paid of them first; the account's holder is told of them (`hasUnseenGrants`) once they
 * count.
 *
 * @throws Refusal INVALID for dates or a pool that cannot take them; and as `namedAccount` and `moveCredits` do.
 */
export async function grantCredits(context: RequestContext, request: GrantRequest): Promise<Moved> {
  const { account: lookup, idempotencyKey, pool, quantity, kind, priority, reason, reference } = request
  const { effectiveAt, expiresAt } = request
  const accountId = await namedAccount(context, 'credits:write', lookup)
  assertUnit(pool, quantity)
  const amount = amountOf(quantity)
  const input = { pool, amount, kind, priority, effectiveAt, expiresAt, reason, reference }
  const cause = { actor: requirePrincipal(context.principal).client, reason, reference }
  return moveCredits(
    context,
    { operation: 'grantCredits', accountId, idempotencyKey, input },
    (ledger, _account, at) => {
      assertGrantable(ledger.pool(pool), amount, { effectiveAt, expiresAt }, at)
      const scheduled = effectiveAt !== null && effectiveAt > at
      // What is given to a window ends with it.
      const ends = expiresAt ?? ledger.pool(pool).windowEndsAt
      const dates = { effectiveAt: scheduled ? effectiveAt : at, expiresAt: ends, scheduled }
      const grant = ledger.grant(pool, { kind, priority, isSeen: false, ...dates }, amount, cause)
      return { grant: { ...grant, pool, seenAt: null, reason, reference, createdAt: at } }
    },
  )
}
