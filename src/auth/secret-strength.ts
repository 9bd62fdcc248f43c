/** Bytes of HMAC key that each algorithm asks for at least (RFC 7518 section 3.2). */
const secretBytesMin = { HS256: 32, HS384: 48, HS512: 64 } as const

export type SecretAlgorithm = keyof typeof secretBytesMin

/** Samples that stand in specifications, tutorials and default configurations and are long enough to pass otherwise. */
const wellKnown: ReadonlySet<string> = new Set(
  [
    // RFC 7515 appendix A.1 and RFC 7520 section 3.5
    'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
    'hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg',
    // jwt.io
    'a-string-secret-at-least-256-bits-long',
    'a-string-secret-at-least-384-bits-long',
    'a-string-secret-at-least-512-bits-long',
    'a-valid-string-secret-that-is-at-least-256-bits-long',
    'a-valid-string-secret-that-is-at-least-384-bits-long-and-so-on',
    'a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long',
    // defaults of self-hosted stacks and samples of frameworks
    'super-secret-jwt-token-with-at-least-32-characters-long',
    'your-super-secret-jwt-token-with-at-least-32-characters-long',
    'your-secret-key-change-in-production',
    'your-secret-key-change-this-in-production',
    'your-super-secret-key-change-in-production',
    'your-super-secret-jwt-key-change-this-in-production',
    'your-super-secret-jwt-key-change-in-production',
    'change-this-secret-key-in-production',
    'please-change-this-secret-in-production',
    'thisisasecretkeythatisatleast32bytes',
    'this-is-a-very-secret-key-of-32-bytes',
    'my-32-character-ultra-secure-and-ultra-long-secret',
    '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7',
  ].map((sample) => sample.toLowerCase()),
)

/**
 * Why a secret must not sign tokens, in words that do not repeat it; null when nothing speaks against it.
 *
 * It finds what a dictionary attack tries first: published samples, one text over and over, a run along the alphabet,
 * hardly any different characters. It cannot tell randomness.
 */
export function secretWeakness(secret: string, algorithm: SecretAlgorithm = 'HS256'): string | null {
  const bytesMin = secretBytesMin[algorithm]
  if (Buffer.byteLength(secret) < bytesMin) return `must have at least ${bytesMin} bytes for ${algorithm}`
  if (wellKnown.has(secret.toLowerCase())) return 'is a published sample that anybody can try'
  if (repeats(secret)) return 'repeats one short text'
  if (new Set(secret).size < 8) return 'has fewer than 8 different characters'
  if (isRun(secret)) return 'runs along the alphabet or the digits'
  return null
}

/** One text at least nearly twice over, the last time perhaps cut short. */
function repeats(secret: string): boolean {
  for (let period = 1; period <= secret.length * 0.6; period++) {
    if (secret.startsWith(secret.slice(period))) return true
  }
  return false
}

function isRun(secret: string): boolean {
  let steps = 0
  for (let index = 1; index < secret.length; index++) {
    if (Math.abs(secret.charCodeAt(index) - secret.charCodeAt(index - 1)) === 1) steps++
  }
  return steps >= (secret.length - 1) * 0.75
}
