/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] }
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never }

import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core'
/** How a legacy field comes about. */
export type LineageKind =
  /** One Viewer field, both ways. */
  | 'MAPPED'
  /** Computed from Viewer fields, and never read back. */
  | 'DERIVED'
  /** The system’s own id. */
  | 'IDENTITY'
  /** Always the same. */
  | 'CONSTANT'
  /** From the gateway’s settings. */
  | 'SETTING'

/** The four quantities an account may hold. They are never converted into each other. */
export type CreditPool =
  /** EUR, to the millionth. */
  | 'WALLET'
  /** Whole credits that never expire. */
  | 'PERMANENT'
  /** Whole credits that come anew each period. */
  | 'MONTHLY'
  /** Whole credits that may be used beyond the monthly ones, up to a maximum per period. */
  | 'ADDITIONAL'

/** Where a grant comes from. */
export type GrantKind =
  /** Bought. */
  | 'PAID'
  /** Given. */
  | 'PROMOTIONAL'
  /** Given to try things out. */
  | 'TRIAL'
  /** Part of a plan. */
  | 'PLAN'
  /** Brought along from a legacy system. */
  | 'IMPORT'

/** How a hold stands. It ends once. */
export type HoldState =
  /** In flight. */
  | 'OPEN'
  /** Spent, in full or in part. */
  | 'CAPTURED'
  /** Let go. */
  | 'RELEASED'
  /** Lapsed. */
  | 'EXPIRED'

/** Where an amount can be. */
export type LedgerBucket =
  /** Where granted credits come from. */
  | 'ISSUED'
  /** In grants, free to spend. */
  | 'AVAILABLE'
  /** Set aside by open holds. */
  | 'HELD'
  /** Spent. */
  | 'CONSUMED'
  /** Lapsed. */
  | 'EXPIRED'
  /** In grants that do not count yet. */
  | 'SCHEDULED'
  /** Spent or set aside beyond the grants, within the credit limit. */
  | 'CREDIT_LINE'

/** What kind of movement it was. */
export type LedgerEntryKind =
  /** A balance brought along from a legacy system. */
  | 'OPENING'
  /** A legacy system’s record changed. */
  | 'ADJUSTMENT'
  /** Credits were given. */
  | 'GRANT'
  /** Credits given beforehand began to count. */
  | 'ACTIVATION'
  /** Credits were set aside. */
  | 'HOLD'
  /** Held credits were spent. */
  | 'CAPTURE'
  /** Held credits were let go. */
  | 'RELEASE'
  /** Credits were spent. */
  | 'CONSUMPTION'
  /** Credits lapsed. */
  | 'EXPIRY'
  /** A period began anew. */
  | 'RESET'

/** Where help comes from. */
export type SupportTier =
  /** From other users. */
  | 'COMMUNITY'
  /** From us, by e-mail. */
  | 'EMAIL'
  /** From us, first. */
  | 'PRIORITY'

/** The plans there are. */
export type PlanKey =
  /** Free, for trying things out. */
  | 'DEVELOPER'
  /** The free trial of a paid plan. */
  | 'TRIAL'
  /** The small paid plan. */
  | 'STARTER'
  /** The large paid plan. */
  | 'PRO'
  /** A plan of somebody’s own, known by its name. */
  | 'CUSTOM'

/** How a subscription stands. */
export type SubscriptionStatus =
  /** Paid for. */
  | 'ACTIVE'
  /** On trial. */
  | 'TRIALING'
  /** A payment is late. */
  | 'PAST_DUE'
  /** Ended. */
  | 'CANCELED'
  /** Not in use. */
  | 'INACTIVE'
  /** Payments have failed for good. */
  | 'UNPAID'
  /** The first payment is still to come. */
  | 'INCOMPLETE'
  /** On hold. */
  | 'PAUSED'
  /** Something else: see `statusText`. */
  | 'OTHER'

/** What the person is in the company’s books. It grants nothing here: scopes do. */
export type Role =
  /** A user. */
  | 'USER'
  /** An administrator. */
  | 'ADMIN'
  /** Something else: see `roleText`. */
  | 'OTHER'

/** Why an account is closed or held back. */
export type Restriction =
  /** Closed by us. */
  | 'SUSPENDED'
  /** Closed for legal reasons. */
  | 'LEGAL'
  /** Open for reading; spending is refused until a payment is settled. */
  | 'PAYMENT'

/** How the person signs in. */
export type SignInMethod =
  /** With a password of our own. */
  | 'LOCAL'
  /** Through Google. */
  | 'GOOGLE'
  /** Through GitHub. */
  | 'GITHUB'
  /** Some other way: see `signInMethodText`. */
  | 'OTHER'

/** A service an account is connected to. */
export type OAuthProvider =
  /** Google. */
  | 'GOOGLE'
  /** GitHub. */
  | 'GITHUB'
  /** Another one: see `connectedProviderNames`. */
  | 'OTHER'

/** Why a mutation did not happen. */
export type UserErrorCode =
  /** A value cannot be. */
  | 'INVALID'
  /** A value is taken, or the state of things does not allow it. */
  | 'CONFLICT'
  /** Nobody and nothing of that name, or not yours to see: the two look alike. */
  | 'NOT_FOUND'
  /** There is less to spend than asked for. */
  | 'INSUFFICIENT_CREDITS'
  /** The account may not spend: it is suspended, blocked or owes a payment. */
  | 'ACCOUNT_RESTRICTED'
  /** The hold has ended: captured, released or expired. */
  | 'HOLD_CLOSED'
  /** The plan, or any account, allows no more. */
  | 'LIMIT_REACHED'
  /** The key was used before, with another input. */
  | 'IDEMPOTENCY_MISMATCH'

/** A product the company grew by; each goes on answering its own profile endpoint. */
export type LegacySystem =
  /** The system behind account-profile. */
  | 'ACCOUNT_PROFILE'
  /** The system behind users-me. */
  | 'USERS_ME'
  /** The system behind user-profile. */
  | 'USER_PROFILE'
  /** The system behind user-info. */
  | 'USER_INFO'

/** An account in the words of one legacy system. */
export type LegacyId = {
  /** Which system. */
  system: LegacySystem
  /** The id that system gave the account. */
  id: string
}

/** One way to name an account: set exactly one. */
export type AccountLookup =
  | {
      /** Our own id. */ accountId: string
      email?: never
      legacy?: never
      referralCode?: never
    }
  | { accountId?: never /** Its e-mail address, in any case. */; email: string; legacy?: never; referralCode?: never }
  | { accountId?: never; email?: never /** A legacy system’s id. */; legacy: LegacyId; referralCode?: never }
  | { accountId?: never; email?: never; legacy?: never /** Its referral code. */; referralCode: string }

/** The agent to put away. */
export type ArchiveAgentInput = {
  /** The `id` of an `Agent` of yours. */
  id: string | number
}

/** The agent to make. */
export type CreateAgentInput = {
  /** What to call it, at most 255 characters. Two agents may have one name. */
  name: string
}

/** The key to make. */
export type CreateApiKeyInput = {
  /** What to call it, at most 255 characters; it need not have a name. */
  name?: string | null | undefined
}

/** The agent and its new name. */
export type RenameAgentInput = {
  /** The `id` of an `Agent` of yours. */
  id: string | number
  /** What to call it from now on, at most 255 characters. */
  name: string
}

/** The key to revoke. */
export type RevokeApiKeyInput = {
  /** The `id` of an `ApiKey` of yours; not the secret. */
  id: string | number
}

/** What to change. A field that is left out is left alone; null clears. */
export type UpdateProfileInput = {
  /** The name to show, at most 255 characters. Writing it drops a first and last name of their own. */
  displayName?: string | null | undefined
  /** The first name. Writing it sets the display name; not together with it. */
  firstName?: string | null | undefined
  /** The last name. Writing it sets the display name; not together with it. */
  lastName?: string | null | undefined
  /** The e-mail address. A new one is unverified. It cannot be cleared. */
  email?: string | null | undefined
  /** A link to a picture, http or https. */
  imageUrl?: string | null | undefined
  /** The company, at most 255 characters. */
  company?: string | null | undefined
  /** Whether prompts may be analysed. It cannot be cleared. */
  promptAnalysisOptIn?: boolean | null | undefined
}

