import { type AccountLookup, keyOf } from '../domain/account-lookup.ts'
import { emailKey } from '../domain/email-address.ts'
import type { Queryable } from './accounts.ts'

/** The account ids that names stand for, whatever kinds of names are asked for together: one statement. */
export async function findAccountIds(
  db: Queryable,
  lookups: readonly AccountLookup[],
): Promise<(lookup: AccountLookup) => string | null> {
  const of = <B extends AccountLookup['by']>(by: B) =>
    lookups.filter((one): one is Extract<AccountLookup, { by: B }> => one.by === by)
  const legacy = of('legacy')
  const rows = await db.$queryRaw<{ kind: string; name: string; id: string }[]>`
    SELECT 'accountId' AS kind, a.id::text AS name, a.id FROM accounts a
      WHERE a.id = ANY(${of('accountId').map(({ accountId }) => accountId)}::uuid[])
    UNION ALL SELECT 'email', a.email_key, a.id FROM accounts a
      WHERE a.email_key = ANY(${of('email').map(({ email }) => emailKey(email))}::text[])
    UNION ALL SELECT 'legacy', i.system || ' ' || i.legacy_id, i.account_id FROM legacy_identities i
      JOIN unnest(${legacy.map(({ system }) => system)}::text[], ${legacy.map(({ legacyId }) => legacyId)}::text[])
        AS asked(system, legacy_id) ON asked.system = i.system AND asked.legacy_id = i.legacy_id
    UNION ALL SELECT 'referralCode', r.code, r.account_id FROM referral_codes r
      WHERE r.code = ANY(${of('referralCode').map(({ referralCode }) => referralCode)}::text[])`
  const ids = new Map(rows.map(({ kind, name, id }) => [`${kind} ${name}`, id]))
  return (lookup) => ids.get(keyOf(lookup)) ?? null
}
