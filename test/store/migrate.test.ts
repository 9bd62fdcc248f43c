import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emailKey } from '../../src/domain/email-address.ts'
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

describe('accounts whose addresses were compared by an earlier rule', () => {
  let database: TestAdapter
  let prisma: PrismaClient
  let directory: string
  const migration = '20261120220000_email_keys'
  beforeAll(async () => {
    database = await openTestAdapter('nothing')
    prisma = new PrismaClient({ adapter: database.factory })
    directory = await mkdtemp(join(tmpdir(), 'viewer-gateway-migrations-'))
    await cp(migrationsDirectory, directory, { recursive: true })
    for (const name of names.filter((one) => one >= migration)) await rm(join(directory, name), { recursive: true })
    await applyMigrations(database.factory, pathToFileURL(`${directory}/`))
  })
  afterAll(async () => {
    await prisma.$disconnect()
    await database.close()
    await rm(directory, { recursive: true, force: true })
  })

  it('are found by the present one, unless somebody else is', async () => {
    const before = [
      'grace@x.gr',
      'οδος@x.gr',
      'j\u030can@x.gr',
      'νομος@x.gr',
      'νομοσ@x.gr',
      'σας@x.gr',
      'σασ\u0301@x.gr',
    ]
    for (const [index, key] of before.entries()) {
      const id = `00000000-0000-4000-8000-00000000000${index}`
      await prisma.$executeRaw`INSERT INTO accounts (id, email, email_key, recorded_at)
        VALUES (${id}::uuid, ${key}, ${key}, now())`
      await prisma.$executeRaw`INSERT INTO legacy_identities
        (id, account_id, system, legacy_id, ordinal, claims, email_key, residual, record, linked_at, imported_at)
        VALUES (${id}::uuid, ${id}::uuid, 'USERS_ME', ${id}, 1, '{}', ${key}, '{}', '{}', now(), now())`
    }
    await applyMigrations(database.factory)
    const keysOf = async (table: string) => {
      const rows = await prisma.$queryRawUnsafe<{ key: string }[]>(`SELECT email_key AS key FROM ${table} ORDER BY id`)
      return rows.map(({ key }) => key)
    }
    const now = ['grace@x.gr', 'οδοσ@x.gr', '\u01f0an@x.gr', 'νομος@x.gr', 'νομοσ@x.gr', 'σασ@x.gr', 'σασ\u0301@x.gr']
    expect(await keysOf('accounts')).toEqual(now)
    expect(await keysOf('legacy_identities')).toEqual(now.with(3, 'νομοσ@x.gr'))
    expect(before.map(emailKey)).toEqual(now.with(3, 'νομοσ@x.gr'))
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
