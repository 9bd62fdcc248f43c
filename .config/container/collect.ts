import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unbundled } from '../bundle.ts'

/** As much of package-lock.json as says who needs whom. */
export interface LockFile {
  readonly packages: Readonly<Record<string, { readonly dependencies?: Readonly<Record<string, string>> }>>
}

/**
 * The packages that a built gateway loads, by their places: those that are not bundled, and what they need. Everything
 * else that package.json lists is inside of `dist` already.
 *
 * @throws Error when the lock file has not got one.
 */
export function packagesAtRunTime({ packages }: LockFile): readonly string[] {
  const places = new Set<string>()
  const add = (name: string, from: string) => {
    const place = placeOf(name, from)
    if (places.has(place)) return
    places.add(place)
    for (const needed of Object.keys(packages[place]?.dependencies ?? {})) add(needed, place)
  }
  /** As Node looks: beside what asks, then further out. */
  const placeOf = (name: string, from: string): string => {
    const place = `${from === '' ? '' : `${from}/`}node_modules/${name}`
    if (place in packages) return place
    if (from === '') throw new Error(`package-lock.json has no ${name}.`)
    return placeOf(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))))
  }
  for (const name of unbundled) add(name, '')
  return [...places].sort()
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Puts all that runs into a directory: the build, the packages, and the manifest that says these are ES modules. */
async function collect(directory: string): Promise<void> {
  const lockFile = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as LockFile
  for (const place of ['package.json', 'LICENSE', 'dist', ...packagesAtRunTime(lockFile)]) {
    await cp(join(root, place), join(directory, place), { recursive: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , directory] = process.argv
  if (directory === undefined) throw new Error('Say where to: npx tsx .config/container/collect.ts DIRECTORY')
  await collect(directory)
}
