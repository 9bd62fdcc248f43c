import type { AccountFragment } from '../../gql/graphql.ts'
import { CreditsCard } from './credits-card.tsx'
import { IdentitiesCard } from './identities-card.tsx'
import { ProfileCard } from './profile-card.tsx'
import { ResourcesCard } from './resources-card.tsx'
import { SubscriptionCard } from './subscription-card.tsx'

export interface CardsProps {
  readonly account: AccountFragment
  /** Its owner looks: what an owner may change can be changed. */
  readonly isOwn: boolean
}

/** Everything about one account. */
export function Cards({ account, isOwn }: CardsProps) {
  return (
    <>
      <h1 class="who">
        {account.displayName ?? account.email}
        {account.restriction && <span class="tag bad">{restrictions[account.restriction]}</span>}
        {!account.isActive && <span class="tag">Inactive</span>}
      </h1>
      <CreditsCard account={account} isOwn={isOwn} />
      <div class="cards">
        <SubscriptionCard account={account} isOwn={isOwn} />
        <ResourcesCard resources={account.resources} isOwn={isOwn} />
        <ProfileCard profile={account} isOwn={isOwn} />
        <IdentitiesCard account={account} />
      </div>
    </>
  )
}

const restrictions = {
  SUSPENDED: 'Suspended',
  LEGAL: 'Blocked for legal reasons',
  PAYMENT: 'A payment is due: spending is refused',
} as const
