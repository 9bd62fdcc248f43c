import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { type IssuerSettings, jwksAlgorithms, type VerificationKey } from './issuers.ts'
import { keySetUrl } from './key-set-url.ts'
import { algorithmsOf, publicKeyAlgorithms, publicKeyOf, publicKeyOfJwk } from './public-key.ts'
import { type SecretAlgorithm, secretWeakness } from './secret-strength.ts'

const secretAlgorithms = ['HS256', 'HS384', 'HS512'] as const

const text = z.string().min(1)

const publicKeyPem = z.string().transform((pem, context): KeyObject => {
  const looksPublic = /^\s*-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem)
  return (looksPublic ? publicKeyOf(pem) : null) ?? refuse(context)
})

const jwk = z.record(z.string(), z.unknown()).transform((members, context) => {
  const key = publicKeyOfJwk(members) ?? refuse(context)
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
      .array(z.enum([...secretAlgorithms, ...publicKeyAlgorithms]))
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
      return { usual: jwksAlgorithms, possible: publicKeyAlgorithms }
    case 'public': {
      const possible = algorithmsOf(key.key)
      return { usual: possible.filter((algorithm) => !/RS384|RS512|PS384|PS512/.test(algorithm)), possible }
    }
  }
}

function refuse(context: z.RefinementCtx): never {
  context.addIssue('must be a public key: RSA of 2048 to 8192 bits, EC on P-256, P-384 or P-521, or Ed25519')
  return z.NEVER
}

function weaknessFor(secret: string, algorithms: readonly string[]): string | null {
  const used = secretAlgorithms.filter((algorithm) => algorithms.includes(algorithm))
  const strictest: SecretAlgorithm = used.at(-1) ?? 'HS256'
  return secretWeakness(secret, strictest)
}
