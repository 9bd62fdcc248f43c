import { hash } from 'node:crypto'
import type { Principal } from './principal.ts'

/** Verdicts on tokens that were good, so that a repeat caller costs a hash instead of a signature. */
export interface TokenMemory {
  recall(token: string, now: Date): Principal | null
  /** @param expiresAt the token's own `exp`, without leeway. */
  remember(token: string, principal: Principal, expiresAt: Date, now: Date): void
}

interface Verdict {
  readonly principal: Principal
  /** Milliseconds since the epoch; the verdict holds in [from, until). */
  readonly from: number
  readonly until: number
}

/** Milliseconds. How long a key's withdrawal at the issuer may go unnoticed. */
const ageMax = 60_000

/**
 * Holds at most `size` verdicts, the oldest out first, each for 60 s and never past the token's `exp`. Tokens are held
 * by their SHA-256, so a memory dump gives none away. Refusals are not remembered: they would let a stranger fill it.
 */
export function createTokenMemory(size = 10_000): TokenMemory {
  const verdicts = new Map<string, Verdict>()

  return {
    recall(token, now) {
      const key = keyOf(token)
      const verdict = verdicts.get(key)
      if (verdict === undefined) return null
      const time = now.getTime()
      // Before `from` the clock was set back: what was checked then (`nbf`) may not hold now.
      if (time >= verdict.from && time < verdict.until) return verdict.principal
      verdicts.delete(key)
      return null
    },

    remember(token, principal, expiresAt, now) {
      const from = now.getTime()
      const until = Math.min(expiresAt.getTime(), from + ageMax)
      if (!(until > from)) return
      const key = keyOf(token)
      verdicts.delete(key)
      verdicts.set(key, { principal, from, until })
      for (const oldest of verdicts.keys()) {
        if (verdicts.size <= size) break
        verdicts.delete(oldest)
      }
    },
  }
}

function keyOf(token: string): string {
  return hash('sha256', token, 'base64url')
}
