import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { CreditPoolKind } from '../../src/domain/credits.ts'
import type { Store } from '../../src/store/store.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { creditRowsOf } from '../support/credit-rows.ts'
import { creditWorldIn } from '../support/credit-world.ts'
import type { Person } from '../support/legacy-people.ts'

type Input = Readonly<Record<string, unknown>>
let app: TestApp
let world: ReturnType<typeof creditWorldIn>

/** How many holds come at once: those before the last of them wait for it. */
let company = 1
const keptBack: (() => void)[] = []
const inCompany = (store: Store): Store => ({
  ...store,
  holdAtOnce: async (request) => {
    await new Promise<void>((resolve) => {
      keptBack.push(resolve)
      if (keptBack.length === company) for (const go of keptBack.splice(0)) go()
    })
    return store.holdAtOnce(request)
  },
})

beforeAll(async () => {
  app = await createTestApp({}, { wrapStore: inCompany })
  world = creditWorldIn(app)
})
afterEach(() => {
  company = 1
  expect(app.bugs).toEqual([])
})
afterAll(() => app.close())

/** What holds that come at once are answered, and in how many statements. */
async function atOnce(holds: readonly (readonly [Person, Input])[]) {
  company = holds.length
  const before = app.database.statements()
  const answers = await Promise.all(
    holds.map(async ([who, input]) => {
      const asked = { ...world.of(who), idempotencyKey: 'key', ...input }
      const { data, errors } = await world.ask('holdCredits', asked, 'billing', 'hold { id } userErrors { code }')
      if (errors) throw new Error(JSON.stringify(errors))
      return data.holdCredits as { hold: { id: string } | null; userErrors: { code: string }[] }
    }),
  )
  company = 1
  return { answers, statements: app.database.statements() - before }
}

const everybody = ['ACCOUNT_PROFILE', 'USERS_ME', 'USER_INFO'] as const

describe('holds that come at once', () => {
  const inputs: readonly (readonly [CreditPoolKind, Input])[] = [
    ['WALLET', { amount: { eur: '2.5' }, reason: 'a job', reference: 'job 5' }],
    ['MONTHLY', { amount: { credits: 17 }, ttlSeconds: 60 }],
    ['PERMANENT', { amount: { credits: 4200 }, pools: ['PERMANENT'] }],
    ['WALLET', { amount: { eur: '12.5' }, ttlSeconds: 2_592_000 }],
  ]

  test('of several accounts are one statement, and leave the same rows as by the long way', async () => {
    const short = await people(inputs.length)
    const long = await people(inputs.length)
    const { statements } = await atOnce(inputs.map(([, input], index) => [one(short, index), input]))
    expect(statements).toBe(1)
    for (const [index, [kind, input]] of inputs.entries()) {
      const { accountId } = one(long, index)
      const where = { accountId_kind: { accountId, kind } }
      await app.database.prisma.creditPool.update({ where, data: { frontGrantId: null } })
      const { statements } = await atOnce([[one(long, index), input]])
      expect(statements).toBeGreaterThan(1)
    }
    for (const index of inputs.keys()) {
      expect(await creditRowsOf(app, one(short, index))).toEqual(await creditRowsOf(app, one(long, index)))
    }
  })

  test('of one account and others are numbered as one after the other would be, over all its pools', async () => {
    const [busy, other] = await people(2)
    if (!busy || !other) throw new Error('There are two.')
    const before = (await creditRowsOf(app, busy)).ledgerSequence
    const { answers, statements } = await atOnce([
      [busy, { amount: { eur: '1' }, idempotencyKey: 'first' }],
      [other, { amount: { eur: '1' } }],
      [busy, { amount: { credits: 1 }, idempotencyKey: 'second' }],
      [busy, { amount: { eur: '2' }, idempotencyKey: 'third' }],
    ])
    expect(answers.map(({ userErrors }) => userErrors)).toEqual([[], [], [], []])
    expect(statements).toBe(1)
    const { holds, entries, ledgerSequence } = await creditRowsOf(app, busy)
    expect(holds.slice(-3).map(({ sequence }) => sequence - before)).toEqual([1n, 3n, 5n])
    expect(entries.slice(-3).map(({ sequence }) => sequence - before)).toEqual([2n, 4n, 6n])
    expect(ledgerSequence - before).toBe(6n)
    // Which of them came first is not said; each was taken of what the one before it had left.
    const [first, second] = entries.slice(-3).filter(({ pool }) => pool === 'WALLET')
    expect(first && second && first.availableAfter - second.availableAfter).toBe(second?.amount)
  })

  test('under one key have one effect and one answer', async () => {
    const [who, other] = await people(2)
    if (!who || !other) throw new Error('There are two.')
    const same = [who, { amount: { eur: '1' } }] as const
    const { answers } = await atOnce([same, [other, { amount: { eur: '1' } }], same])
    const [first, , again] = answers
    expect(first?.hold).not.toBeNull()
    expect(again).toEqual(first)
    const { holds, keys } = await creditRowsOf(app, who)
    expect({ held: holds.filter(({ amount }) => amount === 1_000_000n).length, keys: keys.length }).toEqual({
      held: 1,
      keys: 1,
    })
  })

  test('get each its own answer, whatever becomes of the others', async () => {
    const [fine, poor, restricted, known] = await people(4)
    if (!fine || !poor || !restricted || !known) throw new Error('There are four.')
    const nobody = { accountId: '00000000-0000-4000-8000-000000000000' } as Person
    await app.database.prisma.account.update({
      where: { id: restricted.accountId },
      data: { restriction: 'SUSPENDED' },
    })
    await atOnce([[known, { amount: { eur: '1' } }]])
    const { answers } = await atOnce([
      [poor, { amount: { eur: '1000' } }],
      [restricted, { amount: { eur: '1' } }],
      [nobody, { amount: { eur: '1' } }],
      [known, { amount: { eur: '2' } }],
      [fine, { amount: { eur: '1' } }],
    ])
    expect(answers.map(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
      ['INSUFFICIENT_CREDITS'],
      ['ACCOUNT_RESTRICTED'],
      ['NOT_FOUND'],
      ['IDEMPOTENCY_MISMATCH'],
      [],
    ])
  })
})

function people(count: number): Promise<Person[]> {
  return Promise.all(Array.from({ length: count }, () => world.person(everybody)))
}

function one(among: readonly Person[], index: number): Person {
  const person = among[index]
  if (person === undefined) throw new Error(`There is nobody at ${index}.`)
  return person
}
