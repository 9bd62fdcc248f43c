import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { type IssuerSettings, jwksAlgorithms, type VerificationKey } from './issuers.ts'
import { keySetUrl } from './key-set-url.ts'
import { type SecretAlgorithm, secretWeakness } from './secret-strength.ts'

const secretAlgorithms = ['HS256', 'HS384', 'HS512'] as const
const keySetAlgorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const

const text = z.string().min(1)

const publicKeyPem = z.string().transform((pem, context): KeyObject => {
  const looksPublic = /^\s*-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem)
  return (looksPublic ? publicKeyOf(pem) : null) ?? refuse(context)
})

const jwk = z.record(z.string(), z.unknown()).transform((members, context) => {
  // An `oct` key belongs in `secret`, and whoever only verifies has no use for a private key.
  const looksPublic = members.kty !== 'oct' && !('d' in members)
  const key = (looksPublic ? publicKeyOf({ key: members as JsonWebKey, format: 'jwk' }) : null) ?? refuse(context)
  return { key, kid: typeof members.kid === 'string' ? members.kid : null }
})

const furtherIssuer = z
  .strictObject({
    issuer: text,
    secret: text.optional(),
    jwksUrl: keySetUrl.optional(),
    publicKeyPem: publicKeyPem.optional(),
    jwk: jwk.optional(),
    algorithms: z
      .array(z.enum([...secretAlgorithms, ...keySetAlgorithms]))
      .min(1)
      .optional(),
    audience: z.union([text, z.array(text).min(1)]).optional(),
    system: text.optional(),
  })
  .transform((entry, context): IssuerSettings => {
    const keys = keysOf(entry)
    const key = keys[0]
    if (key === undefined || keys.length > 1) {
      context.addIssue('must have exactly one of secret, jwksUrl, publicKeyPem and jwk')
      return z.NEVER
    }
    const fitting = algorithmsFor(key)
    const algorithms = entry.algorithms ?? fitting.usual
    const strangers = algorithms.filter((algorithm) => !fitting.possible.includes(algorithm))
    if (strangers.length > 0) {
      context.addIssue({
        code: 'custom',
        path: ['algorithms'],
        message: `${strangers.join(', ')} does not fit the key`,
      })
    }
    const weakness = key.kind === 'secret' ? weaknessFor(key.secret, algorithms) : null
    if (weakness !== null) context.addIssue({ code: 'custom', path: ['secret'], message: weakness })
    return {
      issuer: entry.issuer,
      audience: entry.audience === undefined ? [] : [entry.audience].flat(),
      key,
      algorithms,
      system: entry.system ?? null,
    }
  })

/**
 * The list in JWT_ISSUERS: `{ issuer, secret | jwksUrl | publicKeyPem | jwk, algorithms?, audience?, system? }`. Each
 * entry's algorithms are pinned to its own kind of key. No message repeats a secret or a key.
 */
export const furtherIssuers = z.array(furtherIssuer)

interface EntryKeys {
  readonly secret?: string | undefined
  readonly jwksUrl?: URL | undefined
  readonly publicKeyPem?: KeyObject | undefined
  readonly jwk?: { readonly key: KeyObject; readonly kid: string | null } | undefined
}

function keysOf({ secret, jwksUrl, publicKeyPem, jwk }: EntryKeys): VerificationKey[] {
  const keys: VerificationKey[] = []
  if (secret !== undefined) keys.push({ kind: 'secret', secret })
  if (jwksUrl !== undefined) keys.push({ kind: 'jwks', url: jwksUrl })
  if (publicKeyPem !== undefined) keys.push({ kind: 'public', key: publicKeyPem, kid: null })
  if (jwk !== undefined) keys.push({ kind: 'public', ...jwk })
  return keys
}

function algorithmsFor(key: VerificationKey): { usual: readonly string[]; possible: readonly string[] } {
  switch (key.kind) {
    case 'secret':
      return { usual: ['HS256'], possible: secretAlgorithms }
    case 'jwks':
      return { usual: jwksAlgorithms, possible: keySetAlgorithms }
    case 'public': {
      const possible = publicKeyAlgorithms(key.key)
      return { usual: possible.filter((algorithm) => !/RS384|RS512|PS384|PS512/.test(algorithm)), possible }
    }
  }
}

function publicKeyAlgorithms(key: KeyObject): readonly string[] {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
    case 'ed25519':
      return ['EdDSA', 'Ed25519']
    case 'ec':
      switch (key.asymmetricKeyDetails?.namedCurve) {
        case 'prime256v1':
          return ['ES256']
        case 'secp384r1':
          return ['ES384']
        case 'secp521r1':
          return ['ES512']
      }
  }
  return []
}

/** An RSA key has at least 2048 bits (RFC 7518 section 3.3) and an odd exponent of at least 65537 (NIST SP 800-56B). */
function publicKeyOf(source: string | { key: JsonWebKey; format: 'jwk' }): KeyObject | null {
  try {
    const key = createPublicKey(source)
    if (publicKeyAlgorithms(key).length === 0) return null
    if (key.asymmetricKeyType !== 'rsa') return key
    const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
    return modulusLength >= 2048 && publicExponent >= 65537n && publicExponent % 2n === 1n ? key : null
  } catch {
    return null
  }
}

function refuse(context: z.RefinementCtx): never {
  context.addIssue('must be a public key: RSA from 2048 bits, EC on P-256, P-384 or P-521, or Ed25519')
  return z.NEVER
}

function weaknessFor(secret: string, algorithms: readonly string[]): string | null {
  const used = secretAlgorithms.filter((algorithm) => algorithms.includes(algorithm))
  const strictest: SecretAlgorithm = used.at(-1) ?? 'HS256'
  return secretWeakness(secret, strictest)
}
