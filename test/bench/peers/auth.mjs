import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/**
 * The same check of the same tokens for every peer, and the same memory of it that the gateway has: HS256, `exp`, a
 * verdict kept by the hash of its token for 60 s and never past `exp`, ten thousand of them at most. API keys are not
 * read, and there are neither scopes nor issuers.
 */
const secret = process.env.JWT_SECRET ?? ''
const milliseconds = 60_000
const most = 10_000

/** By the SHA-256 of the token: whose it is, and until when that holds. */
const verdicts = new Map()

/**
 * @param {string | undefined} authorization the header
 * @returns {string} the account's id
 * @throws Error for anything but a good token
 */
export function accountIdOf(authorization) {
  if (!authorization?.startsWith('Bearer ')) throw new Error('There is no token.')
  const token = authorization.slice(7)
  const key = hash('sha256', token, 'base64url')
  const now = Date.now()
  const known = verdicts.get(key)
  if (known !== undefined) {
    if (now < known.until) return known.accountId
    verdicts.delete(key)
  }
  const { sub, exp } = verified(token)
  if (exp * 1000 <= now) throw new Error('The token has expired.')
  verdicts.set(key, { accountId: sub, until: Math.min(exp * 1000, now + milliseconds) })
  if (verdicts.size > most) verdicts.delete(verdicts.keys().next().value)
  return sub
}

function verified(token) {
  const [header, claims, signature] = token.split('.')
  if (JSON.parse(Buffer.from(header, 'base64url').toString()).alg !== 'HS256') throw new Error('Not HS256.')
  const expected = createHmac('sha256', secret).update(`${header}.${claims}`).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Error('Not signed by us.')
  return JSON.parse(Buffer.from(claims, 'base64url').toString())
}
