import { isDeepStrictEqual } from 'node:util'
import type { Account, Restriction } from './account.ts'
import { billingDay } from './billing-period.ts'
import { balanceOf, type CreditPoolKind, type Credits, emptyPool, type Pool, walletOf, windowOf } from './credits.ts'
import { type Claims, type Facts, factNames, withoutWritten } from './facts.ts'
import { laterOf } from './instant.ts'
import type { Difference, LegacyIdentity } from './legacy-identity.ts'
import type { LegacySystem } from './legacy-system.ts'
import { splitName } from './person-name.ts'
import { type Resources, resourcesOf } from './resources.ts'
import { type Billing, settledPool } from './settlement.ts'
import {
  endOf,
  type Subscription,
  type SubscriptionHolder,
  type SubscriptionRecord,
  subscriptionOf,
  usageOf,
} from './subscription.ts'
import type { UsageMeterName } from './usage.ts'

/** The one profile: what the graph shows, and what every legacy shape is a table over. */
export interface Viewer {
  readonly accountId: string
  readonly email: string
  readonly emailVerified: boolean
  readonly displayName: string | null
  readonly firstName: string
  readonly lastName: string
  readonly imageUrl: string | null
  readonly company: string | null
  readonly role: string
  readonly isActive: boolean
  readonly restriction: Restriction | null
  readonly signInMethod: string
  readonly connectedProviders: readonly string[]
  readonly twoFactorEnabled: boolean
  readonly promptAnalysisOptIn: boolean
  readonly referralCode: string
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly identities: readonly LegacyIdentity[]
  readonly credits: Credits
  readonly subscription: Subscription | null
  readonly subscriptions: readonly Subscription[]
  readonly resources: Resources
}

/** The account at an instant, as its governing facts and subscription tell it. */
export function viewerOf(account: Account, now: Date): Viewer {
  return assemble(account, account, governingSubscription(account), now)
}

/**
 * The account as one legacy system goes on telling it: its own word where it has one, its own subscription where it
 * has one, the account's for the rest (contract, "own record first").
 */
export function viewerSeenBy(system: LegacySystem, account: Account, now: Date): Viewer {
  const claims = claimsOf(account, system)
  const own = account.subscriptions.find((subscription) => subscription.system === system)
  // The names are one fact: the account's pair never stands beside another display name.
  const names = claims.displayName === undefined ? {} : { firstName: null, lastName: null }
  const facts = factsTold(account, { ...names, ...claims })
  return assemble(account, facts, own ?? governingSubscription(account), now)
}

/**
 * Where one system's own word differs from the account's, at an instant. `told` are the places of the Viewer the
 * system has fields for: on the others it has no word, whatever its subscription implies.
 */
export function differencesOf(
  account: Account,
  identity: LegacyIdentity,
  told: readonly string[],
  now: Date,
): Difference[] {
  const ours = viewerOf(account, now)
  const theirs = viewerSeenBy(identity.system, account, now)
  const claims = claimsOf(account, identity.system)
  const claimed = factNames.filter((fact) => claims[fact] !== undefined)
  const facts = claimed.map((fact) => ({ field: fact, theirs: theirs[fact], ours: ours[fact] }))
  const own = theirs.subscription?.system === identity.system ? subscriptionLeaves(theirs.subscription) : []
  const governing = new Map(subscriptionLeaves(ours.subscription))
  const subscription = own.map(([field, value]) => ({ field, theirs: value, ours: governing.get(field) ?? null }))
  const isTold = (field: string) => told.some((path) => field === path || field.startsWith(`${path}.`))
  return [...facts, ...subscription.filter(({ field }) => isTold(field))].filter(
    ({ theirs, ours }) => !isDeepStrictEqual(theirs, ours),
  )
}

/** Every fact in a system's word, or else in the account's. */
function factsTold(account: Facts, claims: Claims): Facts {
  const facts: Record<string, unknown> = {}
  for (const fact of factNames) facts[fact] = claims[fact] === undefined ? account[fact] : claims[fact]
  return facts as unknown as Facts
}

