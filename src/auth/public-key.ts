import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'

/** What a public key can verify; without the `HS` family, so that no public key is ever taken for a secret. */
export const publicKeyAlgorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const

/** Bits of an RSA modulus: RFC 7518 section 3.3 sets the least; the most bounds what one signature costs to check. */
const modulusBits = { least: 2048, most: 8192 }
/** FIPS 186-5 section 5.4 has 65537 as the least, and odd; the cost of a check grows with the exponent's length. */
const exponents = { least: 65_537n, most: 2n ** 32n }

/**
 * A public key that may check signatures: RSA of 2048 to 8192 bits and a sane exponent, EC on P-256, P-384 or P-521, or
 * Ed25519.
 *
 * @returns null for everything else, be it no key at all.
 */
export function publicKeyOf(source: string | { readonly key: JsonWebKey; readonly format: 'jwk' }): KeyObject | null {
  try {
    const key = createPublicKey(source)
    return algorithmsOf(key).length > 0 ? key : null
  } catch {
    return null
  }
}

/**
 * The key of a JWK (RFC 7517). A secret (`oct`) belongs elsewhere, and whoever only verifies has no business with a
 * private key, which is as good as published where it stands.
 *
 * @returns null as `publicKeyOf`.
 */
export function publicKeyOfJwk(members: Readonly<Record<string, unknown>>): KeyObject | null {
  if (members.kty === 'oct' || 'd' in members) return null
  return publicKeyOf({ key: members as JsonWebKey, format: 'jwk' })
}

/** The algorithms that fit a key: none for one that must not be used. */
export function algorithmsOf(key: KeyObject): readonly string[] {
  const { namedCurve, modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  switch (key.asymmetricKeyType) {
    case 'rsa': {
      const isSound = modulusLength >= modulusBits.least && modulusLength <= modulusBits.most
      const isSane = publicExponent >= exponents.least && publicExponent <= exponents.most && publicExponent % 2n === 1n
      return isSound && isSane ? publicKeyAlgorithms.filter((algorithm) => /^[RP]S/.test(algorithm)) : []
    }
    case 'ed25519':
      return ['EdDSA', 'Ed25519']
    case 'ec':
      switch (namedCurve) {
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
