import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { unreadinessOf } from '../../src/store/unreadiness.ts'
import { openTestDatabase } from '../support/database.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

test('a migrated database is ready', async () => {
  expect(await unreadinessOf(database)).toBeNull()
})

test('one that a newer version has migrated is not: this one does not know what that counts on', async () => {
  await database.prisma.$executeRaw`
    INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
    VALUES ('x', '', now(), '29991231000000_of_tomorrow', 1)`
  expect(await unreadinessOf(database)).toBe('a newer version has migrated the database: 29991231000000_of_tomorrow')
})
