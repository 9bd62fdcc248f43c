import type { Account } from '../domain/account.ts'
import { type AccountRow, accountOf } from './account-row.ts'
import { Prisma, type PrismaClient } from './client/client.ts'

/** What runs statements: the client itself or one transaction of it. */
export type Queryable = Pick<PrismaClient, '$queryRaw' | '$executeRaw'>

/**
 * The hot read: everything the four shapes and the common viewer query show of some accounts, in one statement,
 * whatever was asked. What lapses with time comes along and is judged by the caller's clock, so the statement knows
 * no `now`. Ids that are nobody's are missing from the answer.
 */
export async function readAccounts(db: Queryable, ids: readonly string[]): Promise<Map<string, Account>> {
  // One key is compared, not searched for: PostgreSQL keeps one plan for it (measured, docs of the batcher).
  const [only] = ids
  const which = ids.length === 1 ? Prisma.sql`a.id = ${only}::uuid` : Prisma.sql`a.id = ANY(${[...ids]}::uuid[])`
  const rows = await db.$queryRaw<AccountRow[]>`${selection} WHERE ${which}`
  return new Map(rows.map((row) => [row.id, accountOf(row)]))
}

/** Locks one account until the transaction ends, then reads it. Null for nobody's id. */
export async function lockAccount(transaction: Queryable, id: string): Promise<Account | null> {
  await transaction.$queryRaw`SELECT 1 FROM accounts WHERE id = ${id}::uuid FOR UPDATE`
  return (await readAccounts(transaction, [id])).get(id) ?? null
}

export async function countAccounts(db: Queryable): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM accounts`
  return row?.count ?? 0
}

/** Somebody has moved credits here, though the account may be gone since. */
export async function hasJournal(db: Queryable): Promise<boolean> {
  const [row] = await db.$queryRaw<{ found: boolean }[]>`SELECT EXISTS (SELECT FROM ledger_entries) AS found`
  return row?.found ?? false
}

// Amounts travel as text inside JSON: a JSON number would pass through a float.
const selection = Prisma.sql`
SELECT a.id, a.email, a.email_verified AS "emailVerified", a.display_name AS "displayName",
  a.first_name AS "firstName", a.last_name AS "lastName", a.image_url AS "imageUrl", a.company, a.role,
  a.is_active AS "isActive", a.restriction::text AS restriction, a.sign_in_method AS "signInMethod",
  a.connected_providers AS "connectedProviders", a.two_factor_enabled AS "twoFactorEnabled",
  a.prompt_analysis_opt_in AS "promptAnalysisOptIn", a.created_at AS "createdAt", a.updated_at AS "updatedAt",
  a.recorded_at AS "recordedAt", a.written_at AS "writtenAt", a.written_facts AS "writtenFacts",
  a.credit_notice AS "creditNotice", a.agent_baseline AS "agentBaseline", a.api_key_baseline AS "apiKeyBaseline",
  a.api_key_last_four AS "apiKeyLastFour", a.governing_subscription_id AS "governingSubscriptionId",
  a.ledger_sequence AS "ledgerSequence",
  (SELECT r.code FROM referral_codes r WHERE r.account_id = a.id ORDER BY r.generated, r.code LIMIT 1) AS "referralCode",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'system', i.system, 'legacyId', i.legacy_id,
      'claims', i.claims, 'ordinal', i.ordinal, 'linkedAt', i.linked_at) ORDER BY i.ordinal), '[]')
    FROM legacy_identities i WHERE i.account_id = a.id) AS identities,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'system', s.system, 'plan', s.plan, 'label', s.label,
      'status', s.status, 'currentPeriodStart', s.current_period_start, 'currentPeriodEnd', s.current_period_end,
      'cancelAtPeriodEnd', s.cancel_at_period_end, 'trialEndsAt', s.trial_ends_at, 'overrides', s.overrides,
      'createdAt', s.created_at) ORDER BY s.created_at, s.id), '[]')
    FROM subscriptions s WHERE s.account_id = a.id AND s.superseded_at IS NULL) AS subscriptions,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', p.kind, 'owed', p.owed::text, 'lineHeld', p.line_held::text,
      'creditLimitCents', p.credit_limit_cents::text, 'openingExpiresAt', p.opening_expires_at,
      'pendingTrial', p.pending_trial::text, 'windowTotal', p.window_total::text, 'windowEndsAt', p.window_ends_at,
      'turnedAt', p.turned_at)), '[]')
    FROM credit_pools p WHERE p.account_id = a.id) AS pools,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('pool', g.pool, 'id', g.id, 'kind', g.kind, 'amount', g.amount::text,
      'remaining', g.remaining::text, 'held', g.held::text, 'priority', g.priority, 'scheduled', g.scheduled,
      'effectiveAt', g.effective_at,
      'expiresAt', g.expires_at, 'sequence', g.sequence::text) ORDER BY g.sequence), '[]')
    FROM credit_grants g WHERE g.account_id = a.id AND g.remaining > 0) AS grants,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('pools', h.pools::text[], 'id', h.id, 'amount', h.amount::text,
      'lineAmount', h.line_amount::text, 'imported', h.imported, 'expiresAt', h.expires_at, 'sequence', h.sequence::text,
      'allocations', (SELECT coalesce(jsonb_agg(jsonb_build_object('grantId', l.grant_id, 'amount', l.amount::text)), '[]')
        FROM hold_allocations l WHERE l.hold_id = h.id AND l.amount > 0)) ORDER BY h.sequence), '[]')
    FROM credit_holds h WHERE h.account_id = a.id AND h.state = 'OPEN') AS holds,
  (SELECT min(CASE WHEN g.scheduled THEN g.effective_at ELSE a.recorded_at END) FROM credit_grants g
    WHERE g.account_id = a.id AND g.seen_at IS NULL) AS "unseenGrantsSince",
  (SELECT coalesce(jsonb_agg(u.latest), '[]') FROM (
      SELECT DISTINCT ON (c.meter) jsonb_build_object('meter', c.meter, 'periodStart', c.period_start,
        'periodEnd', c.period_end, 'used', c.used) AS latest
      FROM usage_counters c WHERE c.account_id = a.id ORDER BY c.meter, c.period_start DESC) u) AS usage,
  (SELECT count(*)::int FROM agents n WHERE n.account_id = a.id AND n.archived_at IS NULL) AS "agentsMade",
  (SELECT jsonb_build_object('active', count(*) FILTER (WHERE k.revoked_at IS NULL),
      'activeMade', count(*) FILTER (WHERE k.revoked_at IS NULL AND NOT k.imported),
      'newestLastFour', (array_agg(k.last_four ORDER BY k.created_at DESC, k.sequence DESC)
        FILTER (WHERE k.revoked_at IS NULL))[1],
      'lastFourHasRow', coalesce(bool_or(k.imported AND k.last_four = a.api_key_last_four), false))
    FROM api_keys k WHERE k.account_id = a.id) AS "apiKeys"
FROM accounts a`
