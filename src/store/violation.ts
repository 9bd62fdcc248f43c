import { Prisma } from './client/client.ts'

/** True when a write would have given two rows one value of a unique column (Prisma P2002). */
export function isUniqueViolation(error: unknown, column?: string): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') return false
  return column === undefined || JSON.stringify(error.meta ?? {}).includes(column)
}
