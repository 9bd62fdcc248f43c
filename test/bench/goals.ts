import { usualConnections } from './cells.ts'
import { median } from './figures.ts'
import type { Measured } from './measure.ts'
import { inWords, type Question, restQuestions } from './questions.ts'
import { type CellName, cpu, type Figure, pairedRatios, perSecond, roundsOf, spread } from './ratios.ts'
import { sizeName } from './sizes.ts'

/** A figure of the gateway, and what it is to be. */
export interface Goal {
  readonly name: string
  readonly bound: { readonly atLeast: number } | { readonly atMost: number }
  /** As measured, one for each round. */
  readonly figures: readonly number[]
  /** Decimals that count. */
  readonly digits: number
}

/**
 * What was set out to be reached, with what was.
 *
 * @param starts the time from the start of the process to the first answer, of the gateway to PostGraphile.
 */
export function goalsOf(measured: readonly Measured[], starts: readonly number[]): Goal[] {
  const cell = (contestant: string, question: Question, connections = usualConnections): CellName => {
    return { contestant, question, connections }
  }
  const viewer = (contestant: string, connections?: number) => cell(contestant, 'viewer', connections)
  const beside = (other: string, question: Question, figure: Figure = perSecond, connections?: number) =>
    pairedRatios(measured, cell('gateway', question, connections), cell(other, question, connections), figure)
  const statements = (connections: number) =>
    roundsOf(measured, viewer('gateway', connections)).map((one) => one.statements)
  const goal = (name: string, bound: Goal['bound'], figures: readonly number[], digits = 2): Goal => {
    return { name, bound, figures, digits }
  }
  return [
    goal('viewer query ÷ PostGraphile', { atLeast: 3.5 }, beside('postgraphile', 'viewer')),
    goal('viewer query ÷ Fastify + pg, named', { atLeast: 1.1 }, beside('fastify', 'viewer')),
    ...restQuestions.map((question) =>
      goal(`${inWords(question)} ÷ Fastify + pg, named`, { atLeast: 1.4 }, beside('fastify', question)),
    ),
    goal('viewer query, processor time ÷ PostGraphile', { atMost: 0.25 }, beside('postgraphile', 'viewer', cpu)),
    goal('viewer query ÷ PostGraphile, 1 connection', { atLeast: 1.3 }, beside('postgraphile', 'viewer', perSecond, 1)),
    goal(
      'viewer query ÷ PostGraphile, 8 connections',
      { atLeast: 2.4 },
      beside('postgraphile', 'viewer', perSecond, 8),
    ),
    goal('SQL statements a viewer query, 1 connection', { atMost: 1 }, statements(1)),
    goal('SQL statements a viewer query, 48 connections', { atMost: 0.05 }, statements(usualConnections), 3),
    goal(
      'viewer query, 1,000,000 accounts ÷ 1,000',
      { atLeast: 0.85 },
      pairedRatios(measured, viewer(sizeName(1_000_000)), viewer(sizeName(1_000)), perSecond),
    ),
    goal('start to first answer ÷ PostGraphile', { atMost: 0.65 }, starts),
    goal(
      'memory under load ÷ PostGraphile',
      { atMost: 0.85 },
      beside('postgraphile', 'viewer', ({ memory }) => memory),
    ),
    goal(
      'viewer query on PGlite ÷ on PostgreSQL',
      { atLeast: 0.5 },
      pairedRatios(measured, viewer('gateway-pglite'), viewer('gateway'), perSecond),
    ),
    goal(
      `${inWords('accountProfile')}, EdDSA ÷ HS256`,
      { atLeast: 0.9 },
      pairedRatios(measured, cell('gateway-eddsa', 'accountProfile'), cell('gateway', 'accountProfile'), perSecond),
    ),
  ]
}

/** The goal, what was measured, and whether that is it: the cells of a row. */
export function goalRow({ name, bound, figures, digits }: Goal): string[] {
  const wanted = 'atLeast' in bound ? `≥ ${bound.atLeast}` : `≤ ${bound.atMost}`
  if (figures.length === 0) return [name, wanted, 'not measured', '']
  // As it stands in the row: what cannot be read there decides nothing.
  const reached = Number(median(figures).toFixed(digits))
  const isReached = 'atLeast' in bound ? reached >= bound.atLeast : reached <= bound.atMost
  return [name, wanted, spread(figures, digits), isReached ? 'ok' : '**missed**']
}
