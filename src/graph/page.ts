import { resolveCursorConnection } from '@pothos/plugin-relay'
import type { RequestContext } from '../actions/request-context.ts'
import type { Account } from '../domain/account.ts'
import type { CreditPoolKind } from '../domain/credits.ts'
import type { LedgerBucket } from '../domain/journal.ts'
import type { ListName, Lists } from '../domain/lists.ts'
import { Refusal } from '../domain/refusal.ts'

interface ConnectionArgs {
  readonly first?: number | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
  readonly after?: string | null | undefined
}

/** A row with the account it belongs to, which its id carries. */
export interface RowOf<Row> {
  readonly accountId: string
  readonly row: Row
}

export function rowOf<Row>(
  found: { readonly account: Account; readonly row: Row } | null,
  asOf: (account: Account) => (row: Row) => Row = () => (row) => row,
): RowOf<Row> | null {
  return found && { accountId: found.account.id, row: asOf(found.account)(found.row) }
}

/** What an id says of a row of one type, for the action to find; '' for an id of anything else, which is no row's. */
export function rowIdOf(type: string, { typename, id }: { readonly typename: string; readonly id: string }): string {
  return typename === type ? id : ''
}

/** Names a connection after its rows and not, as the library would, after the field: `AgentConnection`, `AgentEdge`. */
export function pagesOf(row: string): [{ name: string; description: string }, { name: string; description: string }] {
  return [
    { name: `${row}Connection`, description: `One page of a list of \`${row}\`.` },
    { name: `${row}Edge`, description: `One \`${row}\` and where it stands in the list.` },
  ]
}

/** The most rows one page may hold, and how many it holds unless it is said. */
export const pageLimit = 100
export const usualPage = 20

/**
 * One page of an account's list, newest first. A page that is too large is refused, not cut: whoever asks for 500 rows
 * would take 100 for all there are.
 *
 * @throws Refusal MALFORMED for a page size or a cursor that cannot be.
 */
export async function readConnection<L extends ListName>(
  { readers }: RequestContext,
  asked: {
    readonly accountId: string
    readonly list: L
    readonly pool?: CreditPoolKind | null | undefined
    readonly touching?: readonly LedgerBucket[]
  },
  args: ConnectionArgs,
  /** A row as it is at the request's instant, where the clock alone may have changed it. */
  asOf: (row: Lists[L]) => Lists[L] = (row) => row,
) {
  for (const size of [args.first, args.last]) {
    if (typeof size === 'number' && (size < 0 || size > pageLimit)) {
      throw new Refusal('MALFORMED', `A page holds 0 to ${pageLimit} rows.`)
    }
  }
  if (typeof args.first === 'number' && typeof args.last === 'number') {
    throw new Refusal('MALFORMED', 'Ask for the first rows or for the last, not for both.')
  }
  const toCursor = ({ row }: RowOf<Lists[L]>) => Buffer.from(`${asked.list}:${row.sequence}`).toString('base64url')
  const { edges, pageInfo } = await resolveCursorConnection(
    { args, toCursor, maxSize: pageLimit, defaultSize: usualPage },
    async ({
      before,
      after,
      limit,
      inverted,
    }: {
      before?: string
      after?: string
      limit: number
      inverted: boolean
    }) => {
      const window = {
        limit,
        below: after === undefined ? null : sequenceOf(after, asked.list),
        above: before === undefined ? null : sequenceOf(before, asked.list),
        fromOldest: inverted,
      }
      const rows = await readers.page<L>({ ...asked, pool: asked.pool ?? null, window })
      const nodes = rows.map((row): RowOf<Lists[L]> => ({ accountId: asked.accountId, row: asOf(row) }))
      return inverted ? nodes.reverse() : nodes
    },
  )
  // The library gives a page of no rows the cursors it was asked with.
  return { edges, pageInfo: edges.length > 0 ? pageInfo : { ...pageInfo, startCursor: null, endCursor: null } }
}

function sequenceOf(cursor: string, list: ListName): bigint {
  const [, name, digits] = /^(\w+):(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (name !== list || digits === undefined) throw new Refusal('MALFORMED', 'This is not a cursor of this list.')
  return BigInt(digits)
}
