/** Who is signed in, for as long as this tab is open: the token is kept nowhere else. */
export interface Session {
  readonly token: string
  /** It came with the demo, and is nobody's secret. */
  readonly isDemo: boolean
}

const key = 'viewer-gateway:session'

export function rememberedSession(): Session | null {
  const text = sessionStorage.getItem(key)
  return text === null ? null : (JSON.parse(text) as Session)
}

export function rememberSession(session: Session | null): void {
  if (session === null) sessionStorage.removeItem(key)
  else sessionStorage.setItem(key, JSON.stringify(session))
}

/** May look anybody up, as far as the token says of itself; the gateway decides. */
export function isSupport({ token }: Session): boolean {
  return scopesOf(token).includes('account:support')
}

/** Stands for a service and not for an account. */
export function isService({ token }: Session): boolean {
  return String(claimsOf(token).sub ?? '').startsWith('service:')
}

function scopesOf(token: string): string[] {
  const { scope } = claimsOf(token)
  return typeof scope === 'string' ? scope.split(' ') : []
}

/** An API key, and whatever else is no JWT, claims nothing. */
function claimsOf(token: string): { readonly sub?: unknown; readonly scope?: unknown } {
  try {
    const [, payload = ''] = token.split('.')
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return {}
  }
}
