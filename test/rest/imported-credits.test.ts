import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { importingInto } from '../support/importing.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

type World = ReturnType<typeof importingInto>
let app: TestApp
let importOne: World['importOne']
let nextNumber: World['nextNumber']
let patch: World['patch']
let person: World['person']
let said: World['said']
let viewer: World['viewer']
beforeAll(async () => {
  app = await createTestApp()
  ;({ importOne, nextNumber, patch, person, said, viewer } = importingInto(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

describe('the wallet of a record (our decision)', () => {
  const wallet = `credits {
    wallet { available held posted creditLimitCents expiresAt freeTrialPending } hasUnseenGrants
    grants(pool: WALLET) { edges { node { kind amount { eur } remaining { eur } held { eur } expiresAt seenAt } } }
    holds(pool: WALLET) { edges { node { state amount { eur } expiresAt } } }
    statement(pool: WALLET) { granted { eur } consumed { eur } expired { eur } held { eur } available { eur } }
  }`
  const nodes = (connection: { edges: { node: unknown }[] }) => connection.edges.map(({ node }) => node)
  const poolRow = ({ accountId }: Person) =>
    app.database.prisma.creditPool.findUniqueOrThrow({ where: { accountId_kind: { accountId, kind: 'WALLET' } } })

  test('a positive balance is one opening grant that expires when the credits do, and counts as seen', async () => {
    const who = await person(['ACCOUNT_PROFILE'], {
      ACCOUNT_PROFILE: { balance_eur: '12.500000', held_eur: '0.000000' },
    })
    const { credits } = await viewer(wallet, who)
    expect(credits.wallet).toMatchObject({
      available: '12.500000',
      held: '0.000000',
      posted: '12.500000',
      expiresAt: '2026-12-01T00:00:00.000Z',
    })
    const amount = { eur: '12.500000' }
    expect(nodes(credits.grants)).toEqual([
      {
        kind: 'IMPORT',
        amount,
        remaining: amount,
        held: { eur: '0.000000' },
        expiresAt: '2026-12-01T00:00:00.000Z',
        seenAt: testNow.toISOString(),
      },
    ])
    expect(nodes(credits.holds)).toEqual([])
  })

  test('a negative balance is owed: no grant, and posted below nought', async () => {
    const who = await person(['ACCOUNT_PROFILE'], {
      ACCOUNT_PROFILE: { balance_eur: '-4.250000', held_eur: '0.000000', credits_expire_at: null },
    })
    const { credits } = await viewer(wallet, who)
    expect(credits.wallet).toMatchObject({ available: '-4.250000', posted: '-4.250000' })
    expect(nodes(credits.grants)).toEqual([])
    expect(await poolRow(who)).toMatchObject({ owed: 4_250_000n, lineHeld: 0n })
    expect(credits.statement).toEqual({
      granted: { eur: '0.000000' },
      consumed: { eur: '4.250000' },
      expired: { eur: '0.000000' },
      held: { eur: '0.000000' },
      available: { eur: '-4.250000' },
    })
  })

  test.each([
    { balance: '3.000000', held: '2.000000', posted: '5.000000', onGrant: '2.000000', onLine: 0n },
    { balance: '-3.000000', held: '5.000000', posted: '2.000000', onGrant: '2.000000', onLine: 3_000_000n },
    { balance: '-9.000000', held: '4.000000', posted: '-5.000000', onGrant: null, onLine: 4_000_000n },
  ])('what is held rests on the grant first, then on the credit line: $held held beside $balance', async (row) => {
    const who = await person(['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: { balance_eur: row.balance, held_eur: row.held } })
    const { credits } = await viewer(wallet, who)
    expect(credits.wallet).toMatchObject({ available: row.balance, held: row.held, posted: row.posted })
    expect(nodes(credits.holds)).toEqual([{ state: 'OPEN', amount: { eur: row.held }, expiresAt: null }])
    expect(nodes(credits.grants)).toEqual(
      row.onGrant === null ? [] : [expect.objectContaining({ held: { eur: row.onGrant } })],
    )
    expect(await poolRow(who)).toMatchObject({ lineHeld: row.onLine })
    expect(credits.statement).toMatchObject({ held: { eur: row.held }, available: { eur: row.balance } })
  })

  test('the floor is the credit limit or the opening below it, and rises with later records', async () => {
    const number = nextNumber()
    const balance = (eur: string) => ({
      balance_eur: eur,
      held_eur: '0.000000',
      credit_limit_cents: 500,
      credits_expire_at: null,
    })
    const who = await importPerson(app, number, ['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: balance('-10.000000') })
    expect(await poolRow(who)).toMatchObject({ floor: -10_000_000n })
    await importOne('ACCOUNT_PROFILE', number, balance('-7.000000'))
    expect(await poolRow(who)).toMatchObject({ floor: -7_000_000n })
    await importOne('ACCOUNT_PROFILE', number, balance('1.000000'))
    expect(await poolRow(who)).toMatchObject({ floor: -5_000_000n })
  })

  test('a limit as large as the wire allows comes back', async () => {
    const who = await person(['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: { credit_limit_cents: Number.MAX_SAFE_INTEGER } })
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({ credit_limit_cents: 9007199254740991 })
  })

  test.each([
    { what: 'nothing left', balance: '0.000000', expires: '2026-12-01T00:00:00Z' },
    { what: 'something owed', balance: '-1.000000', expires: '2026-12-01T00:00:00Z' },
    { what: 'its instant now', balance: '8.000000', expires: '2026-02-07T00:00:00Z' },
    { what: 'its instant past', balance: '8.000000', expires: '2020-01-01T00:00:00Z' },
  ])('an expiry date with $what takes nothing away and goes on being shown', async ({ balance, expires }) => {
    const who = await person(['ACCOUNT_PROFILE'], {
      ACCOUNT_PROFILE: { balance_eur: balance, held_eur: '0.000000', credits_expire_at: expires },
    })
    for (const now of [testNow, new Date('2040-01-01T00:00:00Z')]) {
      app.clock.now = now
      expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({ balance_eur: balance, credits_expire_at: expires })
    }
    app.clock.now = testNow
  })

  test('the notice is a flag beside the grants: once dismissed, neither the same nor a changed record brings it back', async () => {
    const number = nextNumber()
    const who = await importPerson(app, number, ['ACCOUNT_PROFILE'])
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({ pending_credit_notice: true })
    const token = await app.token(who.accountId)
    expect((await app.send('POST', '/v1/account/notifications/dismiss', undefined, token)).status).toBe(204)
    await importOne('ACCOUNT_PROFILE', number)
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({ pending_credit_notice: false })
    expect(await importOne('ACCOUNT_PROFILE', number, { name: 'Ada' })).toMatchObject({ status: 'changed' })
    expect(await said('ACCOUNT_PROFILE', who)).toMatchObject({ name: 'Ada', pending_credit_notice: false })
  })

  test('free credits wait only while the address is unverified, and for nobody who once verified it', async () => {
    const pending = { free_trial_pending_eur: '5.000000' }
    const waiting = await person(['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: { ...pending, email_verified: false } })
    expect(await said('ACCOUNT_PROFILE', waiting)).toMatchObject(pending)
    expect(await viewer(wallet, waiting)).toMatchObject({ credits: { wallet: { freeTrialPending: '5.000000' } } })

    const verified = await person(['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: { ...pending, email_verified: true } })
    expect(await said('ACCOUNT_PROFILE', verified)).not.toHaveProperty('free_trial_pending_eur')
    await patch('USERS_ME', verified, { email: `moved-from-${verified.email}` })
    expect(await said('ACCOUNT_PROFILE', verified)).toMatchObject({ email_verified: false })
    expect(await said('ACCOUNT_PROFILE', verified)).not.toHaveProperty('free_trial_pending_eur')
  })
})

describe('whole credits of a record (our decision)', () => {
  test.each([
    { credits: 4200, grants: 1 },
    { credits: 0, grants: 0 },
    { credits: -17, grants: 0 },
  ])('$credits permanent credits are $grants grants', async ({ credits, grants }) => {
    const who = await person(['USERS_ME'], { USERS_ME: { permanent_credit_balance: credits } })
    expect(await said('USERS_ME', who)).toMatchObject({ permanent_credit_balance: credits })
    const graph = await viewer(
      'credits { permanent grants(pool: PERMANENT) { edges { node { kind } } } wallet { posted } }',
      who,
    )
    expect(graph.credits.permanent).toBe(credits)
    expect(graph.credits.grants.edges).toHaveLength(grants)
    // Never converted into another quantity.
    expect(graph.credits.wallet.posted).toBe('0.000000')
  })

  test('a window of 0 of 0 is a window, without a grant', async () => {
    const empty = {
      name: 'string',
      totalMonthlyCredits: 0,
      remainingMonthlyCredits: 0,
      maxAdditionalCredits: 0,
      remainingAdditionalCredits: 0,
    }
    const who = await person(['USER_INFO'], { USER_INFO: { plan: empty } })
    expect(await said('USER_INFO', who)).toMatchObject({ plan: empty })
    const graph = await viewer(
      'credits { monthly { total remaining } additional { total remaining } grants { edges { node { kind } } } }',
      who,
    )
    expect(graph.credits).toEqual({
      monthly: { total: 0, remaining: 0 },
      additional: { total: 0, remaining: 0 },
      grants: { edges: [] },
    })
  })
})

describe('counts without rows (our decision)', () => {
  const counts =
    'resources { agentCount activeApiKeyCount apiKeyLastFour agents { edges { node { name } } } apiKeys { edges { node { lastFour } } } } subscription { usage { agents { used } } }'
  const key = ({ accountId }: Person, lastFour: string, further: object = {}) =>
    app.database.prisma.apiKey.create({
      data: { id: randomUUID(), accountId, sha256: randomBytes(32), lastFour, createdAt: testNow, ...further },
    })

  test('an imported count is kept as a count, also against limits, and rows made here are added to it', async () => {
    const who = await person(['USER_PROFILE'])
    expect(await viewer(counts, who)).toEqual({
      resources: {
        agentCount: 3,
        activeApiKeyCount: 1,
        apiKeyLastFour: null,
        agents: { edges: [] },
        apiKeys: { edges: [] },
      },
      subscription: { usage: { agents: { used: 3 } } },
    })
    await app.database.prisma.agent.create({
      data: { id: randomUUID(), accountId: who.accountId, name: 'Eve', createdAt: testNow },
    })
    await key(who, 'made')
    await key(who, 'gone', { revokedAt: testNow })
    // A key of the old system, known by its hash, is in its count already.
    await key(who, 'olde', { imported: true, createdAt: new Date('2020-01-01T00:00:00Z') })
    const graph = await viewer(counts, who)
    expect(graph.resources).toMatchObject({ agentCount: 4, activeApiKeyCount: 2, apiKeyLastFour: 'made' })
    expect(graph.subscription.usage.agents.used).toBe(4)
    expect((await said('USER_PROFILE', who)).resources).toEqual({ agentCount: 4, activeApiKeyCount: 2 })
  })

  test('a key known by its last four is no row, and older than every row', async () => {
    const who = await person(['USERS_ME'])
    expect((await viewer(counts, who)).resources).toMatchObject({
      activeApiKeyCount: 1,
      apiKeyLastFour: '7x9z',
      apiKeys: { edges: [] },
    })
    const { id } = await key(who, 'newr', { createdAt: new Date('1999-01-01T00:00:00Z') })
    expect(await said('USERS_ME', who)).toMatchObject({ api_key_last_four: 'newr' })
    expect((await viewer(counts, who)).resources).toMatchObject({ activeApiKeyCount: 2 })
    await app.database.prisma.apiKey.update({ where: { id }, data: { revokedAt: testNow } })
    expect(await said('USERS_ME', who)).toMatchObject({ api_key_last_four: '7x9z' })
  })

  test('it adds one only where no count of keys is known', async () => {
    const who = await person(['USERS_ME', 'USER_PROFILE'])
    expect((await viewer(counts, who)).resources).toMatchObject({ activeApiKeyCount: 1, apiKeyLastFour: '7x9z' })
  })

  test('without any working key there is no last four', async () => {
    const who = await person(['USERS_ME'], { USERS_ME: { api_key_last_four: null } })
    await key(who, 'gone', { revokedAt: testNow })
    expect(await said('USERS_ME', who)).toMatchObject({ api_key_last_four: null })
  })
})
