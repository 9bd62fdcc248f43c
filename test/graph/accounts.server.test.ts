import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLedgerDifferences } from '../../src/store/reconciliation.ts'
import { accountsIn, dumpOf, tablesWith } from '../support/accounts.ts'
import { createTestApp, type GraphAnswer, type TestApp } from '../support/app.ts'
import { importingInto, paths } from '../support/importing.ts'
import { bodyOf, importPerson, legacySystems } from '../support/legacy-people.ts'
import { movementsIn } from '../support/movements.ts'

const offers = { freeTrial: 5_000_000n }
let app: TestApp
let accounts: ReturnType<typeof accountsIn>
let credits: ReturnType<typeof movementsIn>
let said: ReturnType<typeof importingInto>['said']
beforeAll(async () => {
  app = await createTestApp({}, { offers })
  accounts = accountsIn(app)
  credits = movementsIn(app)
  ;({ said } = importingInto(app))
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

test('one address for twenty who ask at once: one account is made', async () => {
  const emails = Array.from({ length: 20 }, (_, index) => (index % 2 ? 'Race@example.com' : 'race@example.com'))
  const payloads = await Promise.all(emails.map((email) => accounts.act('createAccount', { email })))
  expect(payloads.filter(({ account }) => account)).toHaveLength(1)
  expect(payloads.flatMap(({ userErrors }) => userErrors)).toEqual(
    Array(19).fill({ field: 'email', message: 'is already in use', code: 'CONFLICT' }),
  )
  const where = { emailKey: 'race@example.com' }
  const { id } = await app.database.prisma.account.findUniqueOrThrow({ where })
  expect(await app.database.prisma.referralCode.count({ where: { accountId: id } })).toBe(1)
})

test('an address that is imported and given to a new account at once belongs to one of them', async () => {
  for (let number = 100; number < 110; number += 1) {
    const [made, imported] = await Promise.all([
      accounts.act('createAccount', { email: `person-${number}@example.com` }),
      app.importBody('USERS_ME', bodyOf('USERS_ME', number)),
    ])
    const isMade = made.account !== null
    expect(imported.status).toBe(isMade ? 'refused' : 'created')
    expect(made.userErrors.map(({ code }: { code: string }) => code)).toEqual(isMade ? [] : ['CONFLICT'])
  }
})

test('an address verified thirty times at once: one trial is given', async () => {
  const record = { email_verified: false, free_trial_pending_eur: '5.000000' }
  const imported = await importPerson(app, 1, ['ACCOUNT_PROFILE'], { ACCOUNT_PROFILE: record })
  const made = await accounts.create({ email: 'thirty@example.com' })
  for (const [{ accountId }, balance] of [
    [imported, '17.500000'],
    [made, '5.000000'],
  ] as const) {
    const all = await Promise.all(Array.from({ length: 30 }, () => accounts.verify({ accountId })))
    expect(new Set(all.map((account) => JSON.stringify(account))).size).toBe(1)
    expect(await app.database.prisma.creditGrant.count({ where: { accountId, kind: 'TRIAL' } })).toBe(1)
    expect((await said('ACCOUNT_PROFILE', { accountId })).balance_eur).toBe(balance)
    expect(await readLedgerDifferences(app.database.prisma, [accountId])).toEqual([])
  }
})

test('once a restriction is answered no hold is taken any more', async () => {
  const who = await importPerson(app, 2, ['ACCOUNT_PROFILE'])
  let isAnswered = false
  const input = { ...credits.of(who), amount: { eur: '0.010000' }, ttlSeconds: 60 }
  const holding = Array.from({ length: 8 }, async () => {
    const late: string[] = []
    for (let round = 0; round < 12; round += 1) {
      const wasAnswered = isAnswered
      const [code = 'taken'] = await credits.refused('holdCredits', input)
      if (wasAnswered) late.push(code)
    }
    return late
  })
  await accounts.restrict({ accountId: who.accountId }, 'SUSPENDED')
  isAnswered = true
  const late = (await Promise.all(holding)).flat()
  expect(late.length).toBeGreaterThan(0)
  expect(new Set(late)).toEqual(new Set(['ACCOUNT_RESTRICTED']))
})

test('an account deleted while everybody writes to it leaves its journal, settled, and no row of its own', async () => {
  const codes = new Set<string>()
  for (let number = 10; number < 16; number += 1) {
    const who = await importPerson(app, number, legacySystems)
    const { accountId } = who
    const own = await app.token(accountId)
    const usage = await app.token('service:meter', ['usage:write', 'subscriptions:write'])
    const begun = await Promise.all([1, 2, 3, 4].map(() => credits.hold(who, { eur: '0.1' }, { ttlSeconds: 60 })))
    const eur = { ...credits.of(who), amount: { eur: '0.01' } }
    const account = { accountId }
    const idempotencyKey = 'the same'
    const graph = (text: string, token: string) =>
      app.query(`mutation { done: ${text} { userErrors { code } } }`, token)
    const named = `account: { accountId: "${accountId}" }`
    const rounds: (() => Promise<GraphAnswer>)[] = [
      () => credits.ask('holdCredits', { ...eur, ttlSeconds: 60 }),
      () => credits.ask('holdCredits', { ...eur, ttlSeconds: 60, idempotencyKey }),
      () => credits.ask('holdCredits', { ...credits.of(who), amount: { credits: 420 }, ttlSeconds: 60 }),
      () => credits.ask('consumeCredits', eur),
      () => credits.ask('consumeCredits', { ...eur, amount: { eur: '9999' } }),
      () => credits.ask('grantCredits', { ...eur, pool: 'WALLET', kind: 'PAID' }),
      () => credits.ask('captureHold', { holdId: begun[0].id }),
      () => credits.ask('releaseHold', { holdId: begun[1].id }),
      () => graph('createAgent(input: { name: "x" })', own),
      () => graph('createApiKey(input: {})', own),
      () => graph('dismissCreditNotice', own),
      () => graph('updateProfile(input: { company: "x" })', own),
      () => graph('cancelSubscription', own),
      () => graph(`recordUsage(input: { ${named}, events: [{ id: "e", meter: SPANS, quantity: 1 }] })`, usage),
      () => graph(`setSubscription(input: { ${named}, plan: PRO })`, usage),
      () => accounts.ask('verifyEmail', { account }),
      () => accounts.ask('setRestriction', { account, restriction: null }),
    ]
    const everybody = rounds.map(async (write) => {
      for (let time = 0; time < 4; time += 1) codes.add(outcomeOf(await write()))
    })
    const deleting = Array.from({ length: 3 }, () => accounts.act('deleteAccount', { account: { email: who.email } }))
    const deleted = await Promise.all(deleting)
    await Promise.all(everybody)

    expect(deleted.flatMap(({ deletedAccountId }) => deletedAccountId ?? [])).toEqual([accountId])
    expect(tablesWith(await dumpOf(app), accountId)).toEqual(['ledger_entries'])
    expect(await readLedgerDifferences(app.database.prisma, [accountId])).toEqual([])
    const entries = await app.database.prisma.ledgerEntry.findMany({
      where: { accountId },
      orderBy: { sequence: 'asc' },
    })
    expect(entries.at(-1)?.reason).toBe('account deleted')
    const left = entries.reduce((sum, { source, destination, amount }) => {
      return sum + (isKept(destination) ? amount : 0n) - (isKept(source) ? amount : 0n)
    }, 0n)
    expect(left).toBe(0n)
    for (const system of legacySystems) {
      expect((await app.get(paths[system], own)).status).toBe(system === 'USER_INFO' ? 401 : 404)
    }
  }
  // Some were in time, some came too late; nothing else has happened to anybody.
  expect(
    [...codes].filter((code) => !/^(?:done|NOT_FOUND|CONFLICT|HOLD_CLOSED|INSUFFICIENT_CREDITS)$/.test(code)),
  ).toEqual([])
  expect(codes).toContain('done')
  expect(codes).toContain('NOT_FOUND')
})

function isKept(bucket: string): boolean {
  return bucket === 'AVAILABLE' || bucket === 'HELD' || bucket === 'SCHEDULED'
}

/** How a mutation ended, in a word. */
function outcomeOf({ status, data, errors }: GraphAnswer): string {
  if (status !== 200) return `status ${status}`
  if (errors) return String(errors[0].extensions.code)
  const [payload] = Object.values(data as Record<string, { userErrors: { code: string }[] }>)
  return payload?.userErrors[0]?.code ?? 'done'
}
