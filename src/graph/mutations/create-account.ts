import { createAccount } from '../../actions/create-account.ts'
import { NewAccount } from '../../domain/new-account.ts'
import { builder } from '../builder.ts'
import { accountPayload } from '../types/account-payload.ts'

const CreateAccountInput = builder.inputType('CreateAccountInput', {
  description:
    'Whom the account is for. What is said here holds, whatever a legacy record that is linked later says; what is left out or null, such a record may fill in.',
  validate: { schema: NewAccount },
  fields: (t) => ({
    email: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'The e-mail address; `CONFLICT` when an account has it already, in any case.',
    }),
    emailVerified: t.boolean({ description: 'Whether the address has been shown to be theirs; false unless said.' }),
    displayName: t.string({
      description: 'The name to show, at most 255 characters. Not together with a first or last name.',
    }),
    firstName: t.string({ description: 'The first name. It sets the display name, with the last name.' }),
    lastName: t.string({ description: 'The last name. It sets the display name, with the first name.' }),
    imageUrl: t.field({ type: 'URL', description: 'A link to a picture, http or https.' }),
    company: t.string({ description: 'The company, at most 255 characters.' }),
    promptAnalysisOptIn: t.boolean({ description: 'Whether prompts may be analysed; false unless said.' }),
  }),
})

builder.mutationField('createAccount', (t) =>
  t.field({
    type: accountPayload('CreateAccountPayload'),
    description:
      'Makes an account: needs the scope `accounts:write`. While free trials are on, free credits wait in its wallet (`freeTrialPending`) until the address is verified; they are given at once when it is.',
    args: { input: t.arg({ type: CreateAccountInput, required: true, description: 'Whom it is for.' }) },
    resolve: async (_root, { input }, context) => ({
      accountId: await createAccount(context, NewAccount.parse(input)),
      userErrors: [],
    }),
  }),
)
