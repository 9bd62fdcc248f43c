import { releaseHold } from '../../actions/release-hold.ts'
import { builder } from '../builder.ts'
import { rowIdOf } from '../page.ts'
import { movementPayload, movementPayloadOf } from '../types/movement-payload.ts'
import { movementFields } from '../types/quantity.ts'

const ReleaseHoldInput = builder.inputType('ReleaseHoldInput', {
  description: 'The hold to let go.',
  fields: (t) => ({
    holdId: t.globalID({ required: true, description: 'The `id` of a `CreditHold`.' }),
    ...movementFields(t),
  }),
})

builder.mutationField('releaseHold', (t) =>
  t.field({
    type: movementPayload('ReleaseHoldPayload', 'hold'),
    description:
      'Lets go what a hold has set aside, and ends it. Needs the scope `credits:write`. A hold ends once: `HOLD_CLOSED` when it has.',
    args: { input: t.arg({ type: ReleaseHoldInput, required: true, description: 'The hold to let go.' }) },
    resolve: async (_root, { input }, context) =>
      movementPayloadOf(
        await releaseHold(context, {
          holdId: rowIdOf('CreditHold', input.holdId),
          idempotencyKey: input.idempotencyKey,
          reason: input.reason ?? null,
          reference: input.reference ?? null,
        }),
      ),
  }),
)
