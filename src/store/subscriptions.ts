import type { Account } from '../domain/account.ts'
import type { WrittenFact } from '../domain/facts.ts'
import type { SubscriptionRecord } from '../domain/subscription.ts'
import type { Prisma } from './client/client.ts'

/** Some subscription of the account, superseded or not, is or was to the TRIAL plan. */
export async function hasHadTrial(tx: Prisma.TransactionClient, accountId: string): Promise<boolean> {
  return (await tx.subscription.findFirst({ where: { accountId, plan: 'TRIAL' }, select: { id: true } })) !== null
}

/**
 * Makes one subscription govern the account and every shape; whatever else the account held is superseded, and stays
 * for the record. From then on no system's record says otherwise. The account's row is locked by the caller.
 */
export async function writeSubscription(
  tx: Prisma.TransactionClient,
  account: Account,
  { overrides, ...subscription }: SubscriptionRecord,
  now: Date,
): Promise<void> {
  const row = { ...subscription, accountId: account.id, overrides: overrides as Prisma.InputJsonObject }
  await tx.subscription.updateMany({
    where: { accountId: account.id, supersededAt: null, id: { not: row.id } },
    data: { supersededAt: now },
  })
  await tx.subscription.upsert({ where: { id: row.id }, create: row, update: row })
  await tx.account.update({
    where: { id: account.id },
    data: { governingSubscriptionId: row.id, ...written(account, 'subscription', now) },
  })
}

/** Makes all of an account's subscriptions end with their periods, or go on. The account's row is locked by the caller. */
export async function writeCancellation(
  tx: Prisma.TransactionClient,
  account: Account,
  cancelAtPeriodEnd: boolean,
  now: Date,
): Promise<void> {
  await tx.subscription.updateMany({
    where: { accountId: account.id, supersededAt: null },
    data: { cancelAtPeriodEnd },
  })
  await tx.account.update({ where: { id: account.id }, data: written(account, 'cancelAtPeriodEnd', now) })
}

function written({ writtenFacts }: Account, fact: WrittenFact, now: Date) {
  return { writtenAt: now, writtenFacts: [...new Set([...writtenFacts, fact])] }
}
