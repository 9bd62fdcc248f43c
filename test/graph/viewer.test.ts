import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { usersMeKeys } from '../support/documented.ts'
import { type AmountFragment, ViewerDocument, type ViewerQuery } from '../support/gql/graphql.ts'
import { askWell } from '../support/graph.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

type Viewer = NonNullable<ViewerQuery['viewer']>

async function viewerOf({ accountId }: Pick<Person, 'accountId'>): Promise<Viewer> {
  const { viewer } = await askWell(app, ViewerDocument, await app.token(accountId), {})
  if (!viewer) throw new Error('There is no viewer.')
  return viewer
}

const eur = (eur: string): AmountFragment => ({ eur, credits: null })
const credits = (credits: number): AmountFragment => ({ eur: null, credits })

describe('a person of four systems', () => {
  let person: Person
  let viewer: Viewer
  beforeAll(async () => {
    person = await importPerson(app, 1)
    const { accountId } = person
    await app.database.prisma.agent.create({
      data: { id: crypto.randomUUID(), accountId, name: 'Engine', createdAt: testNow, archivedAt: testNow },
    })
    await app.database.prisma.apiKey.create({
      data: {
        id: crypto.randomUUID(),
        accountId,
        name: 'laptop',
        sha256: new Uint8Array(32).fill(1),
        lastFour: 'w1x2',
        createdAt: testNow,
      },
    })
    viewer = await viewerOf(person)
  })

  test('is told as the first systems to know say, and the later ones where those are silent', () => {
    expect(viewer).toMatchObject({
      accountId: person.accountId,
      email: 'person-1@example.com',
      emailVerified: true,
      displayName: 'Ada Lovelace',
      firstName: 'Ada',
      lastName: 'Lovelace',
      imageUrl: null,
      company: null,
      role: 'USER',
      roleText: 'user',
      isActive: true,
      restriction: null,
      signInMethod: 'LOCAL',
      signInMethodText: 'local',
      connectedProviders: ['GOOGLE'],
      connectedProviderNames: ['google'],
      twoFactorEnabled: false,
      promptAnalysisOptIn: true,
      referralCode: 'dc_00000001',
      createdAt: '2026-01-01T08:00:00.000Z',
      updatedAt: '2026-02-01T15:30:00.500Z',
    })
  })

  test('shows each system’s id and dates, and where it says otherwise', () => {
    expect(viewer.identities.map(({ differences, linkedAt, ...identity }) => identity)).toEqual([
      {
        system: 'ACCOUNT_PROFILE',
        legacyId: person.ids.ACCOUNT_PROFILE,
        createdAt: '2026-01-01T08:00:00.000Z',
        updatedAt: null,
      },
      { system: 'USERS_ME', legacyId: person.ids.USERS_ME, createdAt: null, updatedAt: null },
      {
        system: 'USER_PROFILE',
        legacyId: person.ids.USER_PROFILE,
        createdAt: '2026-01-07T10:00:00.250Z',
        updatedAt: '2026-02-01T15:30:00.500Z',
      },
      {
        system: 'USER_INFO',
        legacyId: person.ids.USER_INFO,
        createdAt: '2025-11-05T06:07:08.009Z',
        updatedAt: '2026-01-20T00:00:00.000Z',
      },
    ])
    const [first, second, third, fourth] = viewer.identities.map(({ differences }) => differences)
    expect([first, second]).toEqual([[], []])
    expect(third).toContainEqual({
      field: 'createdAt',
      theirs: '2026-01-07T10:00:00.250Z',
      ours: '2026-01-01T08:00:00.000Z',
    })
    expect(third).toContainEqual({ field: 'subscription.plan.name', theirs: 'Free Trial', ours: 'Pro' })
    expect(fourth).toEqual([
      { field: 'createdAt', theirs: '2025-11-05T06:07:08.009Z', ours: '2026-01-01T08:00:00.000Z' },
      { field: 'updatedAt', theirs: '2026-01-20T00:00:00.000Z', ours: '2026-02-01T15:30:00.500Z' },
    ])
  })

  test('has four quantities to spend, each by itself', () => {
    expect(viewer.credits.wallet).toEqual({
      available: '12.500000',
      held: '0.500000',
      posted: '13.000000',
      creditLimitCents: 500,
      expiresAt: '2026-12-01T00:00:00.000Z',
      freeTrialPending: null,
    })
    expect(viewer.credits).toMatchObject({
      permanent: 4200,
      monthly: { total: 1000, remaining: 400 },
      additional: { total: 50, remaining: 50 },
      hasUnseenGrants: true,
    })
  })

  test('has balances whose statements add up', () => {
    const nothing = eur('0.000000')
    expect(viewer.credits.wallets).toEqual({
      pool: 'WALLET',
      granted: eur('13.000000'),
      consumed: nothing,
      expired: nothing,
      held: eur('0.500000'),
      available: eur('12.500000'),
    })
    expect(viewer.credits.permanents).toMatchObject({
      pool: 'PERMANENT',
      granted: credits(4200),
      available: credits(4200),
    })
    expect(viewer.credits.monthlies).toMatchObject({ pool: 'MONTHLY', held: credits(0), available: credits(400) })
  })

  test('has one opening grant per pool, and one hold, in the lists', () => {
    const grants = viewer.credits.grants.edges.map(({ node }) => node)
    expect(grants.map(({ pool, kind, amount }) => ({ pool, kind, amount }))).toEqual([
      { pool: 'ADDITIONAL', kind: 'IMPORT', amount: credits(50) },
      { pool: 'MONTHLY', kind: 'IMPORT', amount: credits(400) },
      { pool: 'PERMANENT', kind: 'IMPORT', amount: credits(4200) },
      { pool: 'WALLET', kind: 'IMPORT', amount: eur('13.000000') },
    ])
    expect(grants.find(({ pool }) => pool === 'WALLET')).toMatchObject({
      remaining: eur('13.000000'),
      held: eur('0.500000'),
      expiresAt: '2026-12-01T00:00:00.000Z',
    })
    expect(viewer.credits.walletGrants.edges).toEqual([{ node: { pool: 'WALLET' } }])
    expect(viewer.credits.holds.edges.map(({ node }) => node)).toEqual([
      expect.objectContaining({
        pools: ['WALLET'],
        state: 'OPEN',
        amount: eur('0.500000'),
        captured: eur('0.000000'),
        expiresAt: null,
        endedAt: null,
      }),
    ])
  })

  test('has every movement in the history, newest first', () => {
    const moved = viewer.credits.history.edges.map(({ node }) => [
      node.pool,
      node.kind,
      node.source,
      node.destination,
      node.actor,
    ])
    expect(moved).toEqual([
      ['ADDITIONAL', 'OPENING', 'ISSUED', 'AVAILABLE', 'import'],
      ['MONTHLY', 'OPENING', 'ISSUED', 'AVAILABLE', 'import'],
      ['PERMANENT', 'OPENING', 'ISSUED', 'AVAILABLE', 'import'],
      ['WALLET', 'HOLD', 'AVAILABLE', 'HELD', 'import'],
      ['WALLET', 'OPENING', 'ISSUED', 'AVAILABLE', 'import'],
    ])
  })

  test('is governed by the first subscription that came in, and shows them all', () => {
    expect(viewer.subscription).toMatchObject({
      system: 'USERS_ME',
      plan: { key: 'PRO', name: 'Pro' },
      status: 'ACTIVE',
      statusText: 'active',
      currentPeriodEnd: '2026-05-08T00:00:00.000Z',
      cancelAtPeriodEnd: false,
      trial: null,
    })
    const told = viewer.subscriptions.map(({ system, plan }) => [system, plan.key, plan.name])
    expect(told.toSorted()).toEqual([
      ['USERS_ME', 'PRO', 'Pro'],
      ['USER_INFO', 'PRO', 'Pro'],
      ['USER_PROFILE', 'TRIAL', 'Free Trial'],
    ])
  })

  test('has a trial with what it entitles to; unlimited is not a number', () => {
    const trial = viewer.subscriptions.find(({ system }) => system === 'USER_PROFILE')
    const unlimited = { unlimited: true, max: null }
    expect(trial).toMatchObject({
      status: 'TRIALING',
      trial: { endsAt: '2026-02-21T00:00:00.000Z', daysRemaining: 14, expired: false },
      features: {
        spans: { unlimited: false, max: 10000 },
        agents: unlimited,
        retention: unlimited,
        alerts: true,
        evaluations: true,
        exports: true,
        deepSearch: true,
        semanticSearch: false,
        smartSearch: false,
        customLLMLogic: false,
        modelTraining: false,
        sso: false,
        rbac: false,
        support: 'COMMUNITY',
        trialDays: { unlimited: false, max: 14 },
      },
      usage: {
        spans: { used: 2500, limit: { unlimited: false, max: 10000 }, remaining: 7500, percent: 25, overLimit: false },
        agents: { used: 3, limit: unlimited, remaining: null, percent: 0, overLimit: false },
      },
    })
  })

  test('has made what was counted elsewhere and what stands here; the lists hold what stands here', () => {
    const { agents, apiKeys, ...counts } = viewer.resources
    // Of three agents none has a name here, and an archived one is not in use; one key was counted, one was made.
    expect(counts).toEqual({ agentCount: 3, activeApiKeyCount: 2, apiKeyLastFour: 'w1x2' })
    expect(agents.edges.map(({ node }) => node)).toEqual([
      { id: expect.any(String), name: 'Engine', createdAt: testNow.toISOString(), archivedAt: testNow.toISOString() },
    ])
    expect(apiKeys.edges.map(({ node }) => node)).toEqual([
      {
        id: expect.any(String),
        name: 'laptop',
        lastFour: 'w1x2',
        createdAt: testNow.toISOString(),
        revokedAt: null,
      },
    ])
  })
})

