import type { PrismaClient } from './client/client.ts'

/** What a database is and lets its role do, as far as the gateway depends on it. */
export interface Standing {
  /** As it names itself, such as `15.20`. */
  readonly version: string
  readonly major: number
  readonly encoding: string
  /** A standby, or a role or database that only reads. */
  readonly isReadOnly: boolean
  /** The first schema of the search path that is there and may be used; null: none is. */
  readonly schema: string | null
  /** Whether tables may be made, which `migrate` needs and a gateway does not. */
  readonly mayCreate: boolean
  /** Tables of the schema that may not be read and written, and sequences that may not be counted with. */
  readonly denied: readonly string[]
  /** Connections that roles without privileges may have, all gateways and people together. */
  readonly connections: number
}

/** Asks for it in one statement. */
export async function readStanding(prisma: PrismaClient): Promise<Standing> {
  const [row] = await prisma.$queryRaw<Standing[]>`
    SELECT
      split_part(current_setting('server_version'), ' ', 1) AS version,
      current_setting('server_version_num')::int / 10000 AS major,
      current_setting('server_encoding') AS encoding,
      current_setting('transaction_read_only') = 'on' AS "isReadOnly",
      current_schema()::text AS schema,
      coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS "mayCreate",
      ARRAY(
        SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'S')
          AND NOT (CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'USAGE') WHEN c.relname = '_prisma_migrations' THEN has_table_privilege(c.oid, 'SELECT')
            ELSE has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
              AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE') END)
        ORDER BY c.relname) AS denied,
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS connections`
  if (row === undefined) throw new Error('A SELECT without FROM has a row.')
  return row
}

/** By how many milliseconds the database's clock is ahead of ours, and how far off the answer itself may be. */
export async function readClockSkew(prisma: PrismaClient): Promise<{ ms: number; uncertainMs: number }> {
  // The first statement of a connection takes longer than the rest.
  await prisma.$queryRaw`SELECT 1`
  const began = performance.now()
  const at = Date.now()
  const [row] = await prisma.$queryRaw<{ at: number }[]>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at`
  const took = performance.now() - began
  if (row === undefined) throw new Error('A clock always answers.')
  return { ms: Math.round(row.at - at - took / 2), uncertainMs: Math.ceil(took / 2) }
}
