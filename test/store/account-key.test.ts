import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashApiKey } from '../../src/auth/api-key.ts'
import { accountColumns, tableUses } from '../support/account-keys.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { creditWorldIn } from '../support/credit-world.ts'
import { paths } from '../support/importing.ts'
import { legacySystems, type Person } from '../support/legacy-people.ts'
import { openRecordedDatabase } from '../support/recorded-database.ts'

/*
 * What lets the tables be spread over several servers by account: whatever a busy gateway sends says whose rows it
 * means, and what the tables promise, they promise within one account. Every exception stands here with what becomes of
 * it (docs/scale.md).
 */

/** Table and column that rows are found by where no account is named, and why that is. */
const foundOtherwise: Readonly<Record<string, string>> = {
  'accounts.email_key': 'finds the account of an address: a look-up table of its own',
  'legacy_identities.legacy_id': 'finds the account of a legacy id: a look-up table of its own',
  'referral_codes.code': 'finds the account of a code: a look-up table of its own',
  'api_keys.sha256': 'finds the account of a key: a look-up table of its own',
  'api_keys.id': 'when keys were last used is written for many accounts at once; the caller knows whose each is',
  'credit_grants.id': 'a row of the locked account, found by its own id: the statement can name the account too',
  'credit_holds.id': 'a row of the locked account, found by its own id: the statement can name the account too',
  'hold_allocations.hold_id': 'goes with its hold: the table takes on the account’s column',
}

/** Unique constraints and foreign keys, `table (columns)`, that hold no account, and what becomes of each. */
const promisedOtherwise: Readonly<Record<string, string>> = {
  'accounts (email_key)': 'one address, one account, everywhere: kept by the look-up table of addresses',
  'accounts (governing_subscription_id)':
    'a subscription has one account, so it governs one at most: (id, governing_subscription_id)',
  'accounts (governing_subscription_id) -> subscriptions': 'refers to (account_id, id)',
  'legacy_identities (id)': 'a random UUID: (account_id, id) says as much',
  'legacy_identities (system,legacy_id)':
    'one legacy id, one account, everywhere: kept by the look-up table of legacy ids',
  'legacy_identities (system,sequence)': 'the order of imports, for the export alone: an ordinary index',
  'referral_codes (code)': 'one code, one account, everywhere: is the look-up table of codes',
  'subscriptions (id)': 'a random UUID: (account_id, id) says as much',
  'credit_grants (id)': 'a random UUID: (account_id, id) says as much',
  'credit_holds (id)': 'a random UUID: (account_id, id) says as much',
  'hold_allocations (hold_id,grant_id)': 'takes on the account’s column, before the two',
  'hold_allocations (hold_id) -> credit_holds': 'takes on the account’s column, and refers to (account_id, id)',
  'hold_allocations (grant_id) -> credit_grants': 'takes on the account’s column, and refers to (account_id, id)',
  'api_keys (id)': 'a random UUID: (account_id, id) says as much',
  'api_keys (sha256)': 'one secret, one key, everywhere: kept by the look-up table of keys',
  'agents (id)': 'a random UUID: (account_id, id) says as much',
}

