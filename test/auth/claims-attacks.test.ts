import { describe, expect, test } from 'vitest'
import { testSecret } from '../support/app.ts'
import {
  type Attack,
  bearer,
  ec,
  ed,
  expectLetIn,
  expectRefused,
  hmac,
  hs256,
  namedSecret,
  oldSecret,
  onStage,
  rsa,
  type Signer,
  signer,
  time,
  token,
} from './attack-stage.ts'

const on = onStage()
const { attacks, claims, claimsText } = on

const odd = ['null', 'true', '[]', '{}', '"x"']

attacks('claims of the wrong kind (RFC 7519 section 4.1)', [
  ['exp missing', () => token(hs256, claims({ exp: undefined }))],
  ...[...odd, '"1900000000"', '[1900000000]', '1e400'].map(
    (exp): Attack => [`exp ${exp}`, () => token(hs256, claimsText(exp))],
  ),
  ...[...odd, '1900000000', '1e400'].map(
    (nbf): Attack => [`nbf ${nbf}`, () => token(hs256, claimsText(`${time + 600}`, `,"nbf":${nbf}`))],
  ),
  ['nbf six seconds ahead', () => token(hs256, claims({ nbf: time + 6 }))],
  ...odd.map((iat): Attack => [`iat ${iat}`, () => token(hs256, claimsText(`${time + 600}`, `,"iat":${iat}`))]),
  ...[
    'null',
    '1',
    'true',
    '[]',
    '{}',
    '["named"]',
    '""',
    '"Named"',
    '"named "',
    '"named\\u0000"',
    '"nam"',
    '"__proto__"',
  ].map(
    (iss): Attack => [
      `iss ${iss} under that issuer’s key`,
      () => token(hs256, claimsText(`${time + 600}`, `,"aud":"viewer","iss":${iss}`), hmac(namedSecret)),
    ],
  ),
  ...[
    ...odd,
    '1',
    '""',
    '"Viewer"',
    '"viewer "',
    '"view"',
    '["others"]',
    '[["viewer"]]',
    '[{"viewer":1}]',
    '{"0":"viewer"}',
    '"viewer,gateway"',
    '"*"',
  ].map(
    (aud): Attack => [
      `aud ${aud}`,
      () => token(hs256, claimsText(`${time + 600}`, `,"iss":"named","aud":${aud}`), hmac(namedSecret)),
    ],
  ),
  ['aud missing', () => token(hs256, claims({ iss: 'named' }), hmac(namedSecret))],
  ['sub missing', () => token(hs256, claims({ sub: undefined }))],
  ['sub inherited', () => token(hs256, `{"__proto__":{"sub":"${on.stage.victim.accountId}"},"exp":${time + 600}}`)],
  ['sub under a name in other case', () => token(hs256, claims({ sub: undefined, Sub: on.stage.victim.accountId }))],
  ['sub and exp one level down', () => token(hs256, JSON.stringify({ claims: JSON.parse(claims()) }))],
  ...(
    [
      ['null', null],
      ['a number', 1],
      ['true', true],
      ['a list', ['x']],
      ['an object', { id: 'x' }],
      ['empty', ''],
      ['a space', ' '],
      ['an e-mail address', 'person-1@example.com'],
      ['an asterisk', '*'],
      ['SQL', "' OR 1=1 --"],
      ['service without a name', 'service:'],
      ['a service with a colon', 'service:a:b'],
      ['a service in capitals', 'SERVICE:a'],
    ] as const
  ).map(([what, sub]): Attack => [`sub ${what}`, () => token(hs256, claims({ sub }))]),
  ...(
    [
      ['a list with it', (id: string) => [id]],
      ['in braces', (id: string) => `{${id}}`],
      ['as a URN', (id: string) => `urn:uuid:${id}`],
      ['without dashes', (id: string) => id.replaceAll('-', '')],
      ['after a space', (id: string) => ` ${id}`],
      ['before a line feed', (id: string) => `${id}\n`],
      ['before a NUL', (id: string) => `${id}\0`],
      ['after a byte order mark', (id: string) => `\ufeff${id}`],
      ['in wide digits', (id: string) => id.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))],
      ['as a node id', (id: string) => Buffer.from(`Viewer:${id}`).toString('base64')],
    ] as const
  ).map(
    ([what, of]): Attack => [
      `sub the right id, ${what}`,
      () => token(hs256, claims({ sub: of(on.stage.victim.accountId) })),
    ],
  ),
  ...[
    'null',
    '1',
    '[]',
    '{}',
    '["USERS_ME"]',
    '""',
    '"users_me"',
    '"USERS_ME "',
    '"__proto__"',
    '"constructor"',
    '"GATEWAY"',
  ].map(
    (system): Attack => [`system ${system}`, () => token(hs256, claimsText(`${time + 600}`, `,"system":${system}`))],
  ),
  ['a system’s id with a NUL', () => token(hs256, claims({ system: 'USERS_ME', sub: 'a\0b' }))],
  [
    'a system’s id with half a character',
    () => token(hs256, '{"system":"USERS_ME","sub":"a\\ud800b","exp":1900000000}'),
  ],
  ['a system’s id that is empty', () => token(hs256, claims({ system: 'USERS_ME', sub: '' }))],
  ['a system’s id of 3000 bytes', () => token(hs256, claims({ system: 'USERS_ME', sub: 'x'.repeat(3_000) }))],
  ...['null', '1', 'true', '["profile:read"]', '{}'].map(
    (scope): Attack => [`scope ${scope}`, () => token(hs256, claimsText(`${time + 600}`, `,"scope":${scope}`))],
  ),
])

