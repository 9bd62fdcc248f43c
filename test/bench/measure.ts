import { readFileSync } from 'node:fs'
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
  readonly postgresCpu: number
  /** SQL statements a request. */
  readonly statements: number
  /** Bytes of the server, at the end of the round. */
  readonly memory: number
  readonly strange: number
  /** Cores that were busy with something else. */
  readonly foreign: number
}

/** Loads a server for a while and reads what it took. */
export async function measure(cell: Cell, world: World, seconds: number, round: number): Promise<Measured> {
  const { server, question, connections, credentials } = cell
  const postmaster = postmasterOf(world.cluster.directory)
  await wake(cell)
  const read = async () => {
    const statements = await world.statements()
    const [server, postgres] = [secondsOf(cell.server.pid), secondsOf(postmaster)]
    return { statements, server, postgres, own: ownSeconds(), busy: busySeconds(), at: performance.now() }
  }
  const before = await read()
  const loaded = await runWrk({
    url: server.url,
    asked: askedFor(question, server.contestant.query),
    ...{ connections, seconds, credentials },
    seed: round + 1,
  })
  const memory = memoryOf(server.pid)
  const after = await read()
  const took = (what: keyof typeof before) => after[what] - before[what]
  // What was under way on each connection when wrk hung up was worked on, too.
  const worked = loaded.requests + connections
  const microseconds = (what: 'server' | 'postgres') => (took(what) * 1e6) / worked
  return {
    contestant: server.contestant.name,
    ...{ question, connections, round, memory },
    perSecond: loaded.requests / loaded.seconds,
    p50: loaded.p50,
    p99: loaded.p99,
    serverCpu: microseconds('server'),
    postgresCpu: microseconds('postgres'),
    statements: took('statements') / worked,
    strange: loaded.strange,
    foreign: ((took('busy') - took('server') - took('postgres') - took('own')) * 1000) / took('at'),
  }
}

/** Connections to the database that were given up while others had their turn are made again before anything counts. */
async function wake({ server, question, connections, credentials }: Cell): Promise<void> {
  const [token = ''] = readFileSync(credentials, 'utf8').split('\n', 1)
  await Promise.all(Array.from({ length: connections }, () => server.ask(question, token)))
}
