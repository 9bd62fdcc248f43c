import type { LegacyAnswer } from '../../domain/legacy-answer.ts'
import { builder } from '../builder.ts'
import { LegacySystem } from './legacy-system.ts'

export const LegacyAnswerType = builder.objectRef<LegacyAnswer>('LegacyAnswer').implement({
  description: 'What one legacy endpoint answers the account’s owner right now.',
  fields: (t) => ({
    system: t.field({ type: LegacySystem, description: 'Whose endpoint.', resolve: ({ system }) => system }),
    route: t.exposeString('route', { description: 'As its callers know it: `GET /api/v1/users/me`.' }),
    status: t.exposeInt('status', { description: 'The HTTP status: 200, or why not for an account that is closed.' }),
    body: t.exposeString('body', { description: 'The body to the byte, JSON as text.' }),
    losses: t.stringList({
      description: 'What this answer cannot say of this account, each as `field: reason`.',
      resolve: ({ losses }) => [...losses],
    }),
  }),
})
