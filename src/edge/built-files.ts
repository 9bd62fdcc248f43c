import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** Where the build puts what browsers load: beside the programs, which are one directory deep once they are bundled. */
const directories = [new URL('./pages/', import.meta.url), new URL('../../dist/pages/', import.meta.url)]

/**
 * A file the build has put there, by its path under `dist/pages`, so that nothing is read from `node_modules` at run time.
 *
 * @throws Error saying what to do when there has been no build, as may be when the gateway is run from its sources.
 */
export async function builtFile(path: string): Promise<Buffer> {
  const file = directories.map((directory) => new URL(path, directory)).find((url) => existsSync(url))
  if (!file) throw new Error(`dist/pages/${path} is not there: npm run build makes it.`)
  return readFile(file)
}
