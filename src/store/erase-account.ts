import type { Prisma } from './client/client.ts'

/**
 * Takes out of the database whatever is kept of an account, but for the journal, which knows it by its id alone. The
 * account's row is locked by the caller, and its ledger closed.
 */
export async function eraseAccount(tx: Prisma.TransactionClient, accountId: string): Promise<void> {
  // Everything that has a foreign key to the account goes with it.
  await tx.account.delete({ where: { id: accountId } })
  // Idempotency records have none. Their index begins with the client: each client there is has its part looked at.
  await tx.$executeRaw`
    WITH RECURSIVE clients AS (
      SELECT min(client) AS client FROM idempotency_records
      UNION ALL SELECT (SELECT min(r.client) FROM idempotency_records r WHERE r.client > clients.client)
      FROM clients WHERE clients.client IS NOT NULL)
    DELETE FROM idempotency_records
    WHERE client = ANY(ARRAY(SELECT client FROM clients)) AND account_id = ${accountId}::uuid`
}
