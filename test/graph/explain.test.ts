import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

let app: TestApp
let person: Person
beforeAll(async () => {
  app = await createTestApp()
  person = await importPerson(app, 1)
  const account = { accountId: person.accountId }
  const grant = { account, pool: 'WALLET', kind: 'PROMOTIONAL', reason: 'goodwill', idempotencyKey: 'grant' }
  await move('grantCredits', 'GrantCreditsInput', { ...grant, amount: { eur: '5' }, expiresAt: at(3).toISOString() })
  app.clock.now = at(1)
  await move('holdCredits', 'HoldCreditsInput', {
    account,
    amount: { eur: '2' },
    ttlSeconds: 7_200,
    idempotencyKey: 'h',
  })
  app.clock.now = at(2)
  await move('consumeCredits', 'ConsumeCreditsInput', { account, amount: { credits: 420 }, idempotencyKey: 'window' })
  const permanent = { account, amount: { credits: 200 }, pools: ['PERMANENT'], idempotencyKey: 'permanent' }
  await move('consumeCredits', 'ConsumeCreditsInput', permanent)
})
afterAll(async () => {
  expect(app.bugs).toEqual([])
  await app.close()
})

/** Good at the instant the clock stands at. */
const token = () => app.token(person.accountId)
const service = () => app.token('service:billing', ['credits:write'])

/** So many hours after the import. */
function at(hours: number): Date {
  return new Date(testNow.getTime() + hours * 3_600_000)
}

