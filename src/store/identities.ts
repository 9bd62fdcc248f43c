import type { PrismaClient } from './client/client.ts'

const pageSize = 500

export function countIdentities(prisma: PrismaClient, system: string): Promise<number> {
  return prisma.legacyIdentity.count({ where: { system } })
}

/** The next identities of one system after a number, in the order of their import. */
export function readIdentityPage(prisma: PrismaClient, system: string, after: bigint) {
  return prisma.legacyIdentity.findMany({
    where: { system, sequence: { gt: after } },
    orderBy: { sequence: 'asc' },
    take: pageSize,
    select: { accountId: true, sequence: true },
  })
}
