import { readdirSync, readFileSync } from 'node:fs'
import type { CodegenConfig } from '@graphql-codegen/cli'
import { printSchema } from 'graphql'
import { gatewaySchema } from './src/app.ts'

const folder = new URL('test/support/documents/', import.meta.url)

/** In the order of their names: the file system's own order differs from machine to machine, and so would the output. */
const documents = readdirSync(folder)
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))

/** Prints the schema the code builds, and types the documents the tests send. */
const config: CodegenConfig = {
  schema: printSchema(gatewaySchema()),
  documents,
  silent: true,
  // As declared: a diff of the schema then reads as the change that made it.
  config: { sort: false },
  generates: {
    'src/graph/schema.graphql': { plugins: ['schema-ast'] },
    'test/support/gql/': {
      preset: 'client',
      // A document is one thing here: whoever asks for a fragment may look into it.
      presetConfig: { fragmentMasking: false },
      config: {
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
      },
    },
  },
}

export default config
