import { cellsOf } from './cells.ts'
import { compareAnswers } from './compare-answers.ts'
import { chosen } from './contestants.ts'
import { firstAnswerRatios } from './first-answers.ts'
import { installPeers } from './install-peers.ts'
import { missingMeans } from './machine.ts'
import { type Options, readOptions } from './options.ts'
import { publish } from './publish.ts'
import { report } from './report.ts'
import { runRounds } from './rounds.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { sizeRatios } from './sizes.ts'
import { createWorld } from './world.ts'

/**
 * The gateway beside what else one would take, in one run: `npm run bench [-- --quick] [-- --only gateway,raw]`. The
 * full run takes half an hour of a quiet machine and writes its report into docs/performance.md; a quick one takes two
 * minutes and prints it.
 */
const began = performance.now()
const tell = (message: string) =>
  console.error(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${message}`)

const missing = missingMeans()
if (missing.length > 0) {
  console.error(['The bench needs what is not here:', ...missing.map((one) => `- ${one}`)].join('\n'))
  process.exit(1)
}
await run(readOptions(process.argv.slice(2)))

async function run(options: Options): Promise<void> {
  const { isQuick, only, people, tokens: tokenCount } = options
  const contestants = chosen(only, isQuick)
  installPeers(tell)
  const world = await createWorld(tell)
  const servers: RunningServer[] = []
  try {
    const databaseUrl = await world.makeDatabase(people)
    const isEmbedded = contestants.some(({ name }) => name === 'gateway-pglite')
    const surroundings = world.surroundings(databaseUrl, isEmbedded ? await world.makeDirectory(people) : undefined)
    const tokens = {
      HS256: world.tokens('HS256', tokenCount, people),
      EdDSA: world.tokens('EdDSA', tokenCount, people),
    }
    for (const contestant of contestants) {
      tell(`starting ${contestant.title}`)
      servers.push(await startServer(contestant, surroundings, tokens[contestant.tokens].list[0] ?? ''))
    }
    tell('comparing answers')
    const sample = { HS256: tokens.HS256.list.slice(0, 20), EdDSA: tokens.EdDSA.list.slice(0, 20) }
    await compareAnswers(servers, sample)
    const files = { HS256: tokens.HS256.file, EdDSA: tokens.EdDSA.file }
    const rounds = await runRounds(cellsOf(servers, files, isQuick), world, options, tell)
    tell('comparing answers again')
    await compareAnswers(servers, sample)
    await Promise.all(servers.map((server) => server.end()))

    const pair = ['gateway', 'postgraphile'] as const
    const token = tokens.HS256.list[0] ?? ''
    const starts = await firstAnswerRatios(contestants, pair, surroundings, token, options.starts, tell)
    const [gateway] = contestants
    const sizes = isQuick || !gateway ? [] : await sizeRatios(gateway, world, options, tell)
    const reported = { options, contestants, rounds, asides: { starts, sizes }, version: world.version }
    console.log(report(reported))
    // What was measured in part is nobody's figure.
    if (!isQuick && only === null) publish(reported)
  } finally {
    await Promise.all(servers.map((server) => server.end()))
    await world.remove()
  }
}
