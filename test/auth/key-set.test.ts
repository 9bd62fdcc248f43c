import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  KeyObject,
  sign as signBytes,
  type webcrypto,
} from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { mainIssuer } from '../../src/auth/issuers.ts'
import { Refusal } from '../../src/domain/refusal.ts'
import { defaultLimits } from '../../src/edge/limits.ts'
import { accountId, at, base64url, bearer, now, outcome, rejected, time, type World, world } from './world.ts'

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA']
const pairs = new Map<string, KeyPair>()
let keys: JWK[]

let server: Server
let answer: RequestListener
/** When each fetch came; the address that a redirect names counts as well. */
let fetches: string[]
let address: string
let subject: World

beforeAll(async () => {
  for (const alg of algorithms) pairs.set(alg, await generateKeyPair(alg))
  keys = await Promise.all(algorithms.map((alg) => published(`kid-${alg}`, alg, pairOf(alg))))
  server = createServer((request, response) => {
    fetches.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  fetches = []
  answer = serving({ keys })
  subject = fresh()
})

/** With time enough for a busy machine, unless a test is about the lack of it. */
function fresh(keySetMs = 10_000): World {
  const jwksUrl = new URL(`${address}/jwks?code=dont-tell`)
  const main = mainIssuer({ secret: null, jwksUrl, issuer: null, audience: null })
  return world({ main, bounds: { ...defaultLimits, keySetMs } })
}

function serving(keySet: unknown, status = 200): RequestListener {
  const body = typeof keySet === 'string' ? keySet : JSON.stringify(keySet)
  return (_, response) => response.writeHead(status).end(body)
}

function pairOf(alg: string): KeyPair {
  const pair = pairs.get(alg)
  if (pair === undefined) throw new Error(alg)
  return pair
}

async function published(kid: string, alg: string, { publicKey }: Pick<KeyPair, 'publicKey'>): Promise<JWK> {
  return { ...(await exportJWK(publicKey)), alg, kid, use: 'sig' }
}

/** For what happens in the background. */
const patience = { timeout: 10_000, interval: 1 }

let made = 0

/** Good for two days, and unlike any other: a verdict that is remembered asks for no key. */
function sign(alg: string, header: object = {}, pair = pairOf(alg)): Promise<string> {
  return new SignJWT({ sub: accountId, exp: time + 172_800, jti: String(made++) })
    .setProtectedHeader({ alg, kid: `kid-${alg}`, ...header })
    .sign(pair.privateKey)
}

async function verdict(token: string | Promise<string>, seconds = time): Promise<unknown> {
  return outcome(subject.authenticate(bearer(await token), at(seconds)))
}

const letIn = { subject: { kind: 'account', accountId }, via: 'jwt' }

test.each(algorithms)('%s is verified with the key the set holds', async (alg) => {
  expect(await verdict(sign(alg))).toEqual({
    client: 'jwt:default',
    subject: { kind: 'account', accountId },
    scopes: new Set(['profile:read', 'profile:write']),
    via: 'jwt',
  })
})

test('the set is fetched once for many tokens, also when all come at once', async () => {
  const tokens = await Promise.all(Array.from({ length: 100 }, () => sign('ES256')))
  for (const one of await Promise.all(tokens.map((token) => verdict(token)))) expect(one).toMatchObject(letIn)
  for (const _ of 'abc') expect(await verdict(sign('ES256'))).toMatchObject(letIn)
  expect(fetches).toHaveLength(1)
})

describe('a token names a key of the set and brings none', () => {
  test.each([
    ['nobody’s', { kid: 'nobody' }],
    ['another key’s kid', { kid: 'kid-RS256' }],
    ['an empty kid', { kid: '' }],
    ['a path', { kid: '../../../dev/null' }],
    ['an address', { kid: 'http://127.0.0.1:9/jwks' }],
    ['SQL', { kid: "' OR 1=1 --" }],
  ])('%s as kid is a 401, and right after a fetch costs no further one', async (_, header) => {
    expect(await verdict(sign('ES256', header))).toBe(rejected)
    expect(await verdict(sign('ES256', header))).toBe(rejected)
    expect(fetches).toHaveLength(1)
  })

  test('without a kid the one key of the algorithm will do', async () => {
    expect(await verdict(sign('EdDSA', { kid: undefined }))).toMatchObject(letIn)
  })

  test('a stranger’s key under a known kid is a 401, also when the token brings it', async () => {
    const stranger = await generateKeyPair('ES256')
    const jwk = await exportJWK(stranger.publicKey)
    expect(await verdict(sign('ES256', {}, stranger))).toBe(rejected)
    expect(await verdict(sign('ES256', { jwk }, stranger))).toBe(rejected)
    expect(await verdict(sign('ES256', { jku: `${address}/theirs` }, stranger))).toBe(rejected)
    expect(fetches).toEqual(['/jwks?code=dont-tell'])
  })
})

describe('algorithms', () => {
  test('HS256 under a public key’s kid is a 401, and fetches nothing', async () => {
    const token = await new SignJWT({ sub: accountId, exp: time + 600 })
      .setProtectedHeader({ alg: 'HS256', kid: 'kid-RS256' })
      .sign(new TextEncoder().encode(JSON.stringify(keys[0])))
    expect(await verdict(token)).toBe(rejected)
    expect(fetches).toEqual([])
  })

  test('none is a 401', async () => {
    expect(await verdict(`${base64url('{"alg":"none"}')}.${base64url(`{"sub":"${accountId}"}`)}.`)).toBe(rejected)
  })

  test('a strong algorithm that is not pinned is a 401', async () => {
    const pair = await generateKeyPair('ES384')
    answer = serving({ keys: [...keys, await published('kid-ES384', 'ES384', pair)] })
    expect(await verdict(sign('ES384', {}, pair))).toBe(rejected)
  })

  test('a key that says its algorithm verifies no other', async () => {
    const key = KeyObject.from(pairOf('RS256').privateKey as webcrypto.CryptoKey)
    const claims = JSON.stringify({ sub: accountId, exp: time + 600 })
    const input = `${base64url('{"alg":"PS256","kid":"kid-RS256"}')}.${base64url(claims)}`
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    const signature = signBytes('sha256', Buffer.from(input), { key, ...padding }).toString('base64url')
    expect(await verdict(`${input}.${signature}`)).toBe(rejected)
    answer = serving({ keys: keys.map(({ alg, ...key }) => key) })
    subject = fresh()
    expect(await verdict(`${input}.${signature}`)).toMatchObject(letIn)
  })
})

describe('keys of a set that verify nothing, though they signed', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const rsa = (modulusLength: number, publicExponent = 65_537) =>
    generateKeyPairSync('rsa', { modulusLength, publicExponent })
  const publicJwk = ({ publicKey }: { publicKey: KeyObject }) => publicKey.export({ format: 'jwk' })

  const unusable: [string, () => { alg: string; privateKey: KeyObject; jwk: JsonWebKey }][] = [
    ['RSA of 1024 bits (RFC 7518 section 3.3)', () => signer('RS256', rsa(1024))],
    ['RSA with the exponent 3', () => signer('RS256', rsa(2048, 3))],
    ['for encryption', () => signer('ES256', ec, { use: 'enc' })],
    ['for something else', () => signer('ES256', ec, { use: '' })],
    ['for operations without verify', () => signer('ES256', ec, { key_ops: ['sign'] })],
    ['for operations that are no list', () => signer('ES256', ec, { key_ops: 'verify' })],
    ['a private one', () => signer('ES256', ec, { ...ec.privateKey.export({ format: 'jwk' }) })],
    ['with a kid that is no text', () => signer('ES256', ec, { kid: 7 } as object)],
    ['on another curve', () => signer('ES256', generateKeyPairSync('ec', { namedCurve: 'secp256k1' }))],
    ['Ed448', () => signer('EdDSA', generateKeyPairSync('ed448'))],
  ]

  function signer(alg: string, pair: { publicKey: KeyObject; privateKey: KeyObject }, more: object = {}) {
    return { alg, privateKey: pair.privateKey, jwk: { ...publicJwk(pair), kid: 'odd', ...more } }
  }

  test.each(unusable)('%s', async (_, make) => {
    const { alg, privateKey, jwk } = make()
    answer = serving({ keys: [null, 'key', [], { kty: 'oct', k: 'AAAA', kid: 'odd' }, jwk, ...keys] })
    const input = `${base64url(JSON.stringify({ alg, kid: 'odd' }))}.${base64url(JSON.stringify({ sub: accountId, exp: time + 600 }))}`
    const hash = alg === 'EdDSA' ? null : 'sha256'
    const signature = signBytes(hash, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    expect(await verdict(`${input}.${signature.toString('base64url')}`)).toBe(rejected)
    expect(await verdict(sign('ES256'))).toMatchObject(letIn)
  })

  test.each([
    ['a modulus beyond 8192 bits', { n: Buffer.alloc(1025, 0xff).toString('base64url'), e: 'AQAB' }],
    ['an even exponent', { n: Buffer.alloc(256, 0xff).toString('base64url'), e: 'AQAA' }],
    ['an exponent beyond 2^32', { n: Buffer.alloc(256, 0xff).toString('base64url'), e: 'AQAAAAE' }],
    ['an exponent as long as the modulus', { n: Buffer.alloc(256, 0xff).toString('base64url'), e: '_'.repeat(340) }],
  ])('RSA with %s is no usable key: its checking would cost without bound', async (_, numbers) => {
    const jwk = { kty: 'RSA', kid: 'kid-RS256', ...numbers }
    expect(createPublicKey({ key: jwk, format: 'jwk' }).asymmetricKeyType).toBe('rsa')
    answer = serving({ keys: [jwk] })
    expect(await verdict(sign('RS256'))).toBe('UNAVAILABLE')
    expect(subject.troubles.map(String)).toEqual(['Error: the key set has no usable key'])
  })
})

/** What must never be taken for a key set, by what is said of it. */
const broken: [string, RequestListener, string][] = [
  ['an error, whatever its body', (_, response) => serving({ keys }, 500)(_, response), 'the key set answered 500'],
  ['nothing there', serving('', 404), 'the key set answered 404'],
  ['no content', serving('', 204), 'the key set answered 204'],
  [
    'a redirect to a good one',
    (_, response) => response.writeHead(302, { location: `${address}/elsewhere` }).end(),
    'the key set answered 302',
  ],
  ['a page', serving('<html>'), 'the key set is not JSON'],
  [
    'bytes that are not UTF-8',
    (_, response) => response.end(Buffer.from([0x22, 0xff, 0x22])),
    'the key set is not JSON',
  ],
  ['no key set', serving({ keys: 'none' }), 'the key set is not one'],
  ['a list', serving([]), 'the key set is not one'],
  ['null', serving('null'), 'the key set is not one'],
  ['no keys', serving({ keys: [] }), 'the key set has no usable key'],
  ['none of use', serving({ keys: [{ kty: 'oct', k: 'AAAA' }] }), 'the key set has no usable key'],
  [
    'more than 256 kB',
    (_, response) => response.end(JSON.stringify({ keys, filler: 'x'.repeat(256_000) })),
    'the key set has more than 256000 bytes',
  ],
  ['bytes without end', (_, response) => flood(response), 'the key set has more than 256000 bytes'],
  ['silence', () => {}, 'The operation was aborted due to timeout'],
  [
    'a beginning, then silence',
    (_, response) => void response.writeHead(200).write('{"keys":'),
    'The operation was aborted due to timeout',
  ],
  ['a line that breaks', (request) => request.socket.destroy(), 'fetch failed'],
]

function flood(response: Parameters<RequestListener>[1]): void {
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
  }
  // What it announces is not what it sends.
  response.writeHead(200, { 'x-length': '2' }).on('drain', more)
  more()
}

describe.each(broken)('the key set’s address answers with %s', (_, listener, trouble) => {
  beforeEach(() => {
    if (trouble.includes('timeout')) subject = fresh(700)
  })

  test('no keys ever: UNAVAILABLE, with a time to try again, and nothing of the address is told', async () => {
    answer = listener
    const began = performance.now()
    const error = await subject.authenticate(bearer(await sign('ES256')), now).catch((thrown: unknown) => thrown)
    expect(performance.now() - began).toBeLessThan(2_000)
    expect(error).toBeInstanceOf(Refusal)
    expect(error).toMatchObject({ code: 'UNAVAILABLE', details: { retryAfter: 1 } })
    expect(subject.troubles.map((one) => (one as Error).message)).toEqual([trouble])
    expect(fetches).toEqual(['/jwks?code=dont-tell'])
    expect(`${error} ${subject.troubles}`).not.toMatch(/dont-tell|\/jwks/)
  })

  test('after a good one: its keys go on serving', async () => {
    expect(await verdict(sign('ES256'))).toMatchObject(letIn)
    answer = listener
    expect(await verdict(sign('ES256'), time + 300)).toMatchObject(letIn)
    await vi.waitFor(() => expect(subject.troubles).toHaveLength(1), patience)
    expect(await verdict(sign('RS256'), time + 300.4)).toMatchObject(letIn)
  })
})

describe('while there were never any keys', () => {
  test('nobody listens: UNAVAILABLE', async () => {
    const jwksUrl = new URL('http://127.0.0.1:9/jwks')
    subject = world({ main: mainIssuer({ secret: null, jwksUrl, issuer: null, audience: null }) })
    expect(await verdict(sign('ES256'))).toBe('UNAVAILABLE')
  })

  test('a malformed token is a 401 even then, and fetches nothing', async () => {
    answer = serving('', 503)
    expect(await verdict(`${await sign('ES256')}=`)).toBe(rejected)
    expect(fetches).toEqual([])
  })

  test('when the set is back, so are its callers', async () => {
    answer = serving('', 503)
    expect(await verdict(sign('ES256'))).toBe('UNAVAILABLE')
    expect(await verdict(sign('ES256'), time + 0.4)).toBe('UNAVAILABLE')
    expect(fetches).toHaveLength(1)
    answer = serving({ keys })
    expect(await verdict(sign('ES256'), time + 1)).toMatchObject(letIn)
    expect(fetches).toHaveLength(2)
  })

  test('tries come further and further apart, and never further than four seconds', async () => {
    answer = serving('', 503)
    const token = await sign('ES256')
    const tries: number[] = []
    for (let seconds = 0; seconds < 120; seconds += 0.25) {
      const before = fetches.length
      expect(await verdict(token, time + seconds)).toBe('UNAVAILABLE')
      if (fetches.length > before) tries.push(seconds)
    }
    const pauses = tries.slice(1).map((seconds, index) => seconds - (tries[index] ?? 0))
    expect(Math.max(...pauses)).toBeLessThanOrEqual(4.25)
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(Math.min(2 ** index, 4) / 2)
    }
  })
})

