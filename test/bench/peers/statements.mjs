/**
 * One statement for each question, as a service written by hand for one shape would have it. The clock is PostgreSQL's:
 * an open hold counts until it expires, a grant from its effective date until it expires. What is true of everybody
 * here is assumed and not asked for, which favours these statements: nothing is owed, nothing rests on a credit line,
 * no window is due to turn, no subscription is over, no address waits for verification, no system claims anything that
 * the account does not say itself, nothing was counted without a row of its own, and holds rest on the wallet alone.
 */
const live = 'remaining > 0 AND effective_at <= now() AND (expires_at IS NULL OR expires_at > now())'
const account = 'a.id, a.email, a.display_name AS name, a.created_at AS created'
const subscription = 's.plan, s.status, s.current_period_end AS period_end'
const governing = 'LEFT JOIN subscriptions s ON s.id = a.governing_subscription_id'
const whose = 'WHERE a.id = $1'

const ofPool = (pool, name) => `coalesce(sum(g.remaining) FILTER (WHERE g.pool = '${pool}'), 0)::bigint AS ${name}`
const totalOf = (pool, name) => `max(p.window_total) FILTER (WHERE p.kind = '${pool}') AS ${name}`

/** A lateral join on every grant of the account that counts. */
const grants = (...columns) =>
  `CROSS JOIN LATERAL (SELECT ${columns.join(', ')} FROM credit_grants g WHERE g.account_id = a.id AND ${live}) g`
const windows = `CROSS JOIN LATERAL (SELECT ${totalOf('MONTHLY', 'monthly_total')},
    ${totalOf('ADDITIONAL', 'additional_total')} FROM credit_pools p WHERE p.account_id = a.id) w`
const held = `(SELECT coalesce(sum(h.amount), 0)::bigint FROM credit_holds h WHERE h.account_id = a.id
    AND h.state = 'OPEN' AND (h.expires_at IS NULL OR h.expires_at > now())) AS held`
const spans = `(SELECT u.used FROM usage_counters u WHERE u.account_id = a.id AND u.meter = 'SPANS'
    AND (u.period_end IS NULL OR u.period_end > now()) ORDER BY u.period_start DESC LIMIT 1) AS used`
const resources = `(SELECT count(*)::int FROM agents n WHERE n.account_id = a.id AND n.archived_at IS NULL) AS agents,
  (SELECT count(*)::int FROM api_keys k WHERE k.account_id = a.id AND k.revoked_at IS NULL) AS keys`
const updated = 'greatest(coalesce(a.updated_at, a.created_at), a.written_at) AS updated'

const viewer = `SELECT ${account}, ${subscription}, ${spans}, ${held}, ${resources}, g.*, w.*
  FROM accounts a ${governing}
  ${grants(
    ofPool('WALLET', 'posted'),
    ofPool('PERMANENT', 'permanent'),
    ofPool('MONTHLY', 'monthly'),
    ofPool('ADDITIONAL', 'additional'),
  )}
  ${windows} ${whose}`

const accountProfile = `SELECT ${account}, a.email_verified AS verified, a.two_factor_enabled AS two_factor,
    coalesce(a.prompt_analysis_opt_in, false) AS opt_in, a.connected_providers AS providers, ${held}, g.*,
    (SELECT p.credit_limit_cents FROM credit_pools p WHERE p.account_id = a.id AND p.kind = 'WALLET') AS credit_limit,
    (a.credit_notice OR EXISTS (SELECT FROM credit_grants u WHERE u.account_id = a.id AND u.seen_at IS NULL
      AND u.effective_at <= now())) AS notice
  FROM accounts a
  ${grants(ofPool('WALLET', 'posted'), "min(g.expires_at) FILTER (WHERE g.pool = 'WALLET') AS expires")} ${whose}`

const usersMe = `SELECT ${account}, a.is_active AS active, a.role, ${subscription}, g.permanent,
    (SELECT k.last_four FROM api_keys k WHERE k.account_id = a.id AND k.revoked_at IS NULL
      ORDER BY k.created_at DESC, k.sequence DESC LIMIT 1) AS last_four,
    (SELECT r.code FROM referral_codes r WHERE r.account_id = a.id ORDER BY r.generated, r.code LIMIT 1) AS code
  FROM accounts a ${governing} ${grants(ofPool('PERMANENT', 'permanent'))} ${whose}`

const userProfile = `SELECT ${account}, i.legacy_id, a.image_url AS image, a.company, a.sign_in_method AS provider,
    a.is_active AS active, a.role, a.email_verified AS verified, ${updated}, ${subscription},
    s.cancel_at_period_end AS ends, ${spans}, ${resources}
  FROM accounts a ${governing} LEFT JOIN legacy_identities i ON i.account_id = a.id AND i.system = 'USER_PROFILE'
  ${whose}`

const userInfo = `SELECT ${account}, ${updated}, s.plan, g.*, w.*
  FROM accounts a ${governing}
  ${grants(ofPool('MONTHLY', 'monthly'), ofPool('ADDITIONAL', 'additional'))}
  ${windows} ${whose}`

export const statements = { viewer, accountProfile, usersMe, userProfile, userInfo }
