import { useQuery } from '@urql/preact'
import { useState } from 'preact/hooks'
import { type AccountLookup, FindAccountDocument, type LegacySystem } from '../../gql/graphql.ts'
import type { ConsoleStart } from '../../start.ts'
import { Cards } from '../account/cards.tsx'
import { known, wordsOf } from '../gateway.ts'
import type { Session } from '../session.ts'
import { FiveShapes } from '../shapes/five-shapes.tsx'

interface Props {
  readonly start: ConsoleStart
  readonly session: Session
}

/** For people who help others: any account by its address, its ids or its referral code. */
export function LookUp({ start, session }: Props) {
  const ways: readonly Way[] = [
    { name: 'E-mail address', of: (email) => ({ email }) },
    { name: 'Account id', of: (accountId) => ({ accountId }) },
    { name: 'Referral code', of: (referralCode) => ({ referralCode }) },
    ...start.endpoints.map(({ system, name }) => ({
      name: `Id in ${name}`,
      of: (id: string) => ({ legacy: { system: system as LegacySystem, id } }),
    })),
  ]
  const [wayName, choose] = useState(ways[0]?.name ?? '')
  const [text, setText] = useState('')
  const [by, lookUp] = useState<AccountLookup | null>(null)
  const way = ways.find(({ name }) => name === wayName)
  return (
    <>
      <h1>Look an account up</h1>
      <form
        class="row look-up"
        onSubmit={(event) => {
          event.preventDefault()
          if (way) lookUp(way.of(text.trim()))
        }}
      >
        <label for="look-up-by">By</label>
        <select id="look-up-by" value={wayName} onChange={(event) => choose(event.currentTarget.value)}>
          {ways.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <label for="look-up-text" class="unseen">
          {wayName}
        </label>
        <input
          id="look-up-text"
          required
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="primary">
          Look up
        </button>
      </form>
      {by && <Found key={JSON.stringify(by)} by={by} start={start} session={session} />}
    </>
  )
}

interface Way {
  readonly name: string
  readonly of: (text: string) => AccountLookup
}

interface FoundProps extends Props {
  readonly by: AccountLookup
}

function Found({ by, start, session }: FoundProps) {
  const [{ data, error, fetching }] = useQuery({ query: known(FindAccountDocument), variables: { by } })
  const [isFive, showFive] = useState(false)
  if (error) return <p class="notice bad">{wordsOf(error)}</p>
  if (fetching && !data) return <p class="notice">Looking…</p>
  if (!data?.account) return <p class="notice">Nobody is meant by that.</p>
  const { account } = data
  return (
    <>
      <nav class="row" aria-label="View">
        <button type="button" class="plain" aria-pressed={!isFive} onClick={() => showFive(false)}>
          Account
        </button>
        <button type="button" class="plain" aria-pressed={isFive} onClick={() => showFive(true)}>
          Five shapes
        </button>
      </nav>
      {isFive ? (
        <FiveShapes start={start} session={session} accountId={account.accountId} />
      ) : (
        <Cards account={account} isOwn={false} />
      )}
    </>
  )
}
