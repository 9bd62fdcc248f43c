import { readFile } from 'node:fs/promises'

/** `npm ci` fails on another platform when an optional dependency stands in the lock file without version or integrity. */
interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
}

const lock = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'))
const packages = Object.entries<Locked>(lock.packages).filter(([path, { link }]) => path !== '' && !link)
const holes = packages.filter(([, { version, integrity }]) => !version || !integrity).map(([path]) => path)
const hosts = packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)

if (holes.length > 0 || hosts.length > 0) {
  console.error(
    'The lock file has packages without version and integrity:',
    holes,
    'or with a registry of its own:',
    hosts,
  )
  process.exit(1)
}
console.log(`The lock file is whole: ${packages.length} packages.`)
