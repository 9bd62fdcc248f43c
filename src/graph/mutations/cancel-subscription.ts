import { cancelSubscription } from '../../actions/cancel-subscription.ts'
import { builder } from '../builder.ts'
import { ownSubscriptionPayload } from '../types/subscription-payload.ts'

builder.mutationField('cancelSubscription', (t) =>
  t.field({
    type: ownSubscriptionPayload('CancelSubscriptionPayload'),
    description:
      'Ends your own subscription with its current period; until then everything stays as it is. `CONFLICT` without a subscription, and for one that has ended or has no period to end.',
    resolve: async (_root, _args, context) => {
      await cancelSubscription(context)
      return { userErrors: [] }
    },
  }),
)
