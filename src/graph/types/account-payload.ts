import { builder } from '../builder.ts'
import { type AccountPayload, accountPayloadFields } from './user-error.ts'

/** The payload of a service's mutation that is about an account as a whole. */
export function accountPayload(name: string) {
  return builder.objectRef<AccountPayload>(name).implement({
    description: 'What became of it: the account as it is now, or why nothing happened.',
    fields: (t) => accountPayloadFields(t),
  })
}
