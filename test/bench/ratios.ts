import { median } from './figures.ts'
import type { Measured } from './measure.ts'

/** Which cell is meant. */
export type CellName = Pick<Measured, 'contestant' | 'question' | 'connections'>

export type Figure = (measured: Measured) => number
export const perSecond: Figure = (measured) => measured.perSecond
/** Processor microseconds a request, of the server and of PostgreSQL together. */
export const cpu: Figure = ({ serverCpu, postgresCpu }) => serverCpu + postgresCpu

/** The rounds of a cell, in their order. */
export function roundsOf(measured: readonly Measured[], name: CellName): Measured[] {
  return measured
    .filter((one) => one.contestant === name.contestant)
    .filter((one) => one.question === name.question && one.connections === name.connections)
    .sort((a, b) => a.round - b.round)
}

/** A figure of one cell to that of another, round by round: both had the same weather. Empty where one was not measured. */
export function pairedRatios(measured: readonly Measured[], of: CellName, to: CellName, figure: Figure): number[] {
  const others = roundsOf(measured, to)
  return roundsOf(measured, of).flatMap((one) => {
    const other = others.find(({ round }) => round === one.round)
    return other === undefined ? [] : [figure(one) / figure(other)]
  })
}

/** The median with what it lies among. */
export function spread(figures: readonly number[], digits = 2): string {
  if (figures.length === 0) return '—'
  const [low, high] = [Math.min(...figures), Math.max(...figures)]
  return `${median(figures).toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`
}
