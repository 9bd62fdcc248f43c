import type { AccountFragment } from '../../gql/graphql.ts'
import { day } from '../format.ts'
import { Card } from './card.tsx'

/** The account as each legacy system knows it, and where they part. */
export function IdentitiesCard({ account }: { readonly account: AccountFragment }) {
  return (
    <Card id="identities" title="Identities">
      <dl class="pairs">
        <dt>Account</dt>
        <dd>
          <code>{account.accountId}</code>
        </dd>
      </dl>
      {account.identities.length === 0 && <p class="hint">No legacy system knows this account.</p>}
      <ul class="identities">
        {account.identities.map(({ system, legacyId, linkedAt, differences }) => (
          <li key={system}>
            <h3>{system.toLowerCase().replaceAll('_', '-')}</h3>
            <p>
              <code>{legacyId}</code> <span class="hint">since {day(linkedAt)}</span>
            </p>
            {differences.length > 0 && (
              <details>
                <summary>
                  Its record says otherwise in {differences.length} {differences.length === 1 ? 'place' : 'places'}
                </summary>
                <ul class="differences">
                  {differences.map(({ field, theirs, ours }) => (
                    <li key={field}>
                      <code>{field}</code> is <q>{theirs ?? 'null'}</q> there, <q>{ours ?? 'null'}</q> here
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
