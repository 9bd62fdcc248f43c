import { readAccountsAt } from '../../src/store/accounts.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Curve, Figures, Point } from './curve.ts'
import type { CurveSizes } from './curve-sizes.ts'
import type { CurveWorld } from './curve-world.ts'
import { percentile } from './figures.ts'
import type { Group } from './people-database.ts'
import { askedFor, viewerQuery } from './questions.ts'
import { reading } from './reading.ts'
import type { RunningServer } from './running-server.ts'
import { accountIdOf, drawNumbers } from './tokens.ts'
import { runWrk } from './wrk.ts'

/** The hot read and next to nothing besides. */
const asked = askedFor('accountProfile', viewerQuery)
const tokensInAll = 5_000
/** Connections, where their number is not what is varied. */
const usual = 48
/** Where each answer is large: enough to keep the gateway busy, too few to be turned away. */
const few = 4

export interface Curves {
  readonly curves: readonly Curve[]
  end(): Promise<void>
}

/** Makes all the people and starts all the gateways, so that the points can be measured in turn. */
export async function prepareCurves(
  world: CurveWorld,
  sizes: CurveSizes,
  wanted: (name: string) => boolean,
): Promise<Curves> {
  const load = (servers: readonly RunningServer[], connections: number, credentials: string) =>
    loaded(world, servers, connections, credentials)
  const closing: (() => Promise<void>)[] = []
  const curves: Curve[] = []

  // Of each size a database and a gateway; the one in the middle serves for whatever else wants ordinary people.
  const middle = Math.min(100_000, Math.max(...sizes.accounts))
  const ofSize = new Map<number, { url: string; server: RunningServer; credentials: string }>()
  for (const accounts of wanted('accounts') ? sizes.accounts : [middle]) {
    const url = await world.makeDatabase([{ first: 1, last: accounts }])
    const server = await world.startGateway(url)
    ofSize.set(accounts, { url, server, credentials: world.credentials(drawNumbers(tokensInAll, accounts)) })
  }
  const ordinary = ofSize.get(middle)
  if (ordinary === undefined) throw new Error('The middle is one of the sizes.')
  curves.push({
    name: 'accounts',
    title: 'Accounts in the database',
    what: 'accounts',
    how: `A random account for each request, over ${usual} connections.`,
    unit: 'request',
    points: [...ofSize].map(([x, { server, credentials }]) => ({ x, measure: load([server], usual, credentials) })),
  })

  if (['grants', 'holds', 'neighbour'].some(wanted)) {
    const crowd = { first: 1, last: 1_000 }
    const rich = sizes.grants.map((grants, index): Group => ({ ...one(2_001 + index), grants }))
    const busy = sizes.holds.map((holds, index): Group => ({ ...one(3_001 + index), holds }))
    const heavy: Group = { ...one(4_001), grants: Math.max(...sizes.grants), holds: Math.max(...sizes.holds) }
    const url = await world.makeDatabase([crowd, ...rich, ...busy, heavy])
    const server = await world.startGateway(url)
    const alone = ({ first }: Group) => load([server], few, world.credentials([first]))
    const how = `One account is asked for over ${few} connections.`
    curves.push({
      ...{ name: 'grants', title: 'Grants of the account, all with credits left', what: 'grants', unit: 'request' },
      how,
      points: rich.map((group) => ({ x: group.grants ?? 0, measure: alone(group) })),
    })
    curves.push({
      ...{ name: 'holds', title: 'Open holds of the account', what: 'open holds', unit: 'request' },
      how,
      points: busy.map((group) => ({ x: group.holds ?? 0, measure: alone(group) })),
    })
    const neighbours = world.credentials(drawNumbers(1_000, crowd.last))
    curves.push({
      name: 'neighbour',
      title: 'A heavy neighbour',
      what: 'connections that ask for the heavy account',
      how: `Ordinary accounts over 8 connections, while one with ${heavy.grants} grants and as many open holds is asked for all the time. Processor time is of both together, for each request of the ordinary ones.`,
      unit: 'request',
      points: sizes.neighbours.map((x) => ({
        x,
        measure: async (round, seconds) => {
          const stop = askAllTheTime(server, x, world.token(heavy.first))
          try {
            return await load([server], 8, neighbours)(round, seconds)
          } finally {
            await stop()
          }
        },
      })),
    })
  }

  curves.push({
    ...{ name: 'connections', title: 'Connections to the gateway', what: 'connections', unit: 'request' },
    how: `${middle} accounts. The usual bounds apply: what is too much at once is refused with 503, which is not counted as served.`,
    points: sizes.connections.map((x) => ({ x, measure: load([ordinary.server], x, ordinary.credentials) })),
  })

  if (wanted('keys')) {
    const database = await openDatabase({ url: ordinary.url, dataDir: '', poolSize: 1 })
    closing.push(() => database.close())
    curves.push({
      name: 'keys',
      title: 'Accounts read by one statement',
      what: 'accounts a statement',
      how: `The store’s own read, one statement after the other over one connection, of ${middle} accounts; the gateway puts at most 64 into one.`,
      unit: 'account',
      points: sizes.keys.map(
        (x): Point => ({
          x,
          measure: (round, seconds) =>
            reading(world, [], 0, async () => {
              const ids = drawNumbers(20_000, middle).map(accountIdOf)
              const durations: number[] = []
              const start = performance.now()
              for (let at = round; performance.now() - start < seconds * 1_000; at += x) {
                const began = performance.now()
                const some = Array.from({ length: x }, (_, index) => ids[(at * 7 + index) % ids.length] ?? '')
                const now = new Date()
                await readAccountsAt(
                  database.prisma,
                  some.map((id) => ({ id, at: now })),
                )
                durations.push(performance.now() - began)
              }
              const elapsed = (performance.now() - start) / 1_000
              return { count: durations.length * x, seconds: elapsed, p99: percentile(durations, 0.99), refused: 0 }
            }),
        }),
      ),
    })
  }

  if (wanted('gateways')) {
    const servers: RunningServer[] = [ordinary.server]
    while (servers.length < Math.max(...sizes.gateways)) servers.push(await world.startGateway(ordinary.url))
    curves.push({
      name: 'gateways',
      title: 'Gateways on one PostgreSQL',
      what: 'gateways',
      how: `${middle} accounts, ${usual} connections in all, shared among the gateways. All of them are on one core: this is what sharing the requests out costs, not what another core gives.`,
      unit: 'request',
      points: sizes.gateways.map((x) => ({ x, measure: load(servers.slice(0, x), usual, ordinary.credentials) })),
    })
  }
  return {
    curves: curves.filter(({ name }) => wanted(name)),
    end: async () => {
      for (const close of closing) await close()
    },
  }
}

