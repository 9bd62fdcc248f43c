import type { Cell } from './measure.ts'
import { type Question, restQuestions } from './questions.ts'
import type { RunningServer } from './running-server.ts'
import type { Algorithm } from './tokens.ts'

/** Connections of everything but the rows that say otherwise. */
export const usualConnections = 48
/** Few callers, where statements cannot be shared. */
export const fewConnections = [1, 8]
const amongFew: readonly string[] = ['gateway', 'raw', 'fastify', 'postgraphile']

/** Everything that is measured of the servers that are up. */
export function cellsOf(
  servers: readonly RunningServer[],
  credentials: Readonly<Record<Algorithm, string>>,
  isQuick: boolean,
): Cell[] {
  const cell = (server: RunningServer, question: Question, connections = usualConnections): Cell => {
    return { server, question, connections, credentials: credentials[server.contestant.tokens] }
  }
  const answering = (question: Question) => servers.filter(({ contestant }) => contestant.answers.includes(question))
  const few = isQuick ? [] : fewConnections
  const rest = isQuick ? restQuestions.slice(0, 1) : restQuestions
  return [
    ...answering('viewer').map((server) => cell(server, 'viewer')),
    ...few.flatMap((connections) =>
      answering('viewer')
        .filter(({ contestant }) => amongFew.includes(contestant.name))
        .map((server) => cell(server, 'viewer', connections)),
    ),
    ...rest.flatMap((question) => answering(question).map((server) => cell(server, question))),
  ]
}
