import { resumeSubscription } from '../../actions/resume-subscription.ts'
import { builder } from '../builder.ts'
import { ownSubscriptionPayload } from '../types/subscription-payload.ts'

builder.mutationField('resumeSubscription', (t) =>
  t.field({
    type: ownSubscriptionPayload('ResumeSubscriptionPayload'),
    description:
      'Takes `cancelSubscription` back: your own subscription goes on after its current period. `CONFLICT` once it has ended.',
    resolve: async (_root, _args, context) => {
      await resumeSubscription(context)
      return { userErrors: [] }
    },
  }),
)
