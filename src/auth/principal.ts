import { Refusal } from '../domain/refusal.ts'
import type { Scope } from './scope.ts'

/** Whose behalf a request is made on. A service stands for no account. */
export type Subject =
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'legacy'; readonly system: string; readonly legacyId: string }
  | { readonly kind: 'service'; readonly name: string }

/** Who is asking, settled once per request and the same for every face. */
export interface Principal {
  /**
   * The caller's software, for logs, metrics and idempotency: `jwt:ISSUER`, `jwt:default`, `key:LAST4`,
   * `service:NAME`. A label, not an identity: two keys may share their last four.
   */
  readonly client: string
  readonly subject: Subject
  readonly scopes: ReadonlySet<string>
  readonly via: 'jwt' | 'api-key'
  /** Of an API key, what tells it from every other one: its SHA-256, not for logs. Absent with a token. */
  readonly keyId?: string
}

/**
 * @throws Refusal UNAUTHENTICATED, not `rejected`, when nobody is asking (RFC 6750 section 3: no error code then).
 */
export function requirePrincipal(principal: Principal | null): Principal {
  if (principal === null) throw new Refusal('UNAUTHENTICATED', 'Credentials are needed.')
  return principal
}

/** @throws Refusal INSUFFICIENT_SCOPE naming the scope that would have done (RFC 6750 section 3.1). */
export function requireScope(principal: Pick<Principal, 'scopes'>, scope: Scope): void {
  if (!principal.scopes.has(scope)) {
    throw new Refusal('INSUFFICIENT_SCOPE', `This needs the scope ${scope}.`, { scope })
  }
}
