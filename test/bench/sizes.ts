import { usualConnections } from './cells.ts'
import type { Contestant } from './contestants.ts'
import type { Cell } from './measure.ts'
import type { Options } from './options.ts'
import { pairedRatios, perSecond } from './ratios.ts'
import { runRounds } from './rounds.ts'
import { type RunningServer, startServer } from './running-server.ts'
import type { World } from './world.ts'

/** Requests a second of the gateway with a million accounts to those with a thousand, with as many tokens for either. */
export async function sizeRatios(
  gateway: Contestant,
  world: World,
  options: Options,
  tell: (message: string) => void,
): Promise<number[]> {
  const servers: RunningServer[] = []
  const cells: Cell[] = []
  try {
    for (const people of options.sizes) {
      tell(`making ${people} people`)
      const surroundings = world.surroundings(await world.makeDatabase(people))
      const { file, list } = world.tokens('HS256', options.tokens, people)
      const contestant = { ...gateway, name: String(people), title: `${gateway.title}, ${people} accounts` }
      const server = await startServer(contestant, surroundings, list[0] ?? '')
      servers.push(server)
      cells.push({ server, question: 'viewer', connections: usualConnections, credentials: file })
    }
    const { measured } = await runRounds(cells, world, options, tell)
    const [large, small] = options.sizes.map((people) => {
      return { contestant: String(people), question: 'viewer', connections: usualConnections } as const
    })
    return large && small ? pairedRatios(measured, large, small, perSecond) : []
  } finally {
    await Promise.all(servers.map((server) => server.end()))
  }
}
