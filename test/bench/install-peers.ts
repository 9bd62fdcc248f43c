import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const peers = new URL('./peers/', import.meta.url)
const ours = new URL('../../schema.prisma', import.meta.url)
/** Among the installed packages, so that it is no file of ours and goes with them. */
const untuned = new URL('node_modules/.untuned/', peers)
const mark = new URL('installed', untuned)

/** Installs what the peers are made of, as the lock file says, and generates the untuned peer's client from our schema. */
export function installPeers(tell: (message: string) => void): void {
  const wanted = createHash('sha256')
  for (const file of [new URL('package-lock.json', peers), ours]) wanted.update(readFileSync(file))
  const digest = wanted.digest('hex')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return
  tell('installing the peers (npm ci in test/bench/peers): this happens once')
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
  mkdirSync(untuned, { recursive: true })
  writeFileSync(new URL('schema.prisma', untuned), generatingBoth(readFileSync(ours, 'utf8')))
  run('npx', ['prisma', 'generate', '--no-hints', '--schema', 'node_modules/.untuned/schema.prisma'])
  writeFileSync(mark, digest)
}

const generators = `generator client {
  provider = "prisma-client"
  output   = "./client"
}

generator pothos {
  provider     = "prisma-pothos-types"
  clientOutput = "./client"
  output       = "./pothos.ts"
}`

/** Our models, with the generators of somebody who uses the Pothos plugin. */
function generatingBoth(schema: string): string {
  return schema.replace(/generator client \{[^}]*\}/, generators)
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, {
    cwd: fileURLToPath(peers),
    stdio: ['ignore', 'ignore', 'inherit'],
    // The client needs no engine; a stand-in keeps one from being downloaded.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  })
}
