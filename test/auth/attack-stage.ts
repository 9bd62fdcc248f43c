import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign as signBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { furtherIssuers } from '../../src/auth/further-issuers.ts'
import { createTestApp, type TestApp, testNow, testSecret } from '../support/app.ts'
import { importPerson, type Person } from '../support/legacy-people.ts'

/** Seconds since the epoch of the fixed clock. */
export const time = testNow.getTime() / 1000

export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const ed = generateKeyPairSync('ed25519')
export const theirs = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ed: generateKeyPairSync('ed25519'),
}
export const oldSecret = 'old-me-9fK2mXq7Zt4LrVb8NcPw3HyDsJgQ'
export const namedSecret = 'second-5uTgB8nJmK1qWsX4eDcR7vFyHzL0'

/** The whole app with an issuer of every kind, and somebody to be taken for. */
export interface Stage {
  readonly app: TestApp
  readonly victim: Person
  /** An address that answers with the attacker's keys, and how often anybody has asked there or at the honest set. */
  readonly trap: string
  readonly asked: readonly string[]
  /** What each face answers to credentials that are plain nonsense. */
  readonly refusals: readonly Awaited<ReturnType<typeof answerAt>>[]
  /** Where the next attack is tried: at two faces, another two each time. */
  nextFaces(): readonly number[]
  close(): Promise<void>
}

