import { type GraphQLField, type GraphQLObjectType, getNamedType, isObjectType, isRequiredArgument } from 'graphql'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { gatewaySchema } from '../../src/app.ts'
import { hashApiKey } from '../../src/auth/api-key.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createTestApp, type TestApp, testNow } from '../support/app.ts'
import { importPerson, legacySystems, type Person } from '../support/legacy-people.ts'
import { type RestFace, restFaces, routes } from './situation-table.ts'

const schema = gatewaySchema()

/*
 * What each request costs, in statements sent to the database.
 *
 * - `account`: everything the four shapes and the common viewer query show of some accounts (src/store/accounts.ts).
 * - `name`: whom a legacy id, an address or a referral code stands for (src/store/account-lookup.ts).
 * - `key`: whose an API key is, and whether it still works (src/store/api-keys.ts).
 * - `page`: one window of one list (src/store/pages.ts).
 * - `totals`: what the journal says of the pools, all of them at once (src/store/bucket-totals.ts).
 * - `lock`, `write`: of a transaction; BEGIN and COMMIT are not counted.
 */
const figures = {
  'GET by UUID': ['account'],
  'GET by legacy id': ['name', 'account'],
  'GET by API key': ['key', 'account'],
  'PATCH by UUID': ['account', 'lock', 'account', 'write', 'account'],
  'PATCH {} by UUID': ['account'],
  'dismissal by UUID': ['account', 'write', 'write', 'account'],
  'the common viewer query': ['account'],
  'an explained number': ['account', 'totals', 'page'],
  'the whole viewer': ['account', 'totals', 'page', 'page', 'page', 'page', 'page'],
  'account(by:) one id': ['account'],
  'account(by:) one name': ['name', 'account'],
} as const
const costOf = (what: keyof typeof figures) => figures[what].length

let app: TestApp
let people: readonly Person[]
let keys: readonly string[]
beforeAll(async () => {
  // The whole viewer three times over is more than a caller may ask.
  const limits = { queryTokens: 10_000, queryBreadth: 10_000, queryCost: 100_000 }
  app = await createTestApp({}, { limits })
  const all: Person[] = []
  // Known to no system but one, to two, to three and to all four, in turn.
  for (let number = 1; number <= 30; number++)
    all.push(await importPerson(app, number, legacySystems.slice(0, number > 4 ? 1 : number)))
  people = all
  keys = people.map((_, index) => `dc_live_${index}`)
  await app.database.prisma.apiKey.createMany({
    data: people.map(({ accountId }, index) => {
      const apiKey = keys[index] ?? ''
      const id = `aaaaaaaa-0000-4000-8000-${String(index).padStart(12, '0')}`
      return { id, accountId, sha256: hashApiKey(apiKey), lastFour: apiKey.slice(-4), createdAt: testNow }
    }),
  })
})
afterEach(() => expect(app.bugs).toEqual([]))
afterAll(() => app.close())

describe('one REST GET', () => {
  const linked = [0, 1, 2, 3] as const

  test.each(restFaces)(
    `%s: ${costOf('GET by UUID')} statement by UUID, each time, however linked the account is`,
    async (face) => {
      for (const index of [...linked, ...linked]) {
        const token = await app.token(people[index]?.accountId ?? '')
        expect(await statementsOf(() => get(face, token))).toBe(costOf('GET by UUID'))
      }
    },
  )

  test.each(restFaces)(`%s: ${costOf('GET by legacy id')} statements by legacy id`, async (face) => {
    for (const index of linked) {
      const [system] = legacySystems
      const token = await app.tokenOf(system, people[index]?.ids[system] ?? '')
      expect(await statementsOf(() => get(face, token))).toBe(costOf('GET by legacy id'))
    }
  })

  test.each(restFaces.filter((face) => face !== 'user-profile'))(
    `%s: ${costOf('GET by API key')} statements by API key`,
    async (face) => {
      for (const index of linked)
        expect(await statementsOf(() => get(face, keys[index] ?? ''))).toBe(costOf('GET by API key'))
    },
  )

  test.each(restFaces)(
    '%s: bad credentials and unknown methods cost none, but for a key that might be one',
    async (face) => {
      const [{ path }] = routes[face]
      expect(await statementsOf(() => app.get(path))).toBe(0)
      expect(await statementsOf(() => app.get(path, 'eyJhbGciOiJub25lIn0.e30.x'))).toBe(0)
      expect(await statementsOf(() => app.send('DELETE', path, undefined, keys[0] ?? ''))).toBe(0)
      expect(await statementsOf(() => app.get(path, 'dc_live_nobodys'))).toBe(face === 'user-profile' ? 0 : 1)
    },
  )

  test.each(restFaces)('%s: an error costs no more than an answer', async (face) => {
    const path = routes[face][0].path
    const gone = await app.token('00000000-0000-4000-8000-000000000000')
    expect(await statementsOf(() => app.get(path, gone))).toBe(costOf('GET by UUID'))
    const poor = await app.token(people[0]?.accountId ?? '', [])
    // user-info names the caller in its errors, which takes looking it up.
    expect(await statementsOf(() => app.get(path, poor))).toBe(face === 'user-info' ? 1 : 0)
  })
})

