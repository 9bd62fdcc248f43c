import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reconcile, reconcileOne } from '../../src/actions/reconcile.ts'
import { describeDifference } from '../../src/domain/reconciliation.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

let app: TestApp
let service: string
beforeAll(async () => {
  app = await createTestApp()
  service = await app.token('service:billing', ['credits:write', 'accounts:write'])
})
afterAll(() => app.close())

let number = 0
let person: Person
beforeEach(async () => {
  number += 1
  person = await importPerson(app, number)
  const account = { accountId: person.accountId }
  const grant = { account, pool: 'WALLET', kind: 'PAID', amount: { eur: '20' }, idempotencyKey: 'grant' }
  await moved('grantCredits', 'GrantCreditsInput', grant)
  await moved('holdCredits', 'HoldCreditsInput', { account, amount: { eur: '14' }, idempotencyKey: 'wallet' })
  await moved('holdCredits', 'HoldCreditsInput', { account, amount: { credits: 410 }, idempotencyKey: 'window' })
  const spent = { account, amount: { credits: 7 }, pools: ['PERMANENT'], idempotencyKey: 'spent' }
  await moved('consumeCredits', 'ConsumeCreditsInput', spent)
})

async function moved(mutation: string, type: string, input: object): Promise<void> {
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { message } } }`
  const { data, errors } = await app.query(query, service, { input })
  expect({ errors, userErrors: data?.[mutation].userErrors }).toEqual({ errors: undefined, userErrors: [] })
}

async function found(): Promise<string[]> {
  const reconciled = await reconcileOne(app.database.prisma, person.accountId)
  expect(reconciled?.accounts).toBe(1)
  return (reconciled?.differences ?? []).map((one) =>
    describeDifference(one)
      .replace(person.accountId, '')
      .replace(/[0-9a-f-]{36}/, 'ID')
      .replace(/entry \d+/, 'entry N')
      .replace(/(last number.*) \d+(.*) \d+$/, '$1 N$2 N'),
  )
}

describe('reconciling', () => {
  test('finds nothing where everything moved through the ledger', async () => {
    expect(await found()).toEqual([])
  })

  test.each([
    {
      what: 'a grant that was changed by hand',
      sql: `UPDATE credit_grants SET remaining = remaining - 1 WHERE account_id = $1 AND kind = 'PAID'`,
      lines: [
        ' WALLET free in grant ID: the journal says 18.500000 EUR, the books say 18.499999 EUR',
        ' WALLET free in grants: the journal says 18.500000 EUR, the books say 18.499999 EUR',
      ],
    },
    {
      what: 'a debt that was changed by hand',
      sql: `UPDATE credit_pools SET owed = owed + 5 WHERE account_id = $1 AND kind = 'PERMANENT'`,
      lines: [' PERMANENT given by the credit line: the journal says 0, the books say -5'],
    },
    {
      what: 'a balance that was changed by hand',
      sql: `UPDATE credit_pools SET available = available + 5 WHERE account_id = $1 AND kind = 'PERMANENT'`,
      lines: [' PERMANENT available: the journal says 4193, the books say 4198'],
    },
    {
      what: 'a hold that was ended by hand',
      sql: `UPDATE credit_holds SET state = 'RELEASED', ended_at = created_at WHERE account_id = $1 AND 'MONTHLY' = ANY(pools)`,
      lines: [
        ' MONTHLY held of grant ID: the journal says 0, the books say 400',
        ' MONTHLY in open holds: the journal says 400, the books say 0',
        ' ADDITIONAL held of grant ID: the journal says 0, the books say 10',
        ' ADDITIONAL in open holds: the journal says 10, the books say 0',
      ],
    },
    {
      what: 'a movement that was written by hand',
      sql: `INSERT INTO ledger_entries SELECT id, ledger_sequence + 1, 'PERMANENT', 'GRANT', 'ISSUED', 'AVAILABLE', 3, 4193, NULL,
        NULL, NULL, NULL, 'hand', recorded_at FROM accounts WHERE id = $1`,
      lines: [
        ' PERMANENT available after entry N: the journal says 4196, the books say 4193',
        ' PERMANENT available: the journal says 4196, the books say 4193',
        ' PERMANENT free in grants: the journal says 4196, the books say 4193',
        ' last number: the journal says N, the books say N',
      ],
    },
  ])('prints each number that $what leaves wrong', async ({ sql, lines }) => {
    await app.database.prisma.$executeRawUnsafe(sql.replace('$1', `'${person.accountId}'::uuid`))
    expect((await found()).sort()).toEqual([...lines].sort())
  })

  test('knows nothing of an id that never was', async () => {
    expect(await reconcileOne(app.database.prisma, randomUUID())).toBeNull()
  })

  test('goes through all accounts, and through the journals of those that are gone', async () => {
    const gone = randomUUID()
    const entry = { pool: 'PERMANENT', kind: 'GRANT', source: 'ISSUED', destination: 'AVAILABLE' } as const
    const amounts = { amount: 5n, availableAfter: 5n, actor: 'test', occurredAt: app.clock.now }
    await app.database.prisma.ledgerEntry.create({ data: { accountId: gone, sequence: 1n, ...entry, ...amounts } })
    const lines: string[] = []
    let accounts = 0
    for await (const page of reconcile(app.database.prisma)) {
      accounts += page.accounts
      lines.push(...page.differences.filter(({ accountId }) => accountId === gone).map(describeDifference))
    }
    expect(accounts).toBe(number + 1)
    expect(lines.sort()).toEqual([
      `${gone} PERMANENT available: the journal says 5, the books say 0`,
      `${gone} PERMANENT free in grants: the journal says 5, the books say 0`,
    ])
  })
})
