import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { writeRestriction } from '../../src/store/profile.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { creditWorldIn } from '../support/credit-world.ts'
import type { Person } from '../support/legacy-people.ts'
import type { MovementName } from '../support/movements.ts'

type World = ReturnType<typeof creditWorldIn>
let app: TestApp
let capture: World['capture']
let consume: World['consume']
let grant: World['grant']
let hold: World['hold']
let holder: World['holder']
let journalOf: World['journalOf']
let metered: World['metered']
let move: World['move']
let moved: World['moved']
let of: World['of']
let refused: World['refused']
let release: World['release']
let walletOf: World['walletOf']
beforeAll(async () => {
  app = await createTestApp()
  ;({ capture, consume, grant, hold, holder, journalOf, metered, move, moved, of, refused, release, walletOf } =
    creditWorldIn(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})
beforeEach(() => {
  app.clock.now = testNow
})

type Input = Readonly<Record<string, unknown>>
type Cure = (who: Person) => unknown
const later = (seconds: number) => new Date(testNow.getTime() + seconds * 1000)
const rich = () => holder({ balance_eur: '100.000000' })
const grantInput = (who: Person): Input => ({ ...of(who), pool: 'WALLET', kind: 'PAID', amount: { eur: '5' } })
const monthlyGrant = (who: Person): Input => ({ ...of(who), pool: 'MONTHLY', kind: 'PLAN', amount: { credits: 100 } })
const holdInput = (who: Person): Input => ({ ...of(who), amount: { eur: '5' }, ttlSeconds: 60 })
const consumeInput = (who: Person): Input => ({ ...of(who), amount: { eur: '5' } })

describe('the same key and input', () => {
  /** Each movement, and what may happen to what it has brought about before it is asked again. */
  const cases: {
    what: string
    /** Whose credits; somebody with 100 EUR unless said. */
    person?: () => Promise<Person>
    name: MovementName
    input: (who: Person) => Input | Promise<Input>
    meanwhile: (who: Person, subject: { id: string }) => unknown
  }[] = [
    { what: 'a grant', name: 'grantCredits', input: grantInput, meanwhile: () => {} },
    {
      what: 'a grant that has been spent meanwhile',
      name: 'grantCredits',
      input: grantInput,
      meanwhile: (who) => consume(who, { eur: '105' }),
    },
    {
      what: 'a grant that is held meanwhile',
      name: 'grantCredits',
      input: grantInput,
      meanwhile: (who) => hold(who, { eur: '104' }),
    },
    {
      what: 'a grant that has begun and expired meanwhile, and been seen',
      name: 'grantCredits',
      input: (who) => ({
        ...grantInput(who),
        effectiveAt: later(60).toISOString(),
        expiresAt: later(120).toISOString(),
      }),
      meanwhile: async (who) => {
        app.clock.now = later(120)
        await consume(who, { eur: '1' })
        const seen = await app.send(
          'POST',
          '/v1/account/notifications/dismiss',
          undefined,
          await app.token(who.accountId),
        )
        expect(seen.status).toBe(204)
      },
    },
    {
      what: 'a grant to a window that ends sooner meanwhile',
      person: () => metered(),
      name: 'grantCredits',
      input: monthlyGrant,
      meanwhile: async ({ accountId }) => {
        const input = { account: { accountId }, plan: 'PRO', currentPeriodEnd: '2026-02-07T12:00:00.000Z' }
        const query = `mutation ($input: SetSubscriptionInput!) { setSubscription(input: $input) { userErrors { code } } }`
        const { data } = await app.query(query, await app.token('service:x', ['subscriptions:write']), { input })
        expect(data.setSubscription.userErrors).toEqual([])
      },
    },
    {
      what: 'a grant to a window whose record comes in anew meanwhile, with more',
      person: () => metered(),
      name: 'grantCredits',
      input: monthlyGrant,
      meanwhile: async ({ accountId }) => {
        const { record } = await app.database.prisma.legacyIdentity.findFirstOrThrow({
          where: { accountId, system: 'USER_INFO' },
        })
        const more = record.replace('"remainingMonthlyCredits":400', '"remainingMonthlyCredits":500')
        expect(await app.importBody('USER_INFO', more)).toMatchObject({ status: 'changed' })
      },
    },
    { what: 'a hold', name: 'holdCredits', input: holdInput, meanwhile: () => {} },
    {
      what: 'a hold that has been captured meanwhile',
      name: 'holdCredits',
      input: holdInput,
      meanwhile: (_, hold) => capture(hold, { eur: '1' }),
    },
    {
      what: 'a hold that has been released meanwhile',
      name: 'holdCredits',
      input: holdInput,
      meanwhile: (_, hold) => release(hold),
    },
    {
      what: 'a hold whose time is up meanwhile',
      name: 'holdCredits',
      input: holdInput,
      meanwhile: () => {
        app.clock.now = later(60)
      },
    },
    {
      what: 'a hold whose time is up meanwhile, as the journal knows',
      name: 'holdCredits',
      input: holdInput,
      meanwhile: async (who) => {
        app.clock.now = later(60)
        await consume(who, { eur: '1' })
      },
    },
    {
      what: 'a hold of several grants and pools that has been captured meanwhile',
      person: () => metered(),
      name: 'holdCredits',
      input: (who) => ({ ...of(who), amount: { credits: 420 } }),
      meanwhile: (_, hold) => capture(hold),
    },
    {
      what: 'a consumption',
      name: 'consumeCredits',
      input: consumeInput,
      meanwhile: (who) => consume(who, { eur: '95' }),
    },
    {
      what: 'a consumption by an account that is restricted meanwhile',
      name: 'consumeCredits',
      input: consumeInput,
      meanwhile: (who) => writeRestriction(app.database.prisma, who.accountId, 'PAYMENT'),
    },
    {
      what: 'a capture',
      name: 'captureHold',
      input: async (who) => ({ holdId: (await hold(who, { eur: '5' })).id, amount: { eur: '2' } }),
      meanwhile: (who) => consume(who, { eur: '98' }),
    },
    {
      what: 'a capture, after the hold’s time',
      name: 'captureHold',
      input: async (who) => ({ holdId: (await hold(who, { eur: '5' }, { ttlSeconds: 60 })).id }),
      meanwhile: () => {
        app.clock.now = later(3600)
      },
    },
    {
      what: 'a release',
      name: 'releaseHold',
      input: async (who) => ({ holdId: (await hold(who, { eur: '5' })).id }),
      meanwhile: (who) => consume(who, { eur: '100' }),
    },
  ]
  test.each(cases)(
    'get the same answer without a second effect: $what',
    async ({ person = rich, name, input, meanwhile }) => {
      const who = await person()
      const asked = { ...(await input(who)), idempotencyKey: 'key', reason: 'why', reference: 'for what' }
      const first = await moved(name, asked)
      expect(first.entries).not.toEqual([])
      await meanwhile(who, first.hold ?? first.grant)
      const before = [await walletOf(who), await journalOf(who)]
      for (let times = 0; times < 2; times += 1) expect(await move(name, asked)).toEqual(first)
      expect([await walletOf(who), await journalOf(who)]).toEqual(before)
    },
  )

  test('of a key that has been forgotten by nobody: months later too', async () => {
    const who = await rich()
    const asked = { ...consumeInput(who), idempotencyKey: 'key' }
    const first = await moved('consumeCredits', asked)
    app.clock.now = new Date('2027-02-07T00:00:00Z')
    expect(await move('consumeCredits', asked)).toEqual(first)
  })

  test('however the account is named, and in whatever order and spelling the input says it', async () => {
    const who = await metered()
    const { prisma } = app.database
    const { referralCode } = await prisma.account
      .findUniqueOrThrow({ where: { id: who.accountId }, select: { referralCodes: { select: { code: true } } } })
      .then(({ referralCodes: [code] }) => ({ referralCode: code?.code }))
    const names = [
      { accountId: who.accountId.toUpperCase() },
      { email: who.email },
      { email: who.email.toUpperCase() },
      { legacy: { system: 'USERS_ME', id: who.ids.USERS_ME } },
      { legacy: { system: 'USER_INFO', id: who.ids.USER_INFO } },
      { referralCode },
    ]
    await grant(who, 'WALLET', { eur: '50' })
    const input = { amount: { eur: '5' }, reason: 'why', reference: 'what for' }
    const first = await moved('consumeCredits', { ...of(who), ...input, idempotencyKey: 'key' })
    const before = await walletOf(who)
    const turned = Object.fromEntries(Object.entries({ ...input, idempotencyKey: 'key' }).reverse())
    for (const account of names) expect(await move('consumeCredits', { ...turned, account })).toEqual(first)
    for (const eur of ['5.0', '5.000000', '05']) {
      expect(await move('consumeCredits', { ...of(who), ...input, amount: { eur }, idempotencyKey: 'key' })).toEqual(
        first,
      )
    }
    expect(await walletOf(who)).toEqual(before)
  })

  test.each<[string, MovementName, Input, Input]>([
    ['the time to live', 'holdCredits', { amount: { credits: 5 } }, { amount: { credits: 5 }, ttlSeconds: 900 }],
    [
      'the pools',
      'holdCredits',
      { amount: { credits: 5 } },
      { amount: { credits: 5 }, pools: ['ADDITIONAL', 'MONTHLY', 'ADDITIONAL'] },
    ],
    [
      'the priority and no dates',
      'grantCredits',
      { pool: 'PERMANENT', kind: 'PAID', amount: { credits: 5 } },
      { pool: 'PERMANENT', kind: 'PAID', amount: { credits: 5 }, priority: 50, expiresAt: null, effectiveAt: null },
    ],
    [
      'no reason',
      'consumeCredits',
      { amount: { credits: 5 } },
      { amount: { credits: 5 }, reason: null, reference: null },
    ],
  ])('are the same whether %s is said or left to its default (our decision)', async (_, name, plain, explicit) => {
    const who = await metered()
    const first = await moved(name, { ...of(who), ...plain, idempotencyKey: 'key' })
    expect(await move(name, { ...of(who), ...explicit, idempotencyKey: 'key' })).toEqual(first)
  })
})

describe('a refusal stays refused under its key', () => {
  const cases: { code: string; name: MovementName; input: (who: Person) => Input | Promise<Input>; cure: Cure }[] = [
    {
      code: 'INSUFFICIENT_CREDITS',
      name: 'consumeCredits',
      input: (who) => ({ ...of(who), amount: { eur: '101' } }),
      cure: (who) => grant(who, 'WALLET', { eur: '500' }),
    },
    {
      code: 'INSUFFICIENT_CREDITS',
      name: 'holdCredits',
      input: (who) => ({ ...of(who), amount: { eur: '101' } }),
      cure: (who) => grant(who, 'WALLET', { eur: '500' }),
    },
    {
      code: 'ACCOUNT_RESTRICTED',
      name: 'holdCredits',
      input: async (who) => {
        await writeRestriction(app.database.prisma, who.accountId, 'SUSPENDED')
        return holdInput(who)
      },
      cure: (who) => writeRestriction(app.database.prisma, who.accountId, null),
    },
    {
      code: 'INVALID',
      name: 'captureHold',
      input: async (who) => ({ holdId: (await hold(who, { eur: '5' })).id, amount: { eur: '6' } }),
      cure: () => {},
    },
    {
      code: 'HOLD_CLOSED',
      name: 'releaseHold',
      input: async (who) => {
        const taken = await hold(who, { eur: '5' })
        await capture(taken)
        return { holdId: taken.id }
      },
      cure: () => {},
    },
    {
      code: 'INVALID',
      name: 'grantCredits',
      input: (who) => ({ ...grantInput(who), expiresAt: testNow.toISOString() }),
      cure: () => {
        // To a clock that stands before, the date is one to come.
        app.clock.now = later(-60)
      },
    },
  ]
  test.each(cases)('$code of $name', async ({ code, name, input, cure }) => {
    const who = await rich()
    const asked = { ...(await input(who)), idempotencyKey: 'key' }
    const first = await move(name, asked)
    expect(first.userErrors).toMatchObject([{ code }])
    await cure(who)
    const before = [await walletOf(who), await journalOf(who)]
    for (let times = 0; times < 2; times += 1) expect(await move(name, asked)).toEqual(first)
    expect([await walletOf(who), await journalOf(who)]).toEqual(before)
  })

  test('and is no other input’s to use', async () => {
    const who = await rich()
    const input = { ...of(who), idempotencyKey: 'key' }
    expect(await refused('consumeCredits', { ...input, amount: { eur: '101' } })).toEqual(['INSUFFICIENT_CREDITS'])
    expect(await refused('consumeCredits', { ...input, amount: { eur: '1' } })).toEqual(['IDEMPOTENCY_MISMATCH'])
  })
})

describe('the same key and another input', () => {
  const cases: [string, MovementName, (who: Person) => Input, Input][] = [
    ['amount', 'grantCredits', grantInput, { amount: { eur: '5.000001' } }],
    ['kind', 'grantCredits', grantInput, { kind: 'PROMOTIONAL' }],
    ['pool and unit', 'grantCredits', grantInput, { pool: 'PERMANENT', amount: { credits: 5_000_000 } }],
    ['priority', 'grantCredits', grantInput, { priority: 51 }],
    ['expiry', 'grantCredits', grantInput, { expiresAt: '2027-01-01T00:00:00Z' }],
    ['effective date', 'grantCredits', grantInput, { effectiveAt: '2027-01-01T00:00:00Z' }],
    ['reason', 'grantCredits', grantInput, { reason: 'another' }],
    ['amount', 'holdCredits', holdInput, { amount: { eur: '4' } }],
    ['time to live', 'holdCredits', holdInput, { ttlSeconds: 61 }],
    ['reference', 'holdCredits', holdInput, { reference: 'another' }],
    ['amount', 'consumeCredits', consumeInput, { amount: { eur: '6' } }],
    ['pools and unit', 'consumeCredits', consumeInput, { amount: { credits: 5_000_000 }, pools: ['PERMANENT'] }],
    [
      'reason for the reference',
      'consumeCredits',
      (who) => ({ ...consumeInput(who), reason: 'x' }),
      { reason: null, reference: 'x' },
    ],
  ]
  test.each(cases)('another %s of %s is a mismatch; the key stays what it was', async (_, name, input, change) => {
    const who = await rich()
    const asked = { ...input(who), idempotencyKey: 'key' }
    const first = await moved(name, asked)
    const before = await journalOf(who)
    const { userErrors, entries, hold, grant } = await move(name, { ...asked, ...change })
    expect(userErrors).toEqual([{ field: 'idempotencyKey', message: expect.any(String), code: 'IDEMPOTENCY_MISMATCH' }])
    expect([entries, hold ?? null, grant ?? null]).toEqual([[], null, null])
    expect(await journalOf(who)).toEqual(before)
    expect(await move(name, asked)).toEqual(first)
  })

  test('another operation is a mismatch, whichever of the five it is', async () => {
    const who = await rich()
    const holds = [await hold(who, { eur: '5' }), await hold(who, { eur: '5' })]
    const inputs: [MovementName, Input][] = [
      ['grantCredits', grantInput(who)],
      ['holdCredits', holdInput(who)],
      ['consumeCredits', consumeInput(who)],
      ['captureHold', { holdId: holds[0]?.id }],
      ['releaseHold', { holdId: holds[1]?.id }],
    ]
    for (const [name, input] of inputs) await moved(name, { ...input, idempotencyKey: name })
    const before = await journalOf(who)
    for (const [used] of inputs) {
      for (const [name, input] of inputs.filter(([name]) => name !== used))
        expect(await refused(name, { ...input, idempotencyKey: used }), `${name} of ${used}`).toEqual([
          'IDEMPOTENCY_MISMATCH',
        ])
    }
    expect(await journalOf(who)).toEqual(before)
  })

  test('another amount, another hold and the other ending of a hold are mismatches', async () => {
    const who = await rich()
    const [one, two] = [await hold(who, { eur: '5' }), await hold(who, { eur: '5' })]
    await moved('captureHold', { holdId: one.id, amount: { eur: '5' }, idempotencyKey: 'key' })
    const mismatch = ['IDEMPOTENCY_MISMATCH']
    expect(await refused('captureHold', { holdId: one.id, amount: { eur: '4' }, idempotencyKey: 'key' })).toEqual(
      mismatch,
    )
    expect(await refused('captureHold', { holdId: one.id, idempotencyKey: 'key' })).toEqual(mismatch)
    expect(await refused('captureHold', { holdId: two.id, amount: { eur: '5' }, idempotencyKey: 'key' })).toEqual(
      mismatch,
    )
    expect(await refused('releaseHold', { holdId: two.id, idempotencyKey: 'key' })).toEqual(mismatch)
    expect(await walletOf(who)).toMatchObject({ held: '5.000000', available: '90.000000' })
  })
})

describe('the unit of an amount', () => {
  test('belongs to the input of a capture: five EUR are not five million credits', async () => {
    const who = await rich()
    const { id } = await hold(who, { eur: '5' })
    await moved('captureHold', { holdId: id, amount: { eur: '5' }, idempotencyKey: 'key' })
    expect(await refused('captureHold', { holdId: id, amount: { credits: 5_000_000 }, idempotencyKey: 'key' })).toEqual(
      ['IDEMPOTENCY_MISMATCH'],
    )
  })
})

describe('a key is one client’s, for one account', () => {
  test('another client’s has nothing to do with it', async () => {
    const who = await rich()
    const asked = { ...consumeInput(who), idempotencyKey: 'key' }
    await moved('consumeCredits', asked, 'billing')
    await moved('consumeCredits', asked, 'other')
    await moved('holdCredits', { ...holdInput(who), idempotencyKey: 'key' }, 'third')
    expect(await walletOf(who)).toMatchObject({ available: '85.000000', held: '5.000000' })
    expect((await journalOf(who)).slice(-3).map(({ actor }) => actor)).toEqual([
      'service:billing',
      'service:other',
      'service:third',
    ])
  })

  test('another account’s has nothing to do with it', async () => {
    const [one, two] = [await rich(), await rich()]
    const first = await moved('consumeCredits', { ...consumeInput(one), idempotencyKey: 'key' })
    const second = await moved('consumeCredits', { ...consumeInput(two), idempotencyKey: 'key' })
    expect(second.entries[0].id).not.toBe(first.entries[0].id)
    expect(await walletOf(two)).toMatchObject({ available: '95.000000' })
  })

  test('keys that look alike are different keys', async () => {
    const who = await rich()
    const keys = ['key', 'KEY', 'key ', ' key', 'ke\u0301y', 'k\u00e9y', 'key\n', '𝄞', '𝄞𝄞']
    for (const idempotencyKey of keys)
      await moved('consumeCredits', { ...of(who), amount: { eur: '1' }, idempotencyKey })
    expect(await walletOf(who)).toMatchObject({ available: '91.000000' })
  })

  test('two keys move twice what one key moves once', async () => {
    const who = await rich()
    for (const idempotencyKey of ['one', 'two', 'one', 'two'])
      await moved('holdCredits', { ...holdInput(who), idempotencyKey })
    expect(await walletOf(who)).toMatchObject({ held: '10.000000' })
  })
})