describe('one REST write', () => {
  const token = () => app.token(people[0]?.accountId ?? '')
  const [, patch, dismissal] = routes['account-profile']

  test(`PATCH: ${costOf('PATCH by UUID')} statements`, async () => {
    const bearer = await token()
    expect(await statementsOf(() => app.send('PATCH', patch.path, { name: 'Grace' }, bearer))).toBe(
      costOf('PATCH by UUID'),
    )
    const both = { full_name: 'Ada', email: 'ada-of-old@example.com' }
    expect(await statementsOf(() => app.send('PATCH', '/api/v1/users/me', both, bearer))).toBe(costOf('PATCH by UUID'))
  })

  test(`PATCH {}: ${costOf('PATCH {} by UUID')} statement`, async () => {
    const bearer = await token()
    expect(await statementsOf(() => app.send('PATCH', patch.path, {}, bearer))).toBe(costOf('PATCH {} by UUID'))
  })

  test(`dismissing the notice: ${costOf('dismissal by UUID')} statements`, async () => {
    const bearer = await token()
    expect(await statementsOf(() => app.send('POST', dismissal.path, undefined, bearer))).toBe(
      costOf('dismissal by UUID'),
    )
  })
})

describe('thirty GETs at once, by thirty accounts', () => {
  test.each<[keyof typeof figures, (person: Person, index: number) => string | Promise<string>]>([
    ['GET by UUID', ({ accountId }) => app.token(accountId)],
    ['GET by legacy id', ({ ids }) => app.tokenOf('ACCOUNT_PROFILE', ids.ACCOUNT_PROFILE)],
    ['GET by API key', (_, index) => keys[index] ?? ''],
  ])('%s: they share the statements of one', async (what, credentialOf) => {
    const credentials = await Promise.all(people.map(credentialOf))
    // Verifying a signature takes its own time; the second time its verdict is remembered.
    await Promise.all(credentials.map((credential) => get('users-me', credential)))
    const answers = async () => Promise.all(credentials.map((credential) => get('users-me', credential)))
    expect(await statementsOf(answers)).toBe(costOf(what))
    const ids = await Promise.all((await answers()).map(async (answer) => (await answer.json()).id))
    expect(ids).toEqual(people.map(({ ids, accountId }, index) => (index > 0 && index < 4 ? ids.USERS_ME : accountId)))
  })

  test('on four shapes at once they share it, too', async () => {
    const tokens = await Promise.all(people.map(({ accountId }) => app.token(accountId)))
    await Promise.all(tokens.map((token) => get('users-me', token)))
    const mixed = () => Promise.all(tokens.map((token, index) => get(restFaces[index % 4] ?? 'user-info', token)))
    expect(await statementsOf(mixed)).toBe(costOf('GET by UUID'))
  })

  test('of a database nobody can reach they try it once between them, not once each', async () => {
    const url = 'postgres://postgres@127.0.0.1:1/none'
    const away = await createTestApp({}, { database: await openDatabase({ url, dataDir: '' }) })
    const tokens = await Promise.all(people.map(({ accountId }) => away.token(accountId)))
    await Promise.all(tokens.map((token) => away.get('/user/info', token)))
    const before = away.database.statements()
    const answers = await Promise.all(tokens.map((token) => away.get('/user/info', token)))
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(503))
    expect(away.database.statements() - before).toBe(1)
    await away.close()
  })
})

