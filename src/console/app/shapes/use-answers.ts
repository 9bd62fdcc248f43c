import { useEffect, useState } from 'preact/hooks'
import type { ConsoleEndpoint } from '../../start.ts'
import { askLegacy, type RestAnswer } from '../gateway.ts'
import type { Session } from '../session.ts'

/** What the legacy endpoints answer whoever is signed in, by system, as it comes in; none when nobody is to ask. */
export function useAnswers(
  endpoints: readonly ConsoleEndpoint[],
  session: Session | null,
): ReadonlyMap<string, RestAnswer> {
  const [answers, setAnswers] = useState<ReadonlyMap<string, RestAnswer>>(new Map())
  useEffect(() => {
    if (session === null) return
    let isGone = false
    for (const { system, path } of endpoints) {
      askLegacy(path, session)
        .catch((): RestAnswer => ({ status: 0, headers: [], body: '' }))
        .then((answer) => {
          if (!isGone) setAnswers((before) => new Map(before).set(system, answer))
        })
    }
    return () => {
      isGone = true
    }
  }, [endpoints, session])
  return answers
}
