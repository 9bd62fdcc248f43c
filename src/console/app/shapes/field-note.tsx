import type { ComponentChildren } from 'preact'
import type { FactsFragment } from '../../gql/graphql.ts'
import type { ConsoleEndpoint } from '../../start.ts'
import type { Lineage, Relation, Spot } from './relations.ts'

interface Props {
  readonly spot: Spot | null
  readonly relation: Relation | null
  readonly endpoints: readonly ConsoleEndpoint[]
  readonly facts: FactsFragment | null
}

/** Where the field that is looked at lives in all the others, how it is written there, and what is lost on the way. */
export function FieldNote({ spot, relation, endpoints, facts }: Props) {
  if (spot === null || relation === null) {
    return (
      <Frame>
        <p class="hint">
          Point at a field, or walk through one of the lists with the arrow keys: what says the same in the other shapes
          lights up.
        </p>
      </Frame>
    )
  }
  const nameOf = (system: string) => endpoints.find((one) => one.system === system)?.name ?? system
  return (
    <Frame>
      <p>
        <strong>
          {spot.panel === 'graph' ? 'Viewer' : nameOf(spot.panel)} <code>{spot.place}</code>
        </strong>
        {relation.viewerFields.length > 0 && spot.panel !== 'graph' && (
          <>
            {' lives in '}
            {relation.viewerFields.map((field) => (
              <code key={field}>viewer.{field}</code>
            ))}
          </>
        )}
      </p>
      <ul>
        {relation.rows.map((row) => (
          <li key={`${row.system} ${row.legacyField}`}>
            <b>{nameOf(row.system)}</b> <code>{row.legacyField}</code> <Manner row={row} />
            <Difference row={row} facts={facts} />
          </li>
        ))}
      </ul>
      {relation.rows.length === 0 && <p class="hint">No legacy endpoint tells of it.</p>}
    </Frame>
  )
}

/** Of one height, whatever is in it: what is below must not move under the pointer. */
function Frame({ children }: { readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section class="note" tabIndex={0} aria-label="Where the field lives" aria-live="polite">
      {children}
    </section>
  )
}

const kinds: Record<Lineage['kind'], string> = {
  MAPPED: 'both ways',
  DERIVED: 'computed',
  IDENTITY: 'its own id',
  CONSTANT: 'constant',
  SETTING: 'a setting',
}

function Manner({ row }: { readonly row: Lineage }) {
  const said = [
    kinds[row.kind],
    row.form,
    row.writable && 'PATCH may write it',
    row.nullable && 'may be null',
    row.presence && `only when ${row.presence}`,
  ].filter(Boolean)
  return (
    <>
      <span class="hint">{said.join('; ')}</span>
      {row.losses.map((loss) => (
        <span key={loss} class="tag warn">
          {loss}
        </span>
      ))}
    </>
  )
}

/** The system's own record says otherwise, and so does its endpoint. */
function Difference({ row, facts }: { readonly row: Lineage; readonly facts: FactsFragment | null }) {
  const identity = facts?.identities.find(({ system }) => system === row.system)
  const difference = identity?.differences.find(({ field }) => row.viewerFields.includes(field))
  if (!difference) return null
  return (
    <span class="tag warn">
      its own record says <q>{difference.theirs ?? 'null'}</q>, the graph <q>{difference.ours ?? 'null'}</q>
    </span>
  )
}
