import { constants, type KeyObject, sign as signBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { testSecret } from '../support/app.ts'
import {
  type Attack,
  base64url,
  bearer,
  ec,
  ed,
  expectLetIn,
  expectRefused,
  hmac,
  hs256,
  onStage,
  pem,
  rsa,
  type Signer,
  signer,
  theirs,
  token,
} from './attack-stage.ts'

const on = onStage()
const { attacks, claims, honest, issuers } = on

function pss(key: KeyObject): Signer {
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  return (input) => signBytes('sha256', Buffer.from(input), { key, ...padding })
}

const nothing: Signer = () => Buffer.alloc(0)
const constant =
  (bytes: Uint8Array): Signer =>
  () =>
    bytes

const algsThatAreNone = ['none', 'None', 'NONE', 'nOnE', 'none ', ' none', 'none\0', '']
const algsMisspelt = ['hs256', 'Hs256', 'HS256 ', ' HS256', 'HS256\n', 'HS\u0406256', 'HS1', 'HS', 'HMAC', 'SHA256']
const algsOfOtherKinds = ['RS256', 'ES256', 'PS256', 'EdDSA', 'ES256K', 'dir', 'A256GCM', 'RSA-OAEP', 'ML-DSA-44']
const algsOfEveryObject = ['constructor', '__proto__', 'toString', 'hasOwnProperty']

attacks('alg (RFC 8725 sections 2.1, 3.1, 3.2)', [
  ...algsThatAreNone.flatMap((alg): Attack[] => [
    [`${JSON.stringify(alg)} and no signature`, () => token(JSON.stringify({ alg }), claims(), nothing)],
    [`${JSON.stringify(alg)} over an HS256 signature`, () => token(JSON.stringify({ alg }), claims())],
  ]),
  ...[...algsMisspelt, ...algsOfOtherKinds, ...algsOfEveryObject].map(
    (alg): Attack => [`${JSON.stringify(alg)} over an HS256 signature`, () => token(JSON.stringify({ alg }), claims())],
  ),
  ...['null', '256', 'true', '["HS256"]', '{"HS256":1}', '[]', '[["HS256"]]'].map(
    (alg): Attack => [`${alg}, which is no text`, () => token(`{"alg":${alg}}`, claims())],
  ),
  ['absent', () => token('{}', claims())],
  ['under a name in other case', () => token('{"Alg":"HS256"}', claims())],
  ['inherited', () => token('{"__proto__":{"alg":"HS256"}}', claims())],
  ['good, then none: the last one counts', () => token('{"alg":"HS256","alg":"none"}', claims())],
  [
    'HS384 with the right secret, which is not the pinned one',
    () => token('{"alg":"HS384"}', claims(), hmac(testSecret, 'sha384')),
  ],
  ['HS512 with the right secret', () => token('{"alg":"HS512"}', claims(), hmac(testSecret, 'sha512'))],
  ['HS256 whose MAC is SHA-1', () => token(hs256, claims(), hmac(testSecret, 'sha1'))],
  [
    'HS256 whose MAC is SHA-512, cut to size',
    () => token(hs256, claims(), (input) => hmac(testSecret, 'sha512')(input).subarray(0, 32)),
  ],
  [
    'RS384 with the right key',
    () => token('{"alg":"RS384"}', claims({ iss: 'rsa' }), signer(rsa.privateKey, 'sha384')),
  ],
  ['RS256 over a signature of PS256', () => token('{"alg":"RS256"}', claims({ iss: 'rsa' }), pss(rsa.privateKey))],
  ['PS256 over a signature of RS256', () => token('{"alg":"PS256"}', claims({ iss: 'rsa' }), signer(rsa.privateKey))],
  [
    'RS256 over a signature of SHA-1',
    () => token('{"alg":"RS256"}', claims({ iss: 'rsa' }), signer(rsa.privateKey, 'sha1')),
  ],
  [
    'ES384 with a key on P-256',
    () => token('{"alg":"ES384","kid":"k1"}', claims({ iss: 'ec' }), signer(ec.privateKey, 'sha384')),
  ],
  [
    'ES256 over a hash of SHA-384',
    () => token('{"alg":"ES256","kid":"k1"}', claims({ iss: 'ec' }), signer(ec.privateKey, 'sha384')),
  ],
  ['none at an issuer with public keys', () => token('{"alg":"none"}', claims({ iss: 'rsa' }), nothing)],
  ['none at an issuer with a key set', () => token('{"alg":"none","kid":"k1"}', claims({ iss: 'set' }), nothing)],
])

/** Every text and every bytes that somebody might have given an HMAC for want of a secret. */
function publicTexts(key: KeyObject): [string, string | Uint8Array][] {
  const jwk = key.export({ format: 'jwk' })
  const members = ['n', 'x', 'y'].flatMap((name) =>
    name in jwk ? [[name, String(jwk[name as keyof typeof jwk])]] : [],
  )
  return [
    ['PEM', pem(key)],
    ['PEM without its last line feed', pem(key).trim()],
    ['PEM with CRLF', pem(key).replaceAll('\n', '\r\n')],
    [
      'PEM without its frame',
      pem(key)
        .replace(/-----.*-----/g, '')
        .replaceAll('\n', ''),
    ],
    ['DER', key.export({ type: 'spki', format: 'der' })],
    ['JWK', JSON.stringify(jwk)],
    ...members.flatMap(([name = '', text = '']): [string, string | Uint8Array][] => [
      [`member ${name}`, text],
      [`member ${name} as bytes`, Buffer.from(text, 'base64url')],
    ]),
  ]
}

attacks('HMAC with a public key for its secret (RFC 8725 section 2.1)', [
  ...(
    [
      ['rsa', rsa.publicKey, {}],
      ['ec', ec.publicKey, { kid: 'k1' }],
      ['ed', ed.publicKey, {}],
      ['set', ec.publicKey, { kid: 'k1' }],
    ] as const
  ).flatMap(([iss, key, header]) =>
    publicTexts(key).map(
      ([what, secret]): Attack => [
        `issuer ${iss}, its ${what}`,
        () => token(JSON.stringify({ alg: 'HS256', ...header }), claims({ iss }), hmac(secret)),
      ],
    ),
  ),
  ['HS384 and a PEM', () => token('{"alg":"HS384"}', claims({ iss: 'rsa' }), hmac(pem(rsa.publicKey), 'sha384'))],
  ['HS512 and a PEM', () => token('{"alg":"HS512"}', claims({ iss: 'rsa' }), hmac(pem(rsa.publicKey), 'sha512'))],
])

const brought = (key: KeyObject) => key.export({ format: 'jwk' })
const theirCertificate = () => theirs.rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

attacks('keys the token brings or points to (RFC 8725 section 3.10)', [
  ...(
    [
      ['main', undefined, 'EdDSA', theirs.ed],
      ['ed', 'ed', 'EdDSA', theirs.ed],
      ['rsa', 'rsa', 'RS256', theirs.rsa],
      ['ec', 'ec', 'ES256', theirs.ec],
      ['set', 'set', 'ES256', theirs.ec],
    ] as const
  ).flatMap(([name, iss, alg, pair]) => {
    const signed = (header: object) =>
      token(JSON.stringify({ alg, ...header }), claims({ iss }), signer(pair.privateKey))
    return [
      [`issuer ${name}: jwk`, () => signed({ jwk: brought(pair.publicKey) })],
      [
        `issuer ${name}: jwk under a known kid`,
        () => signed({ kid: 'k1', jwk: { ...brought(pair.publicKey), kid: 'k1' } }),
      ],
      [`issuer ${name}: jku`, () => signed({ kid: 'k1', jku: on.stage.trap })],
      [`issuer ${name}: x5u`, () => signed({ kid: 'k1', x5u: on.stage.trap })],
      [`issuer ${name}: x5c`, () => signed({ kid: 'k1', x5c: [theirCertificate()] })],
      [`issuer ${name}: an address as kid`, () => signed({ kid: on.stage.trap })],
      [`issuer ${name}: a key as kid`, () => signed({ kid: JSON.stringify(brought(pair.publicKey)) })],
      [
        `issuer ${name}: an address as iss`,
        () => token(JSON.stringify({ alg, kid: 'k1' }), claims({ iss: on.stage.trap }), signer(pair.privateKey)),
      ],
    ] satisfies Attack[]
  }),
  ['a secret as jwk', () => token('{"alg":"HS256","jwk":{"kty":"oct","k":"c2VjcmV0"}}', claims(), hmac('secret'))],
  ['an empty secret', () => token(hs256, claims(), hmac(''))],
  ['a zero byte for a secret', () => token(hs256, claims(), hmac('\0'))],
  ['32 zero bytes for a secret', () => token(hs256, claims(), hmac(Buffer.alloc(32)))],
  ['the secret without its end', () => token(hs256, claims(), hmac(testSecret.slice(0, -1)))],
  ['the secret and a line feed', () => token(hs256, claims(), hmac(`${testSecret}\n`))],
  ['the secret in capitals', () => token(hs256, claims(), hmac(testSecret.toUpperCase()))],
  ['the words undefined', () => token(hs256, claims(), hmac('undefined'))],
  ['an empty secret under /dev/null', () => token('{"alg":"HS256","kid":"../../../../dev/null"}', claims(), hmac(''))],
])

test('nobody has asked at the address the attackers named, and the honest set was asked once', () => {
  expect(on.stage.asked).toEqual(['/keys'])
})

const kids = [
  ...[
    '../../../../etc/passwd',
    '/dev/null',
    'k1/../k1',
    './k1',
    'file:///dev/null',
    'k1\0',
    'k1 ',
    ' k1',
    'K1',
    'k1\n',
  ],
  ...[
    "' OR '1'='1",
    "k1' --",
    "x' UNION SELECT 'secret",
    '"; DROP TABLE api_keys; --',
    '$(id)',
    '`id`',
    '| id',
    '%6b1',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '*',
    '.*',
    'k?',
    '',
    'undefined',
    'null',
    '0',
    'k\u0661',
    'x'.repeat(4_000),
  ],
]

attacks('kid', [
  ...kids.flatMap((kid): Attack[] => [
    [
      `key set: ${JSON.stringify(kid).slice(0, 40)}`,
      () => token(JSON.stringify({ alg: 'ES256', kid }), claims({ iss: 'set' }), signer(ec.privateKey)),
    ],
    [
      `one key: ${JSON.stringify(kid).slice(0, 40)}`,
      () => token(JSON.stringify({ alg: 'ES256', kid }), claims({ iss: 'ec' }), signer(ec.privateKey)),
    ],
  ]),
  ...['null', '1', 'true', '["k1"]', '{"kid":"k1"}', '[]'].flatMap((kid): Attack[] => [
    [`main: ${kid}, which is no text`, () => token(`{"alg":"HS256","kid":${kid}}`, claims())],
    [
      `key set: ${kid}, which is no text`,
      () => token(`{"alg":"ES256","kid":${kid}}`, claims({ iss: 'set' }), signer(ec.privateKey)),
    ],
  ]),
  [
    'of 10 kB',
    () =>
      token(JSON.stringify({ alg: 'ES256', kid: 'x'.repeat(10_000) }), claims({ iss: 'set' }), signer(ec.privateKey)),
  ],
  [
    'a stranger’s key under a known one',
    () => token('{"alg":"ES256","kid":"k1"}', claims({ iss: 'set' }), signer(theirs.ec.privateKey)),
  ],
])

attacks('crit, b64, typ and what else a header may say (RFC 7515 section 4.1.11, RFC 7797, RFC 8725 section 3.11)', [
  ...[
    '["exp"]',
    '["http://example.com/x"],"http://example.com/x":1',
    '["b64"],"b64":true',
    '["b64"],"b64":false',
    '["alg"]',
    '["crit"]',
    '[]',
    '[""]',
    '"exp"',
    'null',
    'false',
    '0',
    '{}',
  ].map((crit): Attack => [`crit ${crit}`, () => token(`{"alg":"HS256","crit":${crit}}`, claims())]),
  ...['false', 'true', 'null', '"false"', '0'].map(
    (b64): Attack => [`b64 ${b64} that is not critical`, () => token(`{"alg":"HS256","b64":${b64}}`, claims())],
  ),
  ...[
    '"logout+jwt"',
    '"secevent+jwt"',
    '"dpop+jwt"',
    '"JWE"',
    '"JOSE+JSON"',
    '"text/jwt"',
    '"application/application/jwt"',
    '"jwt "',
    '"\u212awt"',
    '""',
    'null',
    '["JWT"]',
    '1',
  ].map((typ): Attack => [`typ ${typ}`, () => token(`{"alg":"HS256","typ":${typ}}`, claims())]),
  ['a compressed payload', () => token('{"alg":"HS256","zip":"DEF"}', deflateRawSync(claims()))],
  [
    'a payload that is not encoded',
    () => `${base64url('{"alg":"HS256","b64":false,"crit":["b64"]}')}.${claims().replaceAll('.', '')}.x`,
  ],
  ['a token within the token', () => token('{"alg":"HS256","cty":"JWT"}', honest())],
  ['a token as JSON text within the token', () => token('{"alg":"HS256","cty":"JWT"}', JSON.stringify(honest()))],
])

attacks('forms that are no signed token', [
  [
    'encrypted, in five parts',
    () => `${base64url('{"alg":"dir","enc":"A256GCM"}')}..${'A'.repeat(16)}.${'A'.repeat(80)}.${'A'.repeat(22)}`,
  ],
  [
    'encrypted to a public key',
    () =>
      `${base64url('{"alg":"RSA-OAEP","enc":"A128GCM"}')}.${'A'.repeat(342)}.${'A'.repeat(16)}.${'A'.repeat(80)}.${'A'.repeat(22)}`,
  ],
  [
    'encrypted with a password that costs (RFC 8725 section 2.3)',
    () => `${base64url('{"alg":"PBES2-HS256+A128KW","p2c":2147483647,"p2s":"AAAA","enc":"A128GCM"}')}.A.A.A.A`,
  ],
  ['a PASETO', () => `v2.local.${'A'.repeat(120)}`],
  ['a public PASETO', () => `v4.public.${base64url(claims())}`],
  ['a macaroon', () => `MDAx${'A'.repeat(100)}`],
  ['an SD-JWT', () => `${honest()}~${base64url('["salt","sub","x"]')}~`],
  ['JSON serialisation', () => jsonSerialised(honest())],
  ['two parts', () => honest().split('.').slice(0, 2).join('.')],
  ['two parts and a dot', () => `${honest().split('.').slice(0, 2).join('.')}.`],
  ['a detached payload (RFC 7515 appendix F)', () => honest().replace(/\..*\./, '..')],
  ['four parts', () => `${honest()}.${base64url('x')}`],
  ['four parts, the last one empty', () => `${honest()}.`],
  ['a dot in front', () => `.${honest()}`],
  ['two dots', () => '..'],
  ['a thousand dots', () => '.'.repeat(1_000)],
  ['twice', () => honest() + honest()],
  ['twice, with a comma', () => `${honest()},${honest()}`],
  ['twice, with a space', () => `${honest()} ${honest()}`],
  ['in quotes', () => `"${honest()}"`],
  ['in angle brackets', () => `<${honest()}>`],
  ['percent-encoded', () => honest().replaceAll('.', '%2E')],
  ['percent-encoded elsewhere', () => `%65${honest().slice(1)}`],
  ['encoded once more', () => base64url(honest())],
  ['backwards', () => [...honest()].reverse().join('')],
  ['in capitals', () => honest().toUpperCase()],
  ['with a fragment', () => `${honest()}#`],
  ['with a parameter', () => `${honest()};a=b`],
  ['with the scheme again', () => `Bearer ${honest()}`],
  ['with a tab', () => `${honest().slice(0, 9)}\t${honest().slice(9)}`],
  ['with a Latin letter beyond ASCII', () => `${honest()}\u00e9`],
  ['with a soft hyphen', () => `${honest().slice(0, 9)}\u00ad${honest().slice(9)}`],
  ['longer than 8192 characters', () => token(hs256, claims({ filler: 'x'.repeat(7_000) }))],
  ['as long as a header may be', () => `${base64url(hs256)}.${'A'.repeat(15_000)}.AAAA`],
])

function jsonSerialised(compact: string): string {
  const [header, payload, signature] = compact.split('.')
  return JSON.stringify({ protected: header, payload, signature })
}

/** The order of P-256 (SP 800-186 section 3.2.1.3). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
/** The order of edwards25519 (RFC 8032 section 5.1). */
const edOrder = 2n ** 252n + 27742317777372353535851937790883648493n

/** What r and s must not be, and what lies beside it. */
const extremes = { 0: 0n, 1: 1n, 'n − 1': order - 1n, n: order, 'n + 1': order + 1n, 'all ones': 2n ** 256n - 1n }
const bytes32 = (number: bigint) => Buffer.from(number.toString(16).padStart(64, '0'), 'hex')
const rs = (r: bigint, s: bigint) => constant(Buffer.concat([bytes32(r), bytes32(s)]))
const es256 = (sign: Signer) => token('{"alg":"ES256","kid":"k1"}', claims({ iss: 'ec' }), sign)
const eddsa = (sign: Signer) => token('{"alg":"EdDSA"}', claims({ iss: 'ed' }), sign)
const rs256 = (sign: Signer) => token('{"alg":"RS256"}', claims({ iss: 'rsa' }), sign)
/** A right signature, changed. */
const changed =
  (key: KeyObject, change: (signature: Buffer) => Uint8Array): Signer =>
  (input) =>
    change(Buffer.from(signer(key)(input)))
const der: Signer = (input) => signBytes('sha256', Buffer.from(input), { key: ec.privateKey, dsaEncoding: 'der' })

attacks('signatures', [
  ...Object.entries(extremes).flatMap(([nameOfR, r]) =>
    Object.entries(extremes).map(
      ([nameOfS, s]): Attack => [`ES256 with r = ${nameOfR} and s = ${nameOfS}`, () => es256(rs(r, s))],
    ),
  ),
  ['ES256 as DER', () => es256(der)],
  ['ES256 of 63 bytes', () => es256(changed(ec.privateKey, (signature) => signature.subarray(0, 63)))],
  [
    'ES256 of 65 bytes',
    () => es256(changed(ec.privateKey, (signature) => Buffer.concat([signature, Buffer.alloc(1)]))),
  ],
  [
    'ES256 of 96 bytes',
    () => es256(changed(ec.privateKey, (signature) => Buffer.concat([signature, Buffer.alloc(32)]))),
  ],
  [
    'ES256 with s in front',
    () =>
      es256(changed(ec.privateKey, (signature) => Buffer.concat([signature.subarray(32), signature.subarray(0, 32)]))),
  ],
  ['ES256 by a stranger', () => es256(signer(theirs.ec.privateKey))],
  ['EdDSA of zeros', () => eddsa(constant(Buffer.alloc(64)))],
  ['EdDSA of the neutral point', () => eddsa(constant(Buffer.concat([Buffer.from([1]), Buffer.alloc(63)])))],
  ['EdDSA with the order added to S', () => eddsa(changed(ed.privateKey, withOrderAdded))],
  ['EdDSA of 63 bytes', () => eddsa(changed(ed.privateKey, (signature) => signature.subarray(0, 63)))],
  ['EdDSA by a stranger', () => eddsa(signer(theirs.ed.privateKey))],
  ['RS256 of zeros', () => rs256(constant(Buffer.alloc(256)))],
  ['RS256 of one', () => rs256(constant(Buffer.concat([Buffer.alloc(255), Buffer.from([1])])))],
  ['RS256 of ones', () => rs256(constant(Buffer.alloc(256, 0xff)))],
  [
    'RS256 of its own modulus',
    () => rs256(constant(Buffer.from(String(rsa.publicKey.export({ format: 'jwk' }).n), 'base64url'))),
  ],
  ['RS256 without its first byte', () => rs256(changed(rsa.privateKey, (signature) => signature.subarray(1)))],
  [
    'RS256 with a zero in front',
    () => rs256(changed(rsa.privateKey, (signature) => Buffer.concat([Buffer.alloc(1), signature]))),
  ],
  ['RS256 by a stranger', () => rs256(signer(theirs.rsa.privateKey))],
  ['HS256 cut to 16 bytes', () => token(hs256, claims(), (input) => hmac(testSecret)(input).subarray(0, 16))],
  ['HS256 cut to one byte', () => token(hs256, claims(), (input) => hmac(testSecret)(input).subarray(0, 1))],
  [
    'HS256 with a byte more',
    () => token(hs256, claims(), (input) => Buffer.concat([hmac(testSecret)(input), Buffer.alloc(1)])),
  ],
  ['HS256 of zeros', () => token(hs256, claims(), constant(Buffer.alloc(32)))],
  [
    'HS256 in hexadecimal',
    () => token(hs256, claims(), (input) => Buffer.from(Buffer.from(hmac(testSecret)(input)).toString('hex'))),
  ],
  [
    'HS256 over the parts without their dot',
    () => token(hs256, claims(), (input) => hmac(testSecret)(input.replace('.', ''))),
  ],
  ['HS256 over the decoded parts', () => token(hs256, claims(), () => hmac(testSecret)(`${hs256}.${claims()}`))],
  [
    'HS256 over the payload alone',
    () => token(hs256, claims(), (input) => hmac(testSecret)(input.split('.')[1] ?? '')),
  ],
  ['HS256 of another token', () => token(hs256, claims(), () => hmac(testSecret)('another'))],
  ['other claims under an honest signature', () => spliced(1, base64url(claims({ scope: 'account:support' })))],
  ['another header under an honest signature', () => spliced(0, base64url('{"alg":"HS256","typ":"JWT"}'))],
])

function withOrderAdded(signature: Buffer): Uint8Array {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + edOrder
  return Buffer.concat([signature.subarray(0, 32), bytes32(s).reverse()])
}

function spliced(part: number, text: string): string {
  return honest().split('.').with(part, text).join('.')
}

describe('a token with one bit turned over', () => {
  test.each(Object.entries(issuers))('of issuer %s: refused wherever in its signature it is', async (_, make) => {
    const [header = '', payload = '', last = ''] = make().split('.')
    const signature = Buffer.from(last, 'base64url')
    // Of a long signature every eighth byte: the others are no different.
    for (let index = 0; index < signature.length; index += signature.length > 64 ? 8 : 1) {
      const turned = Buffer.from(signature)
      turned.writeUInt8(turned.readUInt8(index) ^ (1 << (index % 8)), index)
      const answer = await on.stage.app.get('/user/info', `${header}.${payload}.${base64url(turned)}`)
      expect([index, answer.status]).toEqual([index, 401])
    }
  })

  test('refused wherever in its header and claims it is', async () => {
    const [header = '', payload = '', signature = ''] = honest().split('.')
    for (const [part, text] of [header, payload].entries()) {
      const bytes = Buffer.from(text, 'base64url')
      for (const [index, byte] of bytes.entries()) {
        const turned = Buffer.from(bytes)
        turned[index] = byte ^ (1 << (index % 8))
        const forged = [header, payload, signature].with(part, base64url(turned)).join('.')
        expect([part, index, (await on.stage.app.get('/user/info', forged)).status]).toEqual([part, index, 401])
      }
    }
  })
})

test('of the two ECDSA signatures (r, s) and (r, n − s) both are right by FIPS 186-5, and both are let in (our decision)', async () => {
  const twin = es256(
    changed(ec.privateKey, (signature) => {
      const s = BigInt(`0x${signature.subarray(32).toString('hex')}`)
      return Buffer.concat([signature.subarray(0, 32), bytes32(order - s)])
    }),
  )
  await expectLetIn(on.stage, bearer(twin))
})

/** The same bytes in another spelling: the last letter's unused bits set. */
function sloppy(part: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const bytes = Buffer.from(part, 'base64url')
  for (const letter of letters) {
    const twin = part.slice(0, -1) + letter
    if (twin !== part && Buffer.from(twin, 'base64url').equals(bytes)) return twin
  }
  throw new Error('A part of whole groups has no other spelling.')
}

/** Signed as it stands, so that only the spelling is against it. */
function respelt(part: number, change: (text: string) => string): string {
  // The claims are padded with a space, where need be, so that their last letter has unused bits.
  const padded = [claims(), `${claims()} `].find((text) => Buffer.byteLength(text) % 3 !== 0) ?? ''
  const parts = [base64url(hs256), base64url(padded)].map((text, index) => (index === part ? change(text) : text))
  const input = parts.join('.')
  const signature = base64url(hmac(testSecret)(input))
  return `${input}.${part === 2 ? change(signature) : signature}`
}

attacks('base64url in another spelling (RFC 7515 section 2, RFC 4648 section 3.5)', [
  ...['header', 'claims', 'signature'].flatMap((name, part): Attack[] => [
    [
      `${name}: padding`,
      () => respelt(part, (text) => text.padEnd(Math.ceil(text.length / 4) * 4 + (text.length % 4 === 0 ? 4 : 0), '=')),
    ],
    [`${name}: one sign of padding`, () => respelt(part, (text) => `${text}=`)],
    [`${name}: a padding sign in front`, () => respelt(part, (text) => `=${text}`)],
    [
      `${name}: a stray sign jumped over by decoders`,
      () => respelt(part, (text) => `${text.slice(0, 5)}!${text.slice(5)}`),
    ],
    [`${name}: a letter too many`, () => respelt(part, (text) => text.padEnd(Math.ceil(text.length / 4) * 4 + 1, 'A'))],
    [
      `${name}: the other alphabet`,
      () => respelt(part, (text) => `${text.replaceAll('-', '+').replaceAll('_', '/')}+/`),
    ],
    [`${name}: a dash decoders take for a plus`, () => respelt(part, (text) => `${text}-+`)],
    [`${name}: a space`, () => respelt(part, (text) => `${text.slice(0, 5)} ${text.slice(5)}`)],
    [`${name}: empty`, () => respelt(part, () => '')],
  ]),
  ['claims: leftover bits', () => respelt(1, sloppy)],
  ['signature: leftover bits', () => respelt(2, sloppy)],
])

test('a token that is remembered does not let its twin in', async () => {
  const good = honest()
  const [header, payload, signature = ''] = good.split('.')
  await expectLetIn(on.stage, bearer(good))
  await expectRefused(on.stage, bearer(`${header}.${payload}.${sloppy(signature)}`))
  await expectRefused(on.stage, bearer(`${good}=`))
  await expectLetIn(on.stage, bearer(good))
})
