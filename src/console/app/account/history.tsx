import { useQuery } from '@urql/preact'
import { useState } from 'preact/hooks'
import { type CreditPool, type EntryRowFragment, HistoryDocument } from '../../gql/graphql.ts'
import { amount, time, unitsOf, words } from '../format.ts'
import { known, wordsOf } from '../gateway.ts'
import { BalanceLine } from './balance-line.tsx'
import { PoolChoice } from './pool-choice.tsx'

interface Props {
  readonly accountId: string
  /** Shown before another one is chosen. */
  readonly firstPool: CreditPool
}

/** Every movement of one pool with the balance it left, newest first. */
export function History({ accountId, firstPool }: Props) {
  const [pool, choose] = useState(firstPool)
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null])
  const after = cursors.at(-1) ?? null
  const [{ data, error }] = useQuery({ query: known(HistoryDocument), variables: { id: accountId, pool, after } })
  const history = data?.node?.__typename === 'Viewer' ? data.node.credits.history : null
  const entries = history?.edges.map(({ node }) => node) ?? []

  return (
    <section aria-labelledby="history-title">
      <h3 id="history-title">History</h3>
      <div class="row">
        <PoolChoice
          id="history-pool"
          pool={pool}
          onChoose={(next) => {
            choose(next)
            setCursors([null])
          }}
        />
        {cursors.length > 1 && (
          <button type="button" class="plain" onClick={() => setCursors(cursors.slice(0, -1))}>
            Newer
          </button>
        )}
        {history?.pageInfo.hasNextPage && (
          <button type="button" class="plain" onClick={() => setCursors([...cursors, history.pageInfo.endCursor])}>
            Older
          </button>
        )}
      </div>
      {error && <p class="notice bad">{wordsOf(error)}</p>}
      {history && entries.length === 0 && <p class="hint">Nothing has moved.</p>}
      {entries.length > 0 && (
        <>
          <BalanceLine entries={entries} />
          <EntryTable entries={entries} />
        </>
      )}
    </section>
  )
}

function EntryTable({ entries }: { readonly entries: readonly EntryRowFragment[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section class="scroll" tabIndex={0} aria-label="Movements">
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col" class="number">
              Change
            </th>
            <th scope="col" class="number">
              Available after
            </th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td>
                <time dateTime={entry.occurredAt}>{time(entry.occurredAt)}</time>
              </td>
              <td>
                {words(entry.kind)}
                {entry.reason && `: ${entry.reason}`} {entry.reference && <code>{entry.reference}</code>}
                <span class="hint">
                  {entry.source.toLowerCase().replace('_', ' ')} → {entry.destination.toLowerCase().replace('_', ' ')}
                </span>
              </td>
              <td class="number">
                {unitsOf(entry.change) > 0n ? '+' : ''}
                {amount(entry.change)}
              </td>
              <td class="number">{amount(entry.availableAfter)}</td>
              <td>{entry.actor}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
