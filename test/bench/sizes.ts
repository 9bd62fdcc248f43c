import { usualConnections } from './cells.ts'
import type { Contestant } from './contestants.ts'
import type { Cell } from './measure.ts'
import type { Options } from './options.ts'
import { type Rounds, runRounds } from './rounds.ts'
import { type RunningServer, startServer } from './running-server.ts'
import type { World } from './world.ts'

/** What the gateway is called with so many accounts in its database. */
export const sizeName = (people: number) => `gateway with ${people} accounts`

/** The gateway on databases of several sizes, with as many tokens for each. */
export async function measureSizes(
  gateway: Contestant,
  world: World,
  options: Options,
  tell: (message: string) => void,
): Promise<Rounds> {
  const servers: RunningServer[] = []
  const cells: Cell[] = []
  try {
    for (const people of options.sizes) {
      tell(`making ${people} people`)
      const surroundings = world.surroundings(await world.makeDatabase(people))
      const { file, list } = world.tokens('HS256', options.tokens, people)
      const contestant = { ...gateway, name: sizeName(people) }
      const server = await startServer(contestant, surroundings, list[0] ?? '')
      servers.push(server)
      cells.push({ server, question: 'viewer', connections: usualConnections, credentials: file })
    }
    return await runRounds(cells, world, options, tell)
  } finally {
    await Promise.all(servers.map((server) => server.end()))
  }
}
