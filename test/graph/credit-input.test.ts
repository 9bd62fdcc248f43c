import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { creditWorldIn } from '../support/credit-world.ts'
import type { Person } from '../support/legacy-people.ts'
import { type MovementName, movementNames } from '../support/movements.ts'

type World = ReturnType<typeof creditWorldIn>
let app: TestApp
let world: World
let who: Person
let held: { readonly id: string }
beforeAll(async () => {
  app = await createTestApp()
  world = creditWorldIn(app)
  who = await world.person(['ACCOUNT_PROFILE', 'USERS_ME', 'USER_INFO'], {
    // More than the most that may be moved at once, so that only the amount itself can be at fault.
    ACCOUNT_PROFILE: { balance_eur: '9000000.000000' },
    USERS_ME: { permanent_credit_balance: 9_000_000_000_000 },
  })
  held = await world.hold(who, { eur: '5' })
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

/** An input of each mutation that nothing is wrong with. */
const inputs: Record<MovementName, () => Readonly<Record<string, unknown>>> = {
  grantCredits: () => ({ ...world.of(who), pool: 'WALLET', kind: 'PAID', amount: { eur: '1' } }),
  holdCredits: () => ({ ...world.of(who), amount: { eur: '1' } }),
  consumeCredits: () => ({ ...world.of(who), amount: { eur: '1' } }),
  captureHold: () => ({ holdId: held.id, amount: { eur: '1' } }),
  releaseHold: () => ({ holdId: held.id }),
}
/** Everything that is kept of the movements of everybody. */
async function kept() {
  const { ledgerEntry, creditHold, creditGrant, creditPool, idempotencyRecord } = app.database.prisma
  return {
    entries: await ledgerEntry.count(),
    holds: await creditHold.findMany({ orderBy: { id: 'asc' } }),
    grants: await creditGrant.findMany({ orderBy: { id: 'asc' } }),
    pools: await creditPool.findMany({ orderBy: [{ accountId: 'asc' }, { kind: 'asc' }] }),
    keys: await idempotencyRecord.count(),
  }
}

/** What is wrong, in the answer's one way or the other: with a field of the input, or with the request as such. */
async function told(name: MovementName, change: Readonly<Record<string, unknown>>) {
  const { status, data, errors } = await world.ask(name, { ...inputs[name](), ...change })
  expect(status).toBe(200)
  if (errors) {
    expect(data?.[name] ?? null).toBeNull()
    return errors.map(({ extensions }) => ({ code: extensions.code, field: null }))
  }
  return data[name].userErrors.map(({ code, field }: { code: string; field: string | null }) => ({ code, field }))
}

async function writesNothing(work: () => Promise<void>): Promise<void> {
  const before = await kept()
  await work()
  expect(await kept()).toEqual(before)
}

const moving = movementNames.filter((name) => name !== 'releaseHold')
const bad = { code: 'BAD_REQUEST', field: null }

describe('an amount', () => {
  const eur = [
    ...['NaN', 'Infinity', '-Infinity', '1e3', '1E3', '1e-3', '1e400', '0x10', '1_000', '1,5', '1 000'],
    ...['1.0000001', '0.0000001', '1.', '.5', '', ' ', ' 1', '1 ', '1\n', '+1', '--1', '- 1', '−1', '1\0', '\0', '١'],
    ...['1.5.5', '1/2', 'null', '1n', '€1'],
  ]
  test.each(moving)('%s: EUR that is no plain decimal is told so, and nothing is written', (name) =>
    writesNothing(async () => {
      for (const value of [...eur, 1, 0, 1.5, true, [], ['1', '2'], {}, { eur: '1' }])
        expect(await told(name, { amount: { eur: value } }), JSON.stringify(value)).toEqual([bad])
    }),
  )

  test.each(moving)('%s: EUR of nought, below it, and above a million are INVALID', (name) =>
    writesNothing(async () => {
      for (const text of ['0', '0.000000', '-0', '-0.000001', '-1', '1000000.000001', '1000001', '9'.repeat(400)])
        expect(await told(name, { amount: { eur: text } }), text).toEqual([{ code: 'INVALID', field: 'amount.eur' }])
    }),
  )

  const credits = [1.5, -0.5, 1e-9, 1e16, -1e16, 2 ** 53, '1', '1e3', '1.0', 'NaN', '', ' 1', '+1', '1\0', '0x10', true]
  test.each(moving)('%s: credits that are no whole number are told so, and nothing is written', (name) =>
    writesNothing(async () => {
      for (const value of [...credits, [], [1, 2], {}])
        expect(await told(name, { amount: { credits: value } }), JSON.stringify(value)).toEqual([bad])
    }),
  )

  test.each(moving)('%s: credits of nought, below it, and above 10^12 are INVALID', (name) =>
    writesNothing(async () => {
      for (const value of [0, -1, 10 ** 12 + 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])
        expect(await told(name, { amount: { credits: value } })).toEqual([{ code: 'INVALID', field: 'amount.credits' }])
    }),
  )

  test.each(moving)('%s: both units, none, or an unknown one are told so, and nothing is written', (name) =>
    writesNothing(async () => {
      const none = [{}, { eur: null }, { usd: '1' }, '1', 1]
      for (const amount of [...none, { eur: '1', credits: 1 }, { eur: '1', credits: null }])
        expect((await told(name, { amount }))[0], JSON.stringify(amount)).toEqual(bad)
    }),
  )

  test.each(['1e3', '1E3', '1.0', '1.5', '1e-3', '"5"', 'NaN', '+1', '0x10', '01', '9007199254740993'])(
    'written into the query as %s is no whole number of credits',
    (literal) =>
      writesNothing(async () => {
        const { data, errors } = await app.query(
          `mutation { consumeCredits(input: { account: { accountId: "${who.accountId}" }, pools: [PERMANENT],
            idempotencyKey: "${randomUUID()}", amount: { credits: ${literal} } }) { userErrors { code } } }`,
          await app.token('service:billing', ['credits:write']),
        )
        expect(data ?? null).toBeNull()
        expect(errors?.[0]?.extensions.code).toMatch(/^(BAD_REQUEST|GRAPHQL_\w+_FAILED)$/)
      }),
  )

  test('may be the smallest there is, and the largest', async () => {
    const { consume, grant, hold } = world
    for (const eur of ['0.000001', '1000000', '1000000.0', '999999.999999', '0000001.50']) {
      await grant(who, 'WALLET', { eur })
      await hold(who, { eur })
      await consume(who, { eur })
    }
    const pools = ['PERMANENT']
    for (const credits of [1, 10 ** 12]) {
      await grant(who, 'PERMANENT', { credits })
      await hold(who, { credits }, { pools })
      await consume(who, { credits }, { pools })
    }
  })
})

describe('a date', () => {
  test('is an instant with its offset, of the years 1 to 9999', () =>
    writesNothing(async () => {
      const beyond = ['9999-12-31T23:59:59.999-00:01', '9999-12-31T23:59:59.999-14:00', '0001-01-01T00:00:00+00:01']
      const none = ['', 'tomorrow', '2027-02-07', '2027-02-07T00:00:00', '2027-02-29T00:00:00Z', '2027-02-07T25:00:00Z']
      for (const field of ['expiresAt', 'effectiveAt']) {
        for (const date of [...none, '10000-01-01T00:00:00Z', '2027-02-07T00:00:00Z\0', true, {}])
          expect(await told('grantCredits', { [field]: date }), `${field} ${date}`).toEqual([bad])
        for (const date of beyond)
          expect(await told('grantCredits', { [field]: date }), `${field} ${date}`).toEqual([
            { code: 'INVALID', field },
          ])
      }
    }))

  test('may be the last there is', async () => {
    const last = '9999-12-31T23:59:59.999Z'
    const { grant } = await world.moved('grantCredits', { ...inputs.grantCredits(), expiresAt: last })
    expect(grant).toMatchObject({ expiresAt: last })
  })
})

describe('a name that is nobody’s', () => {
  const nobody = [
    ['an unknown id', { accountId: '00000000-0000-4000-8000-000000000000' }],
    ['a legacy id in the place of ours', { accountId: '11111111-0000-4000-8000-000000000001' }],
    ['an unknown address', { email: 'nobody@example.com' }],
    ['an unknown legacy id', { legacy: { system: 'USERS_ME', id: 'nobody' } }],
    ['another system’s legacy id', { legacy: { system: 'USER_PROFILE', id: '11111111-0000-4000-8000-000000000001' } }],
    ['an unknown referral code', { referralCode: 'dc_unknown0' }],
  ] as const
  test.each(nobody)('%s is NOT_FOUND like any other', (_, account) =>
    writesNothing(async () => {
      for (const name of ['grantCredits', 'holdCredits', 'consumeCredits'] as const) {
        const { userErrors } = await world.move(name, { ...inputs[name](), account })
        expect(userErrors).toEqual([{ field: 'account', message: 'There is no such account.', code: 'NOT_FOUND' }])
      }
    }),
  )

  test.each([
    ['no UUID', { accountId: 'nobody' }],
    ['two names', { email: 'person-1@example.com', referralCode: 'dc_00000001' }],
    ['no name', {}],
    ['null', { email: null }],
  ])('%s is told so', async (_, account) => {
    for (const name of ['grantCredits', 'holdCredits', 'consumeCredits'] as const)
      expect((await told(name, { account }))[0]).toEqual(bad)
  })

  test.each([
    { email: 'person-1@example.com\0' },
    { referralCode: 'dc_\0' },
    { legacy: { system: 'USERS_ME', id: '\0' } },
  ])('text no database keeps is INVALID: %j', async (account) => {
    for (const name of ['grantCredits', 'holdCredits', 'consumeCredits'] as const)
      expect(await told(name, { account })).toMatchObject([{ code: 'INVALID' }])
  })
})

describe('a hold’s id', () => {
  const id = (type: string, rest: string) => Buffer.from(`${type}:${rest}`).toString('base64')
  test('is NOT_FOUND alike, whether it is malformed, of another type, of nobody or of no hold', async () => {
    const { grant, moved, move } = world
    const { accountId } = who
    const given = await grant(who, 'WALLET', { eur: '1' })
    const { entries } = await moved('consumeCredits', inputs.consumeCredits())
    const [type, row] = Buffer.from(held.id, 'base64').toString().split(/:(.*)/s)
    expect([type, row?.split(':')[0]]).toEqual(['CreditHold', accountId])
    const number = row?.split(':')[1] ?? ''
    const others = await world.holder({ balance_eur: '1.000000' })
    const wrong = [
      ...['', ' ', 'x', '\0', held.id.slice(1), `${held.id}x`, accountId, row ?? '', 'ä'.repeat(300)],
      ...[given.id, entries[0].id, id('Viewer', accountId), id('CreditHold', ''), id('CreditHold', accountId)],
      ...[id('CreditHold', `${accountId}:`), id('CreditHold', `${accountId}:0`), id('CreditHold', `${accountId}:-1`)],
      ...[id('CreditHold', `${accountId}:1e1`), id('CreditHold', `${accountId}:${'9'.repeat(18)}`)],
      ...[id('CreditHold', `${accountId}:${'9'.repeat(30)}`), id('CreditHold', `${accountId}:${number}:1`)],
      ...[id('CreditHold', `${accountId.toUpperCase()}:${number}`), id('CreditHold', `nobody:${number}`)],
      ...[
        id('CreditHold', `${others.accountId}:${number}`),
        id('CreditHold', `00000000-0000-4000-8000-000000000000:1`),
      ],
      ...[id('creditHold', row ?? ''), id('CreditGrant', row ?? '')],
    ]
    for (const name of ['captureHold', 'releaseHold'] as const) {
      for (const holdId of wrong) {
        const { hold, entries, userErrors } = await move(name, { ...inputs[name](), holdId })
        expect(userErrors, holdId).toEqual([{ field: 'holdId', message: 'There is no such hold.', code: 'NOT_FOUND' }])
        expect({ hold, entries }).toEqual({ hold: null, entries: [] })
      }
    }
  })
})

describe('text', () => {
  const astral = '𝄞'
  test.each(movementNames)('%s: a key has 1 to 255 code points, and is kept as it is', async (name) => {
    const invalid = [{ code: 'INVALID', field: 'idempotencyKey' }]
    for (const idempotencyKey of ['', 'k'.repeat(256), astral.repeat(256), 'a\0b', '\0', '\ud834', 'a\udd1e'])
      expect(await told(name, { idempotencyKey }), idempotencyKey.slice(0, 9)).toEqual(invalid)
    expect((await told(name, { idempotencyKey: null }))[0]).toEqual(bad)
    const place = String(movementNames.indexOf(name))
    for (const idempotencyKey of [place, `${astral.repeat(254)}${place}`, ` ${place} `]) {
      const { userErrors } = await world.move(name, { ...inputs[name](), idempotencyKey })
      expect(userErrors.filter(({ code }: { code: string }) => code === 'INVALID')).toEqual([])
      expect(await app.database.prisma.idempotencyRecord.count({ where: { key: idempotencyKey } })).toBe(1)
    }
  })

  test.each(movementNames)('%s: a reason and a reference have 1 to 255 code points and are not blank', async (name) => {
    for (const field of ['reason', 'reference']) {
      for (const text of ['', ' ', '\n\t', 'k'.repeat(256), astral.repeat(256), 'a\0b', '\ud834'])
        expect(await told(name, { [field]: text }), `${field} ${text.slice(0, 9)}`).toEqual([
          { code: 'INVALID', field },
        ])
    }
  })

  test('of 255 astral code points is kept exactly', async () => {
    const text = astral.repeat(255)
    const { entries } = await world.moved('grantCredits', {
      ...inputs.grantCredits(),
      reason: text,
      reference: ` ${text.slice(2)}`,
    })
    expect(entries[0]).toMatchObject({ reason: text, reference: ` ${text.slice(2)}` })
  })
})
