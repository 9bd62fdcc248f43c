import { Amount, IdempotencyKey, type Quantity } from '../../domain/credit-movement.ts'
import { Line } from '../../domain/keepable-text.ts'
import { builder, type SchemaTypes } from '../builder.ts'

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
