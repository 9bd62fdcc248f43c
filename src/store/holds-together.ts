import type { ListedHold } from '../domain/lists.ts'
import type { Queryable } from './accounts.ts'
import { type Asker, toldOf } from './asker.ts'
import { askersOf } from './batch.ts'
import { coalesced } from './coalesced.ts'
import type { DecisionTime } from './decision-time.ts'
import { type HoldRequest, holdAtOnce } from './hold-at-once.ts'
import { retried } from './retried.ts'
import { passedOver, together } from './together.ts'
import { unavailable } from './unavailable.ts'
import { isCheckViolation, isUniqueViolation } from './violation.ts'

/**
 * Takes holds that one grant covers, those that come at once in one statement, whichever accounts they are of. An
 * account whose row somebody else has is waited for by its own holds alone.
 *
 * @returns null, and nothing has happened, when it is not that case.
 * @throws Refusal UNAVAILABLE when the database cannot be reached, or goes on refusing.
 */
export function holdsTogether(
  db: Queryable,
  decisionTime: DecisionTime,
): (request: HoldRequest, asker?: Asker) => Promise<ListedHold | null> {
  const take = async (works: readonly Work[], locked: Parameters<typeof holdAtOnce>[3]) => {
    const requests = works.map(({ request }) => request)
    return holdAtOnce(toldOf(db, askersOf(works)), requests, decisionTime, locked)
  }
  const alone = coalesced<Work, ListedHold | null>(mostHolds, async (_accountId, works) => {
    const heldOf = await retried(() => take(works, 'waited for').catch(noneIfRefused)).catch(unavailable)
    return ({ request }) => {
      const held = heldOf(request)
      // Nobody's account is not to be had either: the long way says so.
      return held === passedOver ? null : held
    }
  })
  const holds = together<Work, ListedHold | null>(
    { atOnce: statementsAtOnce, most: mostHolds },
    async (works) => {
      const heldOf = await retried(() => take(works, 'passed over')).catch(unavailable)
      return ({ request }) => heldOf(request)
    },
    alone,
  )
  return (request, asker) => holds(request.key.accountId, { request, asker })
}

interface Work {
  readonly request: HoldRequest
  readonly asker: Asker | undefined
}

/** A key has been used just now, by another connection, or a CHECK stands against it: the long way finds the answer. */
function noneIfRefused(error: unknown): () => null {
  if (isUniqueViolation(error) || isCheckViolation(error)) return () => null
  throw error
}

/** In one statement. */
const mostHolds = 64

/** Of different accounts: one is written while another is waited for. */
const statementsAtOnce = 2