export type ViewerQueryVariables = Exact<{ [key: string]: never }>

export type ViewerQuery = {
  __typename: 'Query'
  viewer: {
    __typename: 'Viewer'
    id: string
    accountId: string
    email: string
    emailVerified: boolean
    displayName: string | null
    firstName: string
    lastName: string
    company: string | null
    roleText: string
    isActive: boolean
    restriction: Restriction | null
    signInMethodText: string
    connectedProviderNames: Array<string>
    twoFactorEnabled: boolean
    promptAnalysisOptIn: boolean
    referralCode: string
    createdAt: string
    updatedAt: string
    credits: {
      __typename: 'Credits'
      permanent: number
      hasUnseenGrants: boolean
      wallet: {
        __typename: 'Wallet'
        available: string
        held: string
        posted: string
        creditLimitCents: number
        expiresAt: string | null
        freeTrialPending: string | null
      }
      monthly: { __typename: 'CreditWindow'; total: number; remaining: number; resetsAt: string } | null
      additional: { __typename: 'CreditWindow'; total: number; remaining: number; resetsAt: string } | null
      grants: {
        __typename: 'CreditGrantConnection'
        edges: Array<{
          __typename: 'CreditGrantEdge'
          node: {
            __typename: 'CreditGrant'
            id: string
            pool: CreditPool
            kind: GrantKind
            effectiveAt: string
            expiresAt: string | null
            reason: string | null
            amount: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
            remaining: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
            held: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
          }
        }>
        pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
      }
      holds: {
        __typename: 'CreditHoldConnection'
        edges: Array<{
          __typename: 'CreditHoldEdge'
          node: {
            __typename: 'CreditHold'
            id: string
            pools: Array<CreditPool>
            state: HoldState
            expiresAt: string | null
            createdAt: string
            reason: string | null
            reference: string | null
            amount: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
          }
        }>
        pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
      }
    }
    subscription: {
      __typename: 'Subscription'
      id: string
      system: LegacySystem | null
      status: SubscriptionStatus
      statusText: string
      currentPeriodStart: string | null
      currentPeriodEnd: string | null
      cancelAtPeriodEnd: boolean
      plan: { __typename: 'Plan'; key: PlanKey; name: string }
      trial: { __typename: 'Trial'; endsAt: string | null; daysRemaining: number; expired: boolean } | null
      features: {
        __typename: 'Features'
        alerts: boolean
        evaluations: boolean
        exports: boolean
        deepSearch: boolean
        semanticSearch: boolean
        smartSearch: boolean
        customLLMLogic: boolean
        modelTraining: boolean
        sso: boolean
        rbac: boolean
        support: SupportTier
        spans: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        agents: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        retention: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      }
      usage: {
        __typename: 'Usage'
        spans: {
          __typename: 'UsageMeter'
          used: number
          remaining: number | null
          percent: number
          resetsAt: string | null
          overLimit: boolean
          limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        }
        agents: {
          __typename: 'UsageMeter'
          used: number
          remaining: number | null
          percent: number
          resetsAt: string | null
          overLimit: boolean
          limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        }
      }
    } | null
    subscriptions: Array<{
      __typename: 'Subscription'
      id: string
      system: LegacySystem | null
      statusText: string
      plan: { __typename: 'Plan'; name: string }
    }>
    resources: {
      __typename: 'Resources'
      agentCount: number
      activeApiKeyCount: number
      apiKeyLastFour: string | null
      agents: {
        __typename: 'AgentConnection'
        edges: Array<{
          __typename: 'AgentEdge'
          node: { __typename: 'Agent'; id: string; name: string; createdAt: string; archivedAt: string | null }
        }>
        pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
      }
      apiKeys: {
        __typename: 'ApiKeyConnection'
        edges: Array<{
          __typename: 'ApiKeyEdge'
          node: {
            __typename: 'ApiKey'
            id: string
            name: string | null
            lastFour: string
            createdAt: string
            revokedAt: string | null
            lastUsedAt: string | null
          }
        }>
        pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
      }
    }
    identities: Array<{
      __typename: 'LegacyIdentity'
      system: LegacySystem
      legacyId: string
      linkedAt: string
      differences: Array<{ __typename: 'LegacyDifference'; field: string; theirs: string | null; ours: string | null }>
    }>
  } | null
}

export type FindAccountQueryVariables = Exact<{
  by: AccountLookup
}>

export type FindAccountQuery = {
  __typename: 'Query'
  account: {
    __typename: 'Viewer'
    id: string
    accountId: string
    email: string
    emailVerified: boolean
    displayName: string | null
    firstName: string
    lastName: string
    company: string | null
    roleText: string
    isActive: boolean
    restriction: Restriction | null
    signInMethodText: string
    connectedProviderNames: Array<string>
    twoFactorEnabled: boolean
    promptAnalysisOptIn: boolean
    referralCode: string
    createdAt: string
    updatedAt: string
    credits: {
      __typename: 'Credits'
      permanent: number
      hasUnseenGrants: boolean
      wallet: {
        __typename: 'Wallet'
        available: string
        held: string
        posted: string
        creditLimitCents: number
        expiresAt: string | null
        freeTrialPending: string | null
      }
      monthly: { __typename: 'CreditWindow'; total: number; remaining: number; resetsAt: string } | null
      additional: { __typename: 'CreditWindow'; total: number; remaining: number; resetsAt: string } | null
      grants: {
        __typename: 'CreditGrantConnection'
        edges: Array<{
          __typename: 'CreditGrantEdge'
          node: {
            __typename: 'CreditGrant'
            id: string
            pool: CreditPool
            kind: GrantKind
            effectiveAt: string
            expiresAt: string | null
            reason: string | null
            amount: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
            remaining: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
            held: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
          }
        }>
        pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
      }
      holds: {
        __typename: 'CreditHoldConnection'
        edges: Array<{
          __typename: 'CreditHoldEdge'
          node: {
            __typename: 'CreditHold'
            id: string
            pools: Array<CreditPool>
            state: HoldState
            expiresAt: string | null
            createdAt: string
            reason: string | null
            reference: string | null
            amount: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
          }
        }>
        pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
      }
    }
    subscription: {
      __typename: 'Subscription'
      id: string
      system: LegacySystem | null
      status: SubscriptionStatus
      statusText: string
      currentPeriodStart: string | null
      currentPeriodEnd: string | null
      cancelAtPeriodEnd: boolean
      plan: { __typename: 'Plan'; key: PlanKey; name: string }
      trial: { __typename: 'Trial'; endsAt: string | null; daysRemaining: number; expired: boolean } | null
      features: {
        __typename: 'Features'
        alerts: boolean
        evaluations: boolean
        exports: boolean
        deepSearch: boolean
        semanticSearch: boolean
        smartSearch: boolean
        customLLMLogic: boolean
        modelTraining: boolean
        sso: boolean
        rbac: boolean
        support: SupportTier
        spans: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        agents: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        retention: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      }
      usage: {
        __typename: 'Usage'
        spans: {
          __typename: 'UsageMeter'
          used: number
          remaining: number | null
          percent: number
          resetsAt: string | null
          overLimit: boolean
          limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        }
        agents: {
          __typename: 'UsageMeter'
          used: number
          remaining: number | null
          percent: number
          resetsAt: string | null
          overLimit: boolean
          limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        }
      }
    } | null
    subscriptions: Array<{
      __typename: 'Subscription'
      id: string
      system: LegacySystem | null
      statusText: string
      plan: { __typename: 'Plan'; name: string }
    }>
    resources: {
      __typename: 'Resources'
      agentCount: number
      activeApiKeyCount: number
      apiKeyLastFour: string | null
      agents: {
        __typename: 'AgentConnection'
        edges: Array<{
          __typename: 'AgentEdge'
          node: { __typename: 'Agent'; id: string; name: string; createdAt: string; archivedAt: string | null }
        }>
        pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
      }
      apiKeys: {
        __typename: 'ApiKeyConnection'
        edges: Array<{
          __typename: 'ApiKeyEdge'
          node: {
            __typename: 'ApiKey'
            id: string
            name: string | null
            lastFour: string
            createdAt: string
            revokedAt: string | null
            lastUsedAt: string | null
          }
        }>
        pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
      }
    }
    identities: Array<{
      __typename: 'LegacyIdentity'
      system: LegacySystem
      legacyId: string
      linkedAt: string
      differences: Array<{ __typename: 'LegacyDifference'; field: string; theirs: string | null; ours: string | null }>
    }>
  } | null
}

