import { readAccountNode } from '../../actions/read-node.ts'
import type { Subscription } from '../../domain/subscription.ts'
import { subscriptionStatuses } from '../../domain/subscription.ts'
import type { Trial } from '../../domain/trial.ts'
import { viewerOf } from '../../domain/viewer.ts'
import { builder } from '../builder.ts'
import { FeaturesType } from './features.ts'
import { LegacySystem } from './legacy-system.ts'
import { PlanType } from './plan.ts'
import { UsageType } from './usage.ts'

export const SubscriptionStatus = builder.enumType('SubscriptionStatus', {
  description: 'How a subscription stands.',
  values: {
    ACTIVE: { value: 'active', description: 'Paid for.' },
    TRIALING: { value: 'trialing', description: 'On trial.' },
    PAST_DUE: { value: 'past_due', description: 'A payment is late.' },
    CANCELED: { value: 'canceled', description: 'Ended.' },
    INACTIVE: { value: 'inactive', description: 'Not in use.' },
    UNPAID: { value: 'unpaid', description: 'Payments have failed for good.' },
    INCOMPLETE: { value: 'incomplete', description: 'The first payment is still to come.' },
    PAUSED: { value: 'paused', description: 'On hold.' },
    OTHER: { value: 'other', description: 'Something else: see `statusText`.' },
  } as const satisfies Record<Uppercase<StatusWord>, { value: StatusWord; description: string }>,
})

type StatusWord = (typeof subscriptionStatuses)[number] | 'other'

const TrialType = builder.objectRef<Trial>('Trial').implement({
  description: 'How far a trial has come.',
  fields: (t) => ({
    endsAt: t.expose('endsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends or ended; null when nobody knows.',
    }),
    daysRemaining: t.exposeInt('daysRemaining', { description: 'Days begun and not over; 0 once it has ended.' }),
    expired: t.exposeBoolean('expired', { description: 'It is over.' }),
  }),
})

/** A subscription with the account it belongs to, which its id carries. */
export interface SubscriptionOf {
  readonly accountId: string
  readonly subscription: Subscription
}

export const SubscriptionType = builder.node(builder.objectRef<SubscriptionOf>('Subscription'), {
  description: 'A plan held by an account.',
  id: {
    description: 'The subscription’s id, good for `node`.',
    resolve: ({ accountId, subscription }) => `${accountId}:${subscription.id}`,
  },
  loadOne: async (id, context) => {
    const [accountId = '', subscriptionId] = id.split(':')
    const account = await readAccountNode(context, accountId)
    const held = account ? viewerOf(account, context.now).subscriptions : []
    const subscription = held.find((one) => one.id === subscriptionId)
    return subscription ? { accountId, subscription } : null
  },
  fields: (t) => ({
    system: t.field({
      type: LegacySystem,
      nullable: true,
      description: 'The system that tells of it; null when it was set through the gateway.',
      resolve: ({ subscription }) => subscription.system,
    }),
    plan: t.field({ type: PlanType, description: 'The plan.', resolve: ({ subscription }) => subscription.plan }),
    status: t.field({
      type: SubscriptionStatus,
      description: 'How it stands.',
      resolve: ({ subscription }) => subscriptionStatuses.find((known) => known === subscription.status) ?? 'other',
    }),
    statusText: t.string({
      description: 'The status in the words of the system that tells it, lower case.',
      resolve: ({ subscription }) => subscription.status,
    }),
    currentPeriodStart: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the current period began; null when nobody knows.',
      resolve: ({ subscription }) => subscription.currentPeriodStart,
    }),
    currentPeriodEnd: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the current period ends; null when nothing is billed.',
      resolve: ({ subscription }) => subscription.currentPeriodEnd,
    }),
    cancelAtPeriodEnd: t.boolean({
      description: 'It ends with the current period.',
      resolve: ({ subscription }) => subscription.cancelAtPeriodEnd,
    }),
    trial: t.field({
      type: TrialType,
      nullable: true,
      description: 'How far the trial has come; null unless the plan is a trial.',
      resolve: ({ subscription }) => subscription.trial,
    }),
    features: t.field({
      type: FeaturesType,
      description: 'What it entitles to: the plan’s, and what was agreed beside it.',
      resolve: ({ subscription }) => subscription.features,
    }),
    usage: t.field({
      type: UsageType,
      description: 'What has been used.',
      resolve: ({ subscription }) => subscription.usage,
    }),
  }),
})
