import type { GrantRowFragment } from '../../gql/graphql.ts'
import { amount, day, words } from '../format.ts'

const width = 600
const left = 8
const right = width - 8

/** When what is left lapses, from today to the last date there is. */
export function ExpiryTimeline({ grants }: { readonly grants: readonly GrantRowFragment[] }) {
  const now = Date.now()
  const dated = grants
    .flatMap((grant) => (grant.expiresAt === null ? [] : [{ grant, at: new Date(grant.expiresAt).getTime() }]))
    .filter(({ at }) => at > now)
    .sort((one, other) => one.at - other.at)
  const last = dated.at(-1)
  if (last === undefined) return null

  const placeOf = (at: number) => left + ((right - left) * (at - now)) / (last.at - now)
  const said = dated.map(({ grant, at }) => `${amount(grant.remaining)} on ${day(new Date(at).toISOString())}`)
  return (
    <figure class="timeline">
      <svg viewBox={`0 0 ${width} 24`} role="img" aria-label={`Lapses: ${said.join('; ')}`}>
        <line x1={left} y1="12" x2={right} y2="12" />
        <circle class="today" cx={left} cy="12" r="4" />
        {dated.map(({ grant, at }) => (
          <circle key={grant.id} cx={placeOf(at)} cy="12" r="6">
            <title>
              {words(grant.pool)}: {amount(grant.remaining)}, {day(new Date(at).toISOString())}
            </title>
          </circle>
        ))}
      </svg>
      <figcaption class="hint">
        <span>today</span>
        <span>{day(new Date(last.at).toISOString())}</span>
      </figcaption>
    </figure>
  )
}
