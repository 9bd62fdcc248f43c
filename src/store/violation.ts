import { Prisma } from './client/client.ts'

/**
 * True when a write would have given two rows one value of a unique column, of the model if one is named: Prisma P2002,
 * and of a raw statement SQLSTATE 23505, which names no model.
 */
export function isUniqueViolation(error: unknown, model?: Prisma.ModelName): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  if (error.code === 'P2010') return model === undefined && sqlStateOf(error) === '23505'
  if (error.code !== 'P2002') return false
  return model === undefined || error.meta?.modelName === model
}

/** True when a raw statement would have broken a CHECK constraint: SQLSTATE 23514. */
export function isCheckViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && sqlStateOf(error) === '23514'
}

/** What the database itself calls it, beneath a driver adapter's words. */
function sqlStateOf({ meta }: Prisma.PrismaClientKnownRequestError): unknown {
  const adapterError = meta?.driverAdapterError as { cause?: { originalCode?: unknown } } | undefined
  return adapterError?.cause?.originalCode
}
