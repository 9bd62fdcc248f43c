import { createHash } from 'node:crypto'
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations'
import type { Plugin } from 'graphql-yoga'
import { z } from 'zod'

/** Queries that are known beforehand, and whether nothing else is answered. */
export interface TrustedDocuments {
  /** By the SHA-256 of the text, in lower-case hexadecimal digits. */
  readonly texts: ReadonlyMap<string, string>
  readonly only: boolean
}

/** As code generators write them for the clients: `{ "<SHA-256 of the text>": "<text>" }`. */
export const trustedTexts = z
  .record(z.string(), z.string(), 'must hold an object of texts')
  .transform((texts, context): ReadonlyMap<string, string> => {
    Object.entries(texts).forEach(([hash, text], index) => {
      if (createHash('sha256').update(text).digest('hex') === hash) return
      context.addIssue(`entry ${index + 1} is not under the SHA-256 of its text, in lower-case hexadecimal digits`)
    })
    return new Map(Object.entries(texts))
  })

/** The parameter that names one, in a body and in an address (GraphQL over HTTP, appendix "Persisted Documents"). */
export const documentIdParameter = 'documentId'

/** Answers trusted documents by their id: `documentId`, or `extensions.persistedQuery.sha256Hash` as Apollo's clients do. */
export function useTrustedDocuments({ texts, only }: TrustedDocuments): Plugin {
  return usePersistedOperations({
    allowArbitraryOperations: !only,
    extractPersistedOperationId: ({ extensions, ...params }, { method, url }) => {
      const given =
        method === 'GET' ? new URL(url).searchParams.get(documentIdParameter) : Reflect.get(params, documentIdParameter)
      const id = given ?? extensions?.persistedQuery?.sha256Hash
      return typeof id === 'string' ? id.replace(/^sha256:/, '') : null
    },
    getPersistedOperation: (id) => texts.get(id) ?? null,
    customErrors: {
      // The message that Apollo's clients look for.
      notFound: { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
      keyNotFound: {
        message: 'A query or the id of a trusted document is needed.',
        extensions: { code: 'BAD_REQUEST', http: { spec: true, status: 400 } },
      },
      persistedQueryOnly: {
        message: 'Only trusted documents are answered here: ask by documentId.',
        extensions: { code: 'PERSISTED_QUERY_ONLY' },
      },
    },
  })
}
