import { isDeepStrictEqual } from 'node:util'
import type { Account } from './account.ts'
import { billingDay } from './billing-period.ts'
import { type CreditPoolKind, creditPools } from './credits.ts'
import { emailKey } from './email-address.ts'
import { type Claims, factNames, governingFacts, type WrittenFact, withDisplayName } from './facts.ts'
import { type FeatureName, type Features, featureNames } from './features.ts'
import { Ledger, type LedgerChange, unmoved } from './ledger.ts'
import type { LegacyIdentity } from './legacy-identity.ts'
import type { LegacySystem } from './legacy-system.ts'
import { planCatalogue } from './plan.ts'
import { nothingOpened, type Opening, openPool } from './pool-opening.ts'
import type { SubscriptionOverrides, SubscriptionRecord } from './subscription.ts'
import type { UsageCount } from './usage.ts'
import type { Statement } from './viewer-path.ts'

/** One record of one legacy system, decoded. */
export interface LegacyRecord {
  readonly system: LegacySystem
  readonly legacyId: string
  readonly statement: Statement
}

/** What the same record said at its last import, and when it was laid upon the account. */
export interface EarlierRecord {
  readonly statement: Statement
  readonly importedAt: Date
}

export interface RecordContext {
  /** The instant the record is true at; also the one the ledger books it at. */
  readonly now: Date
  readonly newId: () => string
}

/** An account as a record leaves it, with the movements the record caused. */
export interface AppliedRecord {
  readonly account: Account
  readonly ledger: LedgerChange
}

/** An account nobody has said anything about but its address. */
export function blankAccount(id: string, email: string, generatedReferralCode: string, now: Date): Account {
  return {
    ...(Object.fromEntries(factNames.map((fact) => [fact, null])) as Omit<Claims, 'email'> & NullFacts),
    email,
    id,
    restriction: null,
    referralCode: generatedReferralCode,
    recordedAt: now,
    writtenAt: null,
    writtenFacts: [],
    identities: [],
    subscriptions: [],
    governingSubscriptionId: null,
    pools: [],
    creditNotice: false,
    unseenGrantsSince: null,
    usage: [],
    agents: { baseline: null, made: 0 },
    apiKeys: { baseline: null, lastFour: null, lastFourHasRow: false, active: 0, activeMade: 0, newestLastFour: null },
    ledgerSequence: 0n,
  }
}

type NullFacts = { readonly [F in Exclude<(typeof factNames)[number], 'email'>]: null }

/**
 * The account once a record has been laid upon it. `earlier` is what the same record said at its last import, null at
 * its first: then it makes the account, or links a further system to it and fills only what is empty. A record that
 * says the same again changes nothing, whatever has happened here since.
 */
export function applyRecord(
  account: Account,
  record: LegacyRecord,
  earlier: EarlierRecord | null,
  context: RecordContext,
): AppliedRecord {
  const { statement } = record
  const before = earlier?.statement ?? null
  if (before !== null && isDeepStrictEqual(before, statement)) return { account, ledger: unmoved(account, context.now) }
  const identities = withIdentity(account, record, context)
  const subscriptions = withSubscription(account, record, context)
  const own = subscriptions.find(({ system }) => system === record.system)
  const governing = subscriptions.find(({ id }) => id === account.governingSubscriptionId) ?? own ?? subscriptions[0]
  const governingSubscriptionId = governing?.id ?? null
  const writtenFacts = stillWritten(account, identities, governing !== undefined)
  const billed = governing ? billingDay(governing.currentPeriodStart, governing.currentPeriodEnd) : null

  const ledger = new Ledger(account, { at: context.now, newId: context.newId })
  for (const kind of creditPools) {
    if (isSubscriptionWritten(account) && (kind === 'MONTHLY' || kind === 'ADDITIONAL')) continue
    const said = openingOf(kind, statement)
    const saidBefore = earlier && openingOf(kind, earlier.statement)
    if (!said && !saidBefore) continue
    const opening = saidBefore && { opening: saidBefore, at: earlier.importedAt }
    openPool(ledger.books(kind), opening, said ?? nothingOpened, { now: context.now, billed })
  }
  const moved = ledger.change()

  return {
    account: {
      ...account,
      ...governingFacts(account, writtenFacts, identities),
      writtenFacts,
      referralCode: statement.referralCode ?? account.referralCode,
      identities,
      subscriptions,
      governingSubscriptionId,
      pools: moved.pools,
      creditNotice: changed(before, statement, 'credits.hasUnseenGrants', account.creditNotice) ?? false,
      usage: withUsage(account, own ?? null, statement, before, context),
      agents: {
        ...account.agents,
        baseline: changed(before, statement, 'resources.agentCount', account.agents.baseline),
      },
      apiKeys: {
        ...account.apiKeys,
        baseline: changed(before, statement, 'resources.activeApiKeyCount', account.apiKeys.baseline),
        lastFour: changed(before, statement, 'resources.apiKeyLastFour', account.apiKeys.lastFour),
      },
      ledgerSequence: moved.sequence,
    },
    ledger: moved,
  }
}

