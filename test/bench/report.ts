import { fewConnections, usualConnections } from './cells.ts'
import type { Contestant } from './contestants.ts'
import { median } from './figures.ts'
import { goalRow, goalsOf } from './goals.ts'
import { machineInWords, peerVersions, pinning } from './machine.ts'
import type { Measured } from './measure.ts'
import type { Options } from './options.ts'
import { inWords, type Question, questions } from './questions.ts'
import { type CellName, type Figure, pairedRatios, perSecond, roundsOf, spread } from './ratios.ts'
import { mostForeign, type Rounds } from './rounds.ts'
import { table } from './table.ts'

export interface Reported {
  readonly options: Options
  readonly contestants: readonly Contestant[]
  readonly rounds: Rounds
  /** Of the gateway to PostGraphile, from the start of the process to the first answer. */
  readonly starts: readonly number[]
  /** Of PostgreSQL. */
  readonly version: string
}

/** Everything that was measured, in Markdown. */
export function report({ options, contestants, rounds, starts, version }: Reported): string {
  const { measured } = rounds
  const isWhole = !options.isQuick && options.only === null
  const goals = goalsOf(measured, starts).filter(({ figures }) => isWhole || figures.length > 0)
  const heading = (text: string) => `### ${text}`
  const sections = questions.flatMap((question) =>
    [usualConnections, ...fewConnections].flatMap((connections) => {
      const name = connections === 1 ? '1 connection' : `${connections} connections`
      const rows = resultRows(measured, contestants, question, connections)
      const bases = basesOf(question).map(({ title }) => `÷ ${title}`)
      const head = ['server', ...bases, ...columns.map(({ name }) => name), 'strange answers']
      return rows.length === 0 ? [] : [heading(`${inWords(question)}, ${name}`), table(head, rows)]
    }),
  )
  return [
    circumstances(options, rounds, version),
    heading('Goals'),
    table(
      ['', 'goal', 'median (lowest–highest)', ''],
      goals.map((goal) => goalRow(goal)),
    ),
    ...sections,
  ].join('\n\n')
}

/** Whom the servers of a table are held against, the first one in the chart, too. */
export function basesOf(question: Question): readonly Basis[] {
  const fastify = { contestant: 'fastify', title: 'Fastify, named' }
  return question === 'viewer' ? [{ contestant: 'postgraphile', title: 'PostGraphile' }, fastify] : [fastify]
}

interface Basis {
  readonly contestant: string
  readonly title: string
}

const columns: readonly { readonly name: string; readonly of: Figure; readonly digits: number }[] = [
  { name: 'requests/s', of: perSecond, digits: 0 },
  { name: 'p50, ms', of: ({ p50 }) => p50, digits: 1 },
  { name: 'p99, ms', of: ({ p99 }) => p99, digits: 1 },
  { name: 'server CPU, µs', of: ({ serverCpu }) => serverCpu, digits: 0 },
  { name: 'PostgreSQL CPU, µs', of: ({ postgresCpu }) => postgresCpu, digits: 0 },
  { name: 'SQL statements', of: ({ statements }) => statements, digits: 3 },
  { name: 'memory, MB', of: ({ memory }) => memory / 1e6, digits: 0 },
]

/** The fastest first. */
function resultRows(
  measured: readonly Measured[],
  contestants: readonly Contestant[],
  question: Question,
  connections: number,
): string[][] {
  const results = contestants.flatMap(({ name, title }) => {
    const cell: CellName = { contestant: name, question, connections }
    const all = roundsOf(measured, cell)
    const ratios = basesOf(question).map(({ contestant }) =>
      spread(pairedRatios(measured, cell, { contestant, question, connections }, perSecond)),
    )
    return all.length === 0 ? [] : [{ title, all, ratios }]
  })
  const speed = (all: readonly Measured[]) => median(all.map(perSecond))
  return results
    .sort((a, b) => speed(b.all) - speed(a.all))
    .map(({ title, all, ratios }) => [
      title,
      ...ratios,
      ...columns.map(({ of, digits }) => figureText(median(all.map(of)), digits)),
      String(all.reduce((total, { strange }) => total + strange, 0)),
    ])
}

function figureText(figure: number, digits: number): string {
  return Number.isNaN(figure) ? '—' : figure.toFixed(digits)
}

function circumstances({ people, tokens, rounds, seconds, warmUp }: Options, all: Rounds, version: string): string {
  const { measured, rejected, noisy } = all
  const strange = measured.reduce((total, one) => total + one.strange, 0)
  const sentences = [
    `${new Date().toISOString().slice(0, 10)}, ${machineInWords()}; Node ${process.versions.node}, PostgreSQL ${version}.`,
    `${people.toLocaleString('en')} accounts; each request is of one of ${tokens.toLocaleString('en')} people, at random.`,
    `${rounds} rounds of ${seconds} s for each server and question after ${warmUp.atLeast} to ${warmUp.atMost} s of warming up, in turns, every other round backwards; all servers are up at once, and ${pinning().inWords}.`,
    `Ratios are of the same round: median (lowest–highest). Answers were compared before and after: the same of all servers.`,
    `${rejected} rounds in which others used more than ${mostForeign} of a core were repeated, ${noisy} stayed so. Answers other than 200, and none at all: ${strange}.`,
    `Beside: ${peerVersions().join(', ')}.`,
  ]
  return sentences.join(' ')
}
