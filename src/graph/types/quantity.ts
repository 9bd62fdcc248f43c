import { Amount, IdempotencyKey, type Quantity } from '../../domain/credit-movement.ts'
import { Line } from '../../domain/keepable-text.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import { AccountLookupInput } from './account-lookup.ts'
import { CreditPool } from './pool-amount.ts'

export const QuantityInput = builder.inputType('Quantity', {
  description: 'An amount in its unit: set exactly one. At most a million EUR, or 10^12 credits.',
  isOneOf: true,
  fields: (t) => ({
    eur: t.field({
      type: 'EurAmount',
      validate: { schema: Amount },
      description: 'EUR as text with at most six decimals, more than nought.',
    }),
    credits: t.field({
      type: 'CreditAmount',
      validate: { schema: Amount },
      description: 'Whole credits, more than nought.',
    }),
  }),
})

/** What the input says, in the domain's words. */
export function quantityOf({ eur, credits }: typeof QuantityInput.$inferInput): Quantity {
  return typeof eur === 'bigint' ? { eur } : { credits: credits ?? 0n }
}

/** What spends an account's credits is told, now or later. */
export function spendingFields(t: InputFields) {
  return {
    account: t.field({ type: AccountLookupInput, required: true, description: 'Whose.' }),
    amount: t.field({ type: QuantityInput, required: true, description: 'How much.' }),
    pools: t.field({
      type: [CreditPool],
      description:
        'Where from. Unless said, EUR comes from the wallet, credits from `MONTHLY`, then `ADDITIONAL`; `PERMANENT` only when it is named. They are always spent in this order.',
    }),
  }
}

/** What every movement of credits is told beside its amount. */
export function movementFields(t: InputFields) {
  return {
    idempotencyKey: t.string({
      required: true,
      validate: { schema: IdempotencyKey },
      description:
        'A key of your own choice, at most 255 characters. Send the same one again to get the same answer without a second effect; another input under it is refused.',
    }),
    reason: t.string({ validate: { schema: Line }, description: 'Why, for the history; at most 255 characters.' }),
    reference: t.string({
      validate: { schema: Line },
      description: 'Your own reference, for the history; at most 255 characters.',
    }),
  }
}

type InputFields = PothosSchemaTypes.InputFieldBuilder<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>, 'InputObject'>
