import { bench } from './bench.ts'
import { missingMeans } from './machine.ts'
import { type Options, readOptions } from './options.ts'
import { publish } from './publish.ts'
import { report } from './report.ts'

/**
 * The gateway beside what else one would take, in one run: `npm run bench [-- --quick] [-- --only gateway,raw]`. The
 * full run takes half an hour of a quiet machine and writes its report into docs/performance.md; a quick one takes two
 * minutes and prints it, and so does one of some contestants only. `--rounds`, `--seconds` and `--largest` (accounts in a
 * database) ask for less of it.
 */
const began = performance.now()

try {
  await run(readOptions(process.argv.slice(2)))
} catch (error) {
  // An option that is none, or a name that is nobody's.
  console.error(error instanceof TypeError ? error.message : error)
  process.exitCode = 1
}

async function run(options: Options): Promise<void> {
  const missing = missingMeans()
  if (missing.length > 0) {
    console.error(['The bench needs what is not here:', ...missing.map((one) => `- ${one}`)].join('\n'))
    process.exitCode = 1
    return
  }
  const reported = await bench(options, tell)
  console.log(report(reported))
  const strange = reported.rounds.measured.reduce((total, one) => total + one.strange, 0)
  if (strange > 0) {
    console.error(`${strange} requests were answered otherwise or not at all: nothing of this counts.`)
    process.exitCode = 1
    return
  }
  // What was measured in part is no figure to be published.
  if (!options.isQuick && options.only === null) publish(reported)
}

/** What is under way, with the seconds it has taken so far. */
function tell(message: string): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.error(`${seconds.padStart(5)} s  ${message}`)
}
