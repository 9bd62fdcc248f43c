import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reconcileOne } from '../../src/actions/reconcile.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { bodyOf, importPerson, type Person, type Records } from '../support/legacy-people.ts'
import { movementsIn } from '../support/movements.ts'

let app: TestApp
let credits: ReturnType<typeof movementsIn>
beforeAll(async () => {
  app = await createTestApp()
  credits = movementsIn(app)
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

let number = 0
beforeEach(() => {
  number += 1
  app.clock.now = testNow
})

type Said = NonNullable<Records['ACCOUNT_PROFILE']>
const wallet = (balance_eur: string, held_eur: string, more: Said = {}): Said => ({
  balance_eur,
  held_eur,
  credit_limit_cents: 0,
  credits_expire_at: null,
  ...more,
})
const person = (said: Said) => importPerson(app, number, ['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: said })
const importAgain = (said: Said) => app.importBody('ACCOUNT_PROFILE', bodyOf('ACCOUNT_PROFILE', number, said))

/** Available and held, as account-profile tells them; the books agree with the journal. */
async function told({ accountId }: Person): Promise<[string, string]> {
  const { user } = await (await app.get('/v1/account/profile', await app.token(accountId))).json()
  expect((await reconcileOne(app.database.prisma, accountId))?.differences).toEqual([])
  return [user.balance_eur, user.held_eur]
}

describe('what is owed', () => {
  test.each([
    { what: 'an imported hold on the line', said: wallet('-20.000000', '50.000000'), grant: '10', hold: '5' },
    { what: 'an imported debt', said: wallet('-20.000000', '0.000000'), grant: '20', hold: '0.000001' },
    {
      what: 'a limit below nought',
      said: wallet('30.000000', '0.000000', { credit_limit_cents: -1_000 }),
      grant: null,
      hold: '20.000001',
    },
  ])('cannot be held, whatever lies free in a grant: $what', async ({ said, grant, hold }) => {
    const who = await person(said)
    if (grant) await credits.grant(who, 'WALLET', { eur: grant })
    const before = await told(who)
    expect(await credits.refused('holdCredits', { ...credits.of(who), amount: { eur: hold } })).toEqual([
      'INSUFFICIENT_CREDITS',
    ])
    expect(await told(who)).toEqual(before)
  })

  test('of whole credits, by a record that takes back what was spent here, cannot be held either', async () => {
    const body = { permanent_credit_balance: 100 }
    const who = await importPerson(app, number, ['USERS_ME'], { USERS_ME: body })
    const permanent = { ...credits.of(who), pools: ['PERMANENT'] }
    await credits.moved('consumeCredits', { ...permanent, amount: { credits: 80 } })
    await credits.grant(who, 'PERMANENT', { credits: 50 })
    await app.importBody('USERS_ME', bodyOf('USERS_ME', number, { permanent_credit_balance: 50 }))
    expect(await credits.refused('holdCredits', { ...permanent, amount: { credits: 21 } })).toEqual([
      'INSUFFICIENT_CREDITS',
    ])
    expect(await credits.refused('holdCredits', { ...permanent, amount: { credits: 20 } })).toEqual([])
  })

  test.each([
    { order: 'a capture, then a grant', first: 'capture' },
    { order: 'a grant, then a capture', first: 'grant' },
  ])('is paid of what there is, so that the order of events costs nothing: $order', async ({ first }) => {
    const who = await person(wallet('0.000000', '0.000000', { credit_limit_cents: 5_000 }))
    const hold = await credits.hold(who, { eur: '50' })
    const grant = () =>
      credits.grant(who, 'WALLET', { eur: '100' }, { expiresAt: new Date(testNow.getTime() + 60_000).toISOString() })
    if (first === 'grant') await grant()
    await credits.capture(hold)
    if (first === 'capture') await grant()
    expect(await told(who)).toEqual(['50.000000', '0.000000'])
    app.clock.now = new Date(testNow.getTime() + 60_000)
    expect(await told(who)).toEqual(['0.000000', '0.000000'])
  })
})

describe('a changed record after movements here', () => {
  test('that takes the grant from under its hold leaves the hold on the line, and the books agree', async () => {
    const who = await person(wallet('80.000000', '20.000000'))
    await credits.hold(who, { eur: '30' })
    await importAgain(wallet('-100.000000', '20.000000'))
    expect(await told(who)).toEqual(['-130.000000', '50.000000'])
    await importAgain(wallet('80.000000', '20.000000'))
    expect(await told(who)).toEqual(['50.000000', '50.000000'])
  })

  test('of an instant before the window turned says nothing of the window there is now', async () => {
    const who = await importPerson(app, number, ['USER_INFO'])
    const remaining = async () =>
      (await (await app.get('/user/info', await app.token(who.accountId))).json()).user.plan.remainingMonthlyCredits
    app.clock.now = new Date('2026-03-02T00:00:00Z')
    await credits.moved('consumeCredits', { ...credits.of(who), amount: { credits: 700 } })
    expect(await remaining()).toBe(300)
    const plan = JSON.parse(bodyOf('USER_INFO', number)).user.plan
    const body = bodyOf('USER_INFO', number, { plan: { ...plan, remainingMonthlyCredits: 200 } })
    await app.importBody('USER_INFO', body, { now: new Date('2026-02-20T00:00:00Z') })
    expect(await remaining()).toBe(300)
  })

  test('that holds the free trial given here, too, gives it once', async () => {
    const pending = { email_verified: false, free_trial_pending_eur: '5.000000' }
    const who = await person(wallet('0.000000', '0.000000', pending))
    const verify = `mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) { userErrors { code } } }`
    const token = await app.token('service:sign-up', ['accounts:write'])
    const { data } = await app.query(verify, token, { input: credits.of(who) })
    expect(data.verifyEmail.userErrors).toEqual([])
    expect(await told(who)).toEqual(['5.000000', '0.000000'])
    await importAgain(wallet('5.000000', '0.000000', { email_verified: true }))
    expect(await told(who)).toEqual(['5.000000', '0.000000'])
    await importAgain(wallet('8.000000', '0.000000', { email_verified: true }))
    expect(await told(who)).toEqual(['8.000000', '0.000000'])
  })
})

describe('thousands of holds', () => {
  test('that lapsed together are settled in a moment by whoever reads, and by whoever writes', async () => {
    const who = await person(wallet('100.000000', '0.000000'))
    await credits.hold(who, { eur: '1' }, { ttlSeconds: 60 })
    const { accountId } = who
    const { prisma } = app.database
    // As many as a client that crashed may leave behind.
    await prisma.$executeRaw`WITH made AS (
        INSERT INTO credit_holds (id, account_id, pools, state, amount, expires_at, sequence, created_at)
        SELECT gen_random_uuid(), account_id, pools, state, 1, expires_at, 100 + n, created_at
        FROM credit_holds, generate_series(1, 5000) n WHERE account_id = ${accountId}::uuid RETURNING id)
      INSERT INTO hold_allocations SELECT made.id, g.id, 1 FROM made, credit_grants g WHERE g.account_id = ${accountId}::uuid`
    await prisma.$executeRaw`UPDATE credit_grants SET held = held + 5000 WHERE account_id = ${accountId}::uuid`
    await prisma.$executeRaw`UPDATE accounts SET ledger_sequence = 6000 WHERE id = ${accountId}::uuid`
    await prisma.$executeRaw`INSERT INTO ledger_entries SELECT account_id, sequence + 10000, 'WALLET', 'HOLD', 'AVAILABLE', 'HELD', 1, 0,
      NULL, id, NULL, NULL, 'test', created_at FROM credit_holds WHERE account_id = ${accountId}::uuid AND amount = 1`
    await prisma.$executeRaw`UPDATE accounts SET ledger_sequence = 16000 WHERE id = ${accountId}::uuid`

    app.clock.now = new Date(testNow.getTime() + 60_000)
    const { user } = await (await app.get('/v1/account/profile', await app.token(accountId))).json()
    expect([user.balance_eur, user.held_eur]).toEqual(['100.000000', '0.000000'])
    await credits.moved('consumeCredits', { ...credits.of(who), amount: { eur: '1' } })
    expect(await prisma.creditHold.count({ where: { accountId, state: 'OPEN' } })).toBe(0)
  })
})
