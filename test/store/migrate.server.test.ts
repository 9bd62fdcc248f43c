import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { migrationNames, pendingMigrations } from '../../src/store/migrate.ts'
import { createTestDatabase } from '../support/database.ts'

let empty: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  empty = await createTestDatabase('nothing')
})
afterAll(() => empty.drop())

it('concurrent migrators all succeed, and exactly one does the work', async () => {
  const gateways = await Promise.all([1, 2, 3].map(() => openDatabase({ url: empty.url, dataDir: '' })))
  try {
    const applied = await Promise.all(gateways.map((gateway) => gateway.migrate()))
    expect(applied.filter((names) => names.length > 0)).toEqual([await migrationNames()])
    expect(gateways.filter((gateway) => gateway.isNew)).toHaveLength(1)
    for (const { prisma } of gateways) expect(await pendingMigrations(prisma)).toEqual([])
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.close()))
  }
})