export type AccountFragment = {
  __typename: 'Viewer'
  id: string
  accountId: string
  email: string
  emailVerified: boolean
  displayName: string | null
  firstName: string
  lastName: string
  company: string | null
  roleText: string
  isActive: boolean
  restriction: Restriction | null
  signInMethodText: string
  connectedProviderNames: Array<string>
  twoFactorEnabled: boolean
  promptAnalysisOptIn: boolean
  referralCode: string
  createdAt: string
  updatedAt: string
  credits: {
    __typename: 'Credits'
    permanent: number
    hasUnseenGrants: boolean
    wallet: {
      __typename: 'Wallet'
      available: string
      held: string
      posted: string
      creditLimitCents: number
      expiresAt: string | null
      freeTrialPending: string | null
    }
    monthly: { __typename: 'CreditWindow'; total: number; remaining: number; resetsAt: string } | null
    additional: { __typename: 'CreditWindow'; total: number; remaining: number; resetsAt: string } | null
    grants: {
      __typename: 'CreditGrantConnection'
      edges: Array<{
        __typename: 'CreditGrantEdge'
        node: {
          __typename: 'CreditGrant'
          id: string
          pool: CreditPool
          kind: GrantKind
          effectiveAt: string
          expiresAt: string | null
          reason: string | null
          amount: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
          remaining: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
          held: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
        }
      }>
      pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
    }
    holds: {
      __typename: 'CreditHoldConnection'
      edges: Array<{
        __typename: 'CreditHoldEdge'
        node: {
          __typename: 'CreditHold'
          id: string
          pools: Array<CreditPool>
          state: HoldState
          expiresAt: string | null
          createdAt: string
          reason: string | null
          reference: string | null
          amount: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
        }
      }>
      pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
    }
  }
  subscription: {
    __typename: 'Subscription'
    id: string
    system: LegacySystem | null
    status: SubscriptionStatus
    statusText: string
    currentPeriodStart: string | null
    currentPeriodEnd: string | null
    cancelAtPeriodEnd: boolean
    plan: { __typename: 'Plan'; key: PlanKey; name: string }
    trial: { __typename: 'Trial'; endsAt: string | null; daysRemaining: number; expired: boolean } | null
    features: {
      __typename: 'Features'
      alerts: boolean
      evaluations: boolean
      exports: boolean
      deepSearch: boolean
      semanticSearch: boolean
      smartSearch: boolean
      customLLMLogic: boolean
      modelTraining: boolean
      sso: boolean
      rbac: boolean
      support: SupportTier
      spans: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      agents: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      retention: { __typename: 'Limit'; unlimited: boolean; max: number | null }
    }
    usage: {
      __typename: 'Usage'
      spans: {
        __typename: 'UsageMeter'
        used: number
        remaining: number | null
        percent: number
        resetsAt: string | null
        overLimit: boolean
        limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      }
      agents: {
        __typename: 'UsageMeter'
        used: number
        remaining: number | null
        percent: number
        resetsAt: string | null
        overLimit: boolean
        limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      }
    }
  } | null
  subscriptions: Array<{
    __typename: 'Subscription'
    id: string
    system: LegacySystem | null
    statusText: string
    plan: { __typename: 'Plan'; name: string }
  }>
  resources: {
    __typename: 'Resources'
    agentCount: number
    activeApiKeyCount: number
    apiKeyLastFour: string | null
    agents: {
      __typename: 'AgentConnection'
      edges: Array<{
        __typename: 'AgentEdge'
        node: { __typename: 'Agent'; id: string; name: string; createdAt: string; archivedAt: string | null }
      }>
      pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
    }
    apiKeys: {
      __typename: 'ApiKeyConnection'
      edges: Array<{
        __typename: 'ApiKeyEdge'
        node: {
          __typename: 'ApiKey'
          id: string
          name: string | null
          lastFour: string
          createdAt: string
          revokedAt: string | null
          lastUsedAt: string | null
        }
      }>
      pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
    }
  }
  identities: Array<{
    __typename: 'LegacyIdentity'
    system: LegacySystem
    legacyId: string
    linkedAt: string
    differences: Array<{ __typename: 'LegacyDifference'; field: string; theirs: string | null; ours: string | null }>
  }>
}

export type AmountInFragment = { __typename: 'PoolAmount'; eur: string | null; credits: number | null }

export type WindowStateFragment = { __typename: 'CreditWindow'; total: number; remaining: number; resetsAt: string }

export type CreditsFragment = {
  __typename: 'Credits'
  permanent: number
  hasUnseenGrants: boolean
  wallet: {
    __typename: 'Wallet'
    available: string
    held: string
    posted: string
    creditLimitCents: number
    expiresAt: string | null
    freeTrialPending: string | null
  }
  monthly: { __typename: 'CreditWindow'; total: number; remaining: number; resetsAt: string } | null
  additional: { __typename: 'CreditWindow'; total: number; remaining: number; resetsAt: string } | null
  grants: {
    __typename: 'CreditGrantConnection'
    edges: Array<{
      __typename: 'CreditGrantEdge'
      node: {
        __typename: 'CreditGrant'
        id: string
        pool: CreditPool
        kind: GrantKind
        effectiveAt: string
        expiresAt: string | null
        reason: string | null
        amount: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
        remaining: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
        held: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
      }
    }>
    pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
  }
  holds: {
    __typename: 'CreditHoldConnection'
    edges: Array<{
      __typename: 'CreditHoldEdge'
      node: {
        __typename: 'CreditHold'
        id: string
        pools: Array<CreditPool>
        state: HoldState
        expiresAt: string | null
        createdAt: string
        reason: string | null
        reference: string | null
        amount: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
      }
    }>
    pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
  }
}

export type GrantRowFragment = {
  __typename: 'CreditGrant'
  id: string
  pool: CreditPool
  kind: GrantKind
  effectiveAt: string
  expiresAt: string | null
  reason: string | null
  amount: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
  remaining: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
  held: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
}

export type HoldRowFragment = {
  __typename: 'CreditHold'
  id: string
  pools: Array<CreditPool>
  state: HoldState
  expiresAt: string | null
  createdAt: string
  reason: string | null
  reference: string | null
  amount: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
}

export type HistoryQueryVariables = Exact<{
  id: string | number
  pool: CreditPool
  after?: string | null | undefined
}>

export type HistoryQuery = {
  __typename: 'Query'
  node:
    | { __typename: 'CreditGrant' }
    | { __typename: 'CreditHold' }
    | { __typename: 'LedgerEntry' }
    | { __typename: 'Agent' }
    | { __typename: 'ApiKey' }
    | { __typename: 'Subscription' }
    | {
        __typename: 'Viewer'
        id: string
        credits: {
          __typename: 'Credits'
          history: {
            __typename: 'LedgerEntryConnection'
            edges: Array<{
              __typename: 'LedgerEntryEdge'
              node: {
                __typename: 'LedgerEntry'
                id: string
                kind: LedgerEntryKind
                source: LedgerBucket
                destination: LedgerBucket
                reason: string | null
                reference: string | null
                actor: string
                occurredAt: string
                amount: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
                change: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
                availableAfter: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
              }
            }>
            pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean; endCursor: string | null }
          }
        }
      }
    | null
}

