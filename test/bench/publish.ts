import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { usualConnections } from './cells.ts'
import { type BarGroup, chart } from './chart.ts'
import type { Contestant } from './contestants.ts'
import { median } from './figures.ts'
import type { Measured } from './measure.ts'
import { inWords, type Question, questions } from './questions.ts'
import { pairedRatios, perSecond } from './ratios.ts'
import { basesOf, type Reported, report } from './report.ts'

const page = new URL('../../docs/performance.md', import.meta.url)
const image = new URL('../../docs/images/bench.svg', import.meta.url)
const [open, close] = ['<!-- bench -->', '<!-- /bench -->']

/** Writes the report and its chart into the documentation, between the marks; whatever stands around them stays. */
export function publish(reported: Reported): void {
  const { contestants, rounds } = reported
  mkdirSync(new URL('.', image), { recursive: true })
  writeFileSync(
    image,
    chart('Requests a second, as a ratio to the server named', groupsOf(rounds.measured, contestants)),
  )
  const text = existsSync(page) ? readFileSync(page, 'utf8') : `# How fast, and beside whom\n\n${open}\n${close}\n`
  const [before, rest] = text.split(open)
  const [, after] = rest?.split(close) ?? []
  if (after === undefined) throw new Error(`docs/performance.md has no place for the report: ${open} and ${close}.`)
  const section = `![Requests a second of each server, beside the others](images/bench.svg)\n\n${report(reported)}`
  writeFileSync(page, `${before}${open}\n${section}\n${close}${after}`)
}

/** A group of bars for each question, the fastest first. */
function groupsOf(measured: readonly Measured[], contestants: readonly Contestant[]): BarGroup[] {
  return questions.flatMap((question) => {
    const [basis] = basesOf(question)
    if (basis === undefined) return []
    const bars = contestants.flatMap(({ name, title }) => {
      const ratios = pairedRatios(measured, cell(name, question), cell(basis.contestant, question), perSecond)
      return ratios.length === 0 ? [] : [{ title, value: median(ratios), isOurs: name.startsWith('gateway') }]
    })
    return { title: `${inWords(question)} ÷ ${basis.title}`, bars: bars.sort((a, b) => b.value - a.value) }
  })
}

function cell(contestant: string, question: Question) {
  return { contestant, question, connections: usualConnections }
}
