import { type RecordedUsage, recordUsage } from '../../actions/record-usage.ts'
import { UsageReport } from '../../domain/usage-recording.ts'
import { metersOverLimit, viewerOf } from '../../domain/viewer.ts'
import { builder } from '../builder.ts'
import { AccountLookupInput, AnyLookup, lookupOf } from '../types/account-lookup.ts'
import { UsageMeterNameType, UsageType } from '../types/usage.ts'
import { type AccountPayload, accountPayloadFields } from '../types/user-error.ts'

const UsageEventInput = builder.inputType('UsageEventInput', {
  description: 'Something that was used.',
  fields: (t) => ({
    id: t.string({
      required: true,
      description: 'Your own name for it, 1 to 255 characters: however often it is sent, it counts once.',
    }),
    meter: t.field({ type: UsageMeterNameType, required: true, description: 'What was used.' }),
    quantity: t.field({ type: 'SafeInt', required: true, description: 'How much of it, 1 to 10^12.' }),
    occurredAt: t.field({
      type: 'DateTime',
      description: 'When; now unless said. It counts into the period it belongs to.',
    }),
  }),
})

const RecordUsageInput = builder.inputType('RecordUsageInput', {
  description: 'What an account has used.',
  validate: { schema: UsageReport.safeExtend({ account: AnyLookup }) },
  fields: (t) => ({
    account: t.field({ type: AccountLookupInput, required: true, description: 'Who has used it.' }),
    events: t.field({
      type: [UsageEventInput],
      required: true,
      description: '1 to 500 events: all of them are recorded, or none.',
    }),
  }),
})

interface UsagePayload extends AccountPayload, Partial<Omit<RecordedUsage, 'accountId'>> {}

const RecordUsagePayload = builder.objectRef<UsagePayload>('RecordUsagePayload').implement({
  description: 'What became of it: what was recorded, and the account as it is now, or why nothing happened.',
  fields: (t) => ({
    recorded: t.int({ description: 'How many events were recorded now.', resolve: ({ recorded }) => recorded ?? 0 }),
    duplicates: t.int({
      description: 'How many had been recorded before, or stood in the report already.',
      resolve: ({ duplicates }) => duplicates ?? 0,
    }),
    usage: t.field({
      type: UsageType,
      nullable: true,
      description: 'The meters as they are now; null when nothing happened, and without a subscription.',
      resolve: async ({ accountId }, _args, { readers, now }) => {
        const account = accountId === undefined ? null : await readers.account(accountId)
        return (account && viewerOf(account, now).subscription?.usage) ?? null
      },
    }),
    overLimit: t.field({
      type: [UsageMeterNameType],
      description: 'The meters that stand beyond the limit now. Without a subscription every limit is nought.',
      resolve: async ({ accountId }, _args, { readers, now }) => {
        const account = accountId === undefined ? null : await readers.account(accountId)
        return account ? metersOverLimit(account, now) : []
      },
    }),
    ...accountPayloadFields(t),
  }),
})

builder.mutationField('recordUsage', (t) =>
  t.field({
    type: RecordUsagePayload,
    description:
      'Records what any account has used: needs the scope `usage:write`. An event counts once, however often it is sent; `IDEMPOTENCY_MISMATCH` when its id was used for another one. What goes beyond the limit is recorded too.',
    args: { input: t.arg({ type: RecordUsageInput, required: true, description: 'What to record.' }) },
    resolve: async (_root, { input }, context) => {
      const recorded = await recordUsage(context, lookupOf(input.account), UsageReport.parse(input).events)
      return { ...recorded, userErrors: [] }
    },
  }),
)