let database: Awaited<ReturnType<typeof openRecordedDatabase>>
let app: TestApp
let world: ReturnType<typeof creditWorldIn>
let who: Person
beforeAll(async () => {
  database = await openRecordedDatabase()
  app = await createTestApp({}, { database })
  world = creditWorldIn(app)
  who = await world.person(legacySystems)
  const sha256 = hashApiKey('dc_live_0')
  await database.prisma.apiKey.create({
    data: { id: randomUUID(), accountId: who.accountId, sha256, lastFour: 've_0', createdAt: testNow },
  })
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

const wallet = (eur: string) => ({ account: { accountId: who.accountId }, amount: { eur } })
const held = async (amount: object = { eur: '0.01' }) =>
  (await world.moved('holdCredits', { account: { accountId: who.accountId }, amount })).hold.id

/** Everything a busy gateway is asked for, all day. */
const hot: Readonly<Record<string, () => Promise<unknown>>> = {
  'GET, by account id': () => Promise.all(legacySystems.map((system) => world.bytes(system, who))),
  'GET, by legacy id': async () =>
    app.get(paths.USERS_ME, await app.tokenOf('USERS_ME', (await world.said('USERS_ME', who)).id)),
  'GET, by API key': async () => {
    expect((await app.get(paths.USERS_ME, 'dc_live_0')).status).toBe(200)
    await app.keyUses.flush()
  },
  'viewer query': () =>
    world.viewer(
      `email displayName identities { system } subscription { plan { name } usage { spans { used } } }
       credits { wallet { available held } permanent monthly { remaining } holds { edges { node { id } } } }`,
      who,
    ),
  'account(by:) for many': async () => {
    const service = await app.token('service:desk', ['account:support'])
    const by = ['accountId', 'email'].map(
      (name) => `${name}: account(by: { ${name}: "${who[name as 'email']}" }) { email }`,
    )
    const { errors } = await app.query(`{ ${by.join(' ')} }`, service)
    expect(errors).toBeUndefined()
  },
  PATCH: async () => expect((await world.patch('USERS_ME', who, { full_name: 'Another Name' })).status).toBe(200),
  grant: () => world.moved('grantCredits', { ...wallet('5'), pool: 'WALLET', kind: 'PAID' }),
  'hold, of one grant': () => held(),
  'hold, of several pools': () => held({ credits: 420 }),
  'capture in full': async () => world.moved('captureHold', { holdId: await held() }),
  'capture in part': async () => world.moved('captureHold', { holdId: await held(), amount: { eur: '0.005' } }),
  release: async () => world.moved('releaseHold', { holdId: await held() }),
  consume: () => world.moved('consumeCredits', wallet('0.02')),
  'record usage': async () => {
    const events = [{ id: randomUUID(), meter: 'SPANS', quantity: 3 }]
    const { data } = await app.query(
      'mutation ($input: RecordUsageInput!) { recordUsage(input: $input) { recorded userErrors { code } } }',
      await app.token('service:meter', ['usage:write', 'account:support']),
      { input: { account: { accountId: who.accountId }, events } },
    )
    expect(data.recordUsage).toEqual({ recorded: 1, userErrors: [] })
  },
}

/** Uses of tables without an account, of the statements sent meanwhile; and how many statements that were. */
async function sentBy(work: () => Promise<unknown>) {
  database.sent.length = 0
  await work()
  const statements = database.sent.filter((sql) => tableUses(sql).length > 0)
  const unkeyed = statements.flatMap((sql) =>
    tableUses(sql)
      .filter(({ isKeyed }) => !isKeyed)
      .map((use) => ({ ...use, sql })),
  )
  return { statements, unkeyed }
}

/** Exceptions that were met so far. */
const met = new Set<string>()

function isExcepted(table: string, columns: readonly string[]): boolean {
  const known = columns.map((column) => `${table}.${column}`).filter((place) => place in foundOtherwise)
  for (const place of known) met.add(place)
  return known.length > 0
}

describe('every statement', () => {
  test.each(Object.keys(hot))('of %s names the account whose rows it uses, or is a known exception', async (name) => {
    const { statements, unkeyed } = await sentBy(hot[name] ?? Promise.reject)
    expect(statements.length).toBeGreaterThan(0)
    expect(unkeyed.filter(({ table, columns }) => !isExcepted(table, columns))).toEqual([])
  })

  test('that is excepted was sent: the list of exceptions has no more in it than there are', () => {
    expect(Object.keys(foundOtherwise).filter((place) => !met.has(place))).toEqual([])
  })

  test.each([
    ['SELECT count(*) FROM accounts', [['accounts', false]]],
    ['SELECT g.id FROM credit_grants g WHERE g.remaining > 0 AND g.pool = $1', [['credit_grants', false]]],
    [
      'SELECT 1 FROM accounts a JOIN credit_pools p ON p.account_id = a.id',
      [
        ['accounts', false],
        ['credit_pools', false],
      ],
    ],
    [
      'SELECT 1 FROM accounts a JOIN credit_pools p ON p.account_id = a.id WHERE a.id = $1',
      [
        ['accounts', true],
        ['credit_pools', true],
      ],
    ],
    [
      'SELECT (SELECT count(*) FROM agents n WHERE n.account_id = a.id) FROM accounts a WHERE a.id = ANY($1::uuid[])',
      [
        ['agents', true],
        ['accounts', true],
      ],
    ],
    [
      'UPDATE "public"."credit_pools" SET "account_id" = $1 WHERE "public"."credit_pools"."kind" = $2',
      [['credit_pools', false]],
    ],
    ['INSERT INTO ledger_entries (account_id, sequence) VALUES ($1, $2)', [['ledger_entries', true]]],
    [
      'SELECT 1 FROM accounts WHERE id = $1 UNION ALL SELECT 1 FROM accounts WHERE email_key = $2',
      [
        ['accounts', true],
        ['accounts', false],
      ],
    ],
    ['SELECT 1 FROM credit_holds h WHERE h.account_id > $1', [['credit_holds', false]]],
  ] as const)('is judged rightly: %s', (sql, expected) => {
    expect(tableUses(sql).map(({ table, isKeyed }) => [table, isKeyed])).toEqual(expected)
  })
})

describe('every promise of the tables', () => {
  test('is within one account, or is a known exception', async () => {
    const promises = await readPromises()
    expect(promises.length).toBeGreaterThan(25)
    const without = promises.filter(({ table, columns }) => !columns.includes(accountColumns[table] ?? ''))
    expect(without.map(({ what }) => what).sort()).toEqual(Object.keys(promisedOtherwise).sort())
  })

  test('is one of a table whose account is known here', async () => {
    const tables = await database.prisma.$queryRaw<{ name: string }[]>`SELECT tablename AS name FROM pg_tables
      WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`
    expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(accountColumns).sort())
  })
})

/** Unique constraints and indexes, primary keys among them, and foreign keys, as the database has them. */
async function readPromises() {
  const rows = await database.prisma.$queryRaw<{ table: string; columns: string; target: string | null }[]>`
    SELECT i.indrelid::regclass::text AS table, NULL AS target,
      (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) AS columns
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'
    UNION ALL
    SELECT f.conrelid::regclass::text, f.confrelid::regclass::text,
      (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(f.conkey) WITH ORDINALITY AS k(number, place)
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.number)
    FROM pg_constraint f WHERE f.contype = 'f'`
  return rows.map(({ table, columns, target }) => ({
    table,
    columns: columns.split(','),
    what: `${table} (${columns})${target === null ? '' : ` -> ${target}`}`,
  }))
}
