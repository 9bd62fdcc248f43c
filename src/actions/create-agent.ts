import type { Agent } from '../domain/lists.ts'
import { assertRoomForAgent } from '../domain/resources.ts'
import { viewerOf } from '../domain/viewer.ts'
import { insertAgent } from '../store/agents.ts'
import { changeOwnAccount } from './change-own-account.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Makes an agent of the caller's account, if its plan has room for one more.
 *
 * @throws Refusal as `readViewer`; LIMIT_REACHED when the plan, or any account, allows no more.
 */
export async function createAgent(
  context: RequestContext,
  name: string,
): Promise<{ readonly accountId: string; readonly row: Agent }> {
  return changeOwnAccount(context, async (tx, account, at) => {
    assertRoomForAgent(viewerOf(account, at).subscription, account.agents)
    return { accountId: account.id, row: await insertAgent(tx, account.id, name, at) }
  })
}
