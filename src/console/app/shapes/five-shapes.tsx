import { useQuery } from '@urql/preact'
import { useMemo, useState } from 'preact/hooks'
import { AccountFactsDocument, type FactsFragment, LineageDocument, ViewerFactsDocument } from '../../gql/graphql.ts'
import type { ConsoleStart } from '../../start.ts'
import { known, type RestAnswer, wordsOf } from '../gateway.ts'
import type { Session } from '../session.ts'
import { curlOf, graphCurlOf } from './copy-texts.ts'
import { FieldNote } from './field-note.tsx'
import { linesOf, linesOfBody } from './json-lines.ts'
import { ordered } from './ordered.ts'
import { type Lineage, relationOf, type Spot } from './relations.ts'
import { ShapePanel } from './shape-panel.tsx'
import { useAnswers } from './use-answers.ts'

interface Props {
  readonly start: ConsoleStart
  readonly session: Session
  /** Whose; null is whoever is signed in, and then the endpoints themselves are asked. */
  readonly accountId: string | null
}

/** One account as the graph has it, beside what each legacy endpoint answers about it. */
export function FiveShapes({ start, session, accountId }: Props) {
  const isOwn = accountId === null
  const [own] = useQuery({ query: known(ViewerFactsDocument), pause: !isOwn })
  const [other] = useQuery({
    query: known(AccountFactsDocument),
    variables: { accountId: accountId ?? '' },
    pause: isOwn,
  })
  const [{ data: told }] = useQuery({ query: known(LineageDocument), requestPolicy: 'cache-first' })
  const answers = useAnswers(start.endpoints, isOwn ? session : null)
  const error = own.error ?? other.error
  const facts = (isOwn ? own.data?.viewer : other.data?.account) ?? null
  if (told === undefined || (facts === null && !error)) return <p class="notice">Loading…</p>
  const shapes = { start, session, facts, lineage: told.lineage, answers, isOwn }
  return <Shapes {...shapes} problem={error ? wordsOf(error) : null} />
}

interface ShapesProps {
  readonly start: ConsoleStart
  readonly session: Session
  /** Null for an account that is closed to its owner: the endpoints say so, each in its own words. */
  readonly facts: FactsFragment | null
  readonly problem: string | null
  readonly lineage: readonly Lineage[]
  readonly answers: ReadonlyMap<string, RestAnswer>
  readonly isOwn: boolean
}

function Shapes({ start, session, facts, problem, lineage, answers, isOwn }: ShapesProps) {
  const [pinned, pin] = useState<Spot | null>(null)
  const [hovered, hover] = useState<Spot | null>(null)
  const spot = hovered ?? pinned
  const relation = useMemo(() => (spot === null ? null : relationOf(lineage, spot)), [lineage, spot])
  const graphLines = useMemo(
    () => (facts ? linesOf(ordered(shownFacts(facts), lineage), systemOf) : []),
    [facts, lineage],
  )
  const common = { spot, pinned, relation, lineage, onHover: hover, onPin: pin }

  return (
    <>
      <h1 class="who">
        {facts ? (facts.displayName ?? facts.email) : 'This account'} <span class="hint">in five shapes</span>
      </h1>
      <FieldNote spot={spot} relation={relation} endpoints={start.endpoints} facts={facts} />
      <div class="shapes">
        <ShapePanel
          {...common}
          panel="graph"
          title="The graph"
          route="POST /graphql"
          lines={graphLines}
          problem={problem}
          copies={[
            { label: 'Copy as curl', text: graphCurlOf(start.query, session) },
            { label: 'Copy as query', text: start.query },
          ]}
        />
        {start.endpoints.map(({ system, name, path, query }) => {
          const told = facts?.legacyAnswers.find((one) => one.system === system)
          const answer = isOwn ? answers.get(system) : told && { status: told.status, headers: [], body: told.body }
          return (
            <ShapePanel
              {...common}
              key={system}
              panel={system as Lineage['system']}
              title={name}
              route={`GET ${path}`}
              answer={answer}
              lines={(answer && linesOfBody(answer.body)) ?? []}
              losses={told?.losses ?? []}
              copies={[
                { label: 'Copy as curl', text: curlOf(path, session) },
                { label: 'Copy as query', text: query },
              ]}
            />
          )
        })}
      </div>
    </>
  )
}

/** What the graph says, without what is only there to be shown beside it. */
function shownFacts({ legacyAnswers: _answers, id: _id, identities, ...facts }: FactsFragment) {
  return { identities: identities.map(({ system, legacyId }) => ({ system, legacyId })), ...facts }
}

function systemOf(entry: unknown): string | null {
  return typeof entry === 'object' && entry !== null && 'system' in entry ? String(entry.system) : null
}
