import { useState } from 'preact/hooks'
import { CreateApiKeyDocument, type ResourcesFragment, RevokeApiKeyDocument } from '../../gql/graphql.ts'
import { CopyButton } from '../copy-button.tsx'
import { day, fromNow } from '../format.ts'
import { Outcome } from '../outcome.tsx'
import { useChange } from '../use-change.ts'

type Key = ResourcesFragment['apiKeys']['edges'][number]['node']

interface Props {
  readonly keys: readonly Key[]
  /** Active ones, those included that were never listed here. */
  readonly total: number
  readonly isOwn: boolean
}

/** API keys: make one, copy its secret once, revoke it. */
export function ApiKeys({ keys, total, isOwn }: Props) {
  const active = keys.filter(({ revokedAt }) => revokedAt === null)
  const unlisted = total - active.length
  return (
    <section aria-labelledby="keys-title">
      <h3 id="keys-title">API keys</h3>
      {active.length === 0 && unlisted === 0 && <p class="hint">None.</p>}
      <ul class="rows">
        {active.map((key) => (
          <ApiKey key={key.id} apiKey={key} isOwn={isOwn} />
        ))}
      </ul>
      {unlisted > 0 && <p class="hint">{unlisted} that an older system tells of</p>}
      {isOwn && <NewKey />}
    </section>
  )
}

function ApiKey({ apiKey, isOwn }: { readonly apiKey: Key; readonly isOwn: boolean }) {
  const [{ fetching, data, error }, revoke] = useChange(RevokeApiKeyDocument)
  const [isSure, setSure] = useState(false)
  const name = apiKey.name ?? `…${apiKey.lastFour}`
  return (
    <li>
      <span class="what">
        {apiKey.name ?? 'Unnamed'} <code>…{apiKey.lastFour}</code>
      </span>
      {isOwn && (
        <button
          type="button"
          class={isSure ? 'plain bad' : 'plain'}
          disabled={fetching}
          aria-label={isSure ? `Really revoke ${name}` : `Revoke ${name}`}
          onClick={() => (isSure ? revoke({ input: { id: apiKey.id } }) : setSure(true))}
          onBlur={() => setSure(false)}
        >
          {isSure ? 'Really revoke' : 'Revoke'}
        </button>
      )}
      <span class="when">
        made {day(apiKey.createdAt)}, {apiKey.lastUsedAt ? `last used ${fromNow(apiKey.lastUsedAt)}` : 'never used'}
      </span>
      <Outcome error={error} refused={data?.revokeApiKey.userErrors} />
    </li>
  )
}

/** A secret is told once, by the answer that made it. */
function NewKey() {
  const [name, setName] = useState('')
  const [{ fetching, data, error }, create] = useChange(CreateApiKeyDocument)
  const [isPutAway, putAway] = useState(false)
  const secret = isPutAway ? null : data?.createApiKey.secret
  return (
    <>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault()
          putAway(false)
          create({ input: { name: name.trim() === '' ? null : name.trim() } }).then(() => setName(''))
        }}
      >
        <label for="key-name">New key</label>
        <input
          id="key-name"
          placeholder="what for"
          maxLength={255}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" disabled={fetching}>
          Make
        </button>
      </form>
      <Outcome error={error} refused={data?.createApiKey.userErrors} />
      {secret && (
        <div class="notice good" role="status">
          <p>Copy it now: it is shown this once.</p>
          <code class="secret">{secret}</code>
          <div class="row">
            <CopyButton text={secret} label="Copy the key" />
            <button type="button" class="plain" onClick={() => putAway(true)}>
              Done
            </button>
          </div>
        </div>
      )}
    </>
  )
}
