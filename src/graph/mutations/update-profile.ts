import { updateProfile } from '../../actions/update-profile.ts'
import { ProfileChange } from '../../domain/profile.ts'
import { builder } from '../builder.ts'
import { profileOf } from '../profile.ts'
import { viewerPayload } from '../types/user-error.ts'

const UpdateProfileInput = builder.inputType('UpdateProfileInput', {
  description: 'What to change. A field that is left out is left alone; null clears.',
  validate: { schema: ProfileChange },
  fields: (t) => ({
    displayName: t.string({
      description: 'The name to show, at most 255 characters. Writing it drops a first and last name of their own.',
    }),
    firstName: t.string({ description: 'The first name. Writing it sets the display name; not together with it.' }),
    lastName: t.string({ description: 'The last name. Writing it sets the display name; not together with it.' }),
    email: t.field({
      type: 'EmailAddress',
      description: 'The e-mail address. A new one is unverified. It cannot be cleared.',
    }),
    imageUrl: t.field({ type: 'URL', description: 'A link to a picture, http or https.' }),
    company: t.string({ description: 'The company, at most 255 characters.' }),
    promptAnalysisOptIn: t.boolean({ description: 'Whether prompts may be analysed. It cannot be cleared.' }),
  }),
})

builder.mutationField('updateProfile', (t) =>
  t.field({
    type: viewerPayload('UpdateProfilePayload'),
    description:
      'Changes your own profile, whole or not at all. Every legacy endpoint says the new value from then on.',
    args: { input: t.arg({ type: UpdateProfileInput, required: true, description: 'What to change.' }) },
    resolve: async (_root, { input }, context) => {
      const account = await updateProfile(context, ProfileChange.parse(input))
      return { profile: profileOf(account, context.now), userErrors: [] }
    },
  }),
)
