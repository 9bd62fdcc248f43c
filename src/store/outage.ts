import { SessionRefusal } from './server-session.ts'

/** Why a database cannot be used. */
export type Outage =
  | { readonly kind: 'unreachable' | 'login' | 'no-database' | 'tls' | 'crowded' | 'silent' | 'unknown' }
  /** It answers, and somebody has to say or set something first. */
  | { readonly kind: 'refused'; readonly message: string }

/** Reads it from what using the database raised. No word of the error is passed on: some quote addresses and values. */
export function outageOf(error: unknown): Outage {
  if (error instanceof SessionRefusal) return { kind: 'refused', message: error.message }
  for (let one: unknown = error; typeof one === 'object' && one !== null; one = nextOf(one)) {
    const kind = kinds[String((one as { kind?: unknown }).kind)]
    if (kind) return { kind }
    if (one instanceof Error && /timeout exceeded|Connection terminated|time is over/i.test(one.message)) {
      return { kind: 'silent' }
    }
  }
  return { kind: 'unknown' }
}

/** What Prisma's driver adapters call it. */
const kinds: { readonly [name: string]: Exclude<Outage['kind'], 'refused'> } = {
  DatabaseNotReachable: 'unreachable',
  ConnectionClosed: 'unreachable',
  DatabaseAccessDenied: 'login',
  AuthenticationFailed: 'login',
  DatabaseDoesNotExist: 'no-database',
  TlsConnectionError: 'tls',
  TooManyConnections: 'crowded',
  SocketTimeout: 'silent',
}

function nextOf(error: object): unknown {
  const { cause, meta } = error as { cause?: unknown; meta?: { driverAdapterError?: unknown } }
  return meta?.driverAdapterError ?? cause
}