const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

attacks('JSON that is none, under a right signature (RFC 7519 section 7.2)', [
  ...(
    [
      ['a comment', (text: string) => `${text}//`],
      ['a comment inside', (text: string) => text.replace('{', '{/**/')],
      ['a trailing comma', (text: string) => text.replace(/}$/, ',}')],
      ['single quotes', (text: string) => text.replaceAll('"', "'")],
      ['names without quotes', (text: string) => text.replace(/"(alg|sub)"/, '$1')],
      ['a byte order mark', (text: string) => `\ufeff${text}`],
      ['a second object', (text: string) => text + text],
      ['a NUL behind', (text: string) => `${text}\0`],
      ['no end', (text: string) => text.slice(0, -1)],
      ['a list around', (text: string) => `[${text}]`],
      ['quotes around', (text: string) => JSON.stringify(text)],
      ['nothing in it', () => ' '],
      ['null', () => 'null'],
      ['true', () => 'true'],
      ['a number', () => '1'],
      ['a line feed inside a text', (text: string) => text.replace(/("[a-z]+":")/, '$1\n')],
      ['a list of 2500 levels without its end', (text: string) => text.replace(/}$/, `,"x":${'['.repeat(2_500)}}`)],
      ['an object of 500 levels without its end', (text: string) => text.replace(/}$/, `,"x":${'{"x":'.repeat(500)}}`)],
    ] as const
  ).flatMap(([what, change]): Attack[] => [
    [`header: ${what}`, () => token(change(hs256), claims())],
    [`claims: ${what}`, () => token(hs256, change(claims()))],
  ]),
  ['header: UTF-16', () => token(utf16(hs256), claims())],
  ['claims: UTF-16', () => token(hs256, utf16(claims()))],
  ['header: bytes that are no UTF-8', () => token(Buffer.from('{"alg":"HS256","x":"\xff"}', 'latin1'), claims())],
  ['claims: bytes that are no UTF-8', () => token(hs256, Buffer.from(claims({ x: '\xff' }), 'latin1'))],
  ['claims: an overlong quote', () => token(hs256, Buffer.from(claims({ x: '\xc0\xa2' }), 'latin1'))],
  ['claims: half a character in UTF-8', () => token(hs256, Buffer.from(claims({ x: '\xed\xa0\x80' }), 'latin1'))],
  ['claims: NaN', () => token(hs256, claimsText('NaN'))],
  ['claims: Infinity', () => token(hs256, claimsText('Infinity'))],
  ['claims: a hexadecimal number', () => token(hs256, claimsText('0x7fffffff'))],
  ['claims: a number with a zero in front', () => token(hs256, claimsText('01900000000'))],
  ['claims: a number with a plus', () => token(hs256, claimsText('+1900000000'))],
  ['claims: a big integer', () => token(hs256, claimsText('1900000000n'))],
  [
    'claims: a good sub, then a bad one: the last one counts',
    () => token(hs256, claimsText(`${time + 600}`, ',"sub":"x"')),
  ],
  [
    'claims: a good exp, then none: the last one counts',
    () => token(hs256, claimsText(`${time + 600}`, ',"exp":null')),
  ],
])

test('a claim that nobody reads may be as deep as a token is long: it costs nothing', async () => {
  await expectLetIn(on.stage, bearer(token(hs256, claimsText(`${time + 600}`, `,"x":${deep(2_500)}`))))
})

