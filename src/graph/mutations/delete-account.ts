import { deleteAccount } from '../../actions/delete-account.ts'
import { builder } from '../builder.ts'
import { AccountLookupInput, lookupOf } from '../types/account-lookup.ts'
import { userErrorFields } from '../types/user-error.ts'
import type { Payload } from '../user-errors.ts'

const DeleteAccountInput = builder.inputType('DeleteAccountInput', {
  description: 'The account to delete.',
  fields: (t) => ({
    account: t.field({ type: AccountLookupInput, required: true, description: 'Which account.' }),
  }),
})

interface DeleteAccountPayload extends Payload {
  readonly deletedAccountId?: string
}

const DeleteAccountPayloadType = builder.objectRef<DeleteAccountPayload>('DeleteAccountPayload').implement({
  description: 'What became of it: the id that was the account’s, or why nothing happened.',
  fields: (t) => ({
    deletedAccountId: t.field({
      type: 'UUID',
      nullable: true,
      description: 'The id that was the account’s and is nobody’s now; null when nothing happened.',
      resolve: ({ deletedAccountId }) => deletedAccountId ?? null,
    }),
    ...userErrorFields(t),
  }),
})

builder.mutationField('deleteAccount', (t) =>
  t.field({
    type: DeleteAccountPayloadType,
    description:
      'Deletes any account, for good: needs the scope `accounts:write`. Its holds are released, what it had to spend lapses, and everything that is known of the person is erased; only the journal stays, under an id that names nobody. Its tokens and API keys stand for nobody from then on, and its address is free.',
    args: { input: t.arg({ type: DeleteAccountInput, required: true, description: 'The account to delete.' }) },
    resolve: async (_root, { input }, context) => ({
      deletedAccountId: await deleteAccount(context, lookupOf(input.account)),
      userErrors: [],
    }),
  }),
)
