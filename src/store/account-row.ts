import type { Account, CountedApiKeys } from '../domain/account.ts'
import { type Grant, type Hold, type Pool, type Standing, sum } from '../domain/credits.ts'
import type { Claims } from '../domain/facts.ts'
import type { LegacyIdentity } from '../domain/legacy-identity.ts'
import { type PlanKey, planKeys } from '../domain/plan.ts'
import type { SubscriptionRecord } from '../domain/subscription.ts'
import type { UsageCount } from '../domain/usage.ts'

/** Inside JSON an instant is text and an amount is digits; what there is none of is null. */
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

type Rows<T> = readonly T[] | null

interface HoldRow extends InJson<Omit<Hold, 'amount' | 'allocations'>> {
  readonly allocations: Rows<{ readonly grantId: string; readonly amount: string }>
}

interface PoolRow extends InJson<Omit<Pool, 'grants' | 'holds' | 'standing'> & Standing> {
  readonly parts: { readonly grants: Rows<InJson<Grant>>; readonly holds: Rows<HoldRow> } | null
}

interface IdentityRow extends InJson<Omit<LegacyIdentity, 'claims'>> {
  readonly claims: Record<string, unknown>
}

/** The document of one account, as the hot read makes it (accounts.ts). */
export interface AccountRow
  extends InJson<Omit<Account, 'identities' | 'subscriptions' | 'pools' | 'usage' | 'agents' | 'apiKeys'>> {
  readonly identities: Rows<IdentityRow>
  readonly subscriptions: Rows<InJson<SubscriptionRecord>>
  readonly pools: Rows<PoolRow>
  readonly usage: Rows<InJson<UsageCount>>
  readonly agentBaseline: number | null
  readonly agentsMade: number
  readonly apiKeyBaseline: number | null
  readonly apiKeyLastFour: string | null
  readonly apiKeys: Omit<CountedApiKeys, 'baseline' | 'lastFour'>
}

/**
 * A row in the domain's terms. Field by field: what is copied whole and then changed costs ten times as much, and this is
 * done for every request.
 */
export function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    email: row.email,
    emailVerified: row.emailVerified,
    displayName: row.displayName,
    firstName: row.firstName,
    lastName: row.lastName,
    imageUrl: row.imageUrl,
    company: row.company,
    role: row.role,
    isActive: row.isActive,
    restriction: row.restriction,
    signInMethod: row.signInMethod,
    connectedProviders: row.connectedProviders,
    twoFactorEnabled: row.twoFactorEnabled,
    promptAnalysisOptIn: row.promptAnalysisOptIn,
    referralCode: row.referralCode,
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    recordedAt: new Date(row.recordedAt),
    writtenAt: instant(row.writtenAt),
    writtenFacts: row.writtenFacts,
    identities: listOf(row.identities, identityOf),
    subscriptions: listOf(row.subscriptions, subscriptionOf),
    governingSubscriptionId: row.governingSubscriptionId,
    pools: listOf(row.pools, poolOf),
    creditNotice: row.creditNotice,
    unseenGrantsSince: instant(row.unseenGrantsSince),
    usage: listOf(row.usage, usageOf),
    agents: { baseline: row.agentBaseline, made: row.agentsMade },
    apiKeys: { ...row.apiKeys, baseline: row.apiKeyBaseline, lastFour: row.apiKeyLastFour },
    ledgerSequence: BigInt(row.ledgerSequence),
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

function identityOf({ claims, ...row }: IdentityRow): LegacyIdentity {
  return { ...row, claims: claimsFromJson(claims), linkedAt: new Date(row.linkedAt) }
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
    createdAt: new Date(row.createdAt),
  }
}

function usageOf(row: InJson<UsageCount>): UsageCount {
  return { ...row, periodStart: new Date(row.periodStart), periodEnd: instant(row.periodEnd) }
}

function poolOf(row: PoolRow): Pool {
  const { parts } = row
  const grants = listOf(parts?.grants ?? null, grantOf)
  const own = new Set(grants.map(({ id }) => id))
  return {
    kind: row.kind,
    owed: BigInt(row.owed),
    lineHeld: BigInt(row.lineHeld),
    creditLimitCents: BigInt(row.creditLimitCents),
    openingExpiresAt: instant(row.openingExpiresAt),
    pendingTrial: amount(row.pendingTrial),
    windowTotal: amount(row.windowTotal),
    windowEndsAt: instant(row.windowEndsAt),
    turnedAt: instant(row.turnedAt),
    grants,
    holds: listOf(parts?.holds ?? null, (hold) => shareOf(hold, own)),
    standing: parts === null ? standingOf(row) : null,
  }
}

function standingOf({ available, held, expiresAt, dueAt }: PoolRow): Standing {
  return {
    available: BigInt(available),
    held: BigInt(held),
    expiresAt: instant(expiresAt),
    dueAt: instant(dueAt),
  }
}

function grantOf(row: InJson<Grant>): Grant {
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
function shareOf({ allocations: all, ...row }: HoldRow, own: ReadonlySet<string>): Hold {
  const resting = (all ?? []).filter(({ grantId }) => own.has(grantId))
  const allocations = resting.map(({ grantId, amount }) => ({ grantId, amount: BigInt(amount) }))
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

function listOf<R, T>(rows: Rows<R>, of: (row: R) => T): readonly T[] {
  return rows === null ? [] : rows.map(of)
}

function instant(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}

function amount(digits: string | null): bigint | null {
  return digits === null ? null : BigInt(digits)
}

function isPlanKey(key: string): key is PlanKey {
  return planKeys.some((known) => known === key)
}
