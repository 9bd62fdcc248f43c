import { consumeCredits } from '../../actions/consume-credits.ts'
import { builder } from '../builder.ts'
import { lookupOf } from '../types/account-lookup.ts'
import { movementPayload, movementPayloadOf } from '../types/movement-payload.ts'
import { movementFields, quantityOf, spendingFields } from '../types/quantity.ts'

const ConsumeCreditsInput = builder.inputType('ConsumeCreditsInput', {
  description: 'The credits to spend.',
  fields: (t) => ({
    ...spendingFields(t),
    ...movementFields(t),
  }),
})

builder.mutationField('consumeCredits', (t) =>
  t.field({
    type: movementPayload('ConsumeCreditsPayload', null),
    description: 'Spends credits at once, whole or not at all. Needs the scope `credits:write`.',
    args: { input: t.arg({ type: ConsumeCreditsInput, required: true, description: 'The credits to spend.' }) },
    resolve: async (_root, { input }, context) =>
      movementPayloadOf(
        await consumeCredits(context, {
          account: lookupOf(input.account),
          idempotencyKey: input.idempotencyKey,
          quantity: quantityOf(input.amount),
          pools: input.pools ?? null,
          reason: input.reason ?? null,
          reference: input.reference ?? null,
        }),
      ),
  }),
)
