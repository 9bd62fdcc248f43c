import type { Account } from '../domain/account.ts'
import type { ListName, Lists } from '../domain/lists.ts'
import { findAccount } from './find-account.ts'
import { findCaller, readViewer } from './read-viewer.ts'
import type { RequestContext } from './request-context.ts'

/**
 * An account by its id, for its own caller and for support. Null for nobody's id and for somebody else's alike.
 *
 * @throws Refusal as `readViewer`, for one's own account only.
 */
export async function readAccountNode(context: RequestContext, id: string): Promise<Account | null> {
  if (context.principal === null || !uuid.test(id)) return null
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
  const [, accountId = '', sequence = ''] = /^([^:]+):(\d{1,18})$/.exec(id) ?? []
  const account = sequence === '' ? null : await readAccountNode(context, accountId)
  if (account === null) return null
  const above = BigInt(sequence) - 1n
  const window = { limit: 1, below: BigInt(sequence) + 1n, above, fromOldest: true }
  const [row] = await context.readers.page<L>({ accountId: account.id, list, pool: null, window })
  return row === undefined ? null : { account, row }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
