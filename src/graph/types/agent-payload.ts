import type { Agent } from '../../domain/lists.ts'
import { builder } from '../builder.ts'
import type { RowOf } from '../page.ts'
import type { Payload } from '../user-errors.ts'
import { AgentType } from './agent.ts'
import { ownPayloadFields } from './user-error.ts'

/** The payload of a mutation that made or changed an agent. */
export interface AgentPayload extends Payload {
  /** Absent when nothing happened. */
  readonly agent?: RowOf<Agent>
}

/** One payload type per mutation, so that each may grow on its own. */
export function agentPayload(name: string) {
  return builder.objectRef<AgentPayload>(name).implement({
    description: 'What became of it: the agent and the viewer as they are now, or why nothing happened.',
    fields: (t) => ({
      agent: t.field({
        type: AgentType,
        nullable: true,
        description: 'The agent as it is now; null when nothing happened.',
        resolve: ({ agent }) => agent ?? null,
      }),
      ...ownPayloadFields(t),
    }),
  })
}
