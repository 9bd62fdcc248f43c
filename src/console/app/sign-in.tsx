import { useState } from 'preact/hooks'
import type { DemoLogin } from '../start.ts'
import type { Session } from './session.ts'

interface Props {
  readonly people: readonly DemoLogin[]
  readonly onSignIn: (session: Session) => void
}

/** A token of one's own, or somebody of the demo. */
export function SignIn({ people, onSignIn }: Props) {
  const [token, setToken] = useState('')
  return (
    <main class="sign-in">
      <h1>One account, five shapes</h1>
      <p>
        One <code>Viewer</code> over four legacy profile endpoints, which go on answering byte for byte.
      </p>
      {people.length > 0 && (
        <section aria-labelledby="demo">
          <h2 id="demo">Be somebody of the demo</h2>
          <ul class="people">
            {people.map((person) => (
              <li key={person.token}>
                <button type="button" onClick={() => onSignIn({ token: person.token, isDemo: true })}>
                  <strong>{person.name}</strong>
                  <span>{person.shows}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="token">
        <h2 id="token">{people.length > 0 ? 'Or bring a token' : 'Sign in with a token'}</h2>
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault()
            onSignIn({ token: token.trim(), isDemo: false })
          }}
        >
          <label for="given">Token or API key</label>
          <input
            id="given"
            type="password"
            autocomplete="off"
            spellcheck={false}
            pattern="\s*[!-~]+\s*"
            title="Letters, digits and signs, without spaces"
            required
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
          <button type="submit" class="primary">
            Sign in
          </button>
        </form>
        <p class="hint">It stays in this tab, and is forgotten when the tab is closed.</p>
      </section>
    </main>
  )
}
