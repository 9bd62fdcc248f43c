import { cellsOf } from './cells.ts'
import { compareAnswers } from './compare-answers.ts'
import { chosen } from './contestants.ts'
import { firstAnswerRatios } from './first-answers.ts'
import { installPeers } from './install-peers.ts'
import type { Options } from './options.ts'
import type { Reported } from './report.ts'
import { type Rounds, runRounds } from './rounds.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { measureSizes } from './sizes.ts'
import { createWorld } from './world.ts'

/** People whose answers are compared. */
const sampleSize = 20

/** Everything, from an empty PostgreSQL to what there is to report; nothing of it is left behind. */
export async function bench(options: Options, tell: (message: string) => void): Promise<Reported> {
  const contestants = chosen(options.only, options.isQuick)
  const [gateway] = contestants
  if (gateway === undefined) throw new Error('The gateway always takes part.')
  installPeers(tell)
  const world = await createWorld(tell)
  const servers: RunningServer[] = []
  const endServers = () => Promise.all(servers.splice(0).map((server) => server.end()))
  const leave = () => endServers().then(() => world.remove())
  const interrupted = () => leave().finally(() => process.exit(1))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted)
  try {
    const { people } = options
    const databaseUrl = await world.makeDatabase(people)
    const hasEmbedded = contestants.some(({ isEmbedded }) => isEmbedded)
    const surroundings = world.surroundings(databaseUrl, hasEmbedded ? await world.makeDirectory(people) : '')
    const [hs256, eddsa] = [
      world.tokens('HS256', options.tokens, people),
      world.tokens('EdDSA', options.tokens, people),
    ]
    const sample = { HS256: hs256.list.slice(0, sampleSize), EdDSA: eddsa.list.slice(0, sampleSize) }
    for (const contestant of contestants) {
      tell(`starting ${contestant.title}`)
      servers.push(await startServer(contestant, surroundings, sample[contestant.tokens][0] ?? ''))
    }
    tell('comparing answers')
    await compareAnswers(servers, sample)
    const cells = cellsOf(servers, { HS256: hs256.file, EdDSA: eddsa.file }, options.isQuick)
    const rounds = await runRounds(cells, world, options, tell)
    tell('comparing answers again')
    await compareAnswers(servers, sample)
    await endServers()

    const pair = ['gateway', 'postgraphile'] as const
    const token = sample.HS256[0] ?? ''
    const starts = await firstAnswerRatios(contestants, pair, surroundings, token, options.starts, tell)
    const sizes = await measureSizes(gateway, world, options, tell)
    return { options, contestants, rounds: together(rounds, sizes), starts, version: world.version }
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupted)
    await leave()
  }
}

function together(some: Rounds, more: Rounds): Rounds {
  return {
    measured: [...some.measured, ...more.measured],
    rejected: some.rejected + more.rejected,
    noisy: some.noisy + more.noisy,
  }
}
