import type { HoldRowFragment } from '../../gql/graphql.ts'
import { amount, fromNow, time, words } from '../format.ts'

interface Props {
  readonly holds: readonly HoldRowFragment[]
  readonly hasMore: boolean
}

/** What is set aside for work in flight. */
export function Holds({ holds, hasMore }: Props) {
  const open = holds.filter(({ state }) => state === 'OPEN')
  return (
    <section aria-labelledby="holds-title">
      <h3 id="holds-title">Holds in flight</h3>
      {open.length === 0 && <p class="hint">None.</p>}
      <ul class="rows">
        {open.map((hold) => (
          <li key={hold.id}>
            <span class="what">
              {hold.pools.map(words).join(', ')}
              {hold.reason && `: ${hold.reason}`} {hold.reference && <code>{hold.reference}</code>}
            </span>
            <span class="number">{amount(hold.amount)}</span>
            <span class="when">
              since <time dateTime={hold.createdAt}>{time(hold.createdAt)}</time>
              {', '}
              {hold.expiresAt ? `lapses ${fromNow(hold.expiresAt)}` : 'until captured or released'}
            </span>
          </li>
        ))}
      </ul>
      {hasMore && <p class="hint">Only the newest fifty were looked at.</p>}
    </section>
  )
}
