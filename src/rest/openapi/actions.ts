import type { Scope } from '../../auth/scope.ts'
import type { ProfileChange } from '../../domain/profile.ts'
import { placesOf } from '../legacy/lineage.ts'
import type { ProblemCode, RouteAction, Shape } from '../legacy/shape.ts'

/** What the reference says of a kind of route. */
export interface ActionWords {
  readonly summary: string
  readonly description: string
  /** What a client's function for it is called, around the shape's name. */
  readonly operationId: (typeName: string) => string
  readonly scope: Scope
  /** Whether it takes the shape's PATCH body. */
  readonly takesBody: boolean
  /** Whether the answer to a success is the shape's body; else there is none, and 204. */
  readonly answersBody: boolean
}

export const actionWords: Record<RouteAction, ActionWords> = {
  read: {
    summary: 'Read the profile',
    description: 'The account the credentials stand for, as this endpoint has always told it, byte for byte.',
    operationId: (typeName) => `get${typeName}`,
    scope: 'profile:read',
    takesBody: false,
    answersBody: true,
  },
  update: {
    summary: 'Change the profile',
    description:
      'Changes what may be changed of it, whole or not at all, and answers the profile as it is then. A key that is ' +
      'absent is left alone, null clears, and other keys are ignored.',
    operationId: (typeName) => `update${typeName}`,
    scope: 'profile:write',
    takesBody: true,
    answersBody: true,
  },
  'dismiss-credit-notice': {
    summary: 'Dismiss the notice of new credits',
    description: 'The notice stays away until credits are granted again. Doing it again changes nothing.',
    operationId: (typeName) => `dismiss${typeName}CreditNotice`,
    scope: 'profile:write',
    takesBody: false,
    answersBody: false,
  },
}

/** What every route may come to, whatever it does. */
const anywhere: readonly ProblemCode[] = [
  'UNAUTHENTICATED',
  'INSUFFICIENT_SCOPE',
  'ACCOUNT_SUSPENDED',
  'LEGALLY_BLOCKED',
  'ACCOUNT_GONE',
  'EXPECTATION_FAILED',
  'RATE_LIMITED',
  'INTERNAL',
  'OVERLOADED',
  'UNAVAILABLE',
]

/** What reading a body may come to. */
const ofBodies: readonly ProblemCode[] = ['MALFORMED', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'INVALID']

/** What two accounts cannot both have. */
const unique: ReadonlySet<keyof ProfileChange> = new Set(['email'])

/** Every problem a route of a shape can answer with; another method is no problem of the route's. */
export function problemsOf(shape: Shape, action: RouteAction): readonly ProblemCode[] {
  const { takesBody } = actionWords[action]
  const mayConflict =
    takesBody && placesOf(shape.fields).some(({ field }) => field.write && unique.has(field.write.changes))
  return [
    ...new Set<ProblemCode>([
      ...anywhere,
      ...(takesBody ? ofBodies : []),
      ...(mayConflict ? (['CONFLICT'] as const) : []),
      ...(shape.version ? (['INVALID'] as const) : []),
    ]),
  ]
}
