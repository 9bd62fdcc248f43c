import type { Account } from '../domain/account.ts'
import type { LedgerChange } from '../domain/ledger.ts'
import { generateReferralCode } from '../domain/referral-code.ts'
import type { Prisma } from './client/client.ts'
import { writeLedger } from './ledger.ts'
import { addressTaken } from './profile.ts'
import { accountColumns } from './records.ts'

/**
 * Writes an account that no record tells of. Should its referral code be somebody's already, another one is drawn.
 *
 * @throws Refusal CONFLICT when the address is somebody else's; nothing is written then.
 */
export async function insertAccount(
  tx: Prisma.TransactionClient,
  account: Account,
  ledger: LedgerChange,
): Promise<void> {
  const { id, recordedAt, writtenAt } = account
  await tx.account.create({ data: { ...accountColumns(account), id, recordedAt, writtenAt } }).catch(addressTaken)
  let code = account.referralCode
  while (!(await isKept(code))) code = generateReferralCode()
  await writeLedger(tx, id, [], ledger)

  async function isKept(code: string): Promise<boolean> {
    const data = { code, accountId: id, generated: true }
    const { count } = await tx.referralCode.createMany({ data, skipDuplicates: true })
    return count === 1
  }
}
