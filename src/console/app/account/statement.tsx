import { useQuery } from '@urql/preact'
import { useState } from 'preact/hooks'
import { type CreditPool, StatementDocument } from '../../gql/graphql.ts'
import { amount } from '../format.ts'
import { known, wordsOf } from '../gateway.ts'
import { PoolChoice } from './pool-choice.tsx'

interface Props {
  readonly accountId: string
  /** Shown before another one is chosen. */
  readonly firstPool: CreditPool
}

/** What a balance is made of, now or at an instant that has been. */
export function Statement({ accountId, firstPool }: Props) {
  const [pool, choose] = useState(firstPool)
  const [at, setAt] = useState('')
  const variables = { id: accountId, pool, at: at === '' ? null : `${at}:00.000Z` }
  const [{ data, error }] = useQuery({ query: known(StatementDocument), variables })
  const statement = data?.node?.__typename === 'Viewer' ? data.node.credits.statement : null
  return (
    <section aria-labelledby="statement-title">
      <h3 id="statement-title">Statement</h3>
      <div class="row">
        <PoolChoice id="statement-pool" pool={pool} onChoose={choose} />
        <label for="statement-at">as of (UTC)</label>
        <input
          id="statement-at"
          type="datetime-local"
          value={at}
          onInput={(event) => setAt(event.currentTarget.value.slice(0, 16))}
        />
        {at !== '' && (
          <button type="button" class="plain" onClick={() => setAt('')}>
            Now
          </button>
        )}
      </div>
      {error && <p class="notice bad">{wordsOf(error)}</p>}
      {statement && (
        <dl class="sum">
          <div>
            <dt>granted</dt>
            <dd>{amount(statement.granted)}</dd>
          </div>
          <div>
            <dt>− consumed</dt>
            <dd>{amount(statement.consumed)}</dd>
          </div>
          <div>
            <dt>− expired</dt>
            <dd>{amount(statement.expired)}</dd>
          </div>
          <div>
            <dt>− held</dt>
            <dd>{amount(statement.held)}</dd>
          </div>
          <div class="total">
            <dt>= available</dt>
            <dd>{amount(statement.available)}</dd>
          </div>
        </dl>
      )}
    </section>
  )
}
