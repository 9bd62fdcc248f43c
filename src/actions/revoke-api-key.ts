import type { ApiKey } from '../domain/lists.ts'
import { markApiKeyRevoked } from '../store/api-keys.ts'
import { changeOwnAccount } from './change-own-account.ts'
import { ownRow } from './own-row.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Ends one of the caller's keys, at once and everywhere, be it the one the call came with. Once more answers the key
 * with the instant it was first revoked at.
 *
 * @throws Refusal as `readViewer`; NOT_FOUND for whatever is not the caller's.
 */
export async function revokeApiKey(
  context: RequestContext,
  id: string,
): Promise<{ readonly accountId: string; readonly row: ApiKey }> {
  return changeOwnAccount(context, async (tx, account, at) => {
    const key = await ownRow(tx, account, 'apiKeys', id)
    await markApiKeyRevoked(tx, account.id, key.id, at)
    return { accountId: account.id, row: await ownRow(tx, account, 'apiKeys', id) }
  })
}
