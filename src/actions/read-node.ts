import type { Account } from '../domain/account.ts'
import { isUuid } from '../domain/account-lookup.ts'
import { type ListName, type Lists, pageOfRow } from '../domain/lists.ts'
import { findAccount } from './find-account.ts'
import { findCaller, readViewer } from './read-viewer.ts'
import type { RequestContext } from './request-context.ts'

/**
 * An account by its id, for its own caller and for support. Null for nobody's id and for somebody else's alike.
 *
 * @throws Refusal as `readViewer`, for one's own account only.
 */
export async function readAccountNode(context: RequestContext, id: string): Promise<Account | null> {
  if (context.principal === null || !isUuid(id)) return null
  const caller = await findCaller(context)
  if (caller?.id === id) return readViewer(context)
  return context.principal.scopes.has('account:support')
    ? findAccount(context, { by: 'accountId', accountId: id })
    : null
}

/** One row of an account's list by its number there; null as `readAccountNode`. */
export async function readRowNode<L extends ListName>(
  context: RequestContext,
  list: L,
  id: string,
): Promise<{ readonly account: Account; readonly row: Lists[L] } | null> {
  const page = pageOfRow(list, id)
  const account = page && (await readAccountNode(context, page.accountId))
  if (page === null || account === null) return null
  const [row] = await context.readers.page<L>(page)
  return row === undefined ? null : { account, row }
}
