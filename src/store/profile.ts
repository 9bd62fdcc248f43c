import type { Account } from '../domain/account.ts'
import { emailKey } from '../domain/email-address.ts'
import type { Claims, FactName } from '../domain/facts.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Prisma } from './client/client.ts'
import { isUniqueViolation } from './violation.ts'

/**
 * Writes facts of a person; from then on no system's record says otherwise.
 *
 * @throws Refusal CONFLICT when the address is somebody else's; nothing is written then.
 */
export async function writeFacts(
  tx: Prisma.TransactionClient,
  account: Account,
  facts: Claims,
  now: Date,
): Promise<void> {
  const written = Object.keys(facts) as FactName[]
  const data = {
    ...(facts as Prisma.AccountUpdateInput),
    ...(facts.email === undefined ? {} : { emailKey: emailKey(facts.email) }),
    writtenAt: now,
    writtenFacts: [...new Set([...account.writtenFacts, ...written])],
  }
  await tx.account.update({ where: { id: account.id }, data }).catch(addressTaken)
}

/**
 * What it means that an account could not be written: its address is another one's.
 *
 * @throws Refusal CONFLICT, or the error itself.
 */
export function addressTaken(error: unknown): never {
  if (!isUniqueViolation(error)) throw error
  const fields = [{ field: 'email', message: 'is already in use' }]
  throw new Refusal('CONFLICT', 'This e-mail address is already in use.', { fields })
}

/** Every grant that counts by now is seen, until the next one. */
export async function markGrantsSeen(tx: Prisma.TransactionClient, accountId: string, now: Date): Promise<void> {
  // Of an account that was deleted just now there is nothing to mark.
  await tx.account.updateMany({ where: { id: accountId }, data: { creditNotice: false } })
  await tx.creditGrant.updateMany({
    where: { accountId, seenAt: null, OR: [{ scheduled: false }, { effectiveAt: { lte: now } }] },
    data: { seenAt: now },
  })
}

/** Closes an account or holds it back; null opens it again. */
export async function writeRestriction(
  db: Prisma.TransactionClient,
  accountId: string,
  restriction: Account['restriction'],
): Promise<void> {
  await db.account.update({ where: { id: accountId }, data: { restriction } })
}
