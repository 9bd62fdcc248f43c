import { readdirSync, readFileSync } from 'node:fs'
import type { CodegenConfig } from '@graphql-codegen/cli'
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset'
import { printSchema } from 'graphql'
import { gatewaySchema } from './src/app.ts'

/** In the order of their names: the file system's own order differs from machine to machine, and so would the output. */
function documentsIn(path: string): string[] {
  const folder = new URL(path, import.meta.url)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
}

/** What every client of ours reads the scalars as. */
const client = {
  strictScalars: true,
  scalars: {
    CreditAmount: 'number',
    DateTime: 'string',
    EmailAddress: 'string',
    EurAmount: 'string',
    SafeInt: 'number',
    URL: 'string',
    UUID: 'string',
  },
  enumsAsTypes: true,
  useTypeImports: true,
  importExtension: '.ts',
} as const

/** Prints the schema the code builds, and types the documents that the console and the tests send. */
const config: CodegenConfig = {
  schema: printSchema(gatewaySchema()),
  silent: true,
  // As declared: a diff of the schema then reads as the change that made it.
  config: { sort: false },
  generates: {
    'src/graph/schema.graphql': { plugins: ['schema-ast'] },
    'src/console/gql/': {
      preset: 'client',
      documents: documentsIn('src/console/documents/'),
      // The browser's cache goes by the names of the types it has seen.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: {
        fragmentMasking: false,
        // Asked for by their ids, so that a gateway that answers trusted documents alone still has a console.
        persistedDocuments: {
          mode: 'replaceDocumentWithHash',
          hashPropertyName: 'documentId',
          hashAlgorithm: 'sha256',
        },
      },
      config: client,
    },
    'test/support/gql/': {
      preset: 'client',
      documents: documentsIn('test/support/documents/'),
      // A document is one thing here: whoever asks for a fragment may look into it.
      presetConfig: { fragmentMasking: false },
      config: client,
    },
  },
}

export default config
