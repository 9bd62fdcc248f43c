import type { Account } from '../../domain/account.ts'
import type { Difference, LegacyIdentity } from '../../domain/legacy-identity.ts'
import { differencesOf, viewerSeenBy } from '../../domain/viewer.ts'
import { builder } from '../builder.ts'
import { placesTold } from '../legacy-catalogue.ts'
import { LegacySystem } from './legacy-system.ts'

const DifferenceType = builder.objectRef<Difference>('LegacyDifference').implement({
  description:
    'A fact on which a system’s record and the account part. The system’s own endpoint goes on saying theirs.',
  fields: (t) => ({
    field: t.exposeString('field', {
      description: 'The place in the Viewer: `displayName`, `subscription.plan.name`.',
    }),
    theirs: t.string({
      nullable: true,
      description: 'What the system’s record says.',
      resolve: ({ theirs }) => inWords(theirs),
    }),
    ours: t.string({ nullable: true, description: 'What the Viewer says.', resolve: ({ ours }) => inWords(ours) }),
  }),
})

/** An identity with the account it belongs to. */
export interface IdentityOf {
  readonly account: Account
  readonly identity: LegacyIdentity
}

export const LegacyIdentityType = builder.objectRef<IdentityOf>('LegacyIdentity').implement({
  description: 'The account as one legacy system knows it.',
  fields: (t) => ({
    system: t.field({ type: LegacySystem, description: 'Which system.', resolve: ({ identity }) => identity.system }),
    legacyId: t.string({
      description: 'The id that system gave the account.',
      resolve: ({ identity }) => identity.legacyId,
    }),
    createdAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When that system says the account was made; null when it does not say.',
      resolve: ({ identity }) => identity.claims.createdAt ?? null,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When that system’s record last changed, or the gateway last wrote to the account, whichever is later; null when the system does not say.',
      resolve: ({ account, identity }, _args, { now }) =>
        identity.claims.updatedAt ? viewerSeenBy(identity.system, account, now).updatedAt : null,
    }),
    linkedAt: t.field({
      type: 'DateTime',
      description: 'When its record was first laid upon the account.',
      resolve: ({ identity }) => identity.linkedAt,
    }),
    differences: t.field({
      type: [DifferenceType],
      description: 'Where that system’s record and the account part.',
      resolve: ({ account, identity }, _args, { now }) =>
        differencesOf(account, identity, placesTold(identity.system), now),
    }),
  }),
})

function inWords(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  return Array.isArray(value) ? value.join(', ') : String(value)
}
