import type { Account, CountedAgents, Restriction } from '../domain/account.ts'
import { type CreditPoolKind, type Grant, type GrantKind, type Hold, type Pool, sum } from '../domain/credits.ts'
import type { Claims, WrittenFact } from '../domain/facts.ts'
import type { LegacySystem } from '../domain/legacy-system.ts'
import { planKeys } from '../domain/plan.ts'
import type { SubscriptionOverrides, SubscriptionRecord } from '../domain/subscription.ts'
import type { UsageMeterName } from '../domain/usage.ts'
import {
  type Column,
  instant,
  instantOrNull,
  type JsonRow,
  jsonRow,
  list,
  plain,
  rows,
  whole,
  wholeOrNull,
} from './json-row.ts'

/** Stands where the statement says which of an account's pools are told with their grants and holds. */
export const withParts = '/* with parts */'
/** Stands where it may say how many of each are enough. */
export const enough = '/* enough */'

const identity = jsonRow({
  id: plain<string>('i.id'),
  system: plain<LegacySystem>('i.system'),
  legacyId: plain<string>('i.legacy_id'),
  claims: { sql: 'i.claims', read: claimsFromJson },
  ordinal: plain<number>('i.ordinal'),
  linkedAt: instant('i.linked_at'),
})

const subscription = jsonRow({
  id: plain<string>('s.id'),
  system: plain<LegacySystem | null>('s.system'),
  plan: plain<string>('s.plan'),
  label: plain<string | null>('s.label'),
  status: plain<string | null>('s.status'),
  currentPeriodStart: instantOrNull('s.current_period_start'),
  currentPeriodEnd: instantOrNull('s.current_period_end'),
  cancelAtPeriodEnd: plain<boolean | null>('s.cancel_at_period_end'),
  trialEndsAt: instantOrNull('s.trial_ends_at'),
  overrides: plain<SubscriptionOverrides>('s.overrides'),
  createdAt: instant('s.created_at'),
})

const usage = jsonRow({
  meter: plain<UsageMeterName>('c.meter'),
  periodStart: instant('c.period_start'),
  periodEnd: instantOrNull('c.period_end'),
  used: plain<number>('c.used'),
})

const grant = jsonRow({
  id: plain<string>('g.id'),
  kind: plain<GrantKind>('g.kind'),
  amount: whole('g.amount'),
  remaining: whole('g.remaining'),
  held: whole('g.held'),
  priority: plain<number>('g.priority'),
  scheduled: plain<boolean>('g.scheduled'),
  effectiveAt: instant('g.effective_at'),
  expiresAt: instantOrNull('g.expires_at'),
  sequence: whole('g.sequence'),
})

const allocation = jsonRow({ grantId: plain<string>('l.grant_id'), amount: whole('l.amount') })

const hold = jsonRow({
  id: plain<string>('h.id'),
  lineAmount: whole('h.line_amount'),
  imported: plain<boolean>('h.imported'),
  expiresAt: instantOrNull('h.expires_at'),
  sequence: whole('h.sequence'),
  allocations: rows(allocation, 'hold_allocations l WHERE l.hold_id = h.id AND l.amount > 0', null),
})

const standing = jsonRow({
  available: whole('p.available'),
  held: whole('p.held'),
  expiresAt: instantOrNull('p.next_expires_at'),
  dueAt: instantOrNull('p.due_at'),
})

const grants = rows(
  grant,
  `(SELECT * FROM credit_grants g
    WHERE g.account_id = a.id AND g.pool = p.kind AND g.remaining > 0 ${enough}) g`,
  'g.sequence',
)

const holds = rows(
  hold,
  `(SELECT * FROM credit_holds h
    WHERE h.account_id = a.id AND h.state = 'OPEN' AND p.kind = ANY(h.pools) ${enough}) h`,
  'h.sequence',
)

const pool = jsonRow({
  kind: plain<CreditPoolKind>('p.kind'),
  owed: whole('p.owed'),
  lineHeld: whole('p.line_held'),
  creditLimitCents: whole('p.credit_limit_cents'),
  openingExpiresAt: instantOrNull('p.opening_expires_at'),
  pendingTrial: wholeOrNull('p.pending_trial'),
  windowTotal: wholeOrNull('p.window_total'),
  windowEndsAt: instantOrNull('p.window_ends_at'),
  turnedAt: instantOrNull('p.turned_at'),
  grants: { ...grants, sql: `CASE WHEN ${withParts} THEN ${grants.sql} END` },
  holds: { ...holds, sql: `CASE WHEN ${withParts} THEN ${holds.sql} END` },
  standing: {
    sql: `CASE WHEN ${withParts} THEN NULL ELSE ${standing.sql} END`,
    read: (json: readonly unknown[] | null) => (json === null ? null : standing.read(json)),
  },
})

const agents: Column<CountedAgents> = {
  sql: `json_build_array(a.agent_baseline,
    (SELECT count(*) FROM agents n WHERE n.account_id = a.id AND n.archived_at IS NULL))`,
  read: ([baseline, made]: [number | null, number]) => ({ baseline, made }),
}

