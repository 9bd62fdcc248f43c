import type { PrismaClient } from './client/client.ts'

/** A key row as it is now. */
export interface StoredApiKey {
  readonly accountId: string
  readonly lastFour: string
  readonly revokedAt: Date | null
}

/** Keys by their SHA-256, in one statement. */
export async function findApiKeys(
  prisma: PrismaClient,
  hashes: readonly Uint8Array<ArrayBuffer>[],
): Promise<(sha256: Uint8Array) => StoredApiKey | null> {
  const rows = await prisma.apiKey.findMany({
    where: { sha256: { in: [...hashes] } },
    select: { sha256: true, accountId: true, lastFour: true, revokedAt: true },
  })
  const found = new Map(rows.map(({ sha256, ...row }) => [hex(sha256), row]))
  return (sha256) => found.get(hex(sha256)) ?? null
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
