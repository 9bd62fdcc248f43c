import { Refusal } from '../domain/refusal.ts'
import { Prisma } from './client/client.ts'

/**
 * Turns "the database is not there" into a refusal the faces know; anything else passes.
 *
 * @throws Refusal UNAVAILABLE, or the error itself.
 */
export function unavailable(error: unknown): never {
  if (!isUnavailable(error)) throw error
  throw new Refusal('UNAVAILABLE', 'The service is not available right now.', { retryAfter: 1, cause: error })
}

// P1001 unreachable, P1002 and P1008 timed out, P1017 connection closed, P2024 no free connection,
// P2028 the transaction could not start or was lost, P2034 write conflict or deadlock.
const codes = new Set(['P1001', 'P1002', 'P1003', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2034'])
// What the driver says without a code of Prisma's: refused and cut connections, PostgreSQL shutting down or starting,
// too many connections, a statement or a lock that took too long.
const signs = /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|Connection terminated|connection timeout|connection error and is not queryable|DatabaseNotReachable|timeout exceeded|\b(57P0[1-5]|53300|53[12]00|08\w{3}|55P03|57014)\b|PGlite is closed/i

function isUnavailable(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  if (error instanceof Prisma.PrismaClientKnownRequestError && codes.has(error.code)) return true
  return error instanceof Error && !(error instanceof Refusal) && signs.test(`${error.message} ${JSON.stringify(metaOf(error))}`)
}

function metaOf(error: Error): unknown {
  return error instanceof Prisma.PrismaClientKnownRequestError ? (error.meta ?? {}) : {}
}
