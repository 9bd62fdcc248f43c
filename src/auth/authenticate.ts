import { hashApiKey } from './api-key.ts'
import { readCredential } from './credential.ts'
import { createIssuers, type IssuerSettings } from './issuers.ts'
import type { KeySetBounds } from './key-set.ts'
import type { Principal } from './principal.ts'
import { rejected } from './rejected.ts'
import { defaultScopes } from './scope.ts'
import { createTokenMemory } from './token-memory.ts'
import { verifyToken } from './verify-token.ts'

/**
 * Settles who is asking, once per request. The `now` of the request is the only clock that `exp` and `nbf` meet.
 *
 * @returns null when no credentials were sent at all.
 * @throws Refusal UNAUTHENTICATED, `rejected`, for credentials that are malformed, unknown, revoked, expired or of
 * another scheme; UNAVAILABLE when an issuer's keys cannot be fetched; whatever `findApiKey` throws.
 */
export type Authenticate = (headers: Headers, now: Date, options?: AuthenticateOptions) => Promise<Principal | null>

export interface Authenticator {
  readonly authenticate: Authenticate
  /** What keeps the main issuer's tokens from being checked, in words; null when nothing does. */
  unreadiness(now: Date): Promise<string | null>
}

export interface AuthenticateOptions {
  /** False where only a JWT is welcome (user-profile): an API key is then refused without a look-up. Default true. */
  readonly apiKeys?: boolean
  /** How this request looks a key up; as the authenticator does unless said. */
  readonly findApiKey?: AuthPorts['findApiKey']
}

export interface AuthSettings {
  readonly main: IssuerSettings
  readonly further: readonly IssuerSettings[]
  /** The legacy systems whose ids a token may stand for, in the spelling of the claim `system`. */
  readonly systems: readonly string[]
  readonly bounds: KeySetBounds
}

/** A key row as it is now. */
export interface FoundApiKey {
  readonly id: string
  readonly accountId: string
  readonly lastFour: string
  readonly revokedAt: Date | null
}

export interface AuthPorts {
  /** Asked at every request, so that a revocation holds at once everywhere; batching is the port's business. */
  findApiKey(sha256: Uint8Array<ArrayBuffer>): Promise<FoundApiKey | null>
  /** Told of every key that was let in; it must not throw. */
  onKeyUse(id: string, now: Date): void
  /** Told of every fetch of an issuer's keys that failed; callers notice only once there are no keys to go on with. */
  onTrouble(error: unknown, client: string): void
}

/** @throws RangeError when an issuer stands for a system that is not in the list. */
export function createAuthenticator(settings: AuthSettings, ports: AuthPorts): Authenticator {
  const systems = new Set(settings.systems)
  for (const { system } of settings.further) {
    if (system !== null && !systems.has(system)) throw new RangeError(`No legacy system is called ${system}.`)
  }
  const issuers = createIssuers(settings.main, settings.further, {
    bounds: settings.bounds,
    onTrouble: ports.onTrouble,
  })
  const memory = createTokenMemory()

  async function byToken(token: string, now: Date): Promise<Principal> {
    const remembered = memory.recall(token, now)
    if (remembered !== null) return remembered
    const { principal, expiresAt } = await verifyToken(token, issuers, systems, now)
    memory.remember(token, principal, expiresAt, now)
    return principal
  }

  async function byApiKey(key: string, now: Date, findApiKey: AuthPorts['findApiKey']): Promise<Principal> {
    const sha256 = hashApiKey(key)
    const found = await findApiKey(sha256)
    // Any date revokes, even one ahead of us: another machine's clock wrote it. Unknown and revoked look alike.
    if (found === null || found.revokedAt !== null) throw rejected('an unknown or revoked API key')
    ports.onKeyUse(found.id, now)
    return {
      client: `key:${found.lastFour}`,
      subject: { kind: 'account', accountId: found.accountId },
      scopes: defaultScopes,
      via: 'api-key',
      keyId: Buffer.from(sha256).toString('base64url'),
    }
  }

  const authenticate: Authenticate = async (headers, now, { apiKeys = true, findApiKey = ports.findApiKey } = {}) => {
    const credential = readCredential(headers)
    if (credential === null) return null
    if (credential.kind === 'token') return byToken(credential.token, now)
    if (!apiKeys) throw rejected('API keys are not accepted here')
    return byApiKey(credential.key, now, findApiKey)
  }
  return { authenticate, unreadiness: issuers.unreadiness }
}