/** What a record says of the person, as its identity goes on claiming it. */
export function claimsOf(statement: Statement): Claims {
  return withDisplayName(
    Object.fromEntries(factNames.filter((fact) => fact in statement).map((fact) => [fact, statement[fact]])),
  )
}

function withIdentity(account: Account, record: LegacyRecord, { now, newId }: RecordContext): LegacyIdentity[] {
  const current = account.identities.find(({ system }) => system === record.system)
  const identity: LegacyIdentity = {
    id: current?.id ?? newId(),
    system: record.system,
    legacyId: record.legacyId,
    claims: claimsOf(record.statement),
    ordinal: current?.ordinal ?? account.identities.length,
    linkedAt: current?.linkedAt ?? now,
  }
  return [...account.identities.filter(({ system }) => system !== record.system), identity]
}

/**
 * What was written here and goes on holding. Whoever subscribes anew after the last subscription is gone has not
 * cancelled that one; and an address that a record brings is not the one that was verified here.
 */
function stillWritten(
  account: Account,
  identities: readonly LegacyIdentity[],
  isSubscribed: boolean,
): readonly WrittenFact[] {
  const { writtenFacts } = account
  const isVerified = writtenFacts.includes('emailVerified')
  const email = isVerified ? governingFacts(account, writtenFacts, identities).email : account.email
  const isSameAddress = emailKey(email) === emailKey(account.email)
  return writtenFacts.filter(
    (one) => (one !== 'cancelAtPeriodEnd' || isSubscribed) && (one !== 'emailVerified' || isSameAddress),
  )
}

/**
 * A subscription that was set through the gateway is no record's to say, nor is what has been used of it or what its
 * windows hold (contract, "whose write answers every shape").
 */
function isSubscriptionWritten({ writtenFacts }: Account): boolean {
  return writtenFacts.includes('subscription')
}

function withSubscription(account: Account, { system, statement }: LegacyRecord, { now, newId }: RecordContext) {
  if (isSubscriptionWritten(account)) return account.subscriptions
  const plan = statement['subscription.plan']
  const others = account.subscriptions.filter((one) => one.system !== system)
  if (!plan) return others
  const current = account.subscriptions.find((one) => one.system === system)
  const own: SubscriptionRecord = {
    id: current?.id ?? newId(),
    system,
    plan: plan.key,
    label: plan.key === 'CUSTOM' ? plan.name : null,
    status: statement['subscription.status'] ?? null,
    currentPeriodStart: statement['subscription.currentPeriodStart'] ?? null,
    currentPeriodEnd: statement['subscription.currentPeriodEnd'] ?? null,
    cancelAtPeriodEnd: writtenCancellation(account) ?? statement['subscription.cancelAtPeriodEnd'] ?? null,
    trialEndsAt: statement['subscription.trial.endsAt'] ?? null,
    overrides: overridesOf(statement, planCatalogue[plan.key].features),
    createdAt: current?.createdAt ?? now,
  }
  return [...others, own]
}

