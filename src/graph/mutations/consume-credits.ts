import { consumeCredits } from '../../actions/consume-credits.ts'
import { builder } from '../builder.ts'
import { AccountLookupInput, lookupOf } from '../types/account-lookup.ts'
import { movementPayload, movementPayloadOf } from '../types/movement-payload.ts'
import { CreditPool } from '../types/pool-amount.ts'
import { movementFields, QuantityInput, quantityOf } from '../types/quantity.ts'

const ConsumeCreditsInput = builder.inputType('ConsumeCreditsInput', {
  description: 'The credits to spend.',
  fields: (t) => ({
    account: t.field({ type: AccountLookupInput, required: true, description: 'Whose.' }),
    amount: t.field({ type: QuantityInput, required: true, description: 'How much.' }),
    pools: t.field({
      type: [CreditPool],
      description:
        'Where from. Unless said, EUR comes from the wallet, credits from `MONTHLY`, then `ADDITIONAL`; `PERMANENT` only when it is named. They are always spent in this order.',
    }),
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
