import { createLRUCache } from 'graphql-yoga'
import type { Answer } from '../edge/answer.ts'

/**
 * Which media type an answer has where all goes well, by the `Accept` of the request, word for word: seen in what the
 * engine has answered before, and so never chosen in two places.
 */
export interface AnswerTypes {
  /** Null while nothing has been seen, and for what does not come by POST. */
  of(request: Request): string | null
  see(request: Request, answer: Answer): void
}

/** How many are remembered, and of how many characters: no client sends longer ones. */
const most = 100
const longest = 256

export function createAnswerTypes(): AnswerTypes {
  const types = createLRUCache<string>({ max: most })
  const acceptOf = ({ headers }: Request) => headers.get('accept') ?? ''
  return {
    of: (request) => (request.method === 'POST' ? (types.get(acceptOf(request)) ?? null) : null),
    see: (request, { status, headers }) => {
      const accept = acceptOf(request)
      const [, type] = /^(application\/[a-z+-]*json); charset=utf-8$/.exec(headers['content-type'] ?? '') ?? []
      if (status === 200 && type !== undefined && accept.length <= longest) types.set(accept, type)
    },
  }
}
