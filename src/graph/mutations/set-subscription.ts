import { setSubscription } from '../../actions/set-subscription.ts'
import { IdempotencyKey } from '../../domain/credit-movement.ts'
import { SubscriptionSetting } from '../../domain/subscription-setting.ts'
import { builder } from '../builder.ts'
import { AccountLookupInput, AnyLookup, lookupOf } from '../types/account-lookup.ts'
import { PlanKeyType } from '../types/plan.ts'
import { SubscriptionStatus, SubscriptionType } from '../types/subscription.ts'
import { governingOf } from '../types/subscription-payload.ts'
import { type AccountPayload, accountPayloadFields } from '../types/user-error.ts'

const SetSubscriptionInput = builder.inputType('SetSubscriptionInput', {
  description:
    'A subscription. A field that is left out keeps its value while the plan stays the same, and takes the value the plan begins with otherwise; null is none.',
  validate: { schema: SubscriptionSetting.safeExtend({ account: AnyLookup }) },
  fields: (t) => ({
    account: t.field({ type: AccountLookupInput, required: true, description: 'Whose subscription.' }),
    plan: t.field({
      type: PlanKeyType,
      required: true,
      description: 'The plan. Another one than before clears what was agreed beside it, and usage is counted anew.',
    }),
    label: t.string({ description: 'The name of a CUSTOM plan, at most 255 characters; for no other plan.' }),
    status: t.field({
      type: SubscriptionStatus,
      description: 'How it stands; not OTHER. A plan begins as ACTIVE, a trial as TRIALING.',
    }),
    currentPeriodStart: t.field({
      type: 'DateTime',
      description: 'When the current period began. STARTER and PRO begin theirs now. A later one counts usage anew.',
    }),
    currentPeriodEnd: t.field({
      type: 'DateTime',
      description: 'When it ends. For STARTER and PRO it is a calendar month after its start unless said.',
    }),
    cancelAtPeriodEnd: t.boolean({
      description: 'Whether the subscription ends with it: it reads CANCELED from then on.',
    }),
    trialEndsAt: t.field({
      type: 'DateTime',
      description: 'When a trial ends; for TRIAL only, where it is now and the plan’s `trialDays` unless said.',
    }),
    monthlyCredits: t.field({
      type: 'SafeInt',
      description: 'Credits per month, up to 2^31 − 1; null for a plan that is not metered. Left alone when left out.',
    }),
    additionalCredits: t.field({
      type: 'SafeInt',
      description:
        'Credits per month beyond those, up to 2^31 − 1; only beside `monthlyCredits`. Left alone when left out.',
    }),
    idempotencyKey: t.string({
      validate: { schema: IdempotencyKey },
      description:
        'A key of your own choice, at most 255 characters: a late repetition under the same one sets nothing again, whatever has been set since.',
    }),
  }),
})

const SetSubscriptionPayload = builder.objectRef<AccountPayload>('SetSubscriptionPayload').implement({
  description: 'What became of it: the subscription and the account as they are now, or why nothing happened.',
  fields: (t) => ({
    subscription: t.field({
      type: SubscriptionType,
      nullable: true,
      description: 'The subscription as it is now; null when nothing happened.',
      resolve: async ({ accountId }, _args, { readers, now }) => {
        const account = accountId === undefined ? null : await readers.account(accountId)
        return account && governingOf(account, now)
      },
    }),
    ...accountPayloadFields(t),
  }),
})

builder.mutationField('setSubscription', (t) =>
  t.field({
    type: SetSubscriptionPayload,
    description:
      'Sets the subscription of any account: needs the scope `subscriptions:write`. Every legacy endpoint tells of it from then on, and no import changes it. Setting it again changes nothing. `CONFLICT` for a status that cannot follow the present one, and for a second trial.',
    args: { input: t.arg({ type: SetSubscriptionInput, required: true, description: 'What to set.' }) },
    resolve: async (_root, { input }, context) => {
      const accountId = await setSubscription(context, {
        account: lookupOf(input.account),
        setting: SubscriptionSetting.parse(input),
        idempotencyKey: input.idempotencyKey ?? null,
      })
      return { accountId, userErrors: [] }
    },
  }),
)
