import { Prisma } from './client/client.ts'

/**
 * Where a transaction's one decision time comes from, as an SQL expression: what is decided must not depend on which
 * gateway decides it.
 */
export type DecisionTime = () => Prisma.Sql

/** Reads it, once, when whatever is decided on is locked. */
export async function readDecisionTime(
  db: Pick<Prisma.TransactionClient, '$queryRaw'>,
  time: DecisionTime,
): Promise<Date> {
  const [row] = await db.$queryRaw<{ at: Date }[]>`SELECT ${time()} AS at`
  if (row === undefined) throw new Error('A clock always answers.')
  return row.at
}

/** The database's clock: several gateways on one database never disagree about a time to live. */
export const databaseTime: DecisionTime = () => Prisma.sql`date_trunc('milliseconds', clock_timestamp())`
