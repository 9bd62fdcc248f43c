import { SignJWT } from 'jose'

export interface MintRequest {
  /** The main issuer's HS256 secret, as in JWT_SECRET. */
  readonly secret: string
  readonly issuer?: string | null
  readonly audience?: string | null
  /** An account's UUID, `service:NAME`, or with `system` that system's own id. */
  readonly subject: string
  readonly system?: string
  /** Without it the claim is left out, so the default scopes apply (none for a service); empty: no scope at all. */
  readonly scopes?: readonly string[]
  readonly ttlSeconds: number
  readonly now: Date
}

/** Signs a token for the command line and the demo, as the main issuer would. */
export async function mintToken(request: MintRequest): Promise<string> {
  const issuedAt = Math.floor(request.now.getTime() / 1000)
  const token = new SignJWT({
    ...(request.system === undefined ? {} : { system: request.system }),
    ...(request.scopes === undefined ? {} : { scope: request.scopes.join(' ') }),
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(request.subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + request.ttlSeconds)
  if (request.issuer != null) token.setIssuer(request.issuer)
  if (request.audience != null) token.setAudience(request.audience)
  return token.sign(new TextEncoder().encode(request.secret))
}
