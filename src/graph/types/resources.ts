import { builder } from '../builder.ts'
import { pagesOf, readConnection } from '../page.ts'
import type { Profile } from '../profile.ts'
import { AgentType } from './agent.ts'
import { ApiKeyType } from './api-key.ts'

export const ResourcesType = builder.objectRef<Profile>('Resources').implement({
  description:
    'What an account has made. The counts hold what a legacy system counted without naming it; the lists hold only what is known one by one.',
  fields: (t) => ({
    agentCount: t.field({
      type: 'SafeInt',
      description: 'Agents in use.',
      resolve: ({ viewer }) => viewer.resources.agentCount,
    }),
    activeApiKeyCount: t.field({
      type: 'SafeInt',
      description: 'API keys that work.',
      resolve: ({ viewer }) => viewer.resources.activeApiKeyCount,
    }),
    apiKeyLastFour: t.string({
      nullable: true,
      description: 'The last four characters of the newest API key that works; null when there is none.',
      resolve: ({ viewer }) => viewer.resources.apiKeyLastFour,
    }),
    agents: t.connection(
      {
        type: AgentType,
        description: 'Agents, newest first, archived ones included.',
        resolve: ({ account }, args, context) =>
          readConnection(context, { accountId: account.id, list: 'agents' }, args),
      },
      ...pagesOf('Agent'),
    ),
    apiKeys: t.connection(
      {
        type: ApiKeyType,
        description: 'API keys, newest first, revoked ones included.',
        resolve: ({ account }, args, context) =>
          readConnection(context, { accountId: account.id, list: 'apiKeys' }, args),
      },
      ...pagesOf('ApiKey'),
    ),
  }),
})
