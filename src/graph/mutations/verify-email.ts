import { verifyEmail } from '../../actions/verify-email.ts'
import { builder } from '../builder.ts'
import { AccountLookupInput, lookupOf } from '../types/account-lookup.ts'
import { accountPayload } from '../types/account-payload.ts'

const VerifyEmailInput = builder.inputType('VerifyEmailInput', {
  description: 'Whose address has been verified.',
  fields: (t) => ({
    account: t.field({
      type: AccountLookupInput,
      required: true,
      description: 'Whose. Named by the address itself, no other address can be verified by mistake.',
    }),
  }),
})

builder.mutationField('verifyEmail', (t) =>
  t.field({
    type: accountPayload('VerifyEmailPayload'),
    description:
      'Says that an account’s e-mail address has been shown to be theirs: needs the scope `accounts:write`. Free credits that waited for it are given, once. Saying it again changes nothing.',
    args: {
      input: t.arg({ type: VerifyEmailInput, required: true, description: 'Whose address has been verified.' }),
    },
    resolve: async (_root, { input }, context) => ({
      accountId: await verifyEmail(context, lookupOf(input.account)),
      userErrors: [],
    }),
  }),
)
