import type { KeyObject } from 'node:crypto'
import type { CryptoKey, JWTVerifyGetKey } from 'jose'
import { createJwks } from './jwks.ts'

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
  readonly keyFor: JWTVerifyGetKey<CryptoKey | Uint8Array>
}

/** Every issuer has one configuration; the claim `iss` picks it and is itself checked with that configuration's key. */
export interface Issuers {
  /** @param iss the claim as it stands in the token, unverified. */
  of(iss: unknown): Issuer | null
}

export function createIssuers(main: IssuerSettings, further: readonly IssuerSettings[]): Issuers {
  const mainIssuer = ready(main, true)
  const furtherIssuers = new Map(further.map((settings) => [settings.issuer, ready(settings, false)]))

  return {
    of(iss) {
      if (iss !== undefined && typeof iss !== 'string') return null
      const known = iss === undefined ? undefined : furtherIssuers.get(iss)
      if (known !== undefined) return known
      return main.issuer === null || main.issuer === iss ? mainIssuer : null
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

function ready(settings: IssuerSettings, main: boolean): Issuer {
  return { ...settings, main, client: `jwt:${settings.issuer ?? 'default'}`, keyFor: keyLookup(settings.key) }
}

function keyLookup(key: VerificationKey): JWTVerifyGetKey<CryptoKey | Uint8Array> {
  switch (key.kind) {
    case 'secret': {
      const bytes = new TextEncoder().encode(key.secret)
      return () => bytes
    }
    case 'jwks':
      return createJwks(key.url)
    case 'public':
      return (header) => {
        if (key.kid !== null && header.kid !== undefined && header.kid !== key.kid) throw new Error('another key id')
        return key.key
      }
  }
}
