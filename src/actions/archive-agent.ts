import type { Agent } from '../domain/lists.ts'
import { markAgentArchived } from '../store/agents.ts'
import { changeOwnAccount } from './change-own-account.ts'
import { ownRow } from './own-row.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Puts one of the caller's agents away, which leaves room for another. Once more answers the agent with the instant it
 * was first archived at.
 *
 * @throws Refusal as `readViewer`; NOT_FOUND for whatever is not the caller's.
 */
export async function archiveAgent(
  context: RequestContext,
  id: string,
): Promise<{ readonly accountId: string; readonly row: Agent }> {
  return changeOwnAccount(context, async (tx, account, at) => {
    const agent = await ownRow(tx, account, 'agents', id)
    if (agent.archivedAt !== null) return { accountId: account.id, row: agent }
    await markAgentArchived(tx, agent.id, at)
    return { accountId: account.id, row: { ...agent, archivedAt: at } }
  })
}
