import { builder } from '../builder.ts'
import type { Profile } from '../profile.ts'
import type { ExpectedCode, Payload, UserError } from '../user-errors.ts'
import { ViewerType } from './viewer.ts'

const UserErrorCode = builder.enumType('UserErrorCode', {
  description: 'Why a mutation did not happen.',
  values: {
    INVALID: { description: 'A value cannot be.' },
    CONFLICT: { description: 'A value is taken.' },
  } satisfies Record<ExpectedCode, { description: string }>,
})

const UserErrorType = builder.objectRef<UserError>('UserError').implement({
  description: 'Why a mutation did not happen. Nothing was written.',
  fields: (t) => ({
    field: t.string({
      nullable: true,
      description: 'The field of the input at fault.',
      resolve: ({ field }) => field ?? null,
    }),
    message: t.exposeString('message', { description: 'What is wrong, in words.' }),
    code: t.expose('code', { type: UserErrorCode, description: 'What is wrong, for programs.' }),
  }),
})

/** A mutation's payload that shows the viewer as it is afterwards. */
export interface ViewerPayload extends Payload {
  readonly profile?: Profile
}

export function viewerPayload(name: string) {
  return builder.objectRef<ViewerPayload>(name).implement({
    description: 'What became of it: the viewer as it is now, or why nothing happened.',
    fields: (t) => ({
      viewer: t.field({
        type: ViewerType,
        nullable: true,
        description: 'The viewer as it is now; null when nothing happened.',
        resolve: ({ profile }) => profile ?? null,
      }),
      userErrors: t.field({
        type: [UserErrorType],
        description: 'Why nothing happened; empty when it did.',
        resolve: ({ userErrors }) => [...userErrors],
      }),
    }),
  })
}