const keysOf: Record<string, readonly [header: string, sign: Signer]> = {
  main: [hs256, hmac(testSecret)],
  old: [hs256, hmac(oldSecret)],
  named: [hs256, hmac(namedSecret)],
  rsa: ['{"alg":"RS256"}', signer(rsa.privateKey)],
  ec: ['{"alg":"ES256","kid":"k1"}', signer(ec.privateKey)],
  ed: ['{"alg":"EdDSA"}', signer(ed.privateKey)],
}

attacks('one issuer in the name of another (RFC 8725 sections 2.7, 3.8)', [
  ...Object.entries(keysOf).flatMap(([holder, [header, sign]]) =>
    [undefined, ...Object.keys(keysOf).slice(1)]
      .filter((iss) => (iss ?? 'main') !== holder)
      .map(
        (iss): Attack => [
          `${holder}’s key, in the name of ${iss ?? 'main'}`,
          () => token(header, claims({ iss, aud: 'viewer' }), sign),
        ],
      ),
  ),
  [
    'an old system’s issuer for another system',
    () =>
      token(hs256, claims({ iss: 'old', system: 'USER_INFO', sub: on.stage.victim.ids.USER_INFO }), hmac(oldSecret)),
  ],
  [
    'a further issuer for a service',
    () =>
      token(
        hs256,
        claims({ iss: 'named', aud: 'viewer', sub: 'service:billing', scope: 'credits:write' }),
        hmac(namedSecret),
      ),
  ],
  [
    'a good issuer, then another: the last one counts',
    () => token(hs256, claimsText(`${time + 600}`, ',"iss":"named","aud":"viewer","iss":"rsa"'), hmac(namedSecret)),
  ],
])

describe('an expiry that is over', () => {
  test.each(['-1e400', '-1e15', '-1', '-0', '0', '1', '0.5', `${time - 3600}`, `${time - 5}`])(
    'exp %s: refused everywhere, and told no more than that',
    async (exp) => {
      const expired = [
        token(hs256, claimsText(exp)),
        token('{"alg":"RS256"}', claimsText(exp, ',"iss":"rsa"'), signer(rsa.privateKey)),
      ]
      for (const one of expired) {
        for (const path of ['/v1/account/profile', '/api/v1/users/me', '/api/users/profile', '/user/info']) {
          const answer = await on.stage.app.get(path, one)
          expect(answer.status).toBe(401)
          expect(await answer.text()).toContain('The token has expired.')
        }
        expect((await on.stage.app.query('{ viewer { id } }', one)).status).toBe(401)
      }
    },
  )

  test('a token that is expired and forged is not told that it is expired', async () => {
    await expectRefused(on.stage, bearer(token(hs256, claims({ exp: time - 3600 }), hmac('another'))))
  })
})

describe('scopes give what they spell and nothing more', () => {
  test.each([
    ['empty', ''],
    ['an asterisk', '*'],
    ['a pattern', 'profile:*'],
    ['capitals', 'PROFILE:READ PROFILE:WRITE'],
    ['tabs between', 'profile:read\tprofile:write'],
    ['line feeds between', 'profile:read\nprofile:write'],
    ['commas between', 'profile:read,profile:write'],
    ['a no-break space between', 'profile:read\u00a0profile:write'],
    ['half a word', 'profile'],
    ['a word of every object', 'constructor __proto__ has'],
    ['a list as text', '["profile:read"]'],
  ])('%s', async (_, scope) => {
    const bare = token(hs256, claims({ scope }))
    for (const path of ['/v1/account/profile', '/api/v1/users/me', '/api/users/profile', '/user/info']) {
      expect((await on.stage.app.get(path, bare)).status).toBe(403)
    }
    const { data, errors } = await on.stage.app.query('{ viewer { id } }', bare)
    expect([data, errors?.[0].extensions.reason]).toEqual([{ viewer: null }, 'INSUFFICIENT_SCOPE'])
  })

  test('other names for the claim give none of them', async () => {
    const greedy = {
      scp: 'account:support',
      scopes: ['account:support'],
      permissions: ['account:support'],
      role: 'admin',
    }
    const text = `{ account(by: { accountId: "${on.stage.victim.accountId}" }) { email } }`
    const { errors } = await on.stage.app.query(text, token(hs256, claims(greedy)))
    expect(errors?.[0].extensions.reason).toBe('INSUFFICIENT_SCOPE')
  })
})
