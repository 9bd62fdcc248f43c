import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Figures, Measured, MeasuredCurve } from './curve.ts'
import { median } from './figures.ts'
import { lineChart } from './line-chart.ts'
import { table } from './table.ts'

const page = new URL('../../docs/scale.md', import.meta.url)
const [open, close] = ['<!-- curves -->', '<!-- /curves -->']
const imageOf = (name: string) => new URL(`../../docs/images/curve-${name}.svg`, import.meta.url)

/** A section for each curve, in Markdown: its image, its table, and how it was measured. */
export function curvesReport(curves: readonly MeasuredCurve[], surroundings: readonly string[]): string {
  return [...surroundings, ...curves.map(sectionOf)].join('\n\n')
}

/** Writes the report and its images into the documentation, between the marks; whatever stands around them stays. */
export function publishCurves(curves: readonly MeasuredCurve[], surroundings: readonly string[]): void {
  const [before, rest] = readFileSync(page, 'utf8').split(open)
  const [, after] = rest?.split(close) ?? []
  if (after === undefined) throw new Error(`docs/scale.md has no place for the curves: ${open} and ${close}.`)
  mkdirSync(new URL('.', imageOf('')), { recursive: true })
  for (const curve of curves) writeFileSync(imageOf(curve.name), chartOf(curve))
  writeFileSync(page, `${before}${open}\n${curvesReport(curves, surroundings)}\n${close}${after}`)
}

function sectionOf(curve: MeasuredCurve): string {
  const { name, title, what, how, unit, points } = curve
  const first = points[0]
  const hasRefused = points.some(({ rounds }) => of(rounds, 'refused') > 0)
  const own = unit === 'request' ? 'gateway' : 'reader'
  const head = [
    what,
    `${unit}s a second`,
    `${own}’s processor, µs each`,
    'PostgreSQL’s, µs each',
    ...['p99, ms', 'statements each'],
    ...(hasRefused ? ['refused'] : []),
  ]
  const rows = points.map((point) => [
    spaced(point.x),
    ...(['perSecond', 'ownCpu', 'postgresCpu'] as const).map((key) => beside(point, first, key)),
    short(of(point.rounds, 'p99')),
    short(of(point.rounds, 'statements')),
    ...(hasRefused ? [`${(of(point.rounds, 'refused') * 100).toFixed(1)} %`] : []),
  ])
  return `### ${title}\n\n![${title}: how many times the first point](images/curve-${name}.svg)\n\n${how}\n\n${table(head, rows)}`
}

/** A figure, and in brackets how many times the first point's of the same round: the median, and from least to most. */
function beside(point: Measured, first: Measured | undefined, key: keyof Figures): string {
  const ratios = ratiosOf(point, first, key)
  const figure = short(of(point.rounds, key))
  if (point === first) return figure
  return `${figure} (× ${short(median(ratios))}, ${short(Math.min(...ratios))} to ${short(Math.max(...ratios))})`
}

function ratiosOf(point: Measured, first: Measured | undefined, key: keyof Figures): number[] {
  return point.rounds.map((round, index) => round[key] / (first?.rounds[index]?.[key] ?? Number.NaN))
}

function chartOf({ title, what, unit, points, name }: MeasuredCurve): string {
  const line = (lineTitle: string, key: keyof Figures) => ({
    title: lineTitle,
    values: points.map((point) => Math.max(1e-4, median(ratiosOf(point, points[0], key)))),
  })
  const cost =
    name === 'neighbour'
      ? [line('p99', 'p99')]
      : [
          line(unit === 'request' ? 'gateway’s processor' : 'reader’s processor', 'ownCpu'),
          line('PostgreSQL’s processor', 'postgresCpu'),
        ]
  return lineChart({
    title: `${title}: how many times the first point`,
    what,
    places: points.map(({ x }) => spaced(x)),
    lines: [line(`${unit}s a second`, 'perSecond'), ...cost],
  })
}

function of(rounds: readonly Figures[], key: keyof Figures): number {
  return median(rounds.map((round) => round[key]))
}

function spaced(value: number): string {
  return value.toLocaleString('en')
}

function short(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return Math.abs(value) >= 100 ? spaced(Math.round(value)) : String(Number(value.toPrecision(2)))
}