export type EntryRowFragment = {
  __typename: 'LedgerEntry'
  id: string
  kind: LedgerEntryKind
  source: LedgerBucket
  destination: LedgerBucket
  reason: string | null
  reference: string | null
  actor: string
  occurredAt: string
  amount: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
  change: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
  availableAfter: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
}

export type StatementQueryVariables = Exact<{
  id: string | number
  pool: CreditPool
  at?: string | null | undefined
}>

export type StatementQuery = {
  __typename: 'Query'
  node:
    | { __typename: 'CreditGrant' }
    | { __typename: 'CreditHold' }
    | { __typename: 'LedgerEntry' }
    | { __typename: 'Agent' }
    | { __typename: 'ApiKey' }
    | { __typename: 'Subscription' }
    | {
        __typename: 'Viewer'
        id: string
        credits: {
          __typename: 'Credits'
          statement: {
            __typename: 'BalanceStatement'
            granted: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
            consumed: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
            expired: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
            held: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
            available: { __typename: 'PoolAmount'; eur: string | null; credits: number | null }
          }
        }
      }
    | null
}

export type DismissCreditNoticeMutationVariables = Exact<{ [key: string]: never }>

export type DismissCreditNoticeMutation = {
  __typename: 'Mutation'
  dismissCreditNotice: {
    __typename: 'DismissCreditNoticePayload'
    viewer: { __typename: 'Viewer'; id: string; credits: { __typename: 'Credits'; hasUnseenGrants: boolean } } | null
    userErrors: Array<{ __typename: 'UserError'; field: string | null; message: string; code: UserErrorCode }>
  }
}

export type ViewerFactsQueryVariables = Exact<{ [key: string]: never }>

export type ViewerFactsQuery = {
  __typename: 'Query'
  viewer: {
    __typename: 'Viewer'
    id: string
    email: string
    emailVerified: boolean
    displayName: string | null
    firstName: string
    lastName: string
    imageUrl: string | null
    company: string | null
    role: Role
    isActive: boolean
    signInMethod: SignInMethod
    connectedProviders: Array<OAuthProvider>
    twoFactorEnabled: boolean
    promptAnalysisOptIn: boolean
    referralCode: string
    createdAt: string
    updatedAt: string
    identities: Array<{
      __typename: 'LegacyIdentity'
      system: LegacySystem
      legacyId: string
      differences: Array<{ __typename: 'LegacyDifference'; field: string; theirs: string | null; ours: string | null }>
    }>
    credits: {
      __typename: 'Credits'
      permanent: number
      hasUnseenGrants: boolean
      wallet: {
        __typename: 'Wallet'
        available: string
        held: string
        creditLimitCents: number
        expiresAt: string | null
        freeTrialPending: string | null
      }
      monthly: { __typename: 'CreditWindow'; total: number; remaining: number } | null
      additional: { __typename: 'CreditWindow'; total: number; remaining: number } | null
    }
    subscription: {
      __typename: 'Subscription'
      status: SubscriptionStatus
      currentPeriodEnd: string | null
      cancelAtPeriodEnd: boolean
      plan: { __typename: 'Plan'; key: PlanKey; name: string }
      trial: { __typename: 'Trial'; endsAt: string | null; daysRemaining: number; expired: boolean } | null
      usage: {
        __typename: 'Usage'
        spans: {
          __typename: 'UsageMeter'
          used: number
          percent: number
          limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        }
      }
      features: {
        __typename: 'Features'
        alerts: boolean
        evaluations: boolean
        exports: boolean
        deepSearch: boolean
        semanticSearch: boolean
        smartSearch: boolean
        customLLMLogic: boolean
        modelTraining: boolean
        sso: boolean
        rbac: boolean
        support: SupportTier
        spans: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        agents: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        retention: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        trialDays: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      }
    } | null
    resources: { __typename: 'Resources'; agentCount: number; activeApiKeyCount: number; apiKeyLastFour: string | null }
    legacyAnswers: Array<{
      __typename: 'LegacyAnswer'
      system: LegacySystem
      route: string
      status: number
      body: string
      losses: Array<string>
    }>
  } | null
}

export type AccountFactsQueryVariables = Exact<{
  accountId: string
}>

export type AccountFactsQuery = {
  __typename: 'Query'
  account: {
    __typename: 'Viewer'
    id: string
    email: string
    emailVerified: boolean
    displayName: string | null
    firstName: string
    lastName: string
    imageUrl: string | null
    company: string | null
    role: Role
    isActive: boolean
    signInMethod: SignInMethod
    connectedProviders: Array<OAuthProvider>
    twoFactorEnabled: boolean
    promptAnalysisOptIn: boolean
    referralCode: string
    createdAt: string
    updatedAt: string
    identities: Array<{
      __typename: 'LegacyIdentity'
      system: LegacySystem
      legacyId: string
      differences: Array<{ __typename: 'LegacyDifference'; field: string; theirs: string | null; ours: string | null }>
    }>
    credits: {
      __typename: 'Credits'
      permanent: number
      hasUnseenGrants: boolean
      wallet: {
        __typename: 'Wallet'
        available: string
        held: string
        creditLimitCents: number
        expiresAt: string | null
        freeTrialPending: string | null
      }
      monthly: { __typename: 'CreditWindow'; total: number; remaining: number } | null
      additional: { __typename: 'CreditWindow'; total: number; remaining: number } | null
    }
    subscription: {
      __typename: 'Subscription'
      status: SubscriptionStatus
      currentPeriodEnd: string | null
      cancelAtPeriodEnd: boolean
      plan: { __typename: 'Plan'; key: PlanKey; name: string }
      trial: { __typename: 'Trial'; endsAt: string | null; daysRemaining: number; expired: boolean } | null
      usage: {
        __typename: 'Usage'
        spans: {
          __typename: 'UsageMeter'
          used: number
          percent: number
          limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        }
      }
      features: {
        __typename: 'Features'
        alerts: boolean
        evaluations: boolean
        exports: boolean
        deepSearch: boolean
        semanticSearch: boolean
        smartSearch: boolean
        customLLMLogic: boolean
        modelTraining: boolean
        sso: boolean
        rbac: boolean
        support: SupportTier
        spans: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        agents: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        retention: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        trialDays: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      }
    } | null
    resources: { __typename: 'Resources'; agentCount: number; activeApiKeyCount: number; apiKeyLastFour: string | null }
    legacyAnswers: Array<{
      __typename: 'LegacyAnswer'
      system: LegacySystem
      route: string
      status: number
      body: string
      losses: Array<string>
    }>
  } | null
}

export type LineageQueryVariables = Exact<{ [key: string]: never }>

export type LineageQuery = {
  __typename: 'Query'
  lineage: Array<{
    __typename: 'FieldLineage'
    system: LegacySystem
    legacyField: string
    viewerFields: Array<string>
    kind: LineageKind
    writable: boolean
    nullable: boolean
    form: string
    presence: string | null
    losses: Array<string>
  }>
}

