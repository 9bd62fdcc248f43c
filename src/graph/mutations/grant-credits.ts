import { grantCredits } from '../../actions/grant-credits.ts'
import { Priority } from '../../domain/credit-movement.ts'
import { KeepableInstant } from '../../domain/instant.ts'
import { builder } from '../builder.ts'
import { AccountLookupInput, lookupOf } from '../types/account-lookup.ts'
import { movementPayload, movementPayloadOf } from '../types/movement-payload.ts'
import { CreditPool } from '../types/pool-amount.ts'
import { movementFields, QuantityInput, quantityOf } from '../types/quantity.ts'

const NewGrantKind = builder.enumType('NewGrantKind', {
  description: 'Where new credits come from.',
  values: {
    PAID: { description: 'Bought. Spent after promotional credits of the same date.' },
    PROMOTIONAL: { description: 'Given.' },
    TRIAL: { description: 'Given to try things out.' },
    PLAN: { description: 'Part of a plan.' },
  } as const,
})

const GrantCreditsInput = builder.inputType('GrantCreditsInput', {
  description: 'The credits to give.',
  fields: (t) => ({
    account: t.field({ type: AccountLookupInput, required: true, description: 'To whom.' }),
    pool: t.field({ type: CreditPool, required: true, description: 'Of which kind of credit.' }),
    amount: t.field({
      type: QuantityInput,
      required: true,
      description: 'How much: EUR for the wallet, else credits.',
    }),
    kind: t.field({ type: NewGrantKind, required: true, description: 'Where they come from.' }),
    priority: t.int({
      validate: { schema: Priority },
      description: '0 to 100, lower is spent first; 50 unless said.',
    }),
    effectiveAt: t.field({
      type: 'DateTime',
      validate: { schema: KeepableInstant },
      description: 'From when they count; at once unless said.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      validate: { schema: KeepableInstant },
      description: 'When what is left of them lapses; never unless said, of a window with its period.',
    }),
    ...movementFields(t),
  }),
})

builder.mutationField('grantCredits', (t) =>
  t.field({
    type: movementPayload('GrantCreditsPayload', 'grant'),
    description:
      'Gives credits to an account. Needs the scope `credits:write`. What the account owes is paid of them first.',
    args: { input: t.arg({ type: GrantCreditsInput, required: true, description: 'The credits to give.' }) },
    resolve: async (_root, { input }, context) =>
      movementPayloadOf(
        await grantCredits(context, {
          account: lookupOf(input.account),
          idempotencyKey: input.idempotencyKey,
          pool: input.pool,
          quantity: quantityOf(input.amount),
          kind: input.kind,
          priority: input.priority ?? 50,
          effectiveAt: input.effectiveAt ?? null,
          expiresAt: input.expiresAt ?? null,
          reason: input.reason ?? null,
          reference: input.reference ?? null,
        }),
      ),
  }),
)
