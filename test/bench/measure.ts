import type { Options } from './options.ts'
import { busySeconds, memoryOf, ownSeconds, postmasterOf, secondsOf } from './processor.ts'
import { askedFor, type Question } from './questions.ts'
import type { RunningServer } from './running-server.ts'
import type { World } from './world.ts'
import { runWrk } from './wrk.ts'

/** What is measured over and over: a question put to a server over so many connections. */
export interface Cell {
  readonly server: RunningServer
  readonly question: Question
  readonly connections: number
  /** The file of tokens it is asked with. */
  readonly credentials: string
}

/** A round of a cell. */
export interface Measured {
  readonly contestant: string
  readonly question: Question
  readonly connections: number
  readonly round: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Processor microseconds a request. */
  readonly serverCpu: number
  /** Not a number where the database is part of the server. */
  readonly postgresCpu: number
  /** SQL statements a request; not a number where nobody counts them. */
  readonly statements: number
  /** Bytes of the server, at the end of the round. */
  readonly memory: number
  readonly strange: number
  /** Cores that were busy with something else. */
  readonly foreign: number
}

/**
 * Load that does not count: while the others had their turn, connections to the database were given up and verdicts on
 * tokens have lapsed, and nobody whose callers keep coming would begin with that. A second, or as many more as it takes
 * until most of the tokens have been seen.
 */
const settling = { atLeast: 1, atMost: 4, asked: 2 }

/** Loads a server for a while and reads what it took. */
export async function measure(
  cell: Cell,
  world: World,
  { seconds, tokens }: Pick<Options, 'seconds' | 'tokens'>,
  round: number,
): Promise<Measured> {
  const { server, question, connections, credentials } = cell
  const postmaster = postmasterOf(world.cluster.directory)
  const load = { url: server.url, asked: askedFor(question, server.contestant.query), connections, credentials }
  let [passed, asked] = [0, 0]
  while (passed < settling.atLeast || (asked < settling.asked * tokens && passed < settling.atMost)) {
    asked += (await runWrk({ ...load, seconds: 1, seed: -10 * round - passed - 1 })).requests
    passed += 1
  }
  const read = async () => {
    const statements = await world.statements()
    const [server, postgres] = [secondsOf(cell.server.pid), secondsOf(postmaster)]
    return { statements, server, postgres, own: ownSeconds(), busy: busySeconds(), at: performance.now() }
  }
  const before = await read()
  const loaded = await runWrk({ ...load, seconds, seed: round + 1 })
  const memory = memoryOf(server.pid)
  const after = await read()
  const took = (what: keyof typeof before) => after[what] - before[what]
  // What was under way on each connection when wrk hung up was worked on, too.
  const worked = loaded.requests + connections
  const { isEmbedded } = server.contestant
  const microseconds = (what: 'server' | 'postgres') => (took(what) * 1e6) / worked
  return {
    contestant: server.contestant.name,
    ...{ question, connections, round, memory },
    perSecond: loaded.requests / loaded.seconds,
    p50: loaded.p50,
    p99: loaded.p99,
    serverCpu: microseconds('server'),
    postgresCpu: isEmbedded ? Number.NaN : microseconds('postgres'),
    statements: isEmbedded ? Number.NaN : took('statements') / worked,
    strange: loaded.strange,
    foreign: ((took('busy') - took('server') - took('postgres') - took('own')) * 1000) / took('at'),
  }
}
