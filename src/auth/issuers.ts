import { type KeyObject, webcrypto } from 'node:crypto'
import { createKeySet, type FindKey, type KeySetBounds, type Keys } from './key-set.ts'

/** Where an issuer's keys come from: always from the settings, never from a token. */
export type VerificationKey =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'jwks'; readonly url: URL }
  /** With a `kid`, a token that names another one is refused. */
  | { readonly kind: 'public'; readonly key: KeyObject; readonly kid: string | null }

export interface IssuerSettings {
  /** The `iss` of its tokens; null only for the main issuer, which then takes any that is not a further issuer's. */
  readonly issuer: string | null
  /** One of these must be in `aud`; without any, `aud` is not looked at. */
  readonly audience: readonly string[]
  readonly key: VerificationKey
  /** Never empty, and only what fits the key's kind: an HMAC never meets a public key (RFC 8725 section 3.1). */
  readonly algorithms: readonly string[]
  /** The legacy system whose own ids its `sub` holds. */
  readonly system: string | null
}

/** One issuer, ready to verify. */
export interface Issuer extends IssuerSettings {
  readonly main: boolean
  /** For logs and metrics: `jwt:ISSUER` or `jwt:default`. */
  readonly client: string
  readonly keys: Keys
}

/** Every issuer has one configuration; the claim `iss` picks it and is itself checked with that configuration's key. */
export interface Issuers {
  /** @param iss the claim as it stands in the token, unverified. */
  of(iss: unknown): Issuer | null
  /** What keeps the main issuer's tokens from being checked, in words; null when nothing does. */
  unreadiness(now: Date): Promise<string | null>
}

export interface IssuerPorts {
  readonly bounds: KeySetBounds
  /** Told of every fetch of keys that failed, with the issuer's `client`. */
  readonly onTrouble: (error: unknown, client: string) => void
}

export function createIssuers(
  main: IssuerSettings,
  further: readonly IssuerSettings[],
  { bounds, onTrouble }: IssuerPorts,
): Issuers {
  const ready = (settings: IssuerSettings): Issuer => {
    const client = `jwt:${settings.issuer ?? 'default'}`
    const keys = keysOf(settings.key, bounds, (error) => onTrouble(error, client))
    return { ...settings, main: settings === main, client, keys }
  }
  const mainIssuer = ready(main)
  const furtherIssuers = new Map(further.map((settings) => [settings.issuer, ready(settings)]))

  return {
    of(iss) {
      if (iss !== undefined && typeof iss !== 'string') return null
      const known = iss === undefined ? undefined : furtherIssuers.get(iss)
      if (known !== undefined) return known
      return main.issuer === null || main.issuer === iss ? mainIssuer : null
    },
    // A further issuer that cannot be reached is no reason to turn everybody else away.
    unreadiness: async (now) => {
      return (await mainIssuer.keys.hasKeys(now)) ? null : 'the keys that tokens are checked with cannot be had'
    },
  }
}

/** The algorithms of a key set, where nothing narrower is configured. */
export const jwksAlgorithms: readonly string[] = ['RS256', 'PS256', 'ES256', 'EdDSA']

export interface MainIssuerSettings {
  /** Exactly one of `secret` and `jwksUrl`. */
  readonly secret: string | null
  readonly jwksUrl: URL | null
  readonly issuer: string | null
  readonly audience: string | null
}

/** The issuer of JWT_SECRET or JWT_JWKS_URL, JWT_ISSUER and JWT_AUDIENCE. */
export function mainIssuer({ secret, jwksUrl, issuer, audience }: MainIssuerSettings): IssuerSettings {
  const common = { issuer, audience: audience === null ? [] : [audience], system: null }
  if (secret !== null && jwksUrl === null) {
    return { ...common, key: { kind: 'secret', secret }, algorithms: ['HS256'] }
  }
  if (jwksUrl !== null && secret === null) {
    return { ...common, key: { kind: 'jwks', url: jwksUrl }, algorithms: jwksAlgorithms }
  }
  throw new TypeError('The main issuer has either a secret or a key set.')
}

function keysOf(key: VerificationKey, bounds: KeySetBounds, onTrouble: (error: unknown) => void): Keys {
  switch (key.kind) {
    case 'secret': {
      // Made once: the library would make it of the bytes again for every token.
      const bytes = new TextEncoder().encode(key.secret)
      const imported = webcrypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
      return given(() => imported)
    }
    case 'jwks':
      return createKeySet(key.url, bounds, onTrouble)
    case 'public':
      return given((header) => {
        if (key.kid !== null && header.kid !== undefined && header.kid !== key.kid) throw new Error('another key id')
        return key.key
      })
  }
}

/** Keys that stand in the settings. */
function given(find: FindKey): Keys {
  return { at: () => find, hasKeys: async () => true }
}
