import { Refusal } from '../domain/refusal.ts'
import { Prisma } from './client/client.ts'
import { SessionRefusal } from './server-session.ts'

/**
 * Turns "the database is not there" into a refusal the faces know; anything else passes.
 *
 * @throws Refusal UNAVAILABLE, or the error itself.
 */
export function unavailable(error: unknown, message = 'The service is not available right now.'): never {
  if (!isUnavailable(error)) throw error
  throw new Refusal('UNAVAILABLE', message, { retryAfter: 1, cause: error })
}

function isUnavailable(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError || error instanceof SessionRefusal) return true
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return prismaCodes.has(error.code) || isOutage(error.meta?.driverAdapterError)
  }
  // What the pool and the drivers throw without Prisma's having a name for it. A message of Prisma's own is not looked
  // at: it quotes code and values, in which anything may stand.
  if (!(error instanceof Error) || error instanceof Refusal) return false
  return messages.some((start) => error.message.startsWith(start)) || isOutage(error)
}

// P1000 and P1010 the login is refused, P1001 unreachable, P1002 and P1008 timed out, P1003 no such database, P1011
// TLS, P1017 connection closed, P2021 a table is missing: not migrated yet, P2024 no free connection, P2028 the
// transaction could not start or was lost, P2034
// write conflict or deadlock, P2037 too many connections.
const prismaCodes = new Set([
  ...['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1010', 'P1011', 'P1017'],
  ...['P2021', 'P2024', 'P2028', 'P2034', 'P2037'],
])

/** What a driver adapter calls the same; a raw statement's error has no code of Prisma's but P2010. */
const kinds = new Set([
  ...['DatabaseNotReachable', 'DatabaseDoesNotExist', 'DatabaseAccessDenied', 'AuthenticationFailed'],
  ...['ConnectionClosed', 'SocketTimeout', 'TlsConnectionError', 'TooManyConnections', 'TransactionWriteConflict'],
])

// SQLSTATE 08 connection lost, 25006 a standby that only reads, 28 the login is refused, 3D000 no such database,
// 40001 and 40P01 write conflict and deadlock, 42P01 a table is missing: not migrated yet, 53 out of connections,
// memory or disk, 55P03 and 57014 a lock or a
// statement took too long, 57P shutting down or starting.
const states = /^(?:08|25006|28|3D000|40001|40P01|42P01|53|55P03|57014|57P0)/

const networkCodes = /^(?:E(?:CONN\w+|PIPE|TIMEDOUT|NOTFOUND)|E(?:HOST|NET)(?:UNREACH|DOWN)|EAI_AGAIN)$/

const messages = [
  ...['Connection terminated', 'Client has encountered a connection error', 'Client was closed'],
  ...['timeout exceeded when trying to connect', 'Query read timeout'],
  ...['Cannot use a pool after calling end', 'PGlite is closed'],
  // The schema engine's word for P1001, without the code.
  "Can't reach database server",
]

/** By the codes an error carries, or the driver's account of it (`cause`). */
function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { cause, code, originalCode, kind, severity } = error as Record<string, unknown>
  // FATAL and PANIC end the connection, whatever the reason (PostgreSQL, severity levels).
  if (severity === 'FATAL' || severity === 'PANIC' || kinds.has(String(kind))) return true
  if ([code, originalCode].some((one) => typeof one === 'string' && (states.test(one) || networkCodes.test(one))))
    return true
  return isOutage(cause)
}
