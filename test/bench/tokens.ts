import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'

/** What signs the tokens of a run, and what tells the gateway whom to believe. */
export interface Signing {
  readonly secret: string
  /** JWT_ISSUERS of a gateway that takes the EdDSA tokens, too. */
  readonly issuers: string
  /** A token for each account, all of them different. */
  tokens(algorithm: Algorithm, accountIds: readonly string[]): string[]
}

export type Algorithm = 'HS256' | 'EdDSA'

const issuer = 'https://issuer.bench.test'
const day = 86_400

export function createSigning(): Signing {
  const secret = createHash('sha256').update('the secret of a benchmark').digest('base64')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const iat = Math.floor(Date.now() / 1000)
  const signed = (algorithm: Algorithm, sub: string, number: number) => {
    const iss = algorithm === 'EdDSA' ? { iss: issuer } : {}
    const claims = { ...iss, sub, iat, exp: iat + day, jti: String(number) }
    const data = `${base64({ alg: algorithm, typ: 'JWT' })}.${base64(claims)}`
    const bytes = Buffer.from(data)
    const signature =
      algorithm === 'EdDSA' ? sign(null, bytes, privateKey) : createHmac('sha256', secret).update(bytes).digest()
    return `${data}.${signature.toString('base64url')}`
  }
  return {
    secret,
    issuers: JSON.stringify([{ issuer, publicKeyPem }]),
    tokens: (algorithm, accountIds) => accountIds.map((id, number) => signed(algorithm, id, number)),
  }
}

/** The id of the account of a number, as `accountIdSql` in people.ts makes it. */
export function accountIdOf(number: number): string {
  const digits = createHash('md5').update(`account ${number}`).digest('hex')
  const hex = `${digits.slice(0, 12)}4${digits.slice(13, 16)}8${digits.slice(17)}`
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Numbers from 1 to `most`, the same ones each time. */
export function drawNumbers(count: number, most: number): number[] {
  let state = 42
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return 1 + Math.floor((state / 2 ** 32) * most)
  })
}

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
