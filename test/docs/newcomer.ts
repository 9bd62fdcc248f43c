import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { withDatabase, withServer } from '../support/global-setup.ts'
import { startGateway } from '../support/process.ts'
import { type OwnRedis, startRedis } from '../support/redis.ts'
import { root } from './pages.ts'

/** A gateway with the demo people, as the pages begin with: what `npm start` prints, and the tokens in it. */
export interface Demo {
  readonly url: string
  readonly banner: string
  /** Ada's. */
  readonly token: string
  /** The service's. */
  readonly service: string
  end(): Promise<void>
}

/** On a free port, with an embedded database of its own; everything else as it is unless set. */
export async function startDemo(): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'viewer-gateway-demo-'))
  const gateway = await startGateway({ DATA_DIR: dataDir, ...usualRates })
  const banner = gateway.output().replaceAll(dataDir, '.data')
  const tokens = banner.match(/(?<=^ {2})eyJ\S+$/gm) ?? []
  return {
    url: gateway.url,
    banner,
    token: tokens.at(0) ?? '',
    service: tokens.at(-1) ?? '',
    end: async () => {
      await gateway.end('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Somebody who does what a page says, block after block, in a directory of their own. */
export interface Newcomer {
  /**
   * Runs commands, with what earlier ones have set, and tells what they printed.
   *
   * @param on a server: then `DATABASE_URL` is that of a database of the page's own.
   * @throws Error where one fails.
   */
  run(commands: string, on?: { readonly server: boolean }): Promise<string>
  /** Asks the graph, as the first of the demo people or as the service, and tells the body of the answer. */
  ask(query: string, who: 'ada' | 'service'): Promise<string>
  leave(): Promise<void>
}

/**
 * In a directory where commands work as they are written: `npm` is there as far as pages use it, running what is built
 * from the sources as they are now, and what is asked of http://127.0.0.1:4000 is asked of the demo.
 *
 * @param demo started when it is first spoken of.
 */
export function newcomer(demo: () => Promise<Demo>): Newcomer {
  const home = mkdtempSync(join(tmpdir(), 'viewer-gateway-newcomer-'))
  const printed: string[] = []
  let redis: Promise<OwnRedis> | undefined
  let database: Promise<string> | undefined
  layOut(home, inject('built'))

  const ownDatabase = () => {
    database ??= newDatabase()
    return database
  }

  const ownRedis = async () => {
    redis ??= startRedis()
    return (await redis).url
  }

  /** The text with what a reader puts in place of each `…`. */
  const real = async (text: string) => {
    const known: Record<string, () => Promise<string> | string> = {
      'TOKEN=eyJ': async () => (await demo()).token,
      'SERVICE=eyJ': async () => (await demo()).service,
      'JWT_SECRET=': () => randomBytes(32).toString('hex'),
      'DATABASE_URL=postgresql://': ownDatabase,
      'REDIS_URL=redis://': ownRedis,
    }
    let replaced = text
    for (const [word, beginning = ''] of text.matchAll(/([\w+./:=-]+)…/g)) {
      const [, name = '', prefix = ''] = /^(\w+=)?(.*)$/.exec(beginning) ?? []
      const value = (await known[beginning]?.()) ?? copied(prefix)
      replaced = replaced.replace(word, name + value)
    }
    return replaced
  }

  /** What a reader copies: of all that has been printed, the last word that begins like this. */
  const copied = (prefix: string) => {
    const words = printed.join('\n').split(/[\s"',]+/)
    const word = words.findLast((one) => prefix !== '' && one.startsWith(prefix))
    if (word === undefined) throw new Error(`Nothing that begins with "${prefix}" has been printed so far.`)
    return word
  }

  return {
    run: async (commands, { server } = { server: false }) => {
      const asksDemo = commands.includes(address) || /^npm ci && npm start$/m.test(commands)
      const { url, banner } = asksDemo ? await demo() : { url: address, banner: '' }
      writeFileSync(join(home, 'banner'), banner)
      const script = ['if [ -f .set ]; then . ./.set; fi', 'set -a', await real(commands), 'export -p > .set'].join(
        '\n',
      )
      const { PATH = '' } = process.env
      const shell = spawn('sh', ['-euc', script.replaceAll(address, url)], {
        cwd: home,
        env: {
          PATH: `${join(home, 'bin')}:${PATH}`,
          HOME: home,
          LOG_LEVEL: 'silent',
          ...(server && { DATABASE_URL: await ownDatabase() }),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const { code, stdout, stderr } = await finished(shell)
      if (code !== 0) throw new Error(`These commands end with ${code}:\n${commands}\n${stdout}${stderr}`)
      printed.push(stdout)
      return stdout.replaceAll(url, address)
    },
    ask: async (query, who) => {
      const { url, token, service } = await demo()
      const answer = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${who === 'ada' ? token : service}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query: await real(query) }),
      })
      const body = await answer.text()
      printed.push(body)
      return body
    },
    leave: async () => {
      await (await redis)?.kill()
      if (database) await dropDatabase(await database)
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Where the pages say the gateway is. */
const address = 'http://127.0.0.1:4000'

/** As they are unless set: a page shows them. */
const usualRates = {
  RATE_LIMIT_ACCOUNT: '',
  RATE_LIMIT_API_KEY: '',
  RATE_LIMIT_ADDRESS: '',
  RATE_LIMIT_SERVICE: '',
}

function layOut(home: string, built: string): void {
  mkdirSync(join(home, 'bin'))
  mkdirSync(join(home, 'dist'))
  writeFileSync(join(home, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(home, 'bin/npm'), npm.replaceAll('BUILT', built))
  chmodSync(join(home, 'bin/npm'), 0o755)
  writeFileSync(join(home, 'bin/npx'), npx.replaceAll('ROOT', fileURLToPath(root)))
  chmodSync(join(home, 'bin/npx'), 0o755)
  writeFileSync(join(home, 'dist/main.js'), untilReady.replaceAll('BUILT', built))
}

/** What is installed is there already (`npm ci` is what CI itself begins with), and the gateway is running. */
const npm = `#!/bin/sh
case "$*" in
  ci) ;;
  start) if [ -n "\${DATABASE_URL:-}" ]; then exec node dist/main.js; else exec cat banner; fi ;;
  'run -s gateway -- '*) shift 4; exec node 'BUILT/cli/main.js' "$@" ;;
  *) echo "There is no npm $* for the pages." >&2; exit 1 ;;
esac
`

/** A script of the sources, by the tool that runs it. */
const npx = `#!/bin/sh
tool=$1 script=$2
shift 2
exec "ROOT/node_modules/.bin/$tool" "ROOT/$script" "$@"
`

/** The gateway with the settings it is given, on a free port, ended as soon as it is ready. */
const untilReady = `import { spawn } from 'node:child_process'

const env = { ...process.env, PORT: '0' }
const gateway = spawn(process.execPath, ['BUILT/main.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
gateway.stdout.on('data', (text) => {
  process.stdout.write(text)
  if (String(text).includes('is ready on')) gateway.kill()
})
gateway.on('exit', (code) => {
  process.exitCode = code ?? 1
})
`

async function newDatabase(): Promise<string> {
  const server = process.env.TEST_DATABASE_URL ?? ''
  const name = `viewer_gateway_test_${Date.now()}_${process.pid}_newcomer`
  await withServer(server, (client) => client.query(`CREATE DATABASE "${name}"`))
  return withDatabase(server, name).replace(/^postgres:/, 'postgresql:')
}

async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  await withServer(process.env.TEST_DATABASE_URL ?? '', (client) =>
    client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  )
}

async function finished(child: ChildProcessByStdio<null, Readable, Readable>) {
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  return { code: code as number | null, stdout, stderr }
}
