import { captureHold } from '../../actions/capture-hold.ts'
import { builder } from '../builder.ts'
import { rowIdOf } from '../page.ts'
import { movementPayload, movementPayloadOf } from '../types/movement-payload.ts'
import { movementFields, QuantityInput, quantityOf } from '../types/quantity.ts'

const CaptureHoldInput = builder.inputType('CaptureHoldInput', {
  description: 'The hold to spend.',
  fields: (t) => ({
    holdId: t.globalID({ required: true, description: 'The `id` of a `CreditHold`.' }),
    amount: t.field({ type: QuantityInput, description: 'How much of it; all of it unless said. The rest is let go.' }),
    ...movementFields(t),
  }),
})

builder.mutationField('captureHold', (t) =>
  t.field({
    type: movementPayload('CaptureHoldPayload', 'hold'),
    description:
      'Spends what a hold has set aside, in full or in part, and ends it. Needs the scope `credits:write`. A hold ends once: `HOLD_CLOSED` when it has.',
    args: { input: t.arg({ type: CaptureHoldInput, required: true, description: 'The hold to spend.' }) },
    resolve: async (_root, { input }, context) =>
      movementPayloadOf(
        await captureHold(context, {
          holdId: rowIdOf('CreditHold', input.holdId),
          quantity: input.amount ? quantityOf(input.amount) : null,
          idempotencyKey: input.idempotencyKey,
          reason: input.reason ?? null,
          reference: input.reference ?? null,
        }),
      ),
  }),
)
