import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { type Client, type CombinedError, cacheExchange, createClient, fetchExchange } from '@urql/core'
import type { Session } from './session.ts'

/** The graph, asked as whoever is signed in. After a mutation, whatever shows a type it has touched is asked again. */
export function graphFor({ token }: Session): Client {
  return createClient({
    url: '/graphql',
    exchanges: [cacheExchange, fetchExchange],
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
  })
}

/** A generated document as the client sends it: by its id, which the gateway knows. */
export function known<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
): TypedDocumentNode<Data, Variables> {
  const { __meta__ } = document as { __meta__?: { documentId: string } }
  return { kind: 'Document', definitions: [], documentId: __meta__?.documentId } as unknown as typeof document
}

/** What went wrong, in the gateway's own words where it has said any. */
export function wordsOf({ graphQLErrors, networkError, response }: CombinedError): string {
  const [first] = graphQLErrors
  if (first) return first.message
  if (response?.status === 429) return 'Too many requests: wait a moment.'
  return networkError ? 'The gateway does not answer. Is it still running?' : 'Something went wrong.'
}

export interface RestAnswer {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  /** To the byte. */
  readonly body: string
}

/** Asks a legacy endpoint as its old clients do. */
export async function askLegacy(path: string, { token }: Session): Promise<RestAnswer> {
  const response = await fetch(path, { headers: { authorization: `Bearer ${token}` }, cache: 'no-store' })
  return { status: response.status, headers: [...response.headers], body: await response.text() }
}
