import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { CopyButton } from '../copy-button.tsx'
import type { RestAnswer } from '../gateway.ts'
import type { JsonLine } from './json-lines.ts'
import { isIn, type Lineage, type Panel, type Relation, relationOf, type Spot } from './relations.ts'

interface Props {
  readonly panel: Panel
  readonly title: string
  readonly route: string
  readonly lines: readonly JsonLine[]
  readonly lineage: readonly Lineage[]
  readonly copies: readonly { readonly label: string; readonly text: string }[]
  /** Of a legacy endpoint; undefined while it is awaited, and for the graph. */
  readonly answer?: RestAnswer | undefined
  readonly losses?: readonly string[]
  readonly problem?: string | null
  /** The field that is looked at, pointed at or pinned. */
  readonly spot: Spot | null
  readonly pinned: Spot | null
  readonly relation: Relation | null
  readonly onHover: (spot: Spot | null) => void
  readonly onPin: (spot: Spot | null) => void
}

/** One of the five: its answer laid out or to the byte, with whatever says the same as the field that is looked at. */
export function ShapePanel(props: Props) {
  const { panel, title, route, lines, copies, answer, losses = [], problem = null } = props
  const [isRaw, setRaw] = useState(false)
  return (
    <section class={`shape ${panel === 'graph' ? 'graph' : ''}`} aria-labelledby={`shape-${panel}`}>
      <header>
        <h2 id={`shape-${panel}`}>{title}</h2>
        <code>{route}</code>
        {answer && <span class={answer.status === 200 ? 'tag good' : 'tag bad'}>{answer.status || 'no answer'}</span>}
      </header>
      {problem && <p class="notice bad">{problem}</p>}
      {isRaw && answer ? <Raw answer={answer} title={title} /> : <Lines {...props} />}
      {lines.length === 0 && answer?.status === 503 && <p class="hint">An empty body, as documented.</p>}
      <footer>
        {answer && (
          <button type="button" class="plain" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
            {isRaw ? 'Laid out' : 'Headers and bytes'}
          </button>
        )}
        {copies.map(({ label, text }) => (
          <CopyButton key={label} label={label} text={text} />
        ))}
        {losses.length > 0 && (
          <details class="losses">
            <summary>
              {losses.length} {losses.length === 1 ? 'loss' : 'losses'}
            </summary>
            <ul>
              {losses.map((loss) => (
                <li key={loss}>{loss}</li>
              ))}
            </ul>
          </details>
        )}
      </footer>
    </section>
  )
}

function Raw({ answer, title }: { readonly answer: RestAnswer; readonly title: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section class="raw" tabIndex={0} aria-label={`${title}, headers and bytes`}>
      <pre>
        {answer.headers.map(([name, value]) => (
          <span key={name} class="header">
            {name}: {value}
            {'\n'}
          </span>
        ))}
        {answer.headers.length > 0 && '\n'}
        {answer.body}
      </pre>
    </section>
  )
}

/** The lines as a list to walk through with the arrow keys; one that is a field tells where it lives elsewhere. */
function Lines({ panel, title, lines, lineage, spot, pinned, relation, onHover, onPin }: Props) {
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const fields = lines.filter(({ place, kind }) => kind !== 'bracket' && isField(lineage, { panel, place }))
  const isHere = spot?.panel === panel
  const current = isHere ? fields.findIndex(({ place }) => place === spot.place) : -1

  // Whatever says the same as the field that is looked at elsewhere comes into sight, within its panel.
  useEffect(() => {
    const box = list.current
    const line = isHere ? null : box?.querySelector<HTMLElement>('.related')
    if (!box || !line) return
    const top = line.offsetTop - box.offsetTop
    if (top < box.scrollTop || top + line.offsetHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = top - box.clientHeight / 3
    }
  }, [relation, isHere])

  const walk = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return onPin(null)
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -fields.length, End: fields.length }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = fields[Math.min(fields.length - 1, Math.max(0, current + step))]
    if (!next) return
    onPin({ panel, place: next.place })
    document.getElementById(`${id}-${next.place}`)?.scrollIntoView({ block: 'nearest' })
  }
  const spotAt = ({ target }: MouseEvent): Spot | null => {
    const place = target instanceof Element ? target.closest<HTMLElement>('[data-place]')?.dataset.place : undefined
    return place === undefined ? null : { panel, place }
  }
  if (lines.length === 0) return null
  return (
    <ul
      ref={list}
      class="lines"
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a list to choose a field from.
      role="listbox"
      aria-label={`Fields of ${title}`}
      tabIndex={0}
      aria-activedescendant={current >= 0 ? `${id}-${fields[current]?.place}` : undefined}
      onKeyDown={walk}
      onFocus={() => current < 0 && fields[0] && !spot && onPin({ panel, place: fields[0].place })}
      onMouseOver={(event) => onHover(spotAt(event))}
      onMouseLeave={() => onHover(null)}
      onClick={(event) => {
        const pointed = spotAt(event)
        onPin(pointed?.place === pinned?.place && pinned?.panel === panel ? null : pointed)
      }}
    >
      {lines.map((line, index) => {
        const { place } = line
        const isChoice = fields.includes(line)
        const isRelated = relation !== null && isIn(relation, { panel, place })
        const isChosen = isHere && spot.place === place && isChoice
        return (
          <li
            key={index}
            {...(isChoice
              ? { id: `${id}-${place}`, role: 'option', 'aria-selected': isChosen, 'data-place': place }
              : { role: 'presentation' })}
            class={[isChoice && 'field', isRelated && 'related', isChosen && 'chosen'].filter(Boolean).join(' ')}
            style={{ paddingInlineStart: `${line.depth}rem` }}
          >
            <span class="key">{line.key}</span>
            <span class={line.kind}>{line.text}</span>
          </li>
        )
      })}
    </ul>
  )
}

/** Whether the lineage says anything of it. */
function isField(lineage: readonly Lineage[], spot: Spot): boolean {
  return relationOf(lineage, spot).rows.length > 0
}
