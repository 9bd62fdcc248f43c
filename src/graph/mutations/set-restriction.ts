import { setRestriction } from '../../actions/set-restriction.ts'
import { RestrictionSetting } from '../../domain/restriction-setting.ts'
import { builder } from '../builder.ts'
import { AccountLookupInput, AnyLookup, lookupOf } from '../types/account-lookup.ts'
import { accountPayload } from '../types/account-payload.ts'
import { RestrictionType } from '../types/viewer.ts'

const SetRestrictionInput = builder.inputType('SetRestrictionInput', {
  description: 'How far an account is open.',
  validate: { schema: RestrictionSetting.safeExtend({ account: AnyLookup }) },
  fields: (t) => ({
    account: t.field({ type: AccountLookupInput, required: true, description: 'Which account.' }),
    restriction: t.field({
      type: RestrictionType,
      description: 'Why it is closed or held back; null opens it. It cannot be left out.',
    }),
  }),
})

builder.mutationField('setRestriction', (t) =>
  t.field({
    type: accountPayload('SetRestrictionPayload'),
    description:
      'Closes any account, holds it back, or opens it again: needs the scope `accounts:write`. It takes effect at once, at every endpoint.',
    args: { input: t.arg({ type: SetRestrictionInput, required: true, description: 'What to set.' }) },
    resolve: async (_root, { input }, context) => {
      const { restriction } = RestrictionSetting.parse(input)
      return { accountId: await setRestriction(context, lookupOf(input.account), restriction), userErrors: [] }
    },
  }),
)
