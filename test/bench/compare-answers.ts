import { type Question, questions } from './questions.ts'
import type { RunningServer } from './running-server.ts'
import type { Algorithm } from './tokens.ts'

/**
 * That everybody answers as the gateway does, to the byte, for each person of a sample. Of GraphQL answers the white
 * space does not matter.
 *
 * @param sample tokens of the same people by algorithm.
 * @throws Error with both answers at the first difference.
 */
export async function compareAnswers(
  servers: readonly RunningServer[],
  sample: Readonly<Record<Algorithm, readonly string[]>>,
): Promise<void> {
  const [ours, ...others] = servers
  if (ours === undefined) return
  for (const question of questions) {
    const answering = others.filter(({ contestant }) => contestant.answers.includes(question))
    for (let person = 0; person < sample.HS256.length; person += 1) {
      const expected = form(question, await ours.ask(question, sample.HS256[person] ?? ''))
      for (const { contestant, ask } of answering) {
        const answer = contestant.inOurShape(await ask(question, sample[contestant.tokens][person] ?? ''))
        if (form(question, answer) === expected) continue
        throw new Error(
          `${contestant.title} answers ${question} differently:\n${answer}\nand the gateway:\n${expected}`,
        )
      }
    }
  }
}

function form(question: Question, answer: string): string {
  return question === 'viewer' ? JSON.stringify(JSON.parse(answer)) : answer
}
