import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { importingInto } from '../support/importing.ts'
import { bodyOf, importPerson, type Person } from '../support/legacy-people.ts'

type World = ReturnType<typeof importingInto>
let app: TestApp
let accountIdOf: World['accountIdOf']
let bytes: World['bytes']
let importOne: World['importOne']
let nextNumber: World['nextNumber']
let patch: World['patch']
let said: World['said']
let viewer: World['viewer']
beforeAll(async () => {
  app = await createTestApp()
  ;({ accountIdOf, bytes, importOne, nextNumber, patch, said, viewer } = importingInto(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

describe('a changed record (our decision)', () => {
  test('replaces only what was not written through the gateway since', async () => {
    const number = nextNumber()
    const who = await importPerson(app, number, ['USERS_ME'])
    await patch('USERS_ME', who, { full_name: 'Written Here' })
    await importOne('USERS_ME', number, { full_name: 'Told There', role: 'admin', permanent_credit_balance: 4000 })
    expect(await said('USERS_ME', who)).toMatchObject({
      full_name: 'Written Here',
      role: 'admin',
      permanent_credit_balance: 4000,
    })
  })

  test('moves the account to the address it says, where none was written here', async () => {
    const number = nextNumber()
    const who = await importPerson(app, number, ['USERS_ME'])
    await importOne('USERS_ME', number, { email: `Moved-${number}@example.com` })
    expect(await said('USERS_ME', who)).toMatchObject({ email: `Moved-${number}@example.com` })
    const find = 'query ($email: EmailAddress!) { account(by: { email: $email }) { accountId } }'
    const support = await app.token('service:test', ['account:support'])
    const found = async (email: string) => (await app.query(find, support, { email })).data.account?.accountId
    expect(await found(`moved-${number}@EXAMPLE.com`)).toBe(who.accountId)
    expect(await found(who.email)).toBeUndefined()
  })

  test('claims no address that was written over here, though somebody else has taken it since', async () => {
    const [number, other] = [nextNumber(), nextNumber()]
    const who = await importPerson(app, number, ['USERS_ME'])
    const successor = await importPerson(app, other, ['USERS_ME'])
    await patch('USERS_ME', who, { email: `left-${number}@example.com` })
    expect((await patch('USERS_ME', successor, { email: who.email })).status).toBe(200)
    expect(await importOne('USERS_ME', number, { role: 'admin' })).toMatchObject({ status: 'changed' })
    expect(await said('USERS_ME', who)).toMatchObject({ role: 'admin', email: `left-${number}@example.com` })
    expect(await said('USERS_ME', successor)).toMatchObject({ email: who.email })
  })

  test('is refused where it takes somebody else’s address', async () => {
    const [one, other] = [nextNumber(), nextNumber()]
    await importPerson(app, one, ['USERS_ME'])
    const who = await importPerson(app, other, ['USERS_ME'])
    const before = await bytes('USERS_ME', who)
    expect(await importOne('USERS_ME', other, { email: `person-${one}@example.com`, role: 'admin' })).toMatchObject({
      status: 'refused',
      problems: [{ field: 'email' }],
    })
    expect(await bytes('USERS_ME', who)).toBe(before)
  })

  test('that says the same in other words changes nothing, not even after a reset', async () => {
    const number = nextNumber()
    const who = await importPerson(app, number, ['USER_INFO'])
    const respelt = JSON.stringify(JSON.parse(bodyOf('USER_INFO', number)), null, 1)
    app.clock.now = new Date('2026-03-02T00:00:00Z')
    expect(await app.importBody('USER_INFO', respelt)).toMatchObject({
      status: 'unchanged',
      normalised: [{ field: '(formatting)' }],
    })
    expect((await said('USER_INFO', who)).plan).toMatchObject({
      totalMonthlyCredits: 1000,
      remainingMonthlyCredits: 1000,
    })
    app.clock.now = testNow
  })

  const history = (pool: string) =>
    `credits { history(pool: ${pool}, first: 20) { edges { node { kind source destination amount { eur credits } } } } statement(pool: ${pool}) { granted { eur credits } consumed { eur credits } expired { eur credits } held { eur credits } available { eur credits } } }`
  interface Movement {
    readonly kind: string
    readonly source: string
    readonly destination: string
    readonly amount: { readonly eur: string | null; readonly credits: number | null }
  }
  const movements = async (pool: string, who: Person) => {
    const { credits } = await viewer(history(pool), who)
    const nodes: Movement[] = credits.history.edges.map(({ node }: { node: Movement }) => node).reverse()
    return nodes.map(
      ({ kind, source, destination, amount }) => `${kind} ${source} ${destination} ${amount.eur ?? amount.credits}`,
    )
  }

  test('after a window has turned: the turn is journalled, then the difference to what the record says of the new one', async () => {
    const number = nextNumber()
    const plan = { name: 'Pro', totalMonthlyCredits: 100, remainingMonthlyCredits: 40 }
    const who = await importPerson(app, number, ['USER_INFO'], { USER_INFO: { plan } })
    app.clock.now = new Date('2026-03-01T00:00:00Z')
    await importOne('USER_INFO', number, { plan: { ...plan, remainingMonthlyCredits: 70 } })
    expect((await said('USER_INFO', who)).plan.remainingMonthlyCredits).toBe(70)
    expect(await movements('MONTHLY', who)).toEqual([
      'OPENING ISSUED AVAILABLE 40',
      'RESET AVAILABLE EXPIRED 40',
      'RESET ISSUED AVAILABLE 100',
      'ADJUSTMENT AVAILABLE CONSUMED 30',
    ])
    const { statement } = (await viewer(history('MONTHLY'), who)).credits
    expect(
      [statement.granted, statement.consumed, statement.expired, statement.available].map(({ credits }) => credits),
    ).toEqual([140, 30, 40, 70])
    app.clock.now = testNow
  })

  test('after its credits have expired: the expiry is journalled, and what is said now is what is there', async () => {
    const number = nextNumber()
    const credits = { balance_eur: '10.000000', held_eur: '4.000000', credits_expire_at: '2026-03-01T00:00:00Z' }
    const who = await importPerson(app, number, ['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: credits })
    app.clock.now = new Date('2026-03-05T00:00:00Z')
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({
      balance_eur: '0.000000',
      held_eur: '4.000000',
      credits_expire_at: null,
    })

    const renewed = { balance_eur: '7.000000', held_eur: '4.000000', credits_expire_at: '2026-04-01T00:00:00Z' }
    await importOne('ACCOUNT_PROFILE', number, renewed)
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject(renewed)
    expect(await movements('WALLET', who)).toEqual([
      'OPENING ISSUED AVAILABLE 14.000000',
      'HOLD AVAILABLE HELD 4.000000',
      'EXPIRY AVAILABLE EXPIRED 10.000000',
      'ADJUSTMENT ISSUED AVAILABLE 7.000000',
    ])
    app.clock.now = new Date('2026-04-01T00:00:00Z')
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({
      balance_eur: '0.000000',
      held_eur: '4.000000',
      credits_expire_at: null,
    })
    app.clock.now = testNow
  })

  test('that holds less lets go of the credit line first, and of the grant then', async () => {
    const number = nextNumber()
    const record = (balance_eur: string, held_eur: string) => ({ balance_eur, held_eur, credits_expire_at: null })
    const who = await importPerson(app, number, ['ACCOUNT_PROFILE'], {
      ACCOUNT_PROFILE: record('-3.000000', '5.000000'),
    })
    await importOne('ACCOUNT_PROFILE', number, record('-1.000000', '3.000000'))
    await importOne('ACCOUNT_PROFILE', number, record('1.000000', '1.000000'))
    await importOne('ACCOUNT_PROFILE', number, record('2.000000', '0.000000'))
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({ balance_eur: '2.000000', held_eur: '0.000000' })
    expect(await movements('WALLET', who)).toEqual([
      'OPENING ISSUED AVAILABLE 2.000000',
      'HOLD AVAILABLE HELD 2.000000',
      'HOLD CREDIT_LINE HELD 3.000000',
      'RELEASE HELD CREDIT_LINE 2.000000',
      'RELEASE HELD CREDIT_LINE 1.000000',
      'RELEASE HELD AVAILABLE 1.000000',
      'RELEASE HELD AVAILABLE 1.000000',
    ])
    const holds = await viewer('credits { holds { edges { node { state } } } }', who)
    expect(holds.credits.holds.edges).toEqual([{ node: { state: 'RELEASED' } }])
  })

  test('that spends what is held leaves the hold on the credit line, not on credits that are gone', async () => {
    const number = nextNumber()
    const record = (balance_eur: string) => ({
      balance_eur,
      held_eur: '4.000000',
      credits_expire_at: '2026-12-01T00:00:00Z',
    })
    const who = await importPerson(app, number, ['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: record('6.000000') })
    await importOne('ACCOUNT_PROFILE', number, record('-2.000000'))
    const { accountId } = who
    const pool = await app.database.prisma.creditPool.findFirstOrThrow({ where: { accountId, kind: 'WALLET' } })
    const grant = await app.database.prisma.creditGrant.findFirstOrThrow({ where: { accountId } })
    expect([pool.owed, pool.lineHeld, grant.remaining, grant.held]).toEqual([0n, 2_000_000n, 2_000_000n, 2_000_000n])
    // And back: what comes is laid under the hold first.
    await importOne('ACCOUNT_PROFILE', number, record('6.000000'))
    const again = await app.database.prisma.creditGrant.findFirstOrThrow({ where: { accountId } })
    expect([again.remaining, again.held]).toEqual([10_000_000n, 4_000_000n])
  })

  test('keeps the raw record to the byte, and beside it what the model cannot hold', async () => {
    const number = nextNumber()
    const raw = bodyOf('USERS_ME', number, { further: { deep: [1, 'two'] }, role: 'USER ' })
    expect(await app.importBody('USERS_ME', raw)).toMatchObject({
      status: 'created',
      normalised: [{ field: 'further', theirs: '{"deep":[1,"two"]}' }],
    })
    const { accountId } = await accountIdOf('USERS_ME', number)
    const identity = await app.database.prisma.legacyIdentity.findFirstOrThrow({ where: { accountId } })
    expect([identity.record, identity.residual]).toEqual([raw, { further: { deep: [1, 'two'] } }])
  })
})
