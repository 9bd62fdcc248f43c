import { rm, writeFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { shapes } from '../src/rest/legacy/index.ts'
import { openapiDocument } from '../src/rest/openapi/document.ts'

const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** The generator writes by the compiler's own interface, which TypeScript 7 does not have: ts-morph carries an older one. */
const olderTypeScript: Plugin = {
  name: 'older-typescript',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^typescript$/ }, () => ({ path: 'typescript', namespace: 'older' }))
    onLoad({ filter: /.*/, namespace: 'older' }, () => ({
      contents: "export { ts as default } from '@ts-morph/common'",
      resolveDir: file('.'),
    }))
  },
}

interface Generator {
  generate(document: object): Promise<unknown[]>
  astToString(nodes: unknown[]): string
}

async function loadGenerator(): Promise<Generator> {
  const outfile = file('node_modules/.cache/openapi-typescript.cjs')
  await build({
    stdin: { contents: "export { default as generate, astToString } from 'openapi-typescript'", resolveDir: file('.') },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    plugins: [olderTypeScript],
    logLevel: 'warning',
  })
  try {
    return await import(pathToFileURL(outfile).href)
  } finally {
    await rm(outfile)
  }
}

/** Types the clients of the REST face that the tests use, from its document as settings usually are. */
const document = openapiDocument(shapes, { deprecations: {}, requireVersion: false })
const { generate, astToString } = await loadGenerator()
const types = astToString(await generate(JSON.parse(JSON.stringify(document))))
await writeFile(
  file('test/support/openapi/client-types.ts'),
  `// Generated from the OpenAPI document: npm run codegen.\n${types}`,
)