describe('one graph query', () => {
  const viewerType = schema.getType('Viewer') as GraphQLObjectType
  const whole = selectionOf(viewerType, ({ name }) => name !== 'explain')
  /** Whatever does not grow with the account: no list, and no fold over its journal. */
  const common = selectionOf(viewerType, (field) => !/Connection|BalanceStatement|Explanation/.test(String(field.type)))

  const tokenOf = (index: number) => app.token(people[index]?.accountId ?? '')
  async function statementsOfQuery(query: string, token: string): Promise<number> {
    return statementsOf(async () => {
      const { errors, data } = await app.query(query, token)
      expect(errors).toBeUndefined()
      expect(Object.values(data)).not.toContain(null)
    })
  }

  test(`the common viewer, everything but its lists: ${costOf('the common viewer query')} statement`, async () => {
    for (const index of [0, 1, 2, 3]) {
      expect(await statementsOfQuery(`{ viewer { ${common} } }`, await tokenOf(index))).toBe(
        costOf('the common viewer query'),
      )
    }
  })

  test(`the whole viewer, every field and every list once: ${costOf('the whole viewer')} statements`, async () => {
    expect(whole.match(/edges/g)).toHaveLength(5)
    for (const index of [0, 3]) {
      expect(await statementsOfQuery(`{ viewer { ${whole} } }`, await tokenOf(index))).toBe(costOf('the whole viewer'))
    }
  })

  test(`an explained number: ${costOf('an explained number')} statements`, async () => {
    const parts =
      'value { eur } statement { available { eur } } movements { edges { node { amount { eur } } } } due { kind }'
    const query = `{ viewer { credits { explain(system: ACCOUNT_PROFILE, field: "balance_eur") { ${parts} } } } }`
    expect(await statementsOfQuery(query, await tokenOf(3))).toBe(costOf('an explained number'))
  })

  test('the whole viewer three times over through aliases costs the same', async () => {
    const query = `{ ${['a', 'b', 'c'].map((name) => `${name}: viewer { ${whole} }`).join(' ')} }`
    expect(await statementsOfQuery(query, await tokenOf(3))).toBe(costOf('the whole viewer'))
  })

  test('a list asked for twice in different windows costs a statement for each window', async () => {
    const query =
      '{ viewer { credits { a: history(first: 5) { edges { cursor } } b: history(first: 6) { edges { cursor } } } } }'
    expect(await statementsOfQuery(query, await tokenOf(0))).toBe(3)
  })

  test.each<[keyof typeof figures, (person: Person) => string]>([
    ['account(by:) one id', ({ accountId }) => `accountId: "${accountId}"`],
    ['account(by:) one name', ({ email }) => `email: "${email}"`],
    ['account(by:) one name', ({ ids }) => `legacy: { system: ACCOUNT_PROFILE, id: "${ids.ACCOUNT_PROFILE}" }`],
  ])('%s, and twenty through aliases, cost the same', async (what, by) => {
    const token = await app.token('service:help', ['account:support'])
    const asked = people
      .slice(5, 25)
      .map((person, index) => `a${index}: account(by: { ${by(person)} }) { accountId email }`)
    expect(await statementsOfQuery(`{ ${asked[0]} }`, token)).toBe(costOf(what))
    expect(await statementsOfQuery(`{ ${asked.join(' ')} }`, token)).toBe(costOf(what))
  })

  test('twenty account(by:) of mixed kinds cost three statements: the names, the ids given, the ids found', async () => {
    const token = await app.token('service:help', ['account:support'])
    const kinds = [
      ({ accountId }: Person) => `accountId: "${accountId}"`,
      ({ email }: Person) => `email: "${email}"`,
      ({ ids }: Person) => `legacy: { system: ACCOUNT_PROFILE, id: "${ids.ACCOUNT_PROFILE}" }`,
    ]
    const asked = people
      .slice(5, 25)
      .map((person, index) => `a${index}: account(by: { ${kinds[index % 3]?.(person)} }) { email }`)
    expect(await statementsOfQuery(`{ ${asked.join(' ')} }`, token)).toBe(3)
  })
})

type AnyField = GraphQLField<unknown, unknown>

/** Every wanted field of a type, and theirs; one that must be told a pool once for each. */
function selectionOf(type: GraphQLObjectType, isWanted: (field: AnyField) => boolean): string {
  const wanted = Object.values(type.getFields()).filter(isWanted)
  return wanted.flatMap((field) => selected(field, isWanted)).join(' ')
}

function selected(field: AnyField, isWanted: (field: AnyField) => boolean): readonly string[] {
  const inner = getNamedType(field.type)
  const asked = isObjectType(inner) ? `${field.name}%s { ${selectionOf(inner, isWanted)} }` : `${field.name}%s`
  if (!field.args.some(isRequiredArgument)) return [asked.replace('%s', '')]
  const pools = ['WALLET', 'PERMANENT', 'MONTHLY', 'ADDITIONAL']
  return pools.map((pool) => `${pool}: ${asked.replace('%s', `(pool: ${pool})`)}`)
}

async function get(face: RestFace, credential: string): Promise<Response> {
  const response = await app.get(routes[face][0].path, credential)
  expect(response.status).toBe(200)
  return response
}

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const before = app.database.statements()
  await work()
  return app.database.statements() - before
}
