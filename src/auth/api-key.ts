import { createHash, randomInt } from 'node:crypto'

export interface NewApiKey {
  /** Shown once, to its owner, and kept nowhere. */
  readonly key: string
  readonly sha256: Uint8Array<ArrayBuffer>
  readonly lastFour: string
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
// 62^43 > 2^256: guessing the key is no easier than inverting its hash, so a plain SHA-256 is enough to store.
const length = 43

/** A new key of ours: `vgk_` and 43 letters and digits from the system's random source. */
export function generateApiKey(): NewApiKey {
  const random = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
  const key = `vgk_${random}`
  return { key, sha256: hashApiKey(key), lastFour: key.slice(-4) }
}

/** The 32 bytes by which a key is stored and looked up; keys of any prefix. */
export function hashApiKey(key: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(key, 'utf8').digest())
}
