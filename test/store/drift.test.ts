import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestAdapter, type TestAdapter } from '../support/database.ts'
import { schemaDifference } from '../support/schema-difference.ts'

let database: TestAdapter
let schema: string
beforeAll(async () => {
  database = await openTestAdapter('template')
  schema = await readFile(new URL('../../schema.prisma', import.meta.url), 'utf8')
})
afterAll(() => database.close())

it('the migrations give exactly schema.prisma', async () => {
  expect(await schemaDifference(database.factory, schema)).toBeUndefined()
})

it('a column that schema.prisma does not know is noticed', async () => {
  const connection = await database.factory.connect()
  await connection.executeScript('ALTER TABLE accounts ADD COLUMN shoe_size integer')
  expect(await schemaDifference(database.factory, schema)).toContain('Removed column `shoe_size`')
})