export type FactsFragment = {
  __typename: 'Viewer'
  id: string
  email: string
  emailVerified: boolean
  displayName: string | null
  firstName: string
  lastName: string
  imageUrl: string | null
  company: string | null
  role: Role
  isActive: boolean
  signInMethod: SignInMethod
  connectedProviders: Array<OAuthProvider>
  twoFactorEnabled: boolean
  promptAnalysisOptIn: boolean
  referralCode: string
  createdAt: string
  updatedAt: string
  identities: Array<{
    __typename: 'LegacyIdentity'
    system: LegacySystem
    legacyId: string
    differences: Array<{ __typename: 'LegacyDifference'; field: string; theirs: string | null; ours: string | null }>
  }>
  credits: {
    __typename: 'Credits'
    permanent: number
    hasUnseenGrants: boolean
    wallet: {
      __typename: 'Wallet'
      available: string
      held: string
      creditLimitCents: number
      expiresAt: string | null
      freeTrialPending: string | null
    }
    monthly: { __typename: 'CreditWindow'; total: number; remaining: number } | null
    additional: { __typename: 'CreditWindow'; total: number; remaining: number } | null
  }
  subscription: {
    __typename: 'Subscription'
    status: SubscriptionStatus
    currentPeriodEnd: string | null
    cancelAtPeriodEnd: boolean
    plan: { __typename: 'Plan'; key: PlanKey; name: string }
    trial: { __typename: 'Trial'; endsAt: string | null; daysRemaining: number; expired: boolean } | null
    usage: {
      __typename: 'Usage'
      spans: {
        __typename: 'UsageMeter'
        used: number
        percent: number
        limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      }
    }
    features: {
      __typename: 'Features'
      alerts: boolean
      evaluations: boolean
      exports: boolean
      deepSearch: boolean
      semanticSearch: boolean
      smartSearch: boolean
      customLLMLogic: boolean
      modelTraining: boolean
      sso: boolean
      rbac: boolean
      support: SupportTier
      spans: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      agents: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      retention: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      trialDays: { __typename: 'Limit'; unlimited: boolean; max: number | null }
    }
  } | null
  resources: { __typename: 'Resources'; agentCount: number; activeApiKeyCount: number; apiKeyLastFour: string | null }
  legacyAnswers: Array<{
    __typename: 'LegacyAnswer'
    system: LegacySystem
    route: string
    status: number
    body: string
    losses: Array<string>
  }>
}

export type ProfileFragment = {
  __typename: 'Viewer'
  email: string
  emailVerified: boolean
  displayName: string | null
  firstName: string
  lastName: string
  company: string | null
  roleText: string
  isActive: boolean
  restriction: Restriction | null
  signInMethodText: string
  connectedProviderNames: Array<string>
  twoFactorEnabled: boolean
  promptAnalysisOptIn: boolean
  referralCode: string
  createdAt: string
  updatedAt: string
  identities: Array<{
    __typename: 'LegacyIdentity'
    system: LegacySystem
    legacyId: string
    linkedAt: string
    differences: Array<{ __typename: 'LegacyDifference'; field: string; theirs: string | null; ours: string | null }>
  }>
}

export type UpdateProfileMutationVariables = Exact<{
  input: UpdateProfileInput
}>

export type UpdateProfileMutation = {
  __typename: 'Mutation'
  updateProfile: {
    __typename: 'UpdateProfilePayload'
    viewer: {
      __typename: 'Viewer'
      id: string
      email: string
      emailVerified: boolean
      displayName: string | null
      firstName: string
      lastName: string
      company: string | null
      roleText: string
      isActive: boolean
      restriction: Restriction | null
      signInMethodText: string
      connectedProviderNames: Array<string>
      twoFactorEnabled: boolean
      promptAnalysisOptIn: boolean
      referralCode: string
      createdAt: string
      updatedAt: string
      identities: Array<{
        __typename: 'LegacyIdentity'
        system: LegacySystem
        legacyId: string
        linkedAt: string
        differences: Array<{
          __typename: 'LegacyDifference'
          field: string
          theirs: string | null
          ours: string | null
        }>
      }>
    } | null
    userErrors: Array<{ __typename: 'UserError'; field: string | null; message: string; code: UserErrorCode }>
  }
}

export type UserErrorFragment = { __typename: 'UserError'; field: string | null; message: string; code: UserErrorCode }

export type ResourcesFragment = {
  __typename: 'Resources'
  agentCount: number
  activeApiKeyCount: number
  apiKeyLastFour: string | null
  agents: {
    __typename: 'AgentConnection'
    edges: Array<{
      __typename: 'AgentEdge'
      node: { __typename: 'Agent'; id: string; name: string; createdAt: string; archivedAt: string | null }
    }>
    pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
  }
  apiKeys: {
    __typename: 'ApiKeyConnection'
    edges: Array<{
      __typename: 'ApiKeyEdge'
      node: {
        __typename: 'ApiKey'
        id: string
        name: string | null
        lastFour: string
        createdAt: string
        revokedAt: string | null
        lastUsedAt: string | null
      }
    }>
    pageInfo: { __typename: 'PageInfo'; hasNextPage: boolean }
  }
}

export type CreateAgentMutationVariables = Exact<{
  input: CreateAgentInput
}>

export type CreateAgentMutation = {
  __typename: 'Mutation'
  createAgent: {
    __typename: 'CreateAgentPayload'
    agent: { __typename: 'Agent'; id: string; name: string } | null
    userErrors: Array<{ __typename: 'UserError'; field: string | null; message: string; code: UserErrorCode }>
  }
}

export type RenameAgentMutationVariables = Exact<{
  input: RenameAgentInput
}>

export type RenameAgentMutation = {
  __typename: 'Mutation'
  renameAgent: {
    __typename: 'RenameAgentPayload'
    agent: { __typename: 'Agent'; id: string; name: string } | null
    userErrors: Array<{ __typename: 'UserError'; field: string | null; message: string; code: UserErrorCode }>
  }
}

export type ArchiveAgentMutationVariables = Exact<{
  input: ArchiveAgentInput
}>

export type ArchiveAgentMutation = {
  __typename: 'Mutation'
  archiveAgent: {
    __typename: 'ArchiveAgentPayload'
    agent: { __typename: 'Agent'; id: string; archivedAt: string | null } | null
    userErrors: Array<{ __typename: 'UserError'; field: string | null; message: string; code: UserErrorCode }>
  }
}

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput
}>

export type CreateApiKeyMutation = {
  __typename: 'Mutation'
  createApiKey: {
    __typename: 'CreateApiKeyPayload'
    secret: string | null
    apiKey: { __typename: 'ApiKey'; id: string; name: string | null; lastFour: string } | null
    userErrors: Array<{ __typename: 'UserError'; field: string | null; message: string; code: UserErrorCode }>
  }
}

export type RevokeApiKeyMutationVariables = Exact<{
  input: RevokeApiKeyInput
}>

export type RevokeApiKeyMutation = {
  __typename: 'Mutation'
  revokeApiKey: {
    __typename: 'RevokeApiKeyPayload'
    apiKey: { __typename: 'ApiKey'; id: string; revokedAt: string | null } | null
    userErrors: Array<{ __typename: 'UserError'; field: string | null; message: string; code: UserErrorCode }>
  }
}

export type LimitFragment = { __typename: 'Limit'; unlimited: boolean; max: number | null }

export type MeterStateFragment = {
  __typename: 'UsageMeter'
  used: number
  remaining: number | null
  percent: number
  resetsAt: string | null
  overLimit: boolean
  limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
}

export type SubscriptionFragment = {
  __typename: 'Subscription'
  id: string
  system: LegacySystem | null
  status: SubscriptionStatus
  statusText: string
  currentPeriodStart: string | null
  currentPeriodEnd: string | null
  cancelAtPeriodEnd: boolean
  plan: { __typename: 'Plan'; key: PlanKey; name: string }
  trial: { __typename: 'Trial'; endsAt: string | null; daysRemaining: number; expired: boolean } | null
  features: {
    __typename: 'Features'
    alerts: boolean
    evaluations: boolean
    exports: boolean
    deepSearch: boolean
    semanticSearch: boolean
    smartSearch: boolean
    customLLMLogic: boolean
    modelTraining: boolean
    sso: boolean
    rbac: boolean
    support: SupportTier
    spans: { __typename: 'Limit'; unlimited: boolean; max: number | null }
    agents: { __typename: 'Limit'; unlimited: boolean; max: number | null }
    retention: { __typename: 'Limit'; unlimited: boolean; max: number | null }
  }
  usage: {
    __typename: 'Usage'
    spans: {
      __typename: 'UsageMeter'
      used: number
      remaining: number | null
      percent: number
      resetsAt: string | null
      overLimit: boolean
      limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
    }
    agents: {
      __typename: 'UsageMeter'
      used: number
      remaining: number | null
      percent: number
      resetsAt: string | null
      overLimit: boolean
      limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
    }
  }
}

export type CancelSubscriptionMutationVariables = Exact<{ [key: string]: never }>

