/** How much each account has; what is not said is the usual. */
export interface Belongings {
  /** Of the wallet, each with credits left. */
  readonly grants?: number
  /** Open ones on the wallet. */
  readonly holds?: number
}

/** What the statements are sent through: a session of a server, or an embedded database. */
export interface Session {
  query(text: string, values?: unknown[]): Promise<unknown>
}

/** The id of the account of a number, as the statements below make it. */
export const accountIdSql = (number: string) =>
  `overlay(overlay(md5('account ' || ${number}) placing '4' from 13) placing '8' from 17)::uuid`

const chunk = 50_000

/**
 * Makes accounts by the thousand, as the gateway itself would have made and moved them: each on a plan, with four pools,
 * their grants, a hold in flight, the journal of all that, usage of the period, agents and keys, and an identity in one
 * legacy system. Numbers go from `first` to `last`; the same number is always the same account.
 */
export async function makePeople(
  client: Session,
  first: number,
  last: number,
  now: Date,
  { grants = 2, holds = 1 }: Belongings = {},
  onProgress: (made: number) => void = () => {},
): Promise<void> {
  for (let from = first; from <= last; from += chunk) {
    const to = Math.min(last, from + chunk - 1)
    await client.query('BEGIN')
    // The rows are consistent by construction; `reconcile` and the constraints' own checks are asked afterwards.
    await client.query("SET LOCAL session_replication_role = 'replica'")
    const people = statements({ grants, holds })
    for (const statement of people) {
      const used = [from, to, now].slice(0, statement.includes('$3') ? 3 : 2)
      await client.query(statement, used)
    }
    await client.query('COMMIT')
    onProgress(to)
  }
}

const uuid = (what: string) => `md5('${what} ' || n)::uuid`
const numbers = 'generate_series($1::int, $2::int) n'
const account = accountIdSql('n')
const ends = `date_trunc('day', $3::timestamptz) + interval '20 days'`
const began = `date_trunc('day', $3::timestamptz) - interval '10 days'`

/** Micro-EUR: of each grant of the wallet, what was given and what is left; of each hold, what is held. */
const [given, left, held] = [40_000_000n, 30_000_000n, 250_000n]

/** Whole credits of the other pools, and whether they end with the period. */
const pools = `LATERAL (VALUES (1, 'PERMANENT', 700, 640 + n % 50, false), (2, 'MONTHLY', 5000, 3120 + n % 1000, true),
  (3, 'ADDITIONAL', 1000, 900, true)) AS k (place, pool, amount, remaining, lapses)`

