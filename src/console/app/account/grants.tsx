import type { GrantRowFragment } from '../../gql/graphql.ts'
import { amount, day, fromNow, perMille, time, unitsOf, words } from '../format.ts'
import { Bar } from './bar.tsx'
import { ExpiryTimeline } from './expiry-timeline.tsx'

interface Props {
  readonly grants: readonly GrantRowFragment[]
  readonly hasMore: boolean
}

/** What there is to spend, grant by grant, and when each lapses. */
export function Grants({ grants, hasMore }: Props) {
  const live = grants.filter((grant) => unitsOf(grant.remaining) > 0n || unitsOf(grant.held) > 0n)
  const spent = grants.length - live.length
  return (
    <section aria-labelledby="grants-title">
      <h3 id="grants-title">Grants</h3>
      {live.length === 0 && <p class="hint">Nothing to spend.</p>}
      <ExpiryTimeline grants={live} />
      <ul class="rows">
        {live.map((grant) => (
          <Grant key={grant.id} grant={grant} />
        ))}
      </ul>
      {spent > 0 && <p class="hint">and {spent} with nothing left</p>}
      {hasMore && <p class="hint">Older ones are not shown: ask GraphQL for all.</p>}
    </section>
  )
}

function Grant({ grant }: { readonly grant: GrantRowFragment }) {
  const whole = unitsOf(grant.amount)
  const isYetToCome = new Date(grant.effectiveAt).getTime() > Date.now()
  const free = unitsOf(grant.remaining) - unitsOf(grant.held)
  const text = `${amount(grant.remaining).replace(/ credits$/, '')} of ${amount(grant.amount)}`
  return (
    <li>
      <span class="what">
        {words(grant.pool)} <span class="tag">{words(grant.kind)}</span>
      </span>
      <span class="number">{text}</span>
      <Bar
        label={`${words(grant.pool)}, ${grant.kind.toLowerCase()}`}
        perMille={perMille(free, whole)}
        alsoPerMille={perMille(unitsOf(grant.held), whole)}
        text={text}
      />
      <span class="when">
        {isYetToCome && <>from {day(grant.effectiveAt)}, </>}
        {grant.expiresAt ? (
          <time dateTime={grant.expiresAt} title={time(grant.expiresAt)}>
            expires {fromNow(grant.expiresAt)}
          </time>
        ) : (
          'never expires'
        )}
        {unitsOf(grant.held) > 0n && <>, {amount(grant.held)} held</>}
      </span>
    </li>
  )
}