export type CancelSubscriptionMutation = {
  __typename: 'Mutation'
  cancelSubscription: {
    __typename: 'CancelSubscriptionPayload'
    subscription: {
      __typename: 'Subscription'
      id: string
      system: LegacySystem | null
      status: SubscriptionStatus
      statusText: string
      currentPeriodStart: string | null
      currentPeriodEnd: string | null
      cancelAtPeriodEnd: boolean
      plan: { __typename: 'Plan'; key: PlanKey; name: string }
      trial: { __typename: 'Trial'; endsAt: string | null; daysRemaining: number; expired: boolean } | null
      features: {
        __typename: 'Features'
        alerts: boolean
        evaluations: boolean
        exports: boolean
        deepSearch: boolean
        semanticSearch: boolean
        smartSearch: boolean
        customLLMLogic: boolean
        modelTraining: boolean
        sso: boolean
        rbac: boolean
        support: SupportTier
        spans: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        agents: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        retention: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      }
      usage: {
        __typename: 'Usage'
        spans: {
          __typename: 'UsageMeter'
          used: number
          remaining: number | null
          percent: number
          resetsAt: string | null
          overLimit: boolean
          limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        }
        agents: {
          __typename: 'UsageMeter'
          used: number
          remaining: number | null
          percent: number
          resetsAt: string | null
          overLimit: boolean
          limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        }
      }
    } | null
    userErrors: Array<{ __typename: 'UserError'; field: string | null; message: string; code: UserErrorCode }>
  }
}

export type ResumeSubscriptionMutationVariables = Exact<{ [key: string]: never }>

export type ResumeSubscriptionMutation = {
  __typename: 'Mutation'
  resumeSubscription: {
    __typename: 'ResumeSubscriptionPayload'
    subscription: {
      __typename: 'Subscription'
      id: string
      system: LegacySystem | null
      status: SubscriptionStatus
      statusText: string
      currentPeriodStart: string | null
      currentPeriodEnd: string | null
      cancelAtPeriodEnd: boolean
      plan: { __typename: 'Plan'; key: PlanKey; name: string }
      trial: { __typename: 'Trial'; endsAt: string | null; daysRemaining: number; expired: boolean } | null
      features: {
        __typename: 'Features'
        alerts: boolean
        evaluations: boolean
        exports: boolean
        deepSearch: boolean
        semanticSearch: boolean
        smartSearch: boolean
        customLLMLogic: boolean
        modelTraining: boolean
        sso: boolean
        rbac: boolean
        support: SupportTier
        spans: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        agents: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        retention: { __typename: 'Limit'; unlimited: boolean; max: number | null }
      }
      usage: {
        __typename: 'Usage'
        spans: {
          __typename: 'UsageMeter'
          used: number
          remaining: number | null
          percent: number
          resetsAt: string | null
          overLimit: boolean
          limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        }
        agents: {
          __typename: 'UsageMeter'
          used: number
          remaining: number | null
          percent: number
          resetsAt: string | null
          overLimit: boolean
          limit: { __typename: 'Limit'; unlimited: boolean; max: number | null }
        }
      }
    } | null
    userErrors: Array<{ __typename: 'UserError'; field: string | null; message: string; code: UserErrorCode }>
  }
}