/** A system's own word, less what has been written through the gateway since. */
function claimsOf(account: Account, system: LegacySystem): Claims {
  const claims = account.identities.find((identity) => identity.system === system)?.claims ?? {}
  return withoutWritten(claims, account.writtenFacts)
}

function assemble(account: Account, facts: Facts, governing: SubscriptionRecord | undefined, now: Date): Viewer {
  const names = facts.firstName === null ? splitName(facts.displayName) : facts
  const createdAt = facts.createdAt ?? account.recordedAt
  const emailVerified = facts.emailVerified ?? false
  const resources = resourcesOf(account.agents, account.apiKeys)
  const holder = holderOf(account)
  const billing = billingOf(account)
  const pool = (kind: CreditPoolKind) => settledPool(poolOf(account, kind), billing, now)
  const subscriptions = account.subscriptions.map((subscription) => subscriptionOf(subscription, holder, now))
  return {
    accountId: account.id,
    email: facts.email,
    emailVerified,
    displayName: facts.displayName,
    firstName: names.firstName ?? '',
    lastName: names.lastName ?? '',
    imageUrl: facts.imageUrl,
    company: facts.company,
    role: facts.role ?? 'user',
    isActive: facts.isActive ?? true,
    restriction: account.restriction,
    signInMethod: facts.signInMethod ?? 'local',
    connectedProviders: facts.connectedProviders ?? [],
    twoFactorEnabled: facts.twoFactorEnabled ?? false,
    promptAnalysisOptIn: facts.promptAnalysisOptIn ?? false,
    referralCode: account.referralCode,
    createdAt,
    updatedAt: laterOf(facts.updatedAt ?? createdAt, account.writtenAt),
    identities: account.identities,
    credits: {
      wallet: walletOf(pool('WALLET'), emailVerified, now),
      permanent: balanceOf(pool('PERMANENT')).available,
      monthly: windowOf(pool('MONTHLY')),
      additional: windowOf(pool('ADDITIONAL')),
      hasUnseenGrants: account.creditNotice || (account.unseenGrantsSince !== null && account.unseenGrantsSince <= now),
    },
    subscription: (governing && subscriptions[account.subscriptions.indexOf(governing)]) ?? null,
    subscriptions,
    resources,
  }
}

export function poolOf(account: Pick<Account, 'pools'>, kind: CreditPoolKind): Pool {
  return account.pools.find((pool) => pool.kind === kind) ?? emptyPool(kind)
}

/** What the windows of an account turn with. */
export function billingOf(account: Account): Billing {
  const governing = governingSubscription(account)
  if (governing === undefined) return null
  const { currentPeriodStart, currentPeriodEnd } = governing
  return { period: billingDay(currentPeriodStart, currentPeriodEnd), endsAt: endOf(governing, holderOf(account)) }
}

/** The meters that stand beyond what the governing subscription grants; without one, beyond nought. */
export function metersOverLimit(account: Account, now: Date): UsageMeterName[] {
  const { spans, agents } = usageOf(governingSubscription(account), holderOf(account), now)
  return [...(spans.overLimit ? ['SPANS' as const] : []), ...(agents.overLimit ? ['AGENTS' as const] : [])]
}

/** What an account adds to the subscriptions it holds. */
export function holderOf(account: Account): SubscriptionHolder {
  return {
    counts: account.usage,
    agentCount: resourcesOf(account.agents, account.apiKeys).agentCount,
    isCancellationWritten: account.writtenFacts.includes('cancelAtPeriodEnd'),
  }
}

/** What holds where systems differ; undefined without any. */
export function governingSubscription(account: Account): SubscriptionRecord | undefined {
  return account.subscriptions.find(({ id }) => id === account.governingSubscriptionId)
}

/** What a subscription says, by Viewer path; its row id and its teller are not part of it. */
function subscriptionLeaves(subscription: Subscription | null): [string, unknown][] {
  if (subscription === null) return []
  const { id, system, ...said } = subscription
  return leavesOf('subscription', said)
}

function leavesOf(path: string, value: object): [string, unknown][] {
  return Object.entries(value).flatMap(([key, child]): [string, unknown][] =>
    isBranch(child) ? leavesOf(`${path}.${key}`, child) : [[`${path}.${key}`, child]],
  )
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && !Array.isArray(value)
}
