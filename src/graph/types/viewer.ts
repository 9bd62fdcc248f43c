import { findAccount } from '../../actions/find-account.ts'
import { readAccountNode } from '../../actions/read-node.ts'
import { findViewer } from '../../actions/read-viewer.ts'
import type { restrictions } from '../../domain/account.ts'
import { knownWord } from '../../domain/known-word.ts'
import { builder } from '../builder.ts'
import { type Profile, profileOf } from '../profile.ts'
import { AccountLookupInput, lookupOf } from './account-lookup.ts'
import { CreditsType } from './credits.ts'
import { LegacyAnswerType } from './legacy-answer.ts'
import { LegacyIdentityType } from './legacy-identity.ts'
import { ResourcesType } from './resources.ts'
import { SubscriptionType } from './subscription.ts'

const RoleType = builder.enumType('Role', {
  description: 'What the person is in the company’s books. It grants nothing here: scopes do.',
  values: {
    USER: { description: 'A user.' },
    ADMIN: { description: 'An administrator.' },
    OTHER: { description: 'Something else: see `roleText`.' },
  },
})

export const RestrictionType = builder.enumType('Restriction', {
  description: 'Why an account is closed or held back.',
  values: {
    SUSPENDED: { description: 'Closed by us.' },
    LEGAL: { description: 'Closed for legal reasons.' },
    PAYMENT: { description: 'Open for reading; spending is refused until a payment is settled.' },
  } satisfies Record<(typeof restrictions)[number], { description: string }>,
})

const SignInMethod = builder.enumType('SignInMethod', {
  description: 'How the person signs in.',
  values: {
    LOCAL: { description: 'With a password of our own.' },
    GOOGLE: { description: 'Through Google.' },
    GITHUB: { description: 'Through GitHub.' },
    OTHER: { description: 'Some other way: see `signInMethodText`.' },
  },
})

const OAuthProvider = builder.enumType('OAuthProvider', {
  description: 'A service an account is connected to.',
  values: {
    GOOGLE: { description: 'Google.' },
    GITHUB: { description: 'GitHub.' },
    OTHER: { description: 'Another one: see `connectedProviderNames`.' },
  },
})

