import documents from './gql/persisted-documents.json' with { type: 'json' }

/** What the console asks, by the SHA-256 of its text: known to every gateway that shows it, like any trusted document. */
export const consoleDocuments: ReadonlyMap<string, string> = new Map(
  Object.entries(documents).map(([id, text]) => [id.replace(/^sha256:/, ''), text]),
)