describe('odd values never break a reader', () => {
  test('roles, statuses, providers and addresses nobody has heard of are shown as text', async () => {
    const odd = await importPerson(app, 2, ['ACCOUNT_PROFILE', 'USERS_ME', 'USER_PROFILE'], {
      ACCOUNT_PROFILE: { providers: ['gitlab', 'github'] },
      USERS_ME: { role: 'owner', subscription_status: 'grandfathered' },
      USER_PROFILE: { provider: 'saml', image: 'not a link' },
    })
    await app.database.prisma.account.update({ where: { id: odd.accountId }, data: { email: 'not an address' } })
    const viewer = await viewerOf(odd)
    expect(viewer).toMatchObject({
      email: 'not an address',
      imageUrl: 'not a link',
      role: 'OTHER',
      roleText: 'owner',
      signInMethod: 'OTHER',
      signInMethodText: 'saml',
      connectedProviders: ['OTHER', 'GITHUB'],
      connectedProviderNames: ['gitlab', 'github'],
      subscription: { status: 'OTHER', statusText: 'grandfathered' },
    })
    expect(app.bugs).toEqual([])
  })
})

describe('the instant decides', () => {
  test('a hold whose time is up has expired at that instant, not before', async () => {
    const person = await importPerson(app, 3, ['ACCOUNT_PROFILE'])
    const lapses = new Date(testNow.getTime() + 60_000)
    const holds = { where: { accountId: person.accountId }, data: { expiresAt: lapses, imported: false } }
    await app.database.prisma.creditHold.updateMany(holds)
    // Whoever writes a hold writes into its pool when it ends.
    await app.database.prisma.creditPool.updateMany({ where: { accountId: person.accountId }, data: { dueAt: lapses } })
    const states: unknown[] = []
    for (const shift of [-1, 0]) {
      app.clock.now = new Date(lapses.getTime() + shift)
      const { credits } = await viewerOf(person)
      states.push([credits.holds.edges[0]?.node.state, credits.wallet.held, credits.wallet.available])
    }
    app.clock.now = testNow
    expect(states).toEqual([
      ['OPEN', '0.500000', '12.500000'],
      ['EXPIRED', '0.000000', '13.000000'],
    ])
  })
})

