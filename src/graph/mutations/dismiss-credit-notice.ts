import { dismissCreditNotice } from '../../actions/dismiss-credit-notice.ts'
import { builder } from '../builder.ts'
import { profileOf } from '../profile.ts'
import { viewerPayload } from '../types/user-error.ts'

builder.mutationField('dismissCreditNotice', (t) =>
  t.field({
    type: viewerPayload('DismissCreditNoticePayload'),
    description: 'Says that the new credits have been seen: `hasUnseenGrants` is false until the next grant.',
    resolve: async (_root, _args, context) => {
      const account = await dismissCreditNotice(context)
      return { profile: profileOf(account, context.now), userErrors: [] }
    },
  }),
)