async function move(mutation: string, type: string, input: object): Promise<void> {
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { field message } } }`
  const { data, errors } = await app.query(query, await service(), { input })
  expect({ errors, refused: data?.[mutation].userErrors }).toEqual({ errors: undefined, refused: [] })
}

const amount = '{ eur credits }'
async function explained(system: string, field: string) {
  const parts = `pool balance value ${amount} statement { available ${amount} held ${amount} }
    due { kind dueAt change ${amount} }`
  const movements = (of: string) =>
    `movements(first: 100) { edges { node { kind change(of: ${of}) ${amount} reason actor } } pageInfo { hasNextPage } }`
  const query = (of: string) => `query ($system: LegacySystem!, $field: String!) {
    viewer { credits { explain(system: $system, field: $field) { ${parts} ${movements(of)} } } } }`
  const ask = async (of: string) => app.query(query(of), await token(), { system, field })
  const first = await ask('AVAILABLE')
  return first.data?.viewer?.credits.explain.balance === 'HELD' ? ask('HELD') : first
}

interface Edge {
  readonly node: { readonly change: Amount }
}

interface Amount {
  readonly eur: string | null
  readonly credits: number | null
}

/** In smallest units; an amount has one of the two. */
function unitsOf({ eur, credits }: Amount): number {
  return eur === null ? (credits ?? Number.NaN) : Math.round(Number(eur) * 1e6)
}

const numbers = [
  { system: 'ACCOUNT_PROFILE', field: 'balance_eur', route: '/v1/account/profile', path: ['user', 'balance_eur'] },
  { system: 'ACCOUNT_PROFILE', field: 'user.held_eur', route: '/v1/account/profile', path: ['user', 'held_eur'] },
  {
    system: 'USERS_ME',
    field: 'permanent_credit_balance',
    route: '/api/v1/users/me',
    path: ['permanent_credit_balance'],
  },
  ...['remainingMonthlyCredits', 'remainingAdditionalCredits'].map((field) => ({
    system: 'USER_INFO',
    field,
    route: '/user/info',
    path: ['user', 'plan', field],
  })),
]

describe('an explanation', () => {
  // The grant of five expires at the third hour, the hold's time is up then too, the windows turn with March.
  describe.each([
    { when: 'with everything in the journal', now: at(2) },
    { when: 'with an expiry and a lapsed hold due', now: at(3) },
    { when: 'with a turned window due', now: new Date('2026-03-01T00:00:00Z') },
  ])('$when', ({ now }) => {
    test.each(numbers)('adds up to $field as $system tells it', async ({ system, field, route, path }) => {
      app.clock.now = now
      const { data, errors } = await explained(system, field)
      expect(errors).toBeUndefined()
      const { value, balance, statement, movements, due } = data.viewer.credits.explain
      const body = await (await app.get(route, await token())).json()
      const told = path.reduce((inner, key) => inner[key], body)
      expect(value.eur ?? value.credits).toEqual(told)

      const changes: Amount[] = [...movements.edges.map((edge: Edge) => edge.node), ...due].map(({ change }) => change)
      expect(movements.pageInfo.hasNextPage).toBe(false)
      expect(changes.map(unitsOf).reduce((sum, change) => sum + change, 0)).toBe(unitsOf(value))
      expect(changes.every((change) => unitsOf(change) !== 0)).toBe(true)
      expect(statement[balance.toLowerCase()]).toEqual(value)
    })
  })

  test('says who moved it and why', async () => {
    app.clock.now = at(2)
    const { data } = await explained('ACCOUNT_PROFILE', 'balance_eur')
    const nodes = data.viewer.credits.explain.movements.edges.map(({ node }: Edge) => node)
    expect(nodes.slice(0, 2)).toEqual([
      expect.objectContaining({ kind: 'HOLD', change: { eur: '-2.000000', credits: null }, actor: 'service:billing' }),
      expect.objectContaining({ kind: 'GRANT', change: { eur: '5.000000', credits: null }, reason: 'goodwill' }),
    ])
  })

  test.each([
    { system: 'USERS_ME', field: 'email' },
    { system: 'USERS_ME', field: 'balance_eur' },
    { system: 'ACCOUNT_PROFILE', field: 'nothing' },
    { system: 'USER_PROFILE', field: 'spansUsed' },
  ])('of $field of $system, which no movements make, is refused with what there is', async ({ system, field }) => {
    const { errors } = await explained(system, field)
    expect(errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_REQUEST' }) })])
    if (system === 'USERS_ME') expect(errors?.[0].message).toContain('permanent_credit_balance')
  })
})

describe('a statement of a past instant', () => {
  async function statement(pool: string, when: Date) {
    const sums = ['granted', 'consumed', 'expired', 'held', 'available'].map((name) => `${name} ${amount}`).join(' ')
    const query = `query ($at: DateTime!) { viewer { credits { statement(pool: ${pool}, at: $at) { ${sums} } } } }`
    const { data, errors } = await app.query(query, await token(), { at: when.toISOString() })
    if (errors) return errors
    return Object.values<Amount>(data.viewer.credits.statement).map(({ eur, credits }) => eur ?? credits)
  }

  // Imported with 12.5 available and 0.5 held; then as in the set-up above.
  test.each([
    { when: 'before the import', hours: -1, sums: ['0.000000', '0.000000', '0.000000', '0.000000', '0.000000'] },
    { when: 'at the import', hours: 0, sums: ['18.000000', '0.000000', '0.000000', '0.500000', '17.500000'] },
    {
      when: 'just before the hold',
      hours: 0.999,
      sums: ['18.000000', '0.000000', '0.000000', '0.500000', '17.500000'],
    },
    { when: 'at the hold', hours: 1, sums: ['18.000000', '0.000000', '0.000000', '2.500000', '15.500000'] },
    {
      when: 'just before the expiry',
      hours: 2.999,
      sums: ['18.000000', '0.000000', '0.000000', '2.500000', '15.500000'],
    },
    { when: 'at the expiry', hours: 3, sums: ['18.000000', '0.000000', '5.000000', '0.500000', '12.500000'] },
  ])(
    '$when tells what was so then, before and after the next write has journalled what was due',
    async ({ hours, sums }) => {
      app.clock.now = at(4)
      expect(await statement('WALLET', at(hours))).toEqual(sums)
      const account = { accountId: person.accountId }
      const later = { account, pool: 'WALLET', kind: 'PAID', amount: { eur: '100' }, idempotencyKey: `later-${hours}` }
      await move('grantCredits', 'GrantCreditsInput', later)
      expect(await statement('WALLET', at(hours))).toEqual(sums)
    },
  )

  test('of an instant to come is refused', async () => {
    app.clock.now = at(4)
    expect(await statement('WALLET', at(5))).toEqual([
      expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_REQUEST' }) }),
    ])
  })
})
