import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importApiKeys } from '../../src/actions/import-api-keys.ts'
import { mintToken } from '../../src/auth/mint.ts'
import type { Restriction } from '../../src/domain/account.ts'
import { shapes } from '../../src/rest/legacy/index.ts'
import { createTestApp, type TestApp, testNow, testSecret } from '../support/app.ts'
import { checkOf, schemaCheckOf } from '../support/json-schema.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'
import { type MemoryAccounts, memoryAccounts } from '../support/memory-accounts.ts'
import { type Caller, foresee, type Known } from './fuzz-model.ts'
import { type Asked, requestsTo, takenAddresses } from './fuzz-requests.ts'
import { jsonTexts } from './json-texts.ts'
import { expectNothingLeaked, type RestFace, restFaces, routes, systemOf } from './situation-table.ts'

/**
 * How many bodies; .ci/run sends 50,000. A failure prints a seed and a path: FUZZ_SEED=… sends the same requests again,
 * with FUZZ_PATH=… that one alone.
 */
const bodies = Number(process.env.FUZZ_BODIES ?? 3_000)
const replay = process.env.FUZZ_SEED ? { seed: Number(process.env.FUZZ_SEED), path: process.env.FUZZ_PATH ?? '' } : {}

const liveKey = 'dc_live_0123456789abcdef7x9z'
const revokedKey = 'dc_live_fedcba98765432100000'
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What is answered with which status, by the schemas the shapes publish. */
const checks: Record<string, ReadonlyMap<number, ReturnType<typeof checkOf> | null>> = Object.fromEntries(
  restFaces.map((face) => {
    const shape = shapes.find(({ system }) => system === systemOf[face])
    if (!shape) throw new Error(`Nobody lists ${face}.`)
    const statuses = [...new Set(Object.values(shape.errors.table).map(({ status }) => status))]
    const problems = statuses.map((status): [number, ReturnType<typeof checkOf> | null] => {
      const schema = shape.errors.schema(status)
      return [status, schema && checkOf(schema)]
    })
    return [face, new Map([[200, schemaCheckOf(shape)], [204, null], ...problems])]
  }),
)

/** Everybody who asks: what they are, and by which headers they say so. */
type Callers = Readonly<Record<string, Caller & { readonly headers: Readonly<Record<string, string>> }>>

/** People of every state in an app, and how to send what was generated. */
async function fuzzed(memory: MemoryAccounts | null) {
  const app = await createTestApp({}, memory ? { wrapStore: memory.wrap } : {})
  const { prisma } = app.database
  const restricted = async (number: number, restriction: Restriction | null) => {
    const person = await importPerson(app, number)
    await prisma.account.update({ where: { id: person.accountId }, data: { restriction } })
    await memory?.take(prisma, person.accountId)
    return person
  }
  const open = await importPerson(app, 1)
  const key = { system: 'USERS_ME', legacyId: open.ids.USERS_ME, createdAt: testNow }
  await importApiKeys(prisma, [
    { ...key, sha256: sha256(liveKey), lastFour: '7x9z', revokedAt: null },
    { ...key, sha256: sha256(revokedKey), lastFour: '0000', revokedAt: testNow },
  ])
  await memory?.take(prisma, open.accountId)
  const late = await restricted(2, 'PAYMENT')
  const suspended = await restricted(3, 'SUSPENDED')
  const blocked = await restricted(4, 'LEGAL')
  for (const [index, email] of [takenAddresses[0], takenAddresses[2]].entries()) {
    const body = JSON.stringify({ ...JSON.parse(plain), id: `taken-${index}`, referral_code: `taken-${index}`, email })
    if ((await app.importBody('USERS_ME', body)).status !== 'created') throw new Error('The address was not free.')
    const { accountId } = await prisma.legacyIdentity.findFirstOrThrow({ where: { legacyId: `taken-${index}` } })
    await memory?.take(prisma, accountId)
  }
  return { app, people: { open, late }, callers: await callersIn(app, { open, late, suspended, blocked }) }
}

