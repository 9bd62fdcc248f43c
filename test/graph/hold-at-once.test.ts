import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CreditPoolKind } from '../../src/domain/credits.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { creditRowsOf } from '../support/credit-rows.ts'
import { creditWorldIn } from '../support/credit-world.ts'
import type { Person } from '../support/legacy-people.ts'

type World = ReturnType<typeof creditWorldIn>
type Input = Readonly<Record<string, unknown>>
let app: TestApp
let ask: World['ask']
let consume: World['consume']
let grant: World['grant']
let hold: World['hold']
let moved: World['moved']
let of: World['of']
let person: World['person']
beforeAll(async () => {
  app = await createTestApp()
  ;({ ask, consume, grant, hold, moved, of, person } = creditWorldIn(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})
beforeEach(() => {
  app.clock.now = testNow
})

const later = (seconds: number) => new Date(testNow.getTime() + seconds * 1000)
const everybody = ['ACCOUNT_PROFILE', 'USERS_ME', 'USER_INFO'] as const

/** Statements that a hold of somebody takes, when no more than its id is asked for. */
async function statementsOf(who: Person, input: Input): Promise<number> {
  const before = app.database.statements()
  const { data, errors } = await ask('holdCredits', { ...of(who), ...input }, 'billing', 'hold { id }')
  const sent = app.database.statements() - before
  expect({ errors, hold: data?.holdCredits.hold }).toEqual({ errors: undefined, hold: { id: expect.any(String) } })
  return sent
}

/** Takes the short way away from a pool: which of its grants is next is no longer written down. */
async function withoutFront({ accountId }: Person, kind: CreditPoolKind): Promise<void> {
  const where = { accountId_kind: { accountId, kind } }
  await app.database.prisma.creditPool.update({ where, data: { frontGrantId: null } })
}

describe('a hold that one grant covers', () => {
  test('is one statement, by the account’s id', async () => {
    const who = await person(everybody)
    expect(await statementsOf(who, { amount: { eur: '1' } })).toBe(1)
    expect(await statementsOf(who, { amount: { credits: 1 } })).toBe(1)
    expect(await statementsOf(who, { amount: { credits: 1 }, pools: ['PERMANENT'] })).toBe(1)
    expect(await statementsOf(who, { amount: { eur: '11.5' }, reason: 'a job', reference: 'job 5' })).toBe(1)
  })

  test.each<[string, (who: Person) => unknown, Input]>([
    ['more than it', () => {}, { amount: { eur: '12.500001' } }],
    ['nothing of it, as it is spent', (who) => consume(who, { eur: '12.5' }), { amount: { eur: '1' } }],
    [
      'it, but something has fallen due',
      async (who) => {
        await hold(who, { eur: '1' }, { ttlSeconds: 60 })
        app.clock.now = later(60)
      },
      { amount: { eur: '1' } },
    ],
    [
      'it, but something is held on the credit line',
      async (who) => {
        await hold(who, { eur: '14' })
        await grant(who, 'WALLET', { eur: '10' })
      },
      { amount: { eur: '1' } },
    ],
  ])('is not the case for %s: then it takes its time, and happens', async (_, prepare, input) => {
    const who = await person(everybody)
    await prepare(who)
    expect(await statementsOf(who, input)).toBeGreaterThan(1)
  })

  const cases: { what: string; pool: CreditPoolKind; input: Input; prepare?: (who: Person) => unknown }[] = [
    { what: 'EUR', pool: 'WALLET', input: { amount: { eur: '2.5' } } },
    {
      what: 'EUR with a reason',
      pool: 'WALLET',
      input: { amount: { eur: '2.5' }, reason: 'a job', reference: 'job 5', ttlSeconds: 1 },
    },
    { what: 'the last of a grant', pool: 'WALLET', input: { amount: { eur: '12.5' } } },
    { what: 'monthly credits', pool: 'MONTHLY', input: { amount: { credits: 17 }, ttlSeconds: 2_592_000 } },
    { what: 'permanent credits', pool: 'PERMANENT', input: { amount: { credits: 17 }, pools: ['PERMANENT'] } },
    {
      what: 'additional credits',
      pool: 'ADDITIONAL',
      input: { amount: { credits: 17 }, pools: ['PERMANENT', 'ADDITIONAL'] },
    },
    {
      what: 'the front one of several grants',
      pool: 'WALLET',
      input: { amount: { eur: '2.5' } },
      prepare: async (who) => {
        await grant(who, 'WALLET', { eur: '3' }, { expiresAt: '2026-03-01T00:00:00Z' })
        await grant(who, 'WALLET', { eur: '4' }, { priority: 60 })
        await grant(who, 'WALLET', { eur: '5' }, { effectiveAt: '2026-02-08T00:00:00Z' })
      },
    },
    {
      what: 'a second time, when the first hold lapses sooner',
      pool: 'WALLET',
      input: { amount: { eur: '2.5' }, ttlSeconds: 600 },
      prepare: (who) => hold(who, { eur: '1' }, { ttlSeconds: 60 }),
    },
    {
      what: 'a second time, when the first hold lapses later',
      pool: 'WALLET',
      input: { amount: { eur: '2.5' }, ttlSeconds: 60 },
      prepare: (who) => hold(who, { eur: '1' }, { ttlSeconds: 600 }),
    },
  ]
  test.each(cases)('leaves the same rows and answer as by the long way: $what', async ({ pool, input, prepare }) => {
    const [short, long] = [await person(everybody), await person(everybody)]
    const [byShort, byLong] = [
      await taken(short, input, prepare),
      await taken(long, input, async (who) => {
        await prepare?.(who)
        await withoutFront(who, pool)
      }),
    ]
    // The entries it answers are read by a further one.
    expect(byShort.statements).toBe(2)
    expect(byLong.statements).toBeGreaterThan(4)
    expect({ ...byLong, statements: null }).toEqual({ ...byShort, statements: null })
  })
})

/** What a hold answers, twice, and what it leaves behind. */
async function taken(who: Person, input: Input, prepare: (who: Person) => unknown = () => {}) {
  app.clock.now = testNow
  await prepare(who)
  app.clock.now = later(1)
  const asked = { ...of(who), idempotencyKey: 'key', ...input }
  const before = app.database.statements()
  const answer = await moved('holdCredits', asked)
  const statements = app.database.statements() - before
  expect(await moved('holdCredits', asked)).toEqual(answer)
  const numberOf = ({ id }: { id: string }) => Buffer.from(id, 'base64').toString().split(':')[2]
  return {
    statements,
    hold: { ...answer.hold, id: numberOf(answer.hold) },
    entries: answer.entries.map((entry: { id: string }) => ({ ...entry, id: numberOf(entry) })),
    rows: await creditRowsOf(app, who),
  }
}