export const ViewerType = builder.node(builder.objectRef<Profile>('Viewer'), {
  description:
    'One account as its owner sees it: who it is, what it may spend, what it is subscribed to, what it has made.',
  id: { description: 'The account’s id, good for `node`.', resolve: ({ account }) => account.id },
  loadOne: async (id, context) => {
    const account = await readAccountNode(context, id)
    return account && profileOf(account, context.now)
  },
  fields: (t) => ({
    accountId: t.field({
      type: 'UUID',
      description: 'Our own id of the account.',
      resolve: ({ account }) => account.id,
    }),
    email: t.field({
      type: 'EmailAddress',
      description: 'The e-mail address, as it was given.',
      resolve: ({ viewer }) => viewer.email,
    }),
    emailVerified: t.boolean({
      description: 'The address has been shown to be theirs.',
      resolve: ({ viewer }) => viewer.emailVerified,
    }),
    displayName: t.string({
      nullable: true,
      description: 'The name to show.',
      resolve: ({ viewer }) => viewer.displayName,
    }),
    firstName: t.string({
      description: 'The first name; without one of its own, what stands before the first space of the display name.',
      resolve: ({ viewer }) => viewer.firstName,
    }),
    lastName: t.string({
      description: 'The last name; without one of its own, what stands after the first space of the display name.',
      resolve: ({ viewer }) => viewer.lastName,
    }),
    imageUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'A picture.',
      resolve: ({ viewer }) => viewer.imageUrl,
    }),
    company: t.string({ nullable: true, description: 'The company.', resolve: ({ viewer }) => viewer.company }),
    role: t.field({
      type: RoleType,
      description: 'What the person is in the company’s books.',
      resolve: ({ viewer }) => knownWord(['user', 'admin'], viewer.role),
    }),
    roleText: t.string({
      description: 'The role in the words of the system that tells it.',
      resolve: ({ viewer }) => viewer.role,
    }),
    isActive: t.boolean({
      description: 'The account is in use. An inactive one can still read itself.',
      resolve: ({ viewer }) => viewer.isActive,
    }),
    restriction: t.field({
      type: RestrictionType,
      nullable: true,
      description: 'Why the account is held back; null when it is not.',
      resolve: ({ viewer }) => viewer.restriction,
    }),
    signInMethod: t.field({
      type: SignInMethod,
      description: 'How the person signs in.',
      resolve: ({ viewer }) => knownWord(['local', 'google', 'github'], viewer.signInMethod),
    }),
    signInMethodText: t.string({
      description: 'The same in the words of the system that tells it.',
      resolve: ({ viewer }) => viewer.signInMethod,
    }),
    connectedProviders: t.field({
      type: [OAuthProvider],
      description: 'The services the account is connected to.',
      resolve: ({ viewer }) => viewer.connectedProviders.map((name) => knownWord(['google', 'github'], name)),
    }),
    connectedProviderNames: t.stringList({
      description: 'The same in the words of the system that tells them, lower case.',
      resolve: ({ viewer }) => [...viewer.connectedProviders],
    }),
    twoFactorEnabled: t.boolean({
      description: 'Signing in takes a second factor.',
      resolve: ({ viewer }) => viewer.twoFactorEnabled,
    }),
    promptAnalysisOptIn: t.boolean({
      description: 'The person agreed to have prompts analysed.',
      resolve: ({ viewer }) => viewer.promptAnalysisOptIn,
    }),
    referralCode: t.string({
      description: 'The code to recommend us with.',
      resolve: ({ viewer }) => viewer.referralCode,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When the account was made.',
      resolve: ({ viewer }) => viewer.createdAt,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When it last changed.',
      resolve: ({ viewer }) => viewer.updatedAt,
    }),
    identities: t.field({
      type: [LegacyIdentityType],
      description: 'The account as each legacy system knows it.',
      resolve: ({ account }) => account.identities.map((identity) => ({ account, identity })),
    }),
    legacyAnswers: t.field({
      type: [LegacyAnswerType],
      description: 'What each legacy endpoint answers the account’s owner right now, to the byte.',
      resolve: ({ account }, _args, context) => [...context.legacyAnswers(account, context)],
    }),
    credits: t.field({ type: CreditsType, description: 'What it may spend.', resolve: (profile) => profile }),
    subscription: t.field({
      type: SubscriptionType,
      nullable: true,
      description: 'The governing subscription: what holds where systems differ. Null without any.',
      resolve: ({ account, viewer }) =>
        viewer.subscription && { accountId: account.id, subscription: viewer.subscription },
    }),
    subscriptions: t.field({
      type: [SubscriptionType],
      description: 'Every subscription, each with the system that tells of it.',
      resolve: ({ account, viewer }) =>
        viewer.subscriptions.map((subscription) => ({ accountId: account.id, subscription })),
    }),
    resources: t.field({ type: ResourcesType, description: 'What it has made.', resolve: (profile) => profile }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerType,
    nullable: true,
    description: 'The account your credentials stand for. Null without credentials, and when the account is gone.',
    resolve: async (_root, _args, context) => {
      const account = await findViewer(context)
      return account && profileOf(account, context.now)
    },
  }),
)

builder.queryField('account', (t) =>
  t.field({
    type: ViewerType,
    nullable: true,
    description:
      'Any account, for people who help others: needs the scope `account:support`. Null when nobody is meant.',
    args: { by: t.arg({ type: AccountLookupInput, required: true, description: 'Who is meant.' }) },
    resolve: async (_root, { by }, context) => {
      const account = await findAccount(context, lookupOf(by))
      return account && profileOf(account, context.now)
    },
  }),
)