/** Whether subscriptions end with their periods, as the gateway wrote it to all there are; null where it did not. */
function writtenCancellation({ writtenFacts, subscriptions }: Account): boolean | null {
  return writtenFacts.includes('cancelAtPeriodEnd') ? (subscriptions[0]?.cancelAtPeriodEnd ?? null) : null
}

/** Only what differs from the catalogue is written down (contract, "governing subscription"). */
function overridesOf(statement: Statement, sold: Features): SubscriptionOverrides {
  const said = featureNames.filter((name) => statement[`subscription.features.${name}`] !== undefined)
  const features: Partial<Features> = Object.fromEntries(
    said
      .map((name): [FeatureName, unknown] => [name, statement[`subscription.features.${name}`]])
      .filter(([name, value]) => value !== sold[name]),
  )
  const spansLimit = statement['subscription.usage.spans.limit']
  const entitled = features.spans ?? sold.spans
  return {
    ...(Object.keys(features).length > 0 ? { features } : {}),
    ...(spansLimit !== undefined && spansLimit !== entitled ? { spansLimit } : {}),
  }
}

/** Usage moves by the difference too: what was recorded here since the last import stays recorded. */
function withUsage(
  account: Account,
  own: SubscriptionRecord | null,
  statement: Statement,
  before: Statement | null,
  { now }: RecordContext,
): readonly UsageCount[] {
  const path = 'subscription.usage.spans.used'
  if (isSubscriptionWritten(account)) return account.usage
  if (statement[path] === undefined && before?.[path] === undefined) return account.usage
  const used = statement[path] ?? 0
  const current = account.usage.find(({ meter }) => meter === 'SPANS')
  const periodEnd = own?.currentPeriodEnd && own.currentPeriodEnd > now ? own.currentPeriodEnd : null
  const goesOn = current !== undefined && (current.periodEnd === null || current.periodEnd > now)
  // The difference first: a sum of two counts may leave the safe integers.
  const more = used - (before?.[path] ?? 0)
  const count: UsageCount = goesOn
    ? { ...current, periodEnd, used: Math.min(Math.max(0, current.used + more), Number.MAX_SAFE_INTEGER) }
    : { meter: 'SPANS', periodStart: now, periodEnd, used }
  return [...account.usage.filter(({ meter }) => meter !== 'SPANS'), count]
}

/** What a record says of a pool; null when it says nothing of it. */
function openingOf(kind: CreditPoolKind, statement: Statement): Opening | null {
  const bare = { held: 0n, expiresAt: null, creditLimitCents: 0n, pendingTrial: null, windowTotal: null }
  switch (kind) {
    case 'WALLET': {
      const available = statement['credits.wallet.available']
      if (available === undefined) return null
      const held = statement['credits.wallet.held'] ?? 0n
      return {
        ...bare,
        posted: available + held,
        held,
        expiresAt: statement['credits.wallet.expiresAt'] ?? null,
        creditLimitCents: statement['credits.wallet.creditLimitCents'] ?? 0n,
        // Nothing waits for a verification that has been.
        pendingTrial: statement.emailVerified ? null : (statement['credits.wallet.freeTrialPending'] ?? null),
      }
    }
    case 'PERMANENT': {
      const posted = statement['credits.permanent']
      return posted === undefined ? null : { ...bare, posted }
    }
    case 'MONTHLY':
    case 'ADDITIONAL': {
      const path = kind === 'MONTHLY' ? 'credits.monthly' : 'credits.additional'
      const windowTotal = statement[`${path}.total`]
      return windowTotal === undefined ? null : { ...bare, windowTotal, posted: statement[`${path}.remaining`] ?? 0n }
    }
  }
}

/** The new word where it differs from the last one, null where it is no longer said; a repetition changes nothing. */
function changed<P extends keyof Statement, V>(before: Statement | null, now: Statement, path: P, current: V) {
  return before?.[path] === now[path] ? current : (now[path] ?? null)
}
