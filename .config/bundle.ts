import { cp } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/**
 * Libraries that stay packages. Two find files of their own beside themselves; of the third, which is CommonJS and loaded
 * late, only Node would find the names.
 */
export const unbundled = ['@electric-sql/pglite', '@prisma/schema-engine-wasm', 'ioredis'] as const

/**
 * Puts the programs into a directory, each with all the libraries it loads: a few files are read in a third of the time
 * that two thousand take (docs/decisions/0015). What a program loads only when it is needed stays in a file of its own.
 */
export async function bundle(directory: string): Promise<void> {
  await build({
    entryPoints: { main: file('src/main.ts'), 'cli/main': file('src/cli/main.ts') },
    outdir: directory,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: [...unbundled, 'pg-native'],
    // As Node itself chooses: of GraphQL's two builds one, for their types disown one another.
    mainFields: ['main', 'module'],
    // Some libraries ask for others as CommonJS does.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  })
  await bundleConsole(`${directory}/pages/console`)
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    await cp(file(`node_modules/swagger-ui-dist/${name}`), `${directory}/pages/docs/${name}`)
  }
  await cp(file('src/store/migrations'), `${directory}/migrations`, { recursive: true })
}

/** The console's script and style sheet, for browsers of the last two years, and its document. */
async function bundleConsole(directory: string): Promise<void> {
  const app = file('src/console/app')
  await build({
    entryPoints: [
      { in: `${app}/main.tsx`, out: 'main' },
      { in: `${app}/style/main.css`, out: 'main' },
    ],
    outdir: directory,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    tsconfig: `${app}/tsconfig.json`,
    legalComments: 'none',
    logLevel: 'warning',
  })
  for (const name of ['index.html', 'mark.svg']) await cp(`${app}/${name}`, `${directory}/${name}`)
}
