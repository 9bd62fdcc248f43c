import { holdCredits } from '../../actions/hold-credits.ts'
import { TtlSeconds } from '../../domain/credit-movement.ts'
import { builder } from '../builder.ts'
import { lookupOf } from '../types/account-lookup.ts'
import { movementPayload, movementPayloadOf } from '../types/movement-payload.ts'
import { movementFields, quantityOf, spendingFields } from '../types/quantity.ts'

const HoldCreditsInput = builder.inputType('HoldCreditsInput', {
  description: 'The credits to set aside.',
  fields: (t) => ({
    ...spendingFields(t),
    ttlSeconds: t.int({
      validate: { schema: TtlSeconds },
      description: 'For how long, in seconds, at most 30 days; 900 unless said.',
    }),
    ...movementFields(t),
  }),
})

builder.mutationField('holdCredits', (t) =>
  t.field({
    type: movementPayload('HoldCreditsPayload', 'hold'),
    description:
      'Sets credits aside for work in flight, until `captureHold` or `releaseHold`, or until their time is up. Needs the scope `credits:write`.',
    args: { input: t.arg({ type: HoldCreditsInput, required: true, description: 'The credits to set aside.' }) },
    resolve: async (_root, { input }, context) =>
      movementPayloadOf(
        await holdCredits(context, {
          account: lookupOf(input.account),
          idempotencyKey: input.idempotencyKey,
          quantity: quantityOf(input.amount),
          pools: input.pools ?? null,
          ttlSeconds: input.ttlSeconds ?? 900,
          reason: input.reason ?? null,
          reference: input.reference ?? null,
        }),
      ),
  }),
)