const apiKeys = jsonRow({
  baseline: plain<number | null>('a.api_key_baseline'),
  lastFour: plain<string | null>('a.api_key_last_four'),
  active: plain<number>('count(*) FILTER (WHERE k.revoked_at IS NULL)'),
  activeMade: plain<number>('count(*) FILTER (WHERE k.revoked_at IS NULL AND NOT k.imported)'),
  newestLastFour: plain<string | null>(`(array_agg(k.last_four ORDER BY k.created_at DESC, k.sequence DESC)
    FILTER (WHERE k.revoked_at IS NULL))[1]`),
  lastFourHasRow: plain<boolean>('coalesce(bool_or(k.imported AND k.last_four = a.api_key_last_four), false)'),
})

/** The row of an account, `accounts a`, with all that the four shapes and the common viewer query show of it. */
export const accountRow: JsonRow<Account> = jsonRow({
  id: plain<string>('a.id'),
  email: plain<string>('a.email'),
  emailVerified: plain<boolean | null>('a.email_verified'),
  displayName: plain<string | null>('a.display_name'),
  firstName: plain<string | null>('a.first_name'),
  lastName: plain<string | null>('a.last_name'),
  imageUrl: plain<string | null>('a.image_url'),
  company: plain<string | null>('a.company'),
  role: plain<string | null>('a.role'),
  isActive: plain<boolean | null>('a.is_active'),
  restriction: plain<Restriction | null>('a.restriction'),
  signInMethod: plain<string | null>('a.sign_in_method'),
  connectedProviders: plain<readonly string[] | null>('a.connected_providers'),
  twoFactorEnabled: plain<boolean | null>('a.two_factor_enabled'),
  promptAnalysisOptIn: plain<boolean | null>('a.prompt_analysis_opt_in'),
  createdAt: instantOrNull('a.created_at'),
  updatedAt: instantOrNull('a.updated_at'),
  recordedAt: instant('a.recorded_at'),
  writtenAt: instantOrNull('a.written_at'),
  writtenFacts: plain<readonly WrittenFact[]>('a.written_facts'),
  creditNotice: plain<boolean>('a.credit_notice'),
  governingSubscriptionId: plain<string | null>('a.governing_subscription_id'),
  ledgerSequence: whole('a.ledger_sequence'),
  referralCode: plain<string>(
    '(SELECT r.code FROM referral_codes r WHERE r.account_id = a.id ORDER BY r.generated, r.code LIMIT 1)',
  ),
  identities: rows(identity, 'legacy_identities i WHERE i.account_id = a.id', 'i.ordinal'),
  subscriptions: list(
    subscription,
    'subscriptions s WHERE s.account_id = a.id AND s.superseded_at IS NULL',
    's.created_at, s.id',
    subscriptionOf,
  ),
  pools: list(pool, 'credit_pools p WHERE p.account_id = a.id', null, poolOf),
  unseenGrantsSince: instantOrNull(`(SELECT min(CASE WHEN g.scheduled THEN g.effective_at ELSE a.recorded_at END)
    FROM credit_grants g WHERE g.account_id = a.id AND g.seen_at IS NULL)`),
  // Of each meter the count that began last: in the order of the key, backwards.
  usage: rows(
    usage,
    `(SELECT DISTINCT ON (meter) meter, period_start, period_end, used FROM usage_counters
      WHERE account_id = a.id ORDER BY meter DESC, period_start DESC) c`,
    null,
  ),
  agents,
  apiKeys: { sql: `(SELECT ${apiKeys.sql} FROM api_keys k WHERE k.account_id = a.id)`, read: apiKeys.read },
})

/** Claims as they are kept: instants as text. */
export function claimsToJson(claims: Claims): Record<string, unknown> {
  return JSON.parse(JSON.stringify(claims))
}

function claimsFromJson(claims: Record<string, unknown>): Claims {
  const { createdAt, updatedAt } = claims
  if (createdAt === undefined && updatedAt === undefined) return claims
  return {
    ...claims,
    ...(typeof createdAt === 'string' && { createdAt: new Date(createdAt) }),
    ...(typeof updatedAt === 'string' && { updatedAt: new Date(updatedAt) }),
  }
}

type Read<R> = R extends JsonRow<infer Row> ? Row : never

function subscriptionOf(row: Read<typeof subscription>): SubscriptionRecord {
  // A key that left the catalogue grants what a plan of one's own grants, under its old name.
  return isOfCatalogue(row) ? row : { ...row, plan: 'CUSTOM', label: row.plan }
}

function isOfCatalogue(row: Read<typeof subscription>): row is SubscriptionRecord {
  return planKeys.some((known) => known === row.plan)
}

function poolOf(row: Read<typeof pool>): Pool {
  if (row.holds.length === 0) return row as Pool
  const own = new Set(row.grants.map(({ id }) => id))
  return { ...row, holds: row.holds.map((one) => shareOf(one, own)) }
}

/** Of a hold, what rests on one pool: what it has set aside of the pool's grants, and on the credit line. */
function shareOf({ allocations: all, ...facts }: Read<typeof hold>, own: ReadonlySet<Grant['id']>): Hold {
  const allocations = all.filter(({ grantId }) => own.has(grantId))
  return { ...facts, amount: sum(allocations.map(({ amount }) => amount)) + facts.lineAmount, allocations }
}
