import { findAccount } from '../../actions/find-account.ts'
import { callerAccount } from '../../actions/read-viewer.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import { type Profile, profileOf } from '../profile.ts'
import type { ExpectedCode, Payload, UserError } from '../user-errors.ts'
import { ViewerType } from './viewer.ts'

const UserErrorCode = builder.enumType('UserErrorCode', {
  description: 'Why a mutation did not happen.',
  values: {
    INVALID: { description: 'A value cannot be.' },
    CONFLICT: { description: 'A value is taken, or the state of things does not allow it.' },
    NOT_FOUND: { description: 'Nobody and nothing of that name, or not yours to see: the two look alike.' },
    INSUFFICIENT_CREDITS: { description: 'There is less to spend than asked for.' },
    ACCOUNT_RESTRICTED: { description: 'The account may not spend: it is suspended, blocked or owes a payment.' },
    HOLD_CLOSED: { description: 'The hold has ended: captured, released or expired.' },
    LIMIT_REACHED: { description: 'The plan, or any account, allows no more.' },
    IDEMPOTENCY_MISMATCH: { description: 'The key was used before, with another input.' },
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
      ...userErrorFields(t),
    }),
  })
}

/**
 * What the payload of a change to one's own account ends with; the viewer is read only when it is asked for, so that
 * what was made is told even when reading fails.
 */
export function ownPayloadFields<P extends Payload>(t: ObjectFields<P>) {
  return {
    viewer: t.field({
      type: ViewerType,
      nullable: true,
      description: 'The viewer as it is now; null when nothing happened.',
      resolve: async ({ userErrors }, _args, context) =>
        userErrors.length > 0 ? null : profileOf(await callerAccount(context, 'profile:write'), context.now),
    }),
    ...userErrorFields(t),
  }
}

/** A service's mutation's payload, which shows the account as it is afterwards. */
export interface AccountPayload extends Payload {
  /** Absent when nothing happened. */
  readonly accountId?: string
}

/** What every such payload ends with; read only when it is asked for. */
export function accountPayloadFields<P extends AccountPayload>(t: ObjectFields<P>) {
  return {
    accountId: t.field({
      type: 'UUID',
      nullable: true,
      description: 'Our own id of the account; null when nothing happened.',
      resolve: ({ accountId }) => accountId ?? null,
    }),
    account: t.field({
      type: ViewerType,
      nullable: true,
      description:
        'The account as it is now, for callers who may look one up (`account:support`); null when nothing happened.',
      resolve: async ({ accountId }, _args, context) => {
        const account = accountId === undefined ? null : await findAccount(context, { by: 'accountId', accountId })
        return account && profileOf(account, context.now)
      },
    }),
    ...userErrorFields(t),
  }
}

/** What every payload says. */
export function userErrorFields<P extends Payload>(t: ObjectFields<P>) {
  return {
    userErrors: t.field({
      type: [UserErrorType],
      description: 'Why nothing happened; empty when it did.',
      resolve: ({ userErrors }) => [...userErrors],
    }),
  }
}

type ObjectFields<P> = PothosSchemaTypes.ObjectFieldBuilder<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>, P>
