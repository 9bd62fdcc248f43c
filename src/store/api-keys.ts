import { randomUUID } from 'node:crypto'
import type { ApiKey } from '../domain/lists.ts'
import type { Prisma, PrismaClient } from './client/client.ts'

/** A key row as it is now. */
export interface StoredApiKey {
  readonly id: string
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
    select: { id: true, sha256: true, accountId: true, lastFour: true, revokedAt: true },
  })
  const found = new Map(rows.map(({ sha256, ...row }) => [hex(sha256), row]))
  return (sha256) => found.get(hex(sha256)) ?? null
}

/** A key made here. */
export interface MadeApiKey {
  readonly accountId: string
  readonly name: string | null
  readonly sha256: Uint8Array<ArrayBuffer>
  readonly lastFour: string
  readonly createdAt: Date
}

/** It works from the moment the transaction is through: credentials are looked up at every request. */
export async function insertApiKey(tx: Prisma.TransactionClient, key: MadeApiKey): Promise<ApiKey> {
  return tx.apiKey.create({
    data: { ...key, id: randomUUID() },
    select: {
      id: true,
      sequence: true,
      name: true,
      lastFour: true,
      createdAt: true,
      revokedAt: true,
      lastUsedAt: true,
    },
  })
}

/**
 * Writes down when keys were last used, in one statement. Several gateways do so: the latest use stays. A key that is
 * gone meanwhile is passed over.
 */
export async function saveApiKeyUses(
  prisma: PrismaClient,
  uses: readonly { readonly id: string; readonly at: Date }[],
): Promise<void> {
  await prisma.$executeRaw`
    UPDATE api_keys k SET last_used_at = used.at
    FROM unnest(${uses.map(({ id }) => id)}::uuid[], ${uses.map(({ at }) => at)}::timestamptz[]) AS used (id, at)
    WHERE k.id = used.id AND (k.last_used_at IS NULL OR k.last_used_at < used.at)`
}

/**
 * Ends a key from now on; one that has ended keeps its date. An imported key is counted in the baseline its system
 * told, so that falls with it: the count of active keys falls by one, whatever it is made of. The account's row is
 * locked by the caller.
 */
export async function markApiKeyRevoked(
  tx: Prisma.TransactionClient,
  accountId: string,
  id: string,
  now: Date,
): Promise<void> {
  const revoked = await tx.apiKey.updateManyAndReturn({
    where: { id, revokedAt: null },
    data: { revokedAt: now },
    select: { imported: true },
  })
  if (!revoked.some(({ imported }) => imported)) return
  await tx.account.updateMany({
    where: { id: accountId, apiKeyBaseline: { gt: 0 } },
    data: { apiKeyBaseline: { decrement: 1 } },
  })
}

/** A key taken over from a legacy system. */
export interface ImportedApiKey {
  readonly accountId: string
  readonly sha256: Uint8Array<ArrayBuffer>
  readonly lastFour: string
  readonly createdAt: Date
  readonly revokedAt: Date | null
}

/** Writes keys not seen before, revokes those revoked since, and says of each what became of it, in order. */
export async function saveImportedKeys(
  db: PrismaClient | Prisma.TransactionClient,
  keys: readonly ImportedApiKey[],
): Promise<('created' | 'changed' | 'unchanged' | 'taken')[]> {
  return db.$transaction(async (tx) => {
    const outcomes: ('created' | 'changed' | 'unchanged' | 'taken')[] = []
    for (const key of keys) {
      const known = await tx.apiKey.findUnique({ where: { sha256: key.sha256 } })
      if (known === null) {
        await tx.apiKey.create({ data: { ...key, id: randomUUID(), imported: true } })
        outcomes.push('created')
      } else if (known.accountId !== key.accountId) outcomes.push('taken')
      else if (known.revokedAt === null && key.revokedAt !== null) {
        // Its owner may have revoked it since it was read: the first date stays.
        const { count } = await tx.apiKey.updateMany({
          where: { id: known.id, revokedAt: null },
          data: { revokedAt: key.revokedAt },
        })
        outcomes.push(count === 1 ? 'changed' : 'unchanged')
      } else outcomes.push('unchanged')
    }
    return outcomes
  })
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
