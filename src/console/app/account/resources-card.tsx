import type { ResourcesFragment } from '../../gql/graphql.ts'
import { count } from '../format.ts'
import { Agents } from './agents.tsx'
import { ApiKeys } from './api-keys.tsx'
import { Card } from './card.tsx'

interface Props {
  readonly resources: ResourcesFragment
  readonly isOwn: boolean
}

/** What the account has made. */
export function ResourcesCard({ resources, isOwn }: Props) {
  const { agentCount, activeApiKeyCount, agents, apiKeys } = resources
  return (
    <Card
      id="resources"
      title="Resources"
      aside={
        <span class="hint">
          {count(agentCount)} agents, {count(activeApiKeyCount)} active keys
        </span>
      }
    >
      <ApiKeys keys={apiKeys.edges.map(({ node }) => node)} total={activeApiKeyCount} isOwn={isOwn} />
      <Agents agents={agents.edges.map(({ node }) => node)} total={agentCount} isOwn={isOwn} />
    </Card>
  )
}
