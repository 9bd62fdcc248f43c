import type { Prisma, PrismaClient } from './client/client.ts'

/** Does the work in one transaction, however long it takes. */
export function allOrNothing<T>(prisma: PrismaClient, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  return prisma.$transaction(work, patience)
}

/** Does the work in one transaction and takes it all back: what would happen, without its happening. */
export async function rehearse<T>(
  prisma: PrismaClient,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  const rollback = new Error('rehearsed')
  let result: { readonly value: T } | null = null
  await prisma
    .$transaction(async (tx) => {
      result = { value: await work(tx) }
      throw rollback
    }, patience)
    .catch((error: unknown) => {
      if (error !== rollback) throw error
    })
  if (result === null) throw new Error('A rehearsal ended without a result.')
  return (result as { readonly value: T }).value
}

/** Milliseconds: a day for the work, half a minute to begin it. */
const patience = { timeout: 86_400_000, maxWait: 30_000 }