describe('whose viewer it is', () => {
  test('a token’s account, or the account its system calls so', async () => {
    const person = await importPerson(app, 4, ['USERS_ME'])
    for (const token of [await app.token(person.accountId), await app.tokenOf('USERS_ME', person.ids.USERS_ME)]) {
      const { data } = await app.query('{ viewer { accountId } }', token)
      expect(data).toEqual({ viewer: { accountId: person.accountId } })
    }
  })

  test('nobody’s without credentials, for an account that is gone and for a service', async () => {
    const gone = await app.token('00000000-0000-4000-8000-000000000000')
    const unknown = await app.tokenOf('USERS_ME', 'nobody')
    const service = await app.token('service:cron', ['profile:read'])
    for (const token of [null, gone, unknown, service]) {
      const { status, data, errors } = await app.query('{ viewer { accountId } plans { key } }', token)
      expect({ status, viewer: data.viewer, errors }).toEqual({ status: 200, viewer: null, errors: undefined })
      expect(data.plans.map(({ key }: { key: string }) => key)).toEqual([
        'DEVELOPER',
        'TRIAL',
        'STARTER',
        'PRO',
        'CUSTOM',
      ])
    }
  })

  test('without profile:read it is FORBIDDEN, even with account:support (our decision)', async () => {
    const person = await importPerson(app, 5, ['USERS_ME'])
    for (const subject of [person.accountId, 'service:helpdesk']) {
      const { status, data, errors } = await app.query(
        '{ viewer { email } }',
        await app.token(subject, ['account:support']),
      )
      expect({ status, data }).toEqual({ status: 200, data: { viewer: null } })
      expect(errors?.map(({ extensions }) => extensions)).toEqual([
        { code: 'FORBIDDEN', reason: 'INSUFFICIENT_SCOPE', scope: 'profile:read', requestId: expect.any(String) },
      ])
    }
  })

  test('an inactive one, and one with a payment restriction, can still read itself', async () => {
    const person = await importPerson(app, 6, ['USERS_ME'], { USERS_ME: { is_active: false } })
    await app.database.prisma.account.update({ where: { id: person.accountId }, data: { restriction: 'PAYMENT' } })
    expect(await viewerOf(person)).toMatchObject({ isActive: false, restriction: 'PAYMENT' })
  })
})

describe('lineage', () => {
  test('tells where every field of every legacy body lives, or of one system’s', async () => {
    const all = await app.query('{ lineage { system legacyField viewerFields kind writable } }')
    const usersMe = await app.query('{ lineage(system: USERS_ME) { system legacyField viewerFields kind writable } }')
    expect(all.data.lineage).toEqual(expect.arrayContaining(usersMe.data.lineage))
    expect(usersMe.data.lineage.map(({ legacyField }: { legacyField: string }) => legacyField)).toEqual(usersMeKeys)
    expect(usersMe.data.lineage[2]).toEqual({
      system: 'USERS_ME',
      legacyField: 'full_name',
      viewerFields: ['displayName'],
      kind: 'MAPPED',
      writable: true,
    })
  })
})
