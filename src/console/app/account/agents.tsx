import { useState } from 'preact/hooks'
import {
  ArchiveAgentDocument,
  CreateAgentDocument,
  RenameAgentDocument,
  type ResourcesFragment,
} from '../../gql/graphql.ts'
import { day } from '../format.ts'
import { Outcome } from '../outcome.tsx'
import { useChange } from '../use-change.ts'

type AgentNode = ResourcesFragment['agents']['edges'][number]['node']

interface Props {
  readonly agents: readonly AgentNode[]
  /** In use, those included that an older system tells of. */
  readonly total: number
  readonly isOwn: boolean
}

export function Agents({ agents, total, isOwn }: Props) {
  const active = agents.filter(({ archivedAt }) => archivedAt === null)
  const unlisted = total - active.length
  return (
    <section aria-labelledby="agents-title">
      <h3 id="agents-title">Agents</h3>
      {active.length === 0 && unlisted === 0 && <p class="hint">None.</p>}
      <ul class="rows">
        {active.map((agent) => (
          <Agent key={agent.id} agent={agent} isOwn={isOwn} />
        ))}
      </ul>
      {unlisted > 0 && <p class="hint">{unlisted} that an older system tells of</p>}
      {isOwn && <NewAgent />}
    </section>
  )
}

function Agent({ agent, isOwn }: { readonly agent: AgentNode; readonly isOwn: boolean }) {
  const [archived, archive] = useChange(ArchiveAgentDocument)
  const [renamed, rename] = useChange(RenameAgentDocument)
  const [name, setName] = useState<string | null>(null)
  return (
    <li>
      {name === null ? (
        <span class="what">{agent.name}</span>
      ) : (
        <form
          class="row what"
          onSubmit={(event) => {
            event.preventDefault()
            rename({ input: { id: agent.id, name } }).then(() => setName(null))
          }}
        >
          <label for={`name-${agent.id}`}>Name</label>
          <input
            id={`name-${agent.id}`}
            required
            maxLength={255}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <button type="submit">Save</button>
        </form>
      )}
      {isOwn && name === null && (
        <span class="row">
          <button type="button" class="plain" aria-label={`Rename ${agent.name}`} onClick={() => setName(agent.name)}>
            Rename
          </button>
          <button
            type="button"
            class="plain"
            aria-label={`Archive ${agent.name}`}
            disabled={archived.fetching}
            onClick={() => archive({ input: { id: agent.id } })}
          >
            Archive
          </button>
        </span>
      )}
      <span class="when">made {day(agent.createdAt)}</span>
      <Outcome
        error={archived.error ?? renamed.error}
        refused={[...(archived.data?.archiveAgent.userErrors ?? []), ...(renamed.data?.renameAgent.userErrors ?? [])]}
      />
    </li>
  )
}

function NewAgent() {
  const [name, setName] = useState('')
  const [{ fetching, data, error }, create] = useChange(CreateAgentDocument)
  return (
    <>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault()
          create({ input: { name } }).then(() => setName(''))
        }}
      >
        <label for="agent-name">New agent</label>
        <input
          id="agent-name"
          placeholder="its name"
          required
          maxLength={255}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" disabled={fetching}>
          Make
        </button>
      </form>
      <Outcome error={error} refused={data?.createAgent.userErrors} />
    </>
  )
}
