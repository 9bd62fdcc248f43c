import { callerAccount } from '../../actions/read-viewer.ts'
import type { Account } from '../../domain/account.ts'
import { viewerOf } from '../../domain/viewer.ts'
import { builder } from '../builder.ts'
import type { Payload } from '../user-errors.ts'
import { type SubscriptionOf, SubscriptionType } from './subscription.ts'
import { ownPayloadFields } from './user-error.ts'

/** The payload of a mutation that changed the caller's own subscription. */
export function ownSubscriptionPayload(name: string) {
  return builder.objectRef<Payload>(name).implement({
    description: 'What became of it: the subscription and the viewer as they are now, or why nothing happened.',
    fields: (t) => ({
      subscription: t.field({
        type: SubscriptionType,
        nullable: true,
        description: 'The governing subscription as it is now; null when nothing happened.',
        resolve: async ({ userErrors }, _args, context) =>
          userErrors.length > 0 ? null : governingOf(await callerAccount(context, 'profile:write'), context.now),
      }),
      ...ownPayloadFields(t),
    }),
  })
}

/** The governing subscription as the graph shows it; null without any. */
export function governingOf(account: Account, now: Date): SubscriptionOf | null {
  const { subscription } = viewerOf(account, now)
  return subscription && { accountId: account.id, subscription }
}
