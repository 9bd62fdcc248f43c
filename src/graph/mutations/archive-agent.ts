import { archiveAgent } from '../../actions/archive-agent.ts'
import { builder } from '../builder.ts'
import { rowIdOf } from '../page.ts'
import { agentPayload } from '../types/agent-payload.ts'

const ArchiveAgentInput = builder.inputType('ArchiveAgentInput', {
  description: 'The agent to put away.',
  fields: (t) => ({
    id: t.globalID({ required: true, description: 'The `id` of an `Agent` of yours.' }),
  }),
})

builder.mutationField('archiveAgent', (t) =>
  t.field({
    type: agentPayload('ArchiveAgentPayload'),
    description:
      'Puts an agent of yours away for good, which makes room for another. Doing it again changes nothing: the agent keeps the instant it was first archived at.',
    args: { input: t.arg({ type: ArchiveAgentInput, required: true, description: 'The agent to put away.' }) },
    resolve: async (_root, { input }, context) => {
      const agent = await archiveAgent(context, rowIdOf('Agent', input.id))
      return { agent, userErrors: [] }
    },
  }),
)