export const ProfileFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Profile' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Viewer' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'email' } },
          { kind: 'Field', name: { kind: 'Name', value: 'emailVerified' } },
          { kind: 'Field', name: { kind: 'Name', value: 'displayName' } },
          { kind: 'Field', name: { kind: 'Name', value: 'firstName' } },
          { kind: 'Field', name: { kind: 'Name', value: 'lastName' } },
          { kind: 'Field', name: { kind: 'Name', value: 'company' } },
          { kind: 'Field', name: { kind: 'Name', value: 'roleText' } },
          { kind: 'Field', name: { kind: 'Name', value: 'isActive' } },
          { kind: 'Field', name: { kind: 'Name', value: 'restriction' } },
          { kind: 'Field', name: { kind: 'Name', value: 'signInMethodText' } },
          { kind: 'Field', name: { kind: 'Name', value: 'connectedProviderNames' } },
          { kind: 'Field', name: { kind: 'Name', value: 'twoFactorEnabled' } },
          { kind: 'Field', name: { kind: 'Name', value: 'promptAnalysisOptIn' } },
          { kind: 'Field', name: { kind: 'Name', value: 'referralCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'updatedAt' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'identities' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'Field', name: { kind: 'Name', value: 'system' } },
                { kind: 'Field', name: { kind: 'Name', value: 'legacyId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'linkedAt' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'differences' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'theirs' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'ours' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ProfileFragment, unknown>
export const WindowStateFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'WindowState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'CreditWindow' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'total' } },
          { kind: 'Field', name: { kind: 'Name', value: 'remaining' } },
          { kind: 'Field', name: { kind: 'Name', value: 'resetsAt' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<WindowStateFragment, unknown>
export const AmountInFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'AmountIn' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'PoolAmount' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'eur' } },
          { kind: 'Field', name: { kind: 'Name', value: 'credits' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<AmountInFragment, unknown>
export const GrantRowFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'GrantRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'CreditGrant' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'pool' } },
          { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'amount' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'remaining' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'held' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'effectiveAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'AmountIn' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'PoolAmount' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'eur' } },
          { kind: 'Field', name: { kind: 'Name', value: 'credits' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<GrantRowFragment, unknown>
export const HoldRowFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HoldRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'CreditHold' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'pools' } },
          { kind: 'Field', name: { kind: 'Name', value: 'state' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'amount' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reference' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'AmountIn' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'PoolAmount' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'eur' } },
          { kind: 'Field', name: { kind: 'Name', value: 'credits' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<HoldRowFragment, unknown>
export const CreditsFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Credits' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Credits' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'wallet' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'Field', name: { kind: 'Name', value: 'available' } },
                { kind: 'Field', name: { kind: 'Name', value: 'held' } },
                { kind: 'Field', name: { kind: 'Name', value: 'posted' } },
                { kind: 'Field', name: { kind: 'Name', value: 'creditLimitCents' } },
                { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'freeTrialPending' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'permanent' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'monthly' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'WindowState' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'additional' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'WindowState' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'hasUnseenGrants' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'grants' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '50' } },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'FragmentSpread', name: { kind: 'Name', value: 'GrantRow' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'holds' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '50' } },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'FragmentSpread', name: { kind: 'Name', value: 'HoldRow' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'AmountIn' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'PoolAmount' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'eur' } },
          { kind: 'Field', name: { kind: 'Name', value: 'credits' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'WindowState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'CreditWindow' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'total' } },
          { kind: 'Field', name: { kind: 'Name', value: 'remaining' } },
          { kind: 'Field', name: { kind: 'Name', value: 'resetsAt' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'GrantRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'CreditGrant' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'pool' } },
          { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'amount' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'remaining' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'held' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'effectiveAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HoldRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'CreditHold' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'pools' } },
          { kind: 'Field', name: { kind: 'Name', value: 'state' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'amount' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reference' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<CreditsFragment, unknown>
export const LimitFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Limit' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Limit' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'unlimited' } },
          { kind: 'Field', name: { kind: 'Name', value: 'max' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<LimitFragment, unknown>
export const MeterStateFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'MeterState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'UsageMeter' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'used' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'limit' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'remaining' } },
          { kind: 'Field', name: { kind: 'Name', value: 'percent' } },
          { kind: 'Field', name: { kind: 'Name', value: 'resetsAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'overLimit' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Limit' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Limit' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'unlimited' } },
          { kind: 'Field', name: { kind: 'Name', value: 'max' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MeterStateFragment, unknown>
export const SubscriptionFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Subscription' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Subscription' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'system' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'plan' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'Field', name: { kind: 'Name', value: 'key' } },
                { kind: 'Field', name: { kind: 'Name', value: 'name' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'statusText' } },
          { kind: 'Field', name: { kind: 'Name', value: 'currentPeriodStart' } },
          { kind: 'Field', name: { kind: 'Name', value: 'currentPeriodEnd' } },
          { kind: 'Field', name: { kind: 'Name', value: 'cancelAtPeriodEnd' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'trial' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'Field', name: { kind: 'Name', value: 'endsAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'daysRemaining' } },
                { kind: 'Field', name: { kind: 'Name', value: 'expired' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'features' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'spans' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'agents' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'retention' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'alerts' } },
                { kind: 'Field', name: { kind: 'Name', value: 'evaluations' } },
                { kind: 'Field', name: { kind: 'Name', value: 'exports' } },
                { kind: 'Field', name: { kind: 'Name', value: 'deepSearch' } },
                { kind: 'Field', name: { kind: 'Name', value: 'semanticSearch' } },
                { kind: 'Field', name: { kind: 'Name', value: 'smartSearch' } },
                { kind: 'Field', name: { kind: 'Name', value: 'customLLMLogic' } },
                { kind: 'Field', name: { kind: 'Name', value: 'modelTraining' } },
                { kind: 'Field', name: { kind: 'Name', value: 'sso' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rbac' } },
                { kind: 'Field', name: { kind: 'Name', value: 'support' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'usage' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'spans' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'MeterState' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'agents' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'MeterState' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Limit' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Limit' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'unlimited' } },
          { kind: 'Field', name: { kind: 'Name', value: 'max' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'MeterState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'UsageMeter' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'used' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'limit' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'remaining' } },
          { kind: 'Field', name: { kind: 'Name', value: 'percent' } },
          { kind: 'Field', name: { kind: 'Name', value: 'resetsAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'overLimit' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<SubscriptionFragment, unknown>
export const ResourcesFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Resources' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Resources' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'agentCount' } },
          { kind: 'Field', name: { kind: 'Name', value: 'activeApiKeyCount' } },
          { kind: 'Field', name: { kind: 'Name', value: 'apiKeyLastFour' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'agents' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '50' } },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'createdAt' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'archivedAt' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'apiKeys' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '50' } },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'lastFour' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'createdAt' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'revokedAt' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'lastUsedAt' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ResourcesFragment, unknown>
export const AccountFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Account' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Viewer' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'accountId' } },
          { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Profile' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'credits' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Credits' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'subscription' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Subscription' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'subscriptions' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'system' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'plan' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'statusText' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'resources' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Resources' } },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'WindowState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'CreditWindow' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'total' } },
          { kind: 'Field', name: { kind: 'Name', value: 'remaining' } },
          { kind: 'Field', name: { kind: 'Name', value: 'resetsAt' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'AmountIn' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'PoolAmount' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'eur' } },
          { kind: 'Field', name: { kind: 'Name', value: 'credits' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'GrantRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'CreditGrant' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'pool' } },
          { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'amount' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'remaining' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'held' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'effectiveAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'HoldRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'CreditHold' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'pools' } },
          { kind: 'Field', name: { kind: 'Name', value: 'state' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'amount' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reference' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Limit' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Limit' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'unlimited' } },
          { kind: 'Field', name: { kind: 'Name', value: 'max' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'MeterState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'UsageMeter' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'used' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'limit' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'remaining' } },
          { kind: 'Field', name: { kind: 'Name', value: 'percent' } },
          { kind: 'Field', name: { kind: 'Name', value: 'resetsAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'overLimit' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Profile' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Viewer' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'email' } },
          { kind: 'Field', name: { kind: 'Name', value: 'emailVerified' } },
          { kind: 'Field', name: { kind: 'Name', value: 'displayName' } },
          { kind: 'Field', name: { kind: 'Name', value: 'firstName' } },
          { kind: 'Field', name: { kind: 'Name', value: 'lastName' } },
          { kind: 'Field', name: { kind: 'Name', value: 'company' } },
          { kind: 'Field', name: { kind: 'Name', value: 'roleText' } },
          { kind: 'Field', name: { kind: 'Name', value: 'isActive' } },
          { kind: 'Field', name: { kind: 'Name', value: 'restriction' } },
          { kind: 'Field', name: { kind: 'Name', value: 'signInMethodText' } },
          { kind: 'Field', name: { kind: 'Name', value: 'connectedProviderNames' } },
          { kind: 'Field', name: { kind: 'Name', value: 'twoFactorEnabled' } },
          { kind: 'Field', name: { kind: 'Name', value: 'promptAnalysisOptIn' } },
          { kind: 'Field', name: { kind: 'Name', value: 'referralCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'updatedAt' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'identities' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'Field', name: { kind: 'Name', value: 'system' } },
                { kind: 'Field', name: { kind: 'Name', value: 'legacyId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'linkedAt' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'differences' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'theirs' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'ours' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Credits' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Credits' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'wallet' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'Field', name: { kind: 'Name', value: 'available' } },
                { kind: 'Field', name: { kind: 'Name', value: 'held' } },
                { kind: 'Field', name: { kind: 'Name', value: 'posted' } },
                { kind: 'Field', name: { kind: 'Name', value: 'creditLimitCents' } },
                { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'freeTrialPending' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'permanent' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'monthly' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'WindowState' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'additional' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'WindowState' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'hasUnseenGrants' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'grants' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '50' } },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'FragmentSpread', name: { kind: 'Name', value: 'GrantRow' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'holds' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '50' } },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'FragmentSpread', name: { kind: 'Name', value: 'HoldRow' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Subscription' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Subscription' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'system' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'plan' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'Field', name: { kind: 'Name', value: 'key' } },
                { kind: 'Field', name: { kind: 'Name', value: 'name' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'statusText' } },
          { kind: 'Field', name: { kind: 'Name', value: 'currentPeriodStart' } },
          { kind: 'Field', name: { kind: 'Name', value: 'currentPeriodEnd' } },
          { kind: 'Field', name: { kind: 'Name', value: 'cancelAtPeriodEnd' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'trial' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'Field', name: { kind: 'Name', value: 'endsAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'daysRemaining' } },
                { kind: 'Field', name: { kind: 'Name', value: 'expired' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'features' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'spans' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'agents' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'retention' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'alerts' } },
                { kind: 'Field', name: { kind: 'Name', value: 'evaluations' } },
                { kind: 'Field', name: { kind: 'Name', value: 'exports' } },
                { kind: 'Field', name: { kind: 'Name', value: 'deepSearch' } },
                { kind: 'Field', name: { kind: 'Name', value: 'semanticSearch' } },
                { kind: 'Field', name: { kind: 'Name', value: 'smartSearch' } },
                { kind: 'Field', name: { kind: 'Name', value: 'customLLMLogic' } },
                { kind: 'Field', name: { kind: 'Name', value: 'modelTraining' } },
                { kind: 'Field', name: { kind: 'Name', value: 'sso' } },
                { kind: 'Field', name: { kind: 'Name', value: 'rbac' } },
                { kind: 'Field', name: { kind: 'Name', value: 'support' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'usage' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'spans' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'MeterState' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'agents' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'MeterState' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Resources' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Resources' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'agentCount' } },
          { kind: 'Field', name: { kind: 'Name', value: 'activeApiKeyCount' } },
          { kind: 'Field', name: { kind: 'Name', value: 'apiKeyLastFour' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'agents' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '50' } },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'createdAt' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'archivedAt' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'apiKeys' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '50' } },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'lastFour' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'createdAt' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'revokedAt' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'lastUsedAt' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<AccountFragment, unknown>
export const EntryRowFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'EntryRow' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'LedgerEntry' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
          { kind: 'Field', name: { kind: 'Name', value: 'source' } },
          { kind: 'Field', name: { kind: 'Name', value: 'destination' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'amount' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'change' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'availableAfter' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'AmountIn' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
          { kind: 'Field', name: { kind: 'Name', value: 'reference' } },
          { kind: 'Field', name: { kind: 'Name', value: 'actor' } },
          { kind: 'Field', name: { kind: 'Name', value: 'occurredAt' } },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'AmountIn' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'PoolAmount' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'eur' } },
          { kind: 'Field', name: { kind: 'Name', value: 'credits' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<EntryRowFragment, unknown>
export const FactsFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Facts' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Viewer' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'email' } },
          { kind: 'Field', name: { kind: 'Name', value: 'emailVerified' } },
          { kind: 'Field', name: { kind: 'Name', value: 'displayName' } },
          { kind: 'Field', name: { kind: 'Name', value: 'firstName' } },
          { kind: 'Field', name: { kind: 'Name', value: 'lastName' } },
          { kind: 'Field', name: { kind: 'Name', value: 'imageUrl' } },
          { kind: 'Field', name: { kind: 'Name', value: 'company' } },
          { kind: 'Field', name: { kind: 'Name', value: 'role' } },
          { kind: 'Field', name: { kind: 'Name', value: 'isActive' } },
          { kind: 'Field', name: { kind: 'Name', value: 'signInMethod' } },
          { kind: 'Field', name: { kind: 'Name', value: 'connectedProviders' } },
          { kind: 'Field', name: { kind: 'Name', value: 'twoFactorEnabled' } },
          { kind: 'Field', name: { kind: 'Name', value: 'promptAnalysisOptIn' } },
          { kind: 'Field', name: { kind: 'Name', value: 'referralCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'updatedAt' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'identities' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'Field', name: { kind: 'Name', value: 'system' } },
                { kind: 'Field', name: { kind: 'Name', value: 'legacyId' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'differences' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'field' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'theirs' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'ours' } },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'credits' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'wallet' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'available' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'held' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'creditLimitCents' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'freeTrialPending' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'permanent' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'monthly' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'total' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'remaining' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'additional' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'total' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'remaining' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'hasUnseenGrants' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'subscription' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'plan' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'key' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                { kind: 'Field', name: { kind: 'Name', value: 'currentPeriodEnd' } },
                { kind: 'Field', name: { kind: 'Name', value: 'cancelAtPeriodEnd' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'trial' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'endsAt' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'daysRemaining' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'expired' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'usage' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'spans' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'used' } },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'limit' },
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                                  { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
                                ],
                              },
                            },
                            { kind: 'Field', name: { kind: 'Name', value: 'percent' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'features' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'spans' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
                          ],
                        },
                      },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'agents' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
                          ],
                        },
                      },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'retention' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
                          ],
                        },
                      },
                      { kind: 'Field', name: { kind: 'Name', value: 'alerts' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'evaluations' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'exports' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'deepSearch' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'semanticSearch' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'smartSearch' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'customLLMLogic' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'modelTraining' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'sso' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'rbac' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'support' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'trialDays' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                            { kind: 'FragmentSpread', name: { kind: 'Name', value: 'Limit' } },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'resources' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'Field', name: { kind: 'Name', value: 'agentCount' } },
                { kind: 'Field', name: { kind: 'Name', value: 'activeApiKeyCount' } },
                { kind: 'Field', name: { kind: 'Name', value: 'apiKeyLastFour' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'legacyAnswers' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
                { kind: 'Field', name: { kind: 'Name', value: 'system' } },
                { kind: 'Field', name: { kind: 'Name', value: 'route' } },
                { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                { kind: 'Field', name: { kind: 'Name', value: 'body' } },
                { kind: 'Field', name: { kind: 'Name', value: 'losses' } },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'Limit' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Limit' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'unlimited' } },
          { kind: 'Field', name: { kind: 'Name', value: 'max' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<FactsFragment, unknown>
export const UserErrorFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'UserError' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'UserError' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: '__typename' } },
          { kind: 'Field', name: { kind: 'Name', value: 'field' } },
          { kind: 'Field', name: { kind: 'Name', value: 'message' } },
          { kind: 'Field', name: { kind: 'Name', value: 'code' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<UserErrorFragment, unknown>
export const ViewerDocument = {
  __meta__: { documentId: 'sha256:d9b0548f363289d24a7982c9aa2635838abe2070c62142082a7c4924bdca7504' },
} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>
export const FindAccountDocument = {
  __meta__: { documentId: 'sha256:5767670e1edb54c69a4d99bb753ef75a2409156ab413f5e47895f2157b230a42' },
} as unknown as DocumentNode<FindAccountQuery, FindAccountQueryVariables>
export const HistoryDocument = {
  __meta__: { documentId: 'sha256:3bafee60a161174ad409a8e405f91220fb1ec80f9515a2df9cb0a3be3066473a' },
} as unknown as DocumentNode<HistoryQuery, HistoryQueryVariables>
export const StatementDocument = {
  __meta__: { documentId: 'sha256:7788d0d3810c19593d8e256b9072a01460388689c9951445d673579cf40bb356' },
} as unknown as DocumentNode<StatementQuery, StatementQueryVariables>
export const DismissCreditNoticeDocument = {
  __meta__: { documentId: 'sha256:721445a7de05e8cc7fbadedcbf43bfc554c865ce01035e330cf4d4ec5b701054' },
} as unknown as DocumentNode<DismissCreditNoticeMutation, DismissCreditNoticeMutationVariables>
export const ViewerFactsDocument = {
  __meta__: { documentId: 'sha256:35a913f34d4a845d1f31b55824e7cc2a57f0a1f8f482d5f9cd69960340496100' },
} as unknown as DocumentNode<ViewerFactsQuery, ViewerFactsQueryVariables>
export const AccountFactsDocument = {
  __meta__: { documentId: 'sha256:53016eb2de946bb8af44721d3e4fc6853534c6df086e2990211e2e95a67c640b' },
} as unknown as DocumentNode<AccountFactsQuery, AccountFactsQueryVariables>
export const LineageDocument = {
  __meta__: { documentId: 'sha256:e942297f252bfb5f629115e23cf5bd7798c0406687a28d8c8905d50d62c0e8f0' },
} as unknown as DocumentNode<LineageQuery, LineageQueryVariables>
export const UpdateProfileDocument = {
  __meta__: { documentId: 'sha256:bf9b9ce1dc07775bfe464231d66f181a68d5a86e6c5940fb3945f219971ae8ec' },
} as unknown as DocumentNode<UpdateProfileMutation, UpdateProfileMutationVariables>
export const CreateAgentDocument = {
  __meta__: { documentId: 'sha256:ed95ccb514f462fccb5897a01cae31f886caf1f1463b5f96eb86d2dab327d378' },
} as unknown as DocumentNode<CreateAgentMutation, CreateAgentMutationVariables>
export const RenameAgentDocument = {
  __meta__: { documentId: 'sha256:6a3c7180aec9117d64f7175a044d04c4e4d2c3b41d017946a59de8a65dcf494e' },
} as unknown as DocumentNode<RenameAgentMutation, RenameAgentMutationVariables>
export const ArchiveAgentDocument = {
  __meta__: { documentId: 'sha256:990ee474585b2f19d2628596a250997fe7c23acd8c9716cea9ba08cd4116ab30' },
} as unknown as DocumentNode<ArchiveAgentMutation, ArchiveAgentMutationVariables>
export const CreateApiKeyDocument = {
  __meta__: { documentId: 'sha256:36946a545d30f46bfe0f3a548aa86d45478d6c70eb0f0fb00e9d8a0813b78121' },
} as unknown as DocumentNode<CreateApiKeyMutation, CreateApiKeyMutationVariables>
export const RevokeApiKeyDocument = {
  __meta__: { documentId: 'sha256:9c92d08ae71a8871a21aefa8b5111ab430799973788530b65c17d0070d081d55' },
} as unknown as DocumentNode<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>
export const CancelSubscriptionDocument = {
  __meta__: { documentId: 'sha256:e1e399f97bcd420bf1eb30fb3da8a8522eed944d7b938f37075e7ddc8546f795' },
} as unknown as DocumentNode<CancelSubscriptionMutation, CancelSubscriptionMutationVariables>
export const ResumeSubscriptionDocument = {
  __meta__: { documentId: 'sha256:f6b49f194a69062f69ff8e43aff00f0f8a7fc1018d5f5a5e8fd92b685e8a2518' },
} as unknown as DocumentNode<ResumeSubscriptionMutation, ResumeSubscriptionMutationVariables>
