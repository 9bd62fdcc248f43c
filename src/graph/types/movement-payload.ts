import type { Moved } from '../../actions/once.ts'
import { readEntries } from '../../actions/read-entries.ts'
import { builder } from '../builder.ts'
import { CreditGrant } from './credit-grant.ts'
import { CreditHold } from './credit-hold.ts'
import { LedgerEntryType } from './ledger-entry.ts'
import { type AccountPayload, accountPayloadFields } from './user-error.ts'

/** What every movement of credits answers. */
export interface MovementPayload extends AccountPayload {
  readonly moved?: Moved
}

export function movementPayloadOf(moved: Moved): MovementPayload {
  return { moved, accountId: moved.accountId, userErrors: [] }
}

/** A payload that shows the grant or the hold it was about, as it was left. */
export function movementPayload(name: string, subject: 'grant' | 'hold' | null) {
  return builder.objectRef<MovementPayload>(name).implement({
    description: 'What became of it, the same whenever the same key asks again; or why nothing happened.',
    fields: (t) => ({
      ...(subject === 'grant' && {
        grant: t.field({
          type: CreditGrant,
          nullable: true,
          description: 'The grant as it was given; null when nothing happened.',
          resolve: ({ moved }) => (moved?.grant ? { accountId: moved.accountId, row: moved.grant } : null),
        }),
      }),
      ...(subject === 'hold' && {
        hold: t.field({
          type: CreditHold,
          nullable: true,
          description: 'The hold as this left it; null when nothing happened.',
          resolve: ({ moved }) => (moved?.hold ? { accountId: moved.accountId, row: moved.hold } : null),
        }),
      }),
      entries: t.field({
        type: [LedgerEntryType],
        description: 'What it wrote into the journal, oldest first: one entry per grant and bucket it touched.',
        resolve: async ({ moved }, _args, context) =>
          moved ? (await readEntries(context, moved)).map((row) => ({ accountId: moved.accountId, row })) : [],
      }),
      ...accountPayloadFields(t),
    }),
  })
}
