import { useQuery } from '@urql/preact'
import { ViewerDocument } from '../../gql/graphql.ts'
import { known, wordsOf } from '../gateway.ts'
import { Cards } from './cards.tsx'

/** The account that is signed in. */
export function AccountPage() {
  const [{ data, error, fetching }] = useQuery({ query: known(ViewerDocument) })
  if (error) return <p class="notice bad">{wordsOf(error)}</p>
  if (fetching && !data) return <p class="notice">Loading…</p>
  if (!data?.viewer) return <p class="notice">There is no such account: it may have been deleted.</p>
  return <Cards account={data.viewer} isOwn />
}
