import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { serverPrograms } from '../support/cluster.ts'

/** What the load and its figures cannot do without, of this machine; each with how to come by it. */
export function missingMeans(): string[] {
  const missing: string[] = []
  if (!isThere('wrk')) missing.push('wrk, which makes the load (Debian: apt-get install wrk)')
  if (serverPrograms === null) missing.push('the programs of a PostgreSQL server (Debian: apt-get install postgresql)')
  if (!existsSync('/proc/self/stat')) missing.push('/proc, from which processor time is read: this runs on Linux')
  if (!isBuilt()) missing.push('a build of what stands in src now (npm run build)')
  return missing
}

/** Nothing in src has changed since: of an older build the figures would be, too. */
function isBuilt(): boolean {
  const root = new URL('../../', import.meta.url)
  const timeOf = (file: URL) => statSync(file).mtimeMs
  const built = new URL('dist/main.js', root)
  if (!existsSync(built)) return false
  const files = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts'))
    .every((file) => timeOf(new URL(`src/${file}`, root)) <= timeOf(built))
}

/** Whether servers get the first core and the load the second; else why not. */
export function pinning(): { readonly isPinned: boolean; readonly inWords: string } {
  if (cpus().length < 2) return { isPinned: false, inWords: 'nothing is pinned: there is one core only' }
  if (!isThere('taskset')) return { isPinned: false, inWords: 'nothing is pinned: there is no taskset' }
  return { isPinned: true, inWords: 'servers are pinned to core 0, the load to core 1, PostgreSQL to none' }
}

/** A command with its arguments, kept on a core where cores can be told apart. */
export function onCore(core: number, command: string, args: readonly string[]): [string, string[]] {
  return pinning().isPinned ? ['taskset', ['-c', String(core), command, ...args]] : [command, [...args]]
}

/** The machine in a line. */
export function machineInWords(): string {
  const [first] = cpus()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return `${first?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${gigabytes} GB of memory`
}

/** Of each package of the peers, the version that was measured. */
export function peerVersions(): string[] {
  const peers = new URL('./peers/', import.meta.url)
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', peers), 'utf8')) as {
    dependencies: Record<string, string>
  }
  return Object.keys(dependencies).map((name) => {
    const { version } = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, peers), 'utf8'))
    return `${name} ${version}`
  })
}

function isThere(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
