import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** Where the build puts what browsers load: beside the programs, or in `dist` when they run from the sources. */
const directory = [new URL('./pages/', import.meta.url), new URL('../../dist/pages/', import.meta.url)].find((url) =>
  existsSync(url),
)

/** A file of the built pages: `console/main.js`. @throws Error when the pages have not been built. */
export function builtFile(path: string): Promise<Buffer> {
  if (directory === undefined) throw new Error('The pages are not built: run npm run build.')
  return readFile(new URL(path, directory))
}
