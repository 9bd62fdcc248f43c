import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../support/database.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const now = new Date('2026-11-20T12:00:00.000Z')

describe('the journal', () => {
  it('takes new entries and refuses every change of an old one', async () => {
    const entry = await database.prisma.ledgerEntry.create({ data: entryOf(1n) })
    const appendOnly = /ledger_entries is append-only/

    await expect(database.prisma.ledgerEntry.updateMany({ data: { amount: 6n } })).rejects.toThrow(appendOnly)
    await expect(database.prisma.ledgerEntry.deleteMany()).rejects.toThrow(appendOnly)
    await expect(database.prisma.$executeRaw`TRUNCATE ledger_entries`).rejects.toThrow(appendOnly)
    await expect(database.prisma.$executeRaw`TRUNCATE ledger_entries CASCADE`).rejects.toThrow(appendOnly)

    expect(await database.prisma.ledgerEntry.findMany()).toEqual([entry])
  })

  it('refuses an entry that moves nothing, or moves it nowhere', async () => {
    const { prisma } = database
    await expect(prisma.ledgerEntry.create({ data: { ...entryOf(2n), amount: 0n } })).rejects.toThrow(
      /ledger_entries_amount_check/,
    )
    await expect(prisma.ledgerEntry.create({ data: { ...entryOf(2n), destination: 'ISSUED' } })).rejects.toThrow(
      /ledger_entries_movement_check/,
    )
  })

  it('outlives the account', async () => {
    const entry = entryOf(1n)
    await createAccount(entry.accountId)
    await database.prisma.ledgerEntry.create({ data: entry })
    await database.prisma.account.delete({ where: { id: entry.accountId } })
    expect(await database.prisma.ledgerEntry.count({ where: { accountId: entry.accountId } })).toBe(1)
  })
})

describe('the checks', () => {
  const accountId = randomUUID()
  beforeAll(() => createAccount(accountId))

  it.each([{ amount: 0n }, { amount: -1n }, { remaining: 11n }, { held: -1n }, { held: 6n }])(
    'refuse a grant of 10 with 5 remaining and 2 held, but %o',
    async (wrong) => {
      const grant = {
        id: randomUUID(),
        accountId,
        pool: 'WALLET',
        kind: 'PAID',
        amount: 10n,
        remaining: 5n,
        held: 2n,
      } as const
      const rest = { sequence: 1n, effectiveAt: now, createdAt: now }
      await expect(database.prisma.creditGrant.create({ data: { ...grant, ...rest, ...wrong } })).rejects.toThrow(
        /credit_grants_\w+_check/,
      )
    },
  )

  it.each([{ amount: 0n }, { captured: -1n }, { captured: 11n }, { lineAmount: -1n }, { lineAmount: 11n }])(
    'refuse a hold of 10, but %o',
    async (wrong) => {
      const hold = { id: randomUUID(), accountId, pools: ['WALLET' as const], state: 'OPEN' as const, amount: 10n }
      const rest = { sequence: 1n, createdAt: now }
      await expect(database.prisma.creditHold.create({ data: { ...hold, ...rest, ...wrong } })).rejects.toThrow(
        /credit_holds_\w+_check/,
      )
    },
  )

  it.each([{ owed: -1n }, { lineHeld: -1n }, { windowTotal: -1n }])('refuse a pool, but %o', async (wrong) => {
    await expect(database.prisma.creditPool.create({ data: { accountId, kind: 'WALLET', ...wrong } })).rejects.toThrow(
      /credit_pools_\w+_check/,
    )
  })

  it('refuse a negative count', async () => {
    const counter = { accountId, meter: 'SPANS', periodStart: now, used: -1n } as const
    await expect(database.prisma.usageCounter.create({ data: counter })).rejects.toThrow(/usage_counters_used_check/)
  })

  it('refuse a negative allocation', async () => {
    const [grantId, holdId] = [randomUUID(), randomUUID()]
    const common = { accountId, amount: 10n, sequence: 1n, createdAt: now } as const
    await database.prisma.creditGrant.create({
      data: { ...common, id: grantId, pool: 'WALLET', kind: 'PAID', remaining: 10n, effectiveAt: now },
    })
    await database.prisma.creditHold.create({ data: { ...common, id: holdId, pools: ['WALLET'], state: 'OPEN' } })
    await expect(database.prisma.holdAllocation.create({ data: { grantId, holdId, amount: -1n } })).rejects.toThrow(
      /hold_allocations_amount_check/,
    )
  })
})

function entryOf(sequence: bigint) {
  return {
    accountId: randomUUID(),
    sequence,
    pool: 'WALLET',
    kind: 'GRANT',
    source: 'ISSUED',
    destination: 'AVAILABLE',
    amount: 5n,
    availableAfter: 5n,
    actor: 'test',
    occurredAt: now,
  } as const
}

async function createAccount(id: string): Promise<void> {
  await database.prisma.account.create({
    data: { id, email: `${id}@example.com`, emailKey: `${id}@example.com`, recordedAt: now },
  })
}
