import type { Agent } from '../domain/lists.ts'
import { Refusal } from '../domain/refusal.ts'
import { writeAgentName } from '../store/agents.ts'
import { changeOwnAccount } from './change-own-account.ts'
import { ownRow } from './own-row.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Gives one of the caller's agents another name.
 *
 * @throws Refusal as `readViewer`; NOT_FOUND for whatever is not the caller's; CONFLICT for an archived agent.
 */
export async function renameAgent(
  context: RequestContext,
  id: string,
  name: string,
): Promise<{ readonly accountId: string; readonly row: Agent }> {
  return changeOwnAccount(context, async (tx, account) => {
    const agent = await ownRow(tx, account, 'agents', id)
    if (agent.archivedAt !== null) {
      const message = 'is archived'
      throw new Refusal('CONFLICT', 'An archived agent keeps its name.', { fields: [{ field: 'id', message }] })
    }
    await writeAgentName(tx, agent.id, name)
    return { accountId: account.id, row: { ...agent, name } }
  })
}
