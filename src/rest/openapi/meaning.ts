import { refusals } from '../../domain/refusal.ts'
import type { ProblemCode } from '../legacy/shape.ts'

/** What a problem means, in a line. */
export function meaningOf(code: ProblemCode): string {
  return code === 'INTERNAL' ? 'A bug of ours, masked; the request id finds it in the log.' : refusals[code]
}
