import type { Prisma, PrismaClient } from './client/client.ts'

/** Does the work in one transaction and takes it all back: what would happen, without its happening. */
export async function rehearse<T>(prisma: PrismaClient, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  const rollback = new Error('rehearsed')
  let result: { readonly value: T } | null = null
  await prisma
    .$transaction(
      async (tx) => {
        result = { value: await work(tx) }
        throw rollback
      },
      { timeout: day, maxWait: 30_000 },
    )
    .catch((error: unknown) => {
      if (error !== rollback) throw error
    })
  if (result === null) throw new Error('A rehearsal ended without a result.')
  return (result as { readonly value: T }).value
}

const day = 86_400_000
