import { Prisma } from './client/client.ts'

/** True when a write would have given two rows one value of a unique column (Prisma P2002), of the model if one is named. */
export function isUniqueViolation(error: unknown, model?: Prisma.ModelName): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') return false
  return model === undefined || error.meta?.modelName === model
}
