import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PrismaClient } from '../../src/store/client/client.ts'
import { applyMigrations, migrationNames, migrationsDirectory, pendingMigrations } from '../../src/store/migrate.ts'
import { openTestAdapter, type TestAdapter } from '../support/database.ts'

let names: readonly string[]
beforeAll(async () => {
  names = await migrationNames()
})

describe('an empty database', () => {
  let database: TestAdapter
  let prisma: PrismaClient
  beforeAll(async () => {
    database = await openTestAdapter('nothing')
    prisma = new PrismaClient({ adapter: database.factory })
  })
  afterAll(async () => {
    await prisma.$disconnect()
    await database.close()
  })

  it('lacks every migration, has them after a run, and a second run does nothing', async () => {
    expect(await pendingMigrations(prisma)).toEqual(names.map((name) => ({ name, state: 'missing' })))

    expect(await applyMigrations(database.factory)).toEqual(names)
    expect(await pendingMigrations(prisma)).toEqual([])

    expect(await applyMigrations(database.factory)).toEqual([])
    const rows = await prisma.$queryRaw`SELECT count(*)::int AS count FROM _prisma_migrations`
    expect(rows).toEqual([{ count: names.length }])
  })
})

describe('a migration that fails', () => {
  let database: TestAdapter
  let prisma: PrismaClient
  let directory: URL
  const broken = '29991231000000_broken'
  beforeAll(async () => {
    database = await openTestAdapter('template')
    prisma = new PrismaClient({ adapter: database.factory })
    const path = await mkdtemp(join(tmpdir(), 'viewer-gateway-migrations-'))
    await cp(migrationsDirectory, path, { recursive: true })
    await mkdir(join(path, broken))
    await writeFile(join(path, broken, 'migration.sql'), 'CREATE TABLE half (id int); CREATE TABLE half (id int);')
    directory = pathToFileURL(`${path}/`)
  })
  afterAll(async () => {
    await prisma.$disconnect()
    await database.close()
    await rm(directory, { recursive: true, force: true })
  })

  it('is named while it is missing', async () => {
    expect(await pendingMigrations(prisma, directory)).toEqual([{ name: broken, state: 'missing' }])
  })

  it('says what the database said, leaves nothing of itself, and is named as unfinished', async () => {
    await expect(applyMigrations(database.factory, directory)).rejects.toThrow(/relation "half" already exists/)
    expect(await prisma.$queryRaw`SELECT to_regclass('half')::text AS half`).toEqual([{ half: null }])
    expect(await pendingMigrations(prisma, directory)).toEqual([{ name: broken, state: 'unfinished' }])
    await expect(applyMigrations(database.factory, directory)).rejects.toThrow(/29991231000000_broken/)
  })

  it('of a newer build is no concern of this one', async () => {
    expect(await pendingMigrations(prisma)).toEqual([])
  })
})