async function callersIn(
  app: TestApp,
  people: Readonly<Record<'open' | 'late' | 'suspended' | 'blocked', Person>>,
): Promise<Callers> {
  const scopes = ['read', 'write'] as const
  const of = async (account: keyof typeof people) => ({
    account,
    scopes,
    headers: bearer(await app.token(people[account].accountId)),
  })
  const minted = (changes: object) =>
    mintToken({ secret: testSecret, subject: people.open.accountId, ttlSeconds: 60, now: testNow, ...changes })
  const nobody = (headers: Readonly<Record<string, string>>) => ({ account: null, scopes: [], headers })
  const own = people.open.accountId
  return {
    open: await of('open'),
    late: await of('late'),
    suspended: await of('suspended'),
    blocked: await of('blocked'),
    'open, by a legacy id': {
      account: 'open',
      scopes,
      headers: bearer(await app.tokenOf('USERS_ME', people.open.ids.USERS_ME)),
    },
    'open, by an API key': { account: 'open', scopes, isApiKey: true, headers: { 'x-api-key': liveKey } },
    'open, reading only': {
      account: 'open',
      scopes: ['read'],
      headers: bearer(await app.token(own, ['profile:read'])),
    },
    'open, writing only': {
      account: 'open',
      scopes: ['write'],
      headers: bearer(await app.token(own, ['profile:write'])),
    },
    'open, without a scope': { account: 'open', scopes: [], headers: bearer(await app.token(own, [])) },
    gone: {
      account: 'gone',
      scopes,
      headers: bearer(await app.token('00000000-0000-4000-8000-000000000000')),
    },
    'a service': {
      account: 'gone',
      scopes,
      headers: bearer(await app.token('service:billing', ['profile:read', 'profile:write'])),
    },
    nobody: nobody({}),
    'an expired token': nobody(bearer(await minted({ now: new Date(testNow.getTime() - 3_600_000) }))),
    'a token of another secret': nobody(bearer(await minted({ secret: 'another secret, of forty-odd bytes, too' }))),
    'a token cut off': nobody(bearer((await minted({})).slice(0, -4))),
    'a revoked key': nobody({ 'x-api-key': revokedKey }),
    'an unknown key': nobody(bearer('dc_live_nobodys')),
    'two credentials': nobody({ ...bearer(await minted({})), 'x-api-key': liveKey }),
    'another scheme': nobody({ authorization: 'Basic YWRhOnNlY3JldA==' }),
    'an empty header': nobody({ authorization: '' }),
    'a header of strange bytes': nobody({ authorization: 'Bearer \u00ff\u00fe' }),
  }
}

type Fuzzed = Awaited<ReturnType<typeof fuzzed>>

function send({ app, callers }: Fuzzed, { method, path, caller, body, type, headers }: Asked): Promise<Response> {
  const content: Record<string, string> = type === null ? {} : { 'content-type': type }
  const all = { ...content, ...headers, ...callers[caller]?.headers }
  return app.fetch(new Request(`http://gateway.test${path}`, { method, headers: all, body }))
}

function addressesBeside({ account }: Caller, known: ReadonlyMap<string, Known>): string[] {
  return [...known].flatMap(([who, { email }]) => (who === account ? [] : [email]))
}

interface Outcome {
  readonly face: RestFace
  readonly status: number
  /** The profile says something else than before. */
  readonly isChanged: boolean
}

/** Sends one request and holds its answer against the model, the schemas and what is said of the account then. */
async function expectForeseen(world: Fuzzed, known: Map<string, Known>, asked: Asked): Promise<Outcome> {
  const caller = world.callers[asked.caller]
  if (!caller) throw new Error(`Nobody is ${asked.caller}.`)
  const before = known.get(caller.account ?? '') ?? { name: null, email: '' }
  const { face, status: foreseen, known: after } = foresee(asked, caller, before, addressesBeside(caller, known))
  const response = await send(world, asked)
  const text = await response.text()
  const { status, headers } = response

  if (status !== foreseen) throw new Error(`${foreseen} was foreseen: ${status} ${text}`)
  const given = asked.headers['x-request-id'] ?? ''
  const requestId = headers.get('x-request-id') ?? ''
  expect(requestId).toMatch(uuid)
  expect(requestId === given).toBe(uuid.test(given))
  expect(headers.get('cache-control')).toBe('private, no-store')
  expect(headers.get('vary')).toBe('authorization, x-api-key')
  if (asked.method === 'HEAD') expect(text).toBe('')
  else expectSchema(face, status, text)
  if (status !== 200) expectNothingLeaked(text)
  if (status !== 200 || caller.account === null || asked.method !== 'PATCH') return { face, status, isChanged: false }
  known.set(caller.account, after)
  await expectSaid(world, caller.account, face, text, after)
  return { face, status, isChanged: after.name !== before.name || after.email !== before.email }
}

function expectSchema(face: RestFace, status: number, text: string): void {
  const check = checks[face]?.get(status)
  if (check === undefined) throw new Error(`${face} declares no ${status}.`)
  if (check === null) expect(text).toBe('')
  else expect(check(JSON.parse(text))).toEqual([])
}

