import { createAgent } from '../../actions/create-agent.ts'
import { Line } from '../../domain/keepable-text.ts'
import { mostAgents } from '../../domain/resources.ts'
import { builder } from '../builder.ts'
import { agentPayload } from '../types/agent-payload.ts'

const CreateAgentInput = builder.inputType('CreateAgentInput', {
  description: 'The agent to make.',
  fields: (t) => ({
    name: t.string({
      required: true,
      validate: { schema: Line },
      description: 'What to call it, at most 255 characters. Two agents may have one name.',
    }),
  }),
})

builder.mutationField('createAgent', (t) =>
  t.field({
    type: agentPayload('CreateAgentPayload'),
    description: `Makes an agent of your account. \`LIMIT_REACHED\` when as many are in use as your plan allows: archive one, or change the plan. Where the plan sets no limit, ${mostAgents} may be made here and be in use. It takes no idempotency key: after no answer or a 503, look at \`resources.agents\` before you ask again.`,
    args: { input: t.arg({ type: CreateAgentInput, required: true, description: 'The agent to make.' }) },
    resolve: async (_root, { input }, context) => {
      const agent = await createAgent(context, input.name)
      return { agent, userErrors: [] }
    },
  }),
)
