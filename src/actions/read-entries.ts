import type { LedgerEntry } from '../domain/journal.ts'
import type { Moved } from './once.ts'
import type { RequestContext } from './request-context.ts'

/** The entries of one movement, oldest first. Whoever made it has been let see them. */
export async function readEntries(
  { readers }: RequestContext,
  { accountId, entries: { first, last } }: Moved,
): Promise<LedgerEntry[]> {
  const limit = Number(last - first) + 1
  if (limit <= 0) return []
  const window = { limit, below: last + 1n, above: first - 1n, fromOldest: true }
  const rows = await readers.page({ accountId, list: 'history', pool: null, window })
  // A page may be shared with another reader of the same one: it is not turned around in place.
  return [...rows].reverse()
}