describe('keys come and go', () => {
  let next: KeyPair
  beforeAll(async () => {
    next = await generateKeyPair('ES256')
  })
  const rotated = async () => serving({ keys: [await published('next', 'ES256', next)] })
  const ofNext = () => sign('ES256', { kid: 'next' }, next)

  test('a set is young for five minutes, and then fetched again without making anybody wait', async () => {
    await verdict(sign('ES256'))
    expect(await verdict(sign('ES256'), time + 299.999)).toMatchObject(letIn)
    expect(fetches).toHaveLength(1)
    let finish = () => {}
    const slow = new Promise<void>((resolve) => {
      finish = resolve
    })
    const good = await rotated()
    answer = (...exchange) => void slow.then(() => good(...exchange))
    const all = await Promise.all(Array.from({ length: 20 }, () => verdict(sign('ES256'), time + 300)))
    for (const one of all) expect(one).toMatchObject(letIn)
    await vi.waitFor(() => expect(fetches).toHaveLength(2), patience)
    finish()
    await vi.waitFor(async () => expect(await verdict(sign('ES256'), time + 301)).toBe(rejected), patience)
    expect(await verdict(ofNext(), time + 302)).toMatchObject(letIn)
    expect(fetches).toHaveLength(2)
  })

  test('after ten silent minutes the first caller waits for the new set', async () => {
    await verdict(sign('ES256'))
    answer = await rotated()
    expect(await verdict(sign('ES256'), time + 600)).toBe(rejected)
    expect(await verdict(ofNext(), time + 600)).toMatchObject(letIn)
  })

  test.each([1, 7, 299])(
    'a withdrawn key, asked for every %i s, is out eleven minutes later at the latest',
    async (step) => {
      const token = await sign('ES256')
      expect(await verdict(token)).toMatchObject(letIn)
      answer = await rotated()
      for (let seconds = step; seconds < 660; seconds += step) await verdict(token, time + seconds)
      expect(await verdict(token, time + 660)).toBe(rejected)
    },
  )

  test('a key that came since is fetched for the first token that names it', async () => {
    await verdict(sign('ES256'))
    answer = await rotated()
    expect(await verdict(ofNext(), time + 5)).toMatchObject(letIn)
    expect(fetches).toHaveLength(2)
  })

  test('a hundred tokens of unknown keys at once are a hundred 401 and one fetch, and five seconds of peace', async () => {
    await verdict(sign('ES256'))
    for (const [seconds, count] of [
      [4.999, 1],
      [5, 2],
      [9.999, 2],
      [10, 3],
    ] as const) {
      const tokens = await Promise.all(Array.from({ length: 100 }, (_, index) => sign('ES256', { kid: `no-${index}` })))
      const all = await Promise.all(tokens.map((token) => verdict(token, time + seconds)))
      expect(new Set(all)).toEqual(new Set([rejected]))
      expect([seconds, fetches.length]).toEqual([seconds, count])
    }
  })

  test('when the clock is set back an hour, the set is not young for an hour more', async () => {
    await verdict(sign('ES256'), time + 3600)
    answer = await rotated()
    expect(await verdict(sign('ES256'), time)).toBe(rejected)
    expect(fetches).toHaveLength(2)
  })
})

