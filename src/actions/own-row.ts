import type { Account } from '../domain/account.ts'
import { type ListName, type Lists, pageOfRow } from '../domain/lists.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Queryable } from '../store/accounts.ts'
import { readPages } from '../store/pages.ts'

/**
 * The row of one's own that an id names, as it is now.
 *
 * @throws Refusal NOT_FOUND for every other id: malformed, nobody's or somebody else's, the three look alike.
 */
export async function ownRow<L extends ListName>(
  tx: Queryable,
  account: Account,
  list: L,
  id: string,
): Promise<Lists[L]> {
  const page = pageOfRow(list, id)
  const [row] = page?.accountId === account.id ? (await readPages(tx, [page]))(page) : []
  if (row === undefined) {
    const message = 'There is nothing of yours with this id.'
    throw new Refusal('NOT_FOUND', message, { fields: [{ field: 'id', message }] })
  }
  // A page's rows are those of the list its key names.
  return row as Lists[L]
}