/** The answer of a PATCH is the answer of GET then, and says what was written. */
async function expectSaid(
  { app, callers }: Fuzzed,
  whose: string,
  face: RestFace,
  text: string,
  { name, email }: Known,
): Promise<void> {
  expect(await (await app.get(routes[face][0].path, null, callers[whose]?.headers)).text()).toBe(text)
  const body = JSON.parse(text)
  const said = body.user ?? body
  expect([said.email, 'name' in said ? said.name : said.full_name]).toEqual([email, name])
}

/** What is known of everybody who may write, before anything was written. */
function knownAtFirst({ people }: Fuzzed): Map<string, Known> {
  return new Map(Object.entries(people).map(([who, { email }]) => [who, { name: 'Ada Lovelace', email }]))
}

describe('every text that a body can be', () => {
  let world: Fuzzed
  beforeAll(async () => {
    world = await fuzzed(memoryAccounts())
  })
  afterAll(async () => {
    expect(world.app.bugs).toEqual([])
    await world.app.close()
  })

  const statusOf = { taken: 200, refused: 422, malformed: 400 }
  test.each(jsonTexts)('%s: %s', async (_, verdict, text) => {
    for (const [path, key] of [
      ['/v1/account/profile', 'name'],
      ['/api/v1/users/me', 'full_name'],
    ] as const) {
      const sent = text(key)
      const body = typeof sent === 'string' ? new TextEncoder().encode(sent) : sent
      const asked = { method: 'PATCH', path, caller: 'open', body, type: 'application/json', headers: {} }
      expect((await send(world, asked)).status).toBe(statusOf[verdict])
      // The model of the generated ones agrees.
      const caller = world.callers.open
      if (!caller) throw new Error('Somebody is open.')
      expect(foresee(asked, caller, { name: '', email: '' }).status).toBe(statusOf[verdict])
    }
  })

  test('there are at least sixty, of every verdict', () => {
    expect(jsonTexts.length).toBeGreaterThanOrEqual(60)
    expect(new Set(jsonTexts.map(([what]) => what)).size).toBe(jsonTexts.length)
    expect(new Set(jsonTexts.map(([, verdict]) => verdict)).size).toBe(3)
  })
})

describe('generated requests to every route', () => {
  test(`${bodies} of them: each is answered as foreseen, by the published schemas, and what is refused writes nothing`, async () => {
    const memory = memoryAccounts()
    const world = await fuzzed(memory)
    const known = knownAtFirst(world)
    const seen = new Set<string>()
    const before = new Map(known)
    await fc.assert(
      fc.asyncProperty(requestsTo(shapes, Object.keys(world.callers)), async (asked) => {
        const writes = memory.writes
        const { face, status, isChanged } = await expectForeseen(world, known, asked)
        seen.add(`${face} ${status}`)
        if (isChanged) expect(memory.writes).toBe(writes + 1)
        else if (status >= 400) expect(memory.writes).toBe(writes)
      }),
      { numRuns: bodies, endOnFailure: true, ...replay },
    )
    expect(known).not.toEqual(before)
    expect(world.app.bugs).toEqual([])
    await world.app.close()
    // What was generated has reached every kind of answer that these requests can have.
    const reached = {
      'account-profile': [200, 204, 400, 401, 403, 404, 405, 413, 415, 422, 451],
      'users-me': [200, 400, 401, 403, 404, 405, 409, 413, 415, 422],
      'user-profile': [200, 401, 403, 404, 405],
      'user-info': [200, 400, 401, 403, 405],
    }
    const all = Object.entries(reached).flatMap(([face, statuses]) => statuses.map((status) => `${face} ${status}`))
    expect([...seen].sort()).toEqual(all.sort())
  }, 600_000)

  test('two hundred of them on the real store', async () => {
    const world = await fuzzed(null)
    const known = knownAtFirst(world)
    await fc.assert(
      fc.asyncProperty(requestsTo(shapes, Object.keys(world.callers)), (asked) =>
        expectForeseen(world, known, asked).then(() => {}),
      ),
      { numRuns: 200, endOnFailure: true, ...replay },
    )
    expect(world.app.bugs).toEqual([])
    await world.app.close()
  }, 120_000)
})

const plain = JSON.stringify({
  id: '',
  email: '',
  full_name: null,
  is_active: true,
  role: 'user',
  subscription_tier: 'developer',
  subscription_status: 'active',
  current_period_end: null,
  permanent_credit_balance: 0,
  api_key_last_four: null,
  referral_code: '',
})

function bearer(credential: string): Record<string, string> {
  return { authorization: `Bearer ${credential}` }
}

function sha256(key: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(key).digest())
}
