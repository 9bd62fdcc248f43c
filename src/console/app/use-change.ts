import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import type { AnyVariables } from '@urql/core'
import { useMutation } from '@urql/preact'
import { known } from './gateway.ts'

/** A mutation of the account, after which all that is shown of it is asked again. */
export function useChange<Data, Variables extends AnyVariables>(document: TypedDocumentNode<Data, Variables>) {
  const [state, mutate] = useMutation(known(document))
  const change = (variables: Variables) => mutate(variables, { additionalTypenames: ['Viewer'] })
  return [state, change] as const
}
