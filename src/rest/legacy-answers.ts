import { assertOpen } from '../actions/read-viewer.ts'
import type { RequestContext } from '../actions/request-context.ts'
import type { Account } from '../domain/account.ts'
import type { LegacyAnswer } from '../domain/legacy-answer.ts'
import { encode, idOf, viewOf } from './legacy/encode.ts'
import { lossesIn } from './legacy/lineage.ts'
import type { Shape } from './legacy/shape.ts'
import { problemAnswer } from './problem.ts'
import type { RestSettings } from './router.ts'

/**
 * What the account's owner is answered by each shape right now: the same bytes, or the same refusal where the account is
 * closed. For whoever may see the account otherwise, such as support staff, who hold no token of its owner's.
 */
export function legacyAnswers(
  shapes: readonly Shape[],
  { deprecations }: RestSettings,
  account: Account,
  { now, requestId }: RequestContext,
): LegacyAnswer[] {
  return shapes.map((shape) => {
    const { system } = shape
    const route = `GET ${shape.routes.find(({ action }) => action === 'read')?.path}`
    const deprecation = deprecations[system] ?? null
    try {
      assertOpen(account)
    } catch (error) {
      const context = { requestId, userId: idOf(shape, account), deprecation, onFault: () => {} }
      const { status, body } = problemAnswer(shape, error, context)
      return { system, route, status, body: String(body ?? ''), losses: [] }
    }
    const view = viewOf(shape, account, now, deprecation)
    return { system, route, status: 200, body: encode(shape, view), losses: lossesIn(shape, view) }
  })
}
