import type { AccountLookup } from '../domain/account-lookup.ts'
import { findAccountIds } from '../store/account-lookup.ts'
import { type ImportedApiKey, saveImportedKeys } from '../store/api-keys.ts'
import type { Prisma, PrismaClient } from '../store/client/client.ts'

/** A key of a legacy system, known by its hash. */
export interface IncomingApiKey extends Omit<ImportedApiKey, 'accountId'> {
  readonly system: string
  readonly legacyId: string
}

export type ApiKeyOutcome =
  | { readonly status: 'created' | 'changed' | 'unchanged' }
  | { readonly status: 'refused'; readonly field: string; readonly message: string }

/**
 * Takes over keys by their hash, so that they go on working. The same key again is no change, but for a revocation it
 * did not have; a key never moves to another account, and never comes back to life.
 */
export async function importApiKeys(
  db: PrismaClient | Prisma.TransactionClient,
  incoming: readonly IncomingApiKey[],
): Promise<ApiKeyOutcome[]> {
  const lookupOf = ({ system, legacyId }: IncomingApiKey): AccountLookup => ({ by: 'legacy', system, legacyId })
  const ownerOf = await findAccountIds(db, incoming.map(lookupOf))
  const owned = incoming.map((key) => ({ key, accountId: ownerOf(lookupOf(key)) }))
  const saved = await saveImportedKeys(
    db,
    owned.flatMap(({ key: { system, legacyId, ...key }, accountId }) =>
      accountId === null ? [] : [{ ...key, accountId }],
    ),
  )
  const outcomes = saved.values()
  return owned.map(({ accountId }) => {
    if (accountId === null) return { status: 'refused', field: 'legacyId', message: 'is no imported account’s' }
    const status = outcomes.next().value ?? 'unchanged'
    return status === 'taken'
      ? { status: 'refused', field: 'sha256', message: 'belongs to another account' }
      : { status }
  })
}
