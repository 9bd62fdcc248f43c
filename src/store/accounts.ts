import type { Account } from '../domain/account.ts'
import { type AccountRow, accountOf } from './account-row.ts'
import { Prisma, type PrismaClient } from './client/client.ts'

/** What runs statements: the client itself or one transaction of it. */
export type Queryable = Pick<PrismaClient, '$queryRaw' | '$executeRaw'>

/**
 * An account as one request means it: whoever reads at an instant is told what counts then. Two requests that ask for one
 * account in one turn of the event loop share a row, and each judges it by its own clock.
 */
export interface AccountKey {
  readonly id: string
  /** The request's one reading of the clock. */
  readonly at: Date
}

/**
 * The hot read: everything the four shapes and the common viewer query show of some accounts, in one statement,
 * whatever was asked. Of credits that is what each pool comes to, as its last movement left it; the grants and holds
 * themselves come along only where something has fallen due since, and are few. So an account of ten thousand is as
 * quick to read as one of none, and keeps nobody waiting who is read with it (docs/performance.md); where it has to be
 * looked at, its pools say that they no longer stand (`isPast`), and it is read by itself. Ids that are nobody's are
 * missing from the answer.
 */
export async function readAccountsAt(db: Queryable, keys: readonly AccountKey[]): Promise<Map<string, Account>> {
  const at = keys.reduce((latest, key) => (key.at > latest ? key.at : latest), new Date(0))
  const rows = await read(db, [...new Set(keys.map(({ id }) => id))], whenDue(at))
  return new Map(rows.map((row) => [row.id, accountOf(row)]))
}