/** Loads gateways at once, each over its share of the connections. */
function loaded(
  world: CurveWorld,
  servers: readonly RunningServer[],
  connections: number,
  credentials: string,
): (round: number, seconds: number) => Promise<Figures> {
  const each = Math.ceil(connections / servers.length)
  const pids = servers.map(({ pid }) => pid)
  return (round, seconds) =>
    reading(world, pids, connections, async () => {
      const all = await Promise.all(
        servers.map(({ url }, index) =>
          runWrk({ url, asked, connections: each, seconds, credentials, seed: round * 10 + index + 1 }),
        ),
      )
      const sum = (of: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0)
      return {
        count: sum(({ requests }) => requests),
        seconds: sum(({ seconds }) => seconds) / all.length,
        p99: Math.max(...all.map(({ p99 }) => p99)),
        refused: sum(({ strange }) => strange),
      }
    })
}

/** Asks for one account again as soon as it is answered, over so many connections; whatever the answer, until it is stopped. */
function askAllTheTime(server: RunningServer, connections: number, token: string): () => Promise<void> {
  let isOver = false
  const asking = Array.from({ length: connections }, async () => {
    while (!isOver) await server.ask('accountProfile', token).catch(() => {})
  })
  return async () => {
    isOver = true
    await Promise.all(asking)
  }
}

function one(number: number) {
  return { first: number, last: number }
}
