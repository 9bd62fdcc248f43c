import type { CreditPoolKind } from '../domain/credits.ts'
import type { LedgerBucket } from '../domain/journal.ts'
import type { ListName, Lists, PageKey } from '../domain/lists.ts'
import type { Queryable } from './accounts.ts'
import { Prisma } from './client/client.ts'

/**
 * Pages of lists. Accounts that are asked for the same window of the same list share a statement, and each page is cut
 * by the database, however long the list. Rows come newest first.
 */
export async function readPages(db: Queryable, keys: readonly PageKey[]): Promise<(key: PageKey) => Lists[ListName][]> {
  const windows = new Map(keys.map((key) => [windowOf(key), key]))
  const pages = new Map<string, Lists[ListName][]>()
  for (const [window, key] of windows) {
    const accountIds = keys.filter((one) => windowOf(one) === window).map(({ accountId }) => accountId)
    for (const { accountId, ...row } of await readWindow(db, key, [...new Set(accountIds)])) {
      const place = `${accountId} ${window}`
      pages.set(place, [...(pages.get(place) ?? []), row as Lists[ListName]])
    }
  }
  return (key) => pages.get(`${key.accountId} ${windowOf(key)}`) ?? []
}

/** Two keys that differ in nothing but the account have the same. */
export function windowOf({ list, pool, touching, window: { limit, below, above, fromOldest } }: PageKey): string {
  return [list, pool, touching, limit, below, above, fromOldest].join(' ')
}

function readWindow(db: Queryable, { list, pool, touching, window }: PageKey, accountIds: readonly string[]) {
  const { table, columns, ofPool = inPool } = lists[list]
  const only = pool === null ? Prisma.empty : Prisma.sql`AND ${ofPool(pool)}`
  const buckets = touching ? Prisma.sql`AND ${inOneOf(touching)}` : Prisma.empty
  const below = window.below === null ? Prisma.empty : Prisma.sql`AND t.sequence < ${window.below}`
  const above = window.above === null ? Prisma.empty : Prisma.sql`AND t.sequence > ${window.above}`
  const order = window.fromOldest ? Prisma.sql`ASC` : Prisma.sql`DESC`
  return db.$queryRaw<(Lists[ListName] & { accountId: string })[]>`
    SELECT asked.id AS "accountId", page.* FROM unnest(${[...accountIds]}::uuid[]) AS asked(id)
    CROSS JOIN LATERAL (SELECT ${columns} FROM ${table} t WHERE t.account_id = asked.id ${only} ${buckets} ${below} ${above}
      ORDER BY t.sequence ${order} LIMIT ${window.limit}) page
    ORDER BY page.sequence DESC`
}

interface Listed {
  readonly table: Prisma.Sql
  readonly columns: Prisma.Sql
  readonly ofPool?: (pool: CreditPoolKind) => Prisma.Sql
}

function inPool(pool: CreditPoolKind): Prisma.Sql {
  return Prisma.sql`t.pool = ${pool}::credit_pool_kind`
}

function inOneOf(buckets: readonly LedgerBucket[]): Prisma.Sql {
  const names = Prisma.sql`(${[...buckets]}::text[])::ledger_bucket[]`
  return Prisma.sql`(t.source = ANY(${names})) <> (t.destination = ANY(${names}))`
}

const lists: Record<ListName, Listed> = {
  grants: {
    table: Prisma.sql`credit_grants`,
    columns: Prisma.sql`t.id, t.pool::text AS pool, t.kind::text AS kind, t.amount, t.remaining, t.held, t.priority, t.scheduled,
      t.effective_at AS "effectiveAt", t.expires_at AS "expiresAt", t.seen_at AS "seenAt", t.reason, t.reference,
      t.sequence, t.created_at AS "createdAt"`,
  },
  holds: {
    table: Prisma.sql`credit_holds`,
    columns: Prisma.sql`t.id, t.pools::text[] AS pools, t.state::text AS state, t.amount, t.captured,
      t.line_amount AS "lineAmount", t.imported, t.expires_at AS "expiresAt", t.ended_at AS "endedAt", t.reason,
      t.reference, t.sequence, t.created_at AS "createdAt"`,
    ofPool: (pool) => Prisma.sql`${pool}::credit_pool_kind = ANY(t.pools)`,
  },
  history: {
    table: Prisma.sql`ledger_entries`,
    columns: Prisma.sql`t.sequence, t.pool::text AS pool, t.kind::text AS kind, t.source::text AS source,
      t.destination::text AS destination, t.amount, t.available_after AS "availableAfter", t.grant_id AS "grantId",
      t.hold_id AS "holdId", t.reason, t.reference, t.actor, t.occurred_at AS "occurredAt"`,
  },
  apiKeys: {
    table: Prisma.sql`api_keys`,
    columns: Prisma.sql`t.id, t.sequence, t.name, t.last_four AS "lastFour", t.created_at AS "createdAt",
      t.revoked_at AS "revokedAt", t.last_used_at AS "lastUsedAt"`,
  },
  agents: {
    table: Prisma.sql`agents`,
    columns: Prisma.sql`t.id, t.sequence, t.name, t.created_at AS "createdAt", t.archived_at AS "archivedAt"`,
  },
}
