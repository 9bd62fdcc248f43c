import type { Account, CountedApiKeys } from '../domain/account.ts'
import { type CreditPoolKind, type Grant, type Hold, type Pool, sum } from '../domain/credits.ts'
import type { Claims, WrittenFact } from '../domain/facts.ts'
import { type PlanKey, planKeys } from '../domain/plan.ts'
import type { SubscriptionOverrides, SubscriptionRecord } from '../domain/subscription.ts'
import type { UsageCount } from '../domain/usage.ts'

/** Inside JSON an instant is text and an amount is digits. */
type InJson<T> = {
  readonly [K in keyof T]: T[K] extends bigint
    ? string
    : T[K] extends bigint | null
      ? string | null
      : T[K] extends Date
        ? string
        : T[K] extends Date | null
          ? string | null
          : T[K]
}

type OfPool<T> = InJson<T> & { readonly pool: CreditPoolKind }
type PoolRow = InJson<Omit<Pool, 'grants' | 'holds'>>
type HoldRow = InJson<Omit<Hold, 'allocations'>> & {
  readonly pools: readonly CreditPoolKind[]
  readonly allocations: readonly { grantId: string; amount: string }[]
}

interface IdentityRow {
  readonly id: string
  readonly system: string
  readonly legacyId: string
  readonly claims: Record<string, unknown>
  readonly ordinal: number
  readonly linkedAt: string
}

/** One row of the hot read. */
export interface AccountRow {
  readonly id: string
  readonly email: string
  readonly emailVerified: boolean | null
  readonly displayName: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly imageUrl: string | null
  readonly company: string | null
  readonly role: string | null
  readonly isActive: boolean | null
  readonly restriction: Account['restriction']
  readonly signInMethod: string | null
  readonly connectedProviders: string[]
  readonly twoFactorEnabled: boolean | null
  readonly promptAnalysisOptIn: boolean | null
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
  readonly recordedAt: Date
  readonly writtenAt: Date | null
  readonly writtenFacts: string[]
  readonly creditNotice: boolean
  readonly agentBaseline: bigint | null
  readonly apiKeyBaseline: bigint | null
  readonly apiKeyLastFour: string | null
  readonly governingSubscriptionId: string | null
  readonly ledgerSequence: bigint
  readonly referralCode: string
  readonly identities: readonly IdentityRow[]
  readonly subscriptions: readonly InJson<SubscriptionRecord>[]
  readonly pools: readonly PoolRow[]
  readonly grants: readonly OfPool<Grant>[]
  readonly holds: readonly HoldRow[]
  readonly unseenGrantsSince: Date | null
  readonly usage: readonly InJson<UsageCount>[]
  readonly agentsMade: number
  readonly apiKeys: Omit<CountedApiKeys, 'baseline' | 'lastFour'>
}

/** A row in the domain's terms. */
export function accountOf(row: AccountRow): Account {
  const { agentBaseline, apiKeyBaseline, apiKeyLastFour, agentsMade, grants, holds, ...plain } = row
  return {
    ...plain,
    writtenFacts: row.writtenFacts as WrittenFact[],
    identities: row.identities.map((identity) => ({
      ...identity,
      claims: claimsFromJson(identity.claims),
      linkedAt: new Date(identity.linkedAt),
    })),
    subscriptions: row.subscriptions.map(subscriptionOf),
    pools: row.pools.map((pool) => poolOf(pool, grants, holds)),
    usage: row.usage.map((count) => ({
      ...count,
      periodStart: new Date(count.periodStart),
      periodEnd: instant(count.periodEnd),
    })),
    agents: { baseline: whole(agentBaseline), made: agentsMade },
    apiKeys: { ...row.apiKeys, baseline: whole(apiKeyBaseline), lastFour: apiKeyLastFour },
  }
}

/** Claims as they are kept: instants as text. */
export function claimsToJson(claims: Claims): Record<string, unknown> {
  return JSON.parse(JSON.stringify(claims))
}

function claimsFromJson(claims: Record<string, unknown>): Claims {
  const dates = ['createdAt', 'updatedAt'].filter((fact) => typeof claims[fact] === 'string')
  return { ...claims, ...Object.fromEntries(dates.map((fact) => [fact, new Date(String(claims[fact]))])) }
}

function subscriptionOf(row: InJson<SubscriptionRecord>): SubscriptionRecord {
  return {
    ...row,
    // A key that left the catalogue grants what a plan of one's own grants, under its old name.
    plan: isPlanKey(row.plan) ? row.plan : 'CUSTOM',
    label: isPlanKey(row.plan) ? row.label : row.plan,
    currentPeriodStart: instant(row.currentPeriodStart),
    currentPeriodEnd: instant(row.currentPeriodEnd),
    trialEndsAt: instant(row.trialEndsAt),
    overrides: row.overrides as SubscriptionOverrides,
    createdAt: new Date(row.createdAt),
  }
}

function poolOf(row: PoolRow, allGrants: AccountRow['grants'], holds: AccountRow['holds']): Pool {
  const grants = allGrants.filter(({ pool }) => pool === row.kind).map(grantOf)
  return {
    ...row,
    owed: BigInt(row.owed),
    lineHeld: BigInt(row.lineHeld),
    creditLimitCents: BigInt(row.creditLimitCents),
    openingExpiresAt: instant(row.openingExpiresAt),
    pendingTrial: row.pendingTrial === null ? null : BigInt(row.pendingTrial),
    windowTotal: row.windowTotal === null ? null : BigInt(row.windowTotal),
    windowEndsAt: instant(row.windowEndsAt),
    turnedAt: instant(row.turnedAt),
    grants,
    holds: holds.filter(({ pools }) => pools.includes(row.kind)).map((hold) => shareOf(hold, grants)),
  }
}

function grantOf({ pool, ...row }: OfPool<Grant>): Grant {
  return {
    ...row,
    amount: BigInt(row.amount),
    remaining: BigInt(row.remaining),
    held: BigInt(row.held),
    effectiveAt: new Date(row.effectiveAt),
    expiresAt: instant(row.expiresAt),
    sequence: BigInt(row.sequence),
  }
}

/** Of a hold, what rests on one pool: what it has set aside of the pool's grants, and on the credit line. */
function shareOf({ pools, ...row }: HoldRow, grants: readonly Grant[]): Hold {
  const allocations = row.allocations
    .filter(({ grantId }) => grants.some(({ id }) => id === grantId))
    .map(({ grantId, amount }) => ({ grantId, amount: BigInt(amount) }))
  const lineAmount = BigInt(row.lineAmount)
  return {
    ...row,
    amount: sum(allocations.map(({ amount }) => amount)) + lineAmount,
    lineAmount,
    expiresAt: instant(row.expiresAt),
    sequence: BigInt(row.sequence),
    allocations,
  }
}

function instant(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}

function whole(count: bigint | null): number | null {
  return count === null ? null : Number(count)
}

function isPlanKey(key: string): key is PlanKey {
  return planKeys.some((known) => known === key)
}