function statements({ grants, holds }: Required<Belongings>): string[] {
  // The first grant is the one whose turn it is: all holds rest on it.
  const more = `CASE m WHEN 1 THEN ${BigInt(holds) * held}::bigint ELSE 0 END`
  const whole = `${BigInt(holds) * held}::bigint`
  // Numbers within an account: three for each grant (itself, given, spent), two for each hold (itself, set aside).
  const afterGrants = 3 * grants
  const afterAll = afterGrants + 9
  const walletGrants = `${numbers}, generate_series(1::bigint, ${grants}) m`
  const walletHolds = `${numbers}, generate_series(1::bigint, ${holds}) m`
  const firstGrant = "md5('grant ' || n || ' 1')::uuid"
  const entry = `INSERT INTO ledger_entries (account_id, sequence, pool, kind, source, destination, amount,
    available_after, grant_id, hold_id, actor, occurred_at)`
  const pool = `INSERT INTO credit_pools (account_id, kind, window_total, window_ends_at, turned_at, available, held, floor,
    next_expires_at, front_grant_id, due_at)`
  const grant = `INSERT INTO credit_grants (id, account_id, pool, kind, amount, remaining, held, effective_at,
    expires_at, seen_at, sequence, created_at)`
  return [
    `INSERT INTO accounts (id, email, email_key, email_verified, display_name, role, is_active, sign_in_method,
        connected_providers, two_factor_enabled, created_at, recorded_at, governing_subscription_id, ledger_sequence)
      SELECT ${account}, 'person' || n || '@example.com', 'person' || n || '@example.com', true, 'Person Number ' || n,
        'user', true, 'google', '{google}', n % 2 = 0, ${began}, ${began}, ${uuid('subscription')},
        ${afterAll + 2 * holds} FROM ${numbers}`,
    `INSERT INTO legacy_identities (id, account_id, system, legacy_id, ordinal, claims, residual, record, linked_at,
        imported_at)
      SELECT ${uuid('identity')}, ${account}, 'USER_PROFILE', substr(md5('legacy ' || n), 1, 24), 0,
        jsonb_build_object('email', 'person' || n || '@example.com'), '{}', '{}', ${began}, ${began} FROM ${numbers}`,
    `INSERT INTO referral_codes (code, account_id, generated)
      SELECT 'dc_' || lpad(n::text, 8, '0'), ${account}, true FROM ${numbers}`,
    `INSERT INTO subscriptions (id, account_id, plan, status, current_period_start, current_period_end,
        cancel_at_period_end, overrides, created_at)
      SELECT ${uuid('subscription')}, ${account}, (ARRAY['PRO', 'STARTER'])[1 + n % 2], 'active', ${began}, ${ends},
        n % 10 = 0, '{}', ${began} FROM ${numbers}`,
    `INSERT INTO usage_counters (account_id, meter, period_start, period_end, used)
      SELECT ${account}, 'SPANS', ${began}, ${ends}, 1000 + n % 9000 FROM ${numbers}`,
    `INSERT INTO agents (id, account_id, name, created_at)
      SELECT md5('agent ' || n || ' ' || m)::uuid, ${account}, 'Agent ' || m, ${began}
      FROM ${numbers}, generate_series(1, 3) m`,
    `INSERT INTO api_keys (id, account_id, name, sha256, last_four, created_at)
      SELECT md5('key ' || n || ' ' || m)::uuid, ${account}, 'Key ' || m,
        sha256(convert_to('vgk_bench_' || n || repeat('_', m - 1), 'UTF8')),
        right('vgk_bench_' || n || repeat('_', m - 1), 4), ${began} FROM ${numbers}, generate_series(1, 2) m`,
    `${pool}
      SELECT ${account}, 'WALLET', NULL, NULL, NULL, ${BigInt(grants) * left}, ${whole}, 0,
        $3::timestamptz + interval '300 days' + interval '1 hour', ${firstGrant}, $3::timestamptz + interval '5 days'
      FROM ${numbers}`,
    `${pool}
      SELECT ${account}, k.pool::credit_pool_kind, CASE WHEN k.lapses THEN k.amount END,
        CASE WHEN k.lapses THEN ${ends} END, CASE WHEN k.lapses THEN ${began} END, k.remaining, 0, 0,
        CASE WHEN k.lapses THEN ${ends} END, md5('grant ' || n || ' ' || k.pool)::uuid,
        CASE WHEN k.lapses THEN ${ends} END FROM ${numbers}, ${pools}`,
    `${grant}
      SELECT md5('grant ' || n || ' ' || m)::uuid, ${account}, 'WALLET', 'PAID', ${given} + ${more}, ${left} + ${more},
        ${more}, ${began}, $3::timestamptz + interval '300 days' + m * interval '1 hour', ${began}, 3 * m - 2, ${began}
      FROM ${walletGrants}`,
    `${grant}
      SELECT md5('grant ' || n || ' ' || k.pool)::uuid, ${account}, k.pool::credit_pool_kind, 'PLAN', k.amount,
        k.remaining, 0, ${began}, CASE WHEN k.lapses THEN ${ends} END, ${began}, ${afterGrants} + 3 * k.place - 2,
        ${began} FROM ${numbers}, ${pools}`,
    `${entry}
      SELECT ${account}, 3 * m - 1, 'WALLET', 'GRANT', 'ISSUED', 'AVAILABLE', ${given} + ${more},
        (m - 1) * ${left} + ${given} + ${whole}, md5('grant ' || n || ' ' || m)::uuid, NULL, 'service:bench', ${began}
      FROM ${walletGrants}`,
    `${entry}
      SELECT ${account}, 3 * m, 'WALLET', 'CONSUMPTION', 'AVAILABLE', 'CONSUMED', ${given - left},
        m * ${left} + ${whole}, md5('grant ' || n || ' ' || m)::uuid, NULL, 'service:bench', ${began}
      FROM ${walletGrants}`,
    `${entry}
      SELECT ${account}, ${afterGrants} + 3 * k.place - 1, k.pool::credit_pool_kind, 'GRANT', 'ISSUED', 'AVAILABLE',
        k.amount, k.amount, md5('grant ' || n || ' ' || k.pool)::uuid, NULL, 'service:bench', ${began}
      FROM ${numbers}, ${pools}`,
    `${entry}
      SELECT ${account}, ${afterGrants} + 3 * k.place, k.pool::credit_pool_kind, 'CONSUMPTION', 'AVAILABLE', 'CONSUMED',
        k.amount - k.remaining, k.remaining, md5('grant ' || n || ' ' || k.pool)::uuid, NULL, 'service:bench', ${began}
      FROM ${numbers}, ${pools}`,
    `INSERT INTO credit_holds (id, account_id, pools, state, amount, expires_at, sequence, created_at)
      SELECT md5('hold ' || n || ' ' || m)::uuid, ${account}, '{WALLET}', 'OPEN', ${held},
        $3::timestamptz + interval '5 days' + (m - 1) * interval '1 second', ${afterAll} + 2 * m - 1, ${began}
      FROM ${walletHolds}`,
    `INSERT INTO hold_allocations (hold_id, grant_id, amount)
      SELECT md5('hold ' || n || ' ' || m)::uuid, ${firstGrant}, ${held} FROM ${walletHolds}`,
    `${entry}
      SELECT ${account}, ${afterAll} + 2 * m, 'WALLET', 'HOLD', 'AVAILABLE', 'HELD', ${held},
        ${BigInt(grants) * left} + ${whole} - m * ${held}, ${firstGrant}, md5('hold ' || n || ' ' || m)::uuid,
        'service:bench', ${began} FROM ${walletHolds}`,
  ]
}
