import { Provider } from '@urql/preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { ConsoleStart } from '../start.ts'
import { AccountPage } from './account/account-page.tsx'
import { graphFor } from './gateway.ts'
import { isService, isSupport, rememberedSession, rememberSession, type Session } from './session.ts'
import { FiveShapes } from './shapes/five-shapes.tsx'
import { SignIn } from './sign-in.tsx'
import { LookUp } from './support/look-up.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import { type Place, usePlace } from './use-place.ts'

/** The console: sign in, then one of its three places. */
export function App() {
  const [start, setStart] = useState<ConsoleStart | null>(null)
  const [isAway, setAway] = useState(false)
  const [session, setSession] = useState(rememberedSession)
  useEffect(() => {
    fetch('/console/start.json')
      .then((response) => response.json())
      .then(setStart)
      .catch(() => setAway(true))
  }, [])

  const signIn = (next: Session | null) => {
    rememberSession(next)
    setSession(next)
  }
  if (isAway) return <p class="notice bad">The gateway does not answer. Is it still running?</p>
  if (start === null) return null
  return session === null ? (
    <>
      <Header start={start} />
      <SignIn people={start.people} onSignIn={signIn} />
    </>
  ) : (
    <SignedIn key={session.token} start={start} session={session} onSignOut={() => signIn(null)} />
  )
}

interface SignedInProps {
  readonly start: ConsoleStart
  readonly session: Session
  readonly onSignOut: () => void
}

function SignedIn({ start, session, onSignOut }: SignedInProps) {
  const graph = useMemo(() => graphFor(session), [session])
  const places: Place[] = [
    ...(isService(session) ? [] : (['account', 'shapes'] as const)),
    ...(isSupport(session) ? (['support'] as const) : []),
  ]
  const place = usePlace(places)
  return (
    <Provider value={graph}>
      <Header start={start}>
        <nav aria-label="Places">
          {places.map((one) => (
            <a key={one} href={`#/${one}`} aria-current={one === place ? 'page' : undefined}>
              {titles[one]}
            </a>
          ))}
        </nav>
        <button type="button" class="plain" onClick={onSignOut}>
          Sign out
        </button>
      </Header>
      <main>
        {place === 'account' && <AccountPage />}
        {place === 'shapes' && <FiveShapes start={start} session={session} accountId={null} />}
        {place === 'support' && <LookUp start={start} session={session} />}
        {place === undefined && (
          <p class="notice">This token stands for a service that may not look accounts up: there is nothing to show.</p>
        )}
      </main>
    </Provider>
  )
}

const titles: Record<Place, string> = { account: 'Account', shapes: 'Five shapes', support: 'Look up' }

function Header({ start, children }: { readonly start: ConsoleStart; readonly children?: preact.ComponentChildren }) {
  return (
    <header class="top">
      <a class="brand" href="#/">
        <img src="/console/mark.svg" alt="" width="24" height="24" />
        Viewer Gateway
      </a>
      {children}
      <span class="links">
        {start.links.map(({ href, text }) => (
          <a key={href} href={href}>
            {text}
          </a>
        ))}
        <ThemeSwitch />
      </span>
    </header>
  )
}
