import { wwwAuthenticate } from '../auth/www-authenticate.ts'
import type { Refusal } from '../domain/refusal.ts'

/** On everything about one account: nobody between us and the caller keeps it (contract, wire profile). */
export const privateHeaders = { 'cache-control': 'private, no-store', vary: 'authorization, x-api-key' } as const

export const jsonHeaders = { 'content-type': 'application/json; charset=utf-8' } as const

/** What a refusal says beside its body: the challenge, what is allowed, when to come again. */
export function refusalHeaders(refusal: Refusal, status: number): Record<string, string> {
  const { allow, retryAfter } = refusal.details
  const challenge = wwwAuthenticate(refusal, status)
  return {
    ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
    ...(allow === undefined ? {} : { allow: allow.join(', ') }),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  }
}