describe('an outage', () => {
  test('of half an hour is noticed by nobody, costs few tries, and is over within half a minute', async () => {
    await verdict(sign('ES256'))
    answer = serving('', 503)
    for (let seconds = 5; seconds <= 1_800; seconds += 5) {
      expect(await verdict(sign('ES256'), time + seconds)).toMatchObject(letIn)
      await vi.waitFor(() => expect(subject.troubles).toHaveLength(fetches.length - 1), patience)
    }
    // From the fifth minute on about every 30 s and, but for the first five, at most every 15 s.
    expect(fetches.length).toBeGreaterThan(30)
    expect(fetches.length).toBeLessThan(110)
    // The last try may be on its way still.
    await delay(100)
    await vi.waitFor(() => expect(subject.troubles).toHaveLength(fetches.length - 1), patience)
    answer = serving({ keys })
    const before = fetches.length
    expect(await verdict(sign('ES256'), time + 1_830)).toMatchObject(letIn)
    await vi.waitFor(() => expect(fetches).toHaveLength(before + 1), patience)
    await vi.waitFor(
      async () => expect(await verdict(sign('ES256', { kid: 'no' }), time + 1_834)).toBe(rejected),
      patience,
    )
    expect(fetches).toHaveLength(before + 1)
  })

  test('makes a token of an unknown key UNAVAILABLE: it may be of one that came since', async () => {
    await verdict(sign('ES256'))
    answer = serving('', 503)
    expect(await verdict(sign('ES256', { kid: 'new' }), time + 5)).toBe('UNAVAILABLE')
    expect(await verdict(sign('ES256', { kid: 'new' }), time + 5.1)).toBe('UNAVAILABLE')
    expect(await verdict(sign('ES256'), time + 5.1)).toMatchObject(letIn)
    expect(fetches).toHaveLength(2)
  })

  test('of a day ends what the last good keys can do, to the instant', async () => {
    await verdict(sign('ES256'))
    answer = serving('', 503)
    expect(await verdict(sign('ES256'), time + 86_399.999)).toMatchObject(letIn)
    expect(await verdict(sign('ES256'), time + 86_400)).toBe('UNAVAILABLE')
    expect(await verdict(sign('ES256'), time + 90_000)).toBe('UNAVAILABLE')
    answer = serving({ keys })
    expect(await verdict(sign('ES256'), time + 90_030)).toMatchObject(letIn)
  })
})

describe('readiness', () => {
  test('waits for the main issuer’s keys, fetching them itself, and not while the last good ones serve', async () => {
    answer = serving('', 503)
    expect(await subject.unreadiness(now)).toBe('the keys that tokens are checked with cannot be had')
    answer = serving({ keys })
    expect(await subject.unreadiness(at(time + 1))).toBeNull()
    answer = serving('', 503)
    expect(await subject.unreadiness(at(time + 86_400))).toBeNull()
    expect(fetches).toHaveLength(2)
    expect(await subject.unreadiness(at(time + 86_402))).not.toBeNull()
    expect(fetches).toHaveLength(3)
  })

  test('asks nobody where a secret checks the tokens', async () => {
    expect(await world().unreadiness(now)).toBeNull()
  })
})
