import type { TestApp } from './app.ts'

/** Everything an account's rows say of credits; ids as the numbers of their rows. */
export async function creditRowsOf(app: TestApp, { accountId }: { readonly accountId: string }) {
  const { prisma } = app.database
  const where = { accountId }
  const bySequence = { orderBy: { sequence: 'asc' } } as const
  const { ledgerSequence } = await prisma.account.findUniqueOrThrow({ where: { id: accountId } })
  const grants = await prisma.creditGrant.findMany({ where, ...bySequence })
  const holds = await prisma.creditHold.findMany({ where, ...bySequence, include: { allocations: true } })
  const numbers = new Map([...grants, ...holds].map(({ id, sequence }) => [id, sequence]))
  const numberOf = (id: string | null) => (id === null ? null : (numbers.get(id) ?? 'unknown'))
  const entries = await prisma.ledgerEntry.findMany({ where, ...bySequence })
  const keys = await prisma.idempotencyRecord.findMany({ where: { accountId, key: 'key' } })
  const pools = await prisma.creditPool.findMany({ where, orderBy: { kind: 'asc' } })
  const none = { accountId: null, id: null }
  // The next hold looks past a front grant that is used up; the long way writes down at once which one follows.
  const isUsedUp = (id: string | null) => grants.some((one) => one.id === id && one.remaining === one.held)
  const frontOf = (id: string | null) => (isUsedUp(id) ? null : numberOf(id))
  return {
    ledgerSequence,
    grants: grants.map((row) => ({ ...row, ...none })),
    holds: holds.map(({ allocations, ...row }) => ({
      ...{ ...row, ...none },
      allocations: allocations.map(({ grantId, amount }) => ({ grant: numberOf(grantId), amount })),
    })),
    entries: entries.map((row) => ({ ...row, ...none, grantId: numberOf(row.grantId), holdId: numberOf(row.holdId) })),
    pools: pools.map((row) => ({ ...row, ...none, frontGrantId: frontOf(row.frontGrantId) })),
    keys: keys.map((row) => ({ ...row, ...none })),
  }
}