async function openStage(): Promise<Stage> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const { url = '' } = request
    asked.push(url)
    const pair = url === '/keys' ? ec : theirs.ec
    const jwk = pair.publicKey.export({ format: 'jwk' })
    response.end(JSON.stringify({ keys: [{ ...jwk, kid: 'k1', alg: 'ES256', use: 'sig' }] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const further = furtherIssuers.parse([
    { issuer: 'rsa', publicKeyPem: pem(rsa.publicKey) },
    { issuer: 'ec', jwk: { ...ec.publicKey.export({ format: 'jwk' }), kid: 'k1' } },
    { issuer: 'ed', publicKeyPem: pem(ed.publicKey) },
    { issuer: 'set', jwksUrl: `${origin}/keys` },
    { issuer: 'old', secret: oldSecret, system: 'USERS_ME' },
    { issuer: 'named', secret: namedSecret, audience: ['viewer', 'gateway'] },
  ])
  const app = await createTestApp({}, { further })
  const victim = await importPerson(app, 1)
  let turn = 0
  return {
    app,
    victim,
    asked,
    refusals: await Promise.all(requests.map((_, face) => answerAt(app, face, bearer('nonsense')))),
    nextFaces: () => {
      turn += 1
      return [turn % requests.length, (turn + 3) % requests.length]
    },
    trap: `${origin}/trap`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await app.close()
    },
  }
}

/** Every face, reading and writing, as one request each. */
const requests: readonly (readonly [method: string, path: string, body?: string])[] = [
  ['GET', '/v1/account/profile'],
  ['POST', '/v1/account/notifications/dismiss'],
  ['GET', '/api/v1/users/me'],
  ['PATCH', '/api/v1/users/me', '{"full_name":"Mallory"}'],
  ['GET', '/api/users/profile'],
  ['GET', '/user/info'],
  [
    'POST',
    '/graphql',
    '{"query":"mutation { updateProfile(input: { displayName: \\"Mallory\\" }) { viewer { id } } }"}',
  ],
]

const requestId = randomUUID()

async function answerAt(app: TestApp, face: number, credentials: Record<string, string>) {
  const [method, path, body] = requests[face] ?? ['GET', '/']
  const response = await app.send(method, path, body, null, { ...credentials, 'x-request-id': requestId })
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
}

/**
 * Asserts that credentials are refused with a 401 in good time, in the very bytes any other bad credentials get: what
 * was wrong with them is not to be learnt. Nothing is reported as a bug.
 */
export async function expectRefused(stage: Stage, credentials: Record<string, string>): Promise<void> {
  for (const face of stage.nextFaces()) {
    const began = performance.now()
    const given = await answerAt(stage.app, face, credentials)
    expect(performance.now() - began).toBeLessThan(2_000)
    expect(given).toEqual(stage.refusals[face])
    const description = 'error_description="The credentials are not valid."'
    const challenge = `Bearer realm="viewer-gateway", error="invalid_token", ${description}`
    expect(given).toMatchObject({ status: 401, headers: { 'www-authenticate': challenge } })
  }
  expect(stage.app.bugs).toEqual([])
}

/** Asserts that the victim's own credentials open a face, and whose it is that they open. */
export async function expectLetIn({ app, victim }: Stage, credentials: Record<string, string>): Promise<void> {
  const response = await app.send('POST', '/graphql', '{"query":"{ viewer { accountId } }"}', null, credentials)
  expect(await response.json()).toEqual({ data: { viewer: { accountId: victim.accountId } } })
  expect((await app.get('/user/info', null, credentials)).status).toBe(200)
}

export function bearer(value: string): Record<string, string> {
  return { authorization: `Bearer ${value}` }
}

export function base64url(bytes: string | Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

export type Signer = (input: string) => Uint8Array

export function hmac(key: string | Uint8Array, hash = 'sha256'): Signer {
  return (input) => createHmac(hash, key).update(input).digest()
}

/** Signs as RS256, ES256 and EdDSA say, by the kind of key. */
export function signer(key: KeyObject, hash = 'sha256'): Signer {
  const algorithm = key.asymmetricKeyType === 'ed25519' ? null : hash
  return (input) => signBytes(algorithm, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
}

/** A token of exactly these bytes under a signature that is right for them. */
export function token(
  header: string | Uint8Array,
  claims: string | Uint8Array,
  sign: Signer = hmac(testSecret),
): string {
  const input = `${base64url(header)}.${base64url(claims)}`
  return `${input}.${base64url(sign(input))}`
}

export function pem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

export const hs256 = '{"alg":"HS256"}'

/** Each stands beside the honest token it is made from, and differs from it in what its name says. */
export type Attack = readonly [what: string, make: () => string]

/** A stage for the tests of one file, and the honest tokens there. */
export function onStage() {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  /** Claims that are good at the main issuer. A claim given as undefined is left out. */
  function claims(changes: object = {}): string {
    return JSON.stringify({ sub: stage.victim.accountId, exp: time + 600, ...changes })
  }

  /** The same as text, for what JSON.stringify would not write. */
  function claimsText(exp: string, more = ''): string {
    return `{"sub":"${stage.victim.accountId}","exp":${exp}${more}}`
  }

  const honest = () => token(hs256, claims())

  /** An honest token of every issuer. */
  const issuers: Readonly<Record<string, () => string>> = {
    main: honest,
    rsa: () => token('{"alg":"RS256"}', claims({ iss: 'rsa' }), signer(rsa.privateKey)),
    ec: () => token('{"alg":"ES256","kid":"k1"}', claims({ iss: 'ec' }), signer(ec.privateKey)),
    ed: () => token('{"alg":"EdDSA"}', claims({ iss: 'ed' }), signer(ed.privateKey)),
    set: () => token('{"alg":"ES256","kid":"k1"}', claims({ iss: 'set' }), signer(ec.privateKey)),
    old: () => token(hs256, claims({ iss: 'old', sub: stage.victim.ids.USERS_ME }), hmac(oldSecret)),
    named: () => token(hs256, claims({ iss: 'named', aud: 'viewer' }), hmac(namedSecret)),
  }

  async function expectHonestLetIn(): Promise<void> {
    for (const make of Object.values(issuers)) await expectLetIn(stage, bearer(make()))
  }

  test('the honest tokens that the attacks are made from are let in', expectHonestLetIn)

  /** Every attack is refused; the honest are let in as before. */
  function attacks(about: string, list: readonly Attack[]): void {
    describe(about, () => {
      test.each(list)('refused: %s', async (_, make) => expectRefused(stage, bearer(make())))
      test('the honest tokens are still let in', expectHonestLetIn)
    })
  }

  return {
    get stage() {
      return stage
    },
    attacks,
    claims,
    claimsText,
    honest,
    issuers,
  }
}
