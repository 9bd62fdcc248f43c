import { renameAgent } from '../../actions/rename-agent.ts'
import { Line } from '../../domain/keepable-text.ts'
import { builder } from '../builder.ts'
import { rowIdOf } from '../page.ts'
import { agentPayload } from '../types/agent-payload.ts'

const RenameAgentInput = builder.inputType('RenameAgentInput', {
  description: 'The agent and its new name.',
  fields: (t) => ({
    id: t.globalID({ required: true, description: 'The `id` of an `Agent` of yours.' }),
    name: t.string({
      required: true,
      validate: { schema: Line },
      description: 'What to call it from now on, at most 255 characters.',
    }),
  }),
})

builder.mutationField('renameAgent', (t) =>
  t.field({
    type: agentPayload('RenameAgentPayload'),
    description: 'Gives an agent of yours another name. An archived agent keeps its name: `CONFLICT`.',
    args: { input: t.arg({ type: RenameAgentInput, required: true, description: 'The agent and its new name.' }) },
    resolve: async (_root, { input }, context) => {
      const agent = await renameAgent(context, rowIdOf('Agent', input.id), input.name)
      return { agent, userErrors: [] }
    },
  }),
)