/** Some accounts with all of their grants and holds: what a movement is decided on. */
export async function readAccounts(db: Queryable, ids: readonly string[]): Promise<Map<string, Account>> {
  const rows = await read(db, ids, always)
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

async function read(db: Queryable, ids: readonly string[], withParts: Prisma.Sql): Promise<AccountRow[]> {
  const rows = await db.$queryRaw<{ account: AccountRow }[]>`${selection(withParts)} WHERE ${isOneOf(ids)}`
  return rows.map(({ account }) => account)
}

/**
 * One key is compared, not searched for. Of a few keys PostgreSQL would expect less work than of as many as it takes
 * where it does not know how many there are (ten), and therefore plan the statement anew each time, which takes longer
 * than to execute it: so there are never few.
 */
function isOneOf(ids: readonly string[]): Prisma.Sql {
  const [first] = ids
  if (ids.length === 1) return Prisma.sql`a.id = ${first}::uuid`
  const padding = Array<string | undefined>(Math.max(0, fewest - ids.length)).fill(first)
  return Prisma.sql`a.id = ANY(${[...ids, ...padding]}::uuid[])`
}

const fewest = 16

/** Which of an account's pools are told with their grants and holds. */
const always = Prisma.sql`true`
const few = Prisma.sql`(SELECT count(*) FROM (
    SELECT FROM credit_grants g WHERE g.account_id = a.id AND g.remaining > 0
    UNION ALL SELECT FROM credit_holds h WHERE h.account_id = a.id AND h.state = 'OPEN' LIMIT 101) most) <= 100`
const whenDue = (at: Date) =>
  Prisma.sql`least(p.due_at, p.next_expires_at) <= ${at.toISOString()}::timestamptz AND ${few}`

// One JSON document for each account: a driver and a client that look at every value of every column on the way take
// longer than the database does. Amounts travel as text inside it: a JSON number would pass through a float.
const selection = (withParts: Prisma.Sql) => Prisma.sql`
SELECT json_build_object('id', a.id, 'email', a.email, 'emailVerified', a.email_verified,
  'displayName', a.display_name, 'firstName', a.first_name, 'lastName', a.last_name, 'imageUrl', a.image_url,
  'company', a.company, 'role', a.role, 'isActive', a.is_active, 'restriction', a.restriction,
  'signInMethod', a.sign_in_method, 'connectedProviders', a.connected_providers,
  'twoFactorEnabled', a.two_factor_enabled, 'promptAnalysisOptIn', a.prompt_analysis_opt_in,
  'createdAt', a.created_at, 'updatedAt', a.updated_at, 'recordedAt', a.recorded_at, 'writtenAt', a.written_at,
  'writtenFacts', a.written_facts, 'creditNotice', a.credit_notice, 'agentBaseline', a.agent_baseline,
  'apiKeyBaseline', a.api_key_baseline, 'apiKeyLastFour', a.api_key_last_four,
  'governingSubscriptionId', a.governing_subscription_id, 'ledgerSequence', a.ledger_sequence::text,
  'referralCode',
  (SELECT r.code FROM referral_codes r WHERE r.account_id = a.id ORDER BY r.generated, r.code LIMIT 1),
  'identities',
  (SELECT json_agg(json_build_object('id', i.id, 'system', i.system, 'legacyId', i.legacy_id, 'claims', i.claims,
      'ordinal', i.ordinal, 'linkedAt', i.linked_at) ORDER BY i.ordinal)
    FROM legacy_identities i WHERE i.account_id = a.id),
  'subscriptions',
  (SELECT json_agg(json_build_object('id', s.id, 'system', s.system, 'plan', s.plan, 'label', s.label,
      'status', s.status, 'currentPeriodStart', s.current_period_start, 'currentPeriodEnd', s.current_period_end,
      'cancelAtPeriodEnd', s.cancel_at_period_end, 'trialEndsAt', s.trial_ends_at, 'overrides', s.overrides,
      'createdAt', s.created_at) ORDER BY s.created_at, s.id)
    FROM subscriptions s WHERE s.account_id = a.id AND s.superseded_at IS NULL),
  'pools',
  (SELECT json_agg(json_build_object('kind', p.kind, 'owed', p.owed::text, 'lineHeld', p.line_held::text,
      'creditLimitCents', p.credit_limit_cents::text, 'openingExpiresAt', p.opening_expires_at,
      'pendingTrial', p.pending_trial::text, 'windowTotal', p.window_total::text, 'windowEndsAt', p.window_ends_at,
      'turnedAt', p.turned_at, 'available', p.available::text, 'held', p.held::text, 'expiresAt', p.next_expires_at,
      'dueAt', p.due_at,
      'parts', CASE WHEN ${withParts} THEN json_build_object(
        'grants', (SELECT json_agg(json_build_object('id', g.id, 'kind', g.kind, 'amount', g.amount::text,
            'remaining', g.remaining::text, 'held', g.held::text, 'priority', g.priority, 'scheduled', g.scheduled,
            'effectiveAt', g.effective_at, 'expiresAt', g.expires_at, 'sequence', g.sequence::text) ORDER BY g.sequence)
          FROM credit_grants g WHERE g.account_id = a.id AND g.pool = p.kind AND g.remaining > 0),
        'holds', (SELECT json_agg(json_build_object('id', h.id, 'lineAmount', h.line_amount::text,
            'imported', h.imported, 'expiresAt', h.expires_at, 'sequence', h.sequence::text,
            'allocations', (SELECT json_agg(json_build_object('grantId', l.grant_id, 'amount', l.amount::text))
              FROM hold_allocations l WHERE l.hold_id = h.id AND l.amount > 0)) ORDER BY h.sequence)
          FROM credit_holds h WHERE h.account_id = a.id AND h.state = 'OPEN' AND p.kind = ANY(h.pools))) END))
    FROM credit_pools p WHERE p.account_id = a.id),
  'unseenGrantsSince',
  (SELECT min(CASE WHEN g.scheduled THEN g.effective_at ELSE a.recorded_at END) FROM credit_grants g
    WHERE g.account_id = a.id AND g.seen_at IS NULL),
  'usage',
  (SELECT json_agg(u) FROM (
      SELECT DISTINCT ON (c.meter) c.meter, c.period_start AS "periodStart", c.period_end AS "periodEnd", c.used
      FROM usage_counters c WHERE c.account_id = a.id ORDER BY c.meter, c.period_start DESC) u),
  'agentsMade', (SELECT count(*) FROM agents n WHERE n.account_id = a.id AND n.archived_at IS NULL),
  'apiKeys',
  (SELECT json_build_object('active', count(*) FILTER (WHERE k.revoked_at IS NULL),
      'activeMade', count(*) FILTER (WHERE k.revoked_at IS NULL AND NOT k.imported),
      'newestLastFour', (array_agg(k.last_four ORDER BY k.created_at DESC, k.sequence DESC)
        FILTER (WHERE k.revoked_at IS NULL))[1],
      'lastFourHasRow', coalesce(bool_or(k.imported AND k.last_four = a.api_key_last_four), false))
    FROM api_keys k WHERE k.account_id = a.id)) AS account
FROM accounts a`
