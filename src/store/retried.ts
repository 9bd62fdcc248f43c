import { setTimeout } from 'node:timers/promises'
import { Prisma } from './client/client.ts'

const attempts = 4
const firstPauseMs = 10
/** A deadlock takes a second to be found, usually: whoever asked would wait too long for a third attempt. */
const patienceMs = 2_000

/** Does it again when the database gave it up in favour of another transaction; each time after a longer pause. */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const isOver = attempt === attempts || performance.now() - began > patienceMs
      if (isOver || !isConflict(error)) throw error
      await setTimeout(firstPauseMs * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

/** SQLSTATE 40001 serialization failure, 40P01 deadlock; Prisma's own name for both is P2034. */
function isConflict(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2034') return true
  if (typeof error !== 'object' || error === null) return false
  const { cause, code, originalCode, meta } = error as Record<string, unknown>
  if ([code, originalCode].some((one) => one === '40001' || one === '40P01')) return true
  const driverError = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError
  return isConflict(driverError) || isConflict(cause)
}
