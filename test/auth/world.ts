import { createHmac } from 'node:crypto'
import { SignJWT } from 'jose'
import { hashApiKey } from '../../src/auth/api-key.ts'
import {
  type Authenticator,
  type AuthPorts,
  type AuthSettings,
  createAuthenticator,
  type FoundApiKey,
} from '../../src/auth/authenticate.ts'
import { mainIssuer } from '../../src/auth/issuers.ts'
import { Refusal } from '../../src/domain/refusal.ts'
import { defaultLimits } from '../../src/edge/limits.ts'

export const secret = 'Zk3v9-main-Qw81xLpTn0s7RbYc5uHgJdEa'
export const accountId = '0b9f5d2e-6a1c-4c1e-9a3b-2f4d5e6a7b8c'
export const systems = ['OLD_ONE', 'OLD_TWO']

/** Seconds since the epoch of the fixed clock. */
export const time = 1_800_000_000
export const now = new Date(time * 1000)

export function at(seconds: number): Date {
  return new Date(Math.round(seconds * 1000))
}

export interface World extends Authenticator {
  /** Hashes the port was asked for. */
  readonly lookedUp: string[]
  /** The rows of the keys that were let in. */
  readonly used: string[]
  /** What went wrong with fetching keys. */
  readonly troubles: unknown[]
}

/** An authenticator of the main issuer alone, unless told otherwise, and a port that knows the given keys. */
export function world(
  settings: Partial<AuthSettings> = {},
  keys: Record<string, FoundApiKey> = {},
  ports: Partial<AuthPorts> = {},
): World {
  const lookedUp: string[] = []
  const used: string[] = []
  const troubles: unknown[] = []
  const rows = new Map(Object.entries(keys).map(([key, row]) => [Buffer.from(hashApiKey(key)).toString('hex'), row]))
  const main = mainIssuer({ secret, jwksUrl: null, issuer: null, audience: null })
  const authenticator = createAuthenticator(
    { main, further: [], systems, bounds: defaultLimits, ...settings },
    {
      async findApiKey(sha256) {
        const hash = Buffer.from(sha256).toString('hex')
        lookedUp.push(hash)
        return rows.get(hash) ?? null
      },
      onKeyUse: (id) => used.push(id),
      onTrouble: (error) => troubles.push(error),
      ...ports,
    },
  )
  return { ...authenticator, lookedUp, used, troubles }
}

export function bearer(credential: string): Headers {
  return new Headers({ authorization: `Bearer ${credential}` })
}

export const goodClaims = { sub: accountId, exp: time + 600 }

/** Signs by jose, apart from our own minting. A claim given as undefined is left out. */
export function hs256(claims: object, header: object = {}, key: string | Uint8Array = secret): Promise<string> {
  const bytes = typeof key === 'string' ? new TextEncoder().encode(key) : key
  return new SignJWT({ ...goodClaims, ...claims }).setProtectedHeader({ alg: 'HS256', ...header }).sign(bytes)
}

export function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** Signs a header and claims exactly as written, for what no library would sign. */
export function rawHs256(header: string, claims: string, key: string | Uint8Array = secret): string {
  const input = `${base64url(header)}.${base64url(claims)}`
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
}

/** What an answer comes to: the kind of refusal in short, or null for nobody, or the principal. */
export async function outcome(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.details.rejected === true ? `${error.code} rejected` : error.code
  }
}

export const rejected = 'UNAUTHENTICATED rejected'
