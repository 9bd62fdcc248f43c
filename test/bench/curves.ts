import { execFileSync } from 'node:child_process'
import type { Figures } from './curve.ts'
import { prepareCurves } from './curve-list.ts'
import { curvesReport, publishCurves } from './curve-report.ts'
import { readCurveOptions } from './curve-sizes.ts'
import { createCurveWorld } from './curve-world.ts'
import { machineInWords, missingMeans, pinning } from './machine.ts'

/**
 * How the cost of the hot read grows: with accounts, with what one account has, with connections, with accounts a
 * statement, with gateways, and beside a heavy neighbour. Each curve beside its own first point, measured in turn.
 * `npm run bench:curves [-- --quick] [--only grants,holds] [--rounds 5]`; writes docs/scale.md unless quick.
 */
const { sizes, isQuick, only } = readCurveOptions(process.argv.slice(2))
const missing = missingMeans()
if (missing.length > 0) {
  console.error(`This needs ${missing.join(', and ')}.`)
  process.exit(1)
}
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
const began = performance.now()
const tell = (message: string) =>
  console.error(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${message}`)

const world = await createCurveWorld(tell)
// A run that is interrupted leaves nothing behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => world.end().finally(() => process.exit(1)))
try {
  const { curves, end } = await prepareCurves(world, sizes, (name) => only === null || only.includes(name))
  const cells = curves.flatMap(({ name, points }) => points.map((point) => ({ name, point, rounds: [] as Figures[] })))
  for (const { name, point } of cells) {
    tell(`warming up: ${name} ${point.x}`)
    await point.measure(99, sizes.warmUpSeconds)
  }
  for (let round = 0; round < sizes.rounds; round += 1) {
    // There and back, so that whatever changes meanwhile changes for all.
    for (const { name, point, rounds } of round % 2 === 0 ? cells : [...cells].reverse()) {
      const figures = await point.measure(round, sizes.seconds)
      rounds.push(figures)
      tell(`round ${round + 1} of ${sizes.rounds}: ${name} ${point.x}: ${figures.perSecond.toFixed(0)} a second`)
    }
  }
  await end()
  const measured = curves.map(({ points, ...curve }) => ({
    ...curve,
    points: points.map((point) => ({
      x: point.x,
      rounds: cells.find((cell) => cell.point === point)?.rounds ?? [],
    })),
  }))
  const noise = Math.max(...cells.flatMap(({ rounds }) => rounds.map(({ foreign }) => foreign)))
  const surroundings = [
    `Measured at ${commit}: ${machineInWords()}; PostgreSQL ${world.version}, Node ${process.versions.node}; ${pinning().inWords}. ` +
      `Medians of ${sizes.rounds} rounds of ${sizes.seconds} s, in turns; in brackets how many times the first point of the same round, ` +
      `and from the least to the most. \`GET /v1/account/profile\`, a token each, nothing kept between requests. ` +
      `Others took ${noise.toFixed(2)} cores at most.`,
  ]
  if (isQuick || only !== null) console.log(curvesReport(measured, surroundings))
  else publishCurves(measured, surroundings)
} finally {
  await world.end()
}
