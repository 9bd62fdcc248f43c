import type { CombinedError } from '@urql/core'
import { wordsOf } from './gateway.ts'

interface Props {
  readonly error?: CombinedError | undefined
  readonly refused?: readonly { readonly message: string }[] | undefined
}

/** Why something that was tried did not happen; nothing when it did. */
export function Outcome({ error, refused = [] }: Props) {
  const said = error ? [wordsOf(error)] : refused.map(({ message }) => message)
  return (
    <div role="status">
      {said.map((message) => (
        <p key={message} class="notice bad">
          {message}
        </p>
      ))}
    </div>
  )
}
