import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type LockFile, packagesAtRunTime } from '../.config/container/collect.ts'
import { readSettings, settingsTable } from '../src/env.ts'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

interface Service {
  readonly image?: string
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly healthcheck?: object
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
}

const compose = parse(read('.config/container/compose.yaml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: object
}
const services = Object.entries(compose.services)
const gateways = services.filter(([, { image }]) => image === 'viewer-gateway')

/** Instructions of the Dockerfile, continued lines as one. */
const instructions = read('.config/container/Dockerfile')
  .replace(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => /^[A-Z]/.test(line))
const argumentsOf = (name: string) =>
  instructions.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1))
const imageEnvironment = Object.fromEntries(
  argumentsOf('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('=') as [string, string])),
)
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string>; engines: { node: string } }
const known = new Set(settingsTable.map(({ name }) => name))

describe('the image', () => {
  test('is built from files that are there and that the builder is given', () => {
    const given = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    const copied = argumentsOf('COPY')
      .filter((line) => !line.startsWith('--from='))
      .flatMap((line) => line.split(' ').slice(0, -1))
    expect(copied.length).toBeGreaterThan(0)
    expect(copied.filter((path) => !existsSync(new URL(path, root)))).toEqual([])
    expect([...given].sort()).toEqual([...copied].sort())
  })

  test('starts what `npm start` starts, and is asked for its health where the gateway answers', () => {
    expect(JSON.parse(argumentsOf('CMD')[0] ?? '')).toEqual(manifest.scripts.start?.split(' '))
    const [health = ''] = argumentsOf('HEALTHCHECK')
    expect(JSON.parse(health.slice(health.indexOf('['))).join(' ')).toContain('.env.PORT}/readyz')
  })

  test('sets nothing but settings, to what they take, and listens on the port that is exposed and usual', () => {
    expect(Object.keys(imageEnvironment).filter((name) => !known.has(name))).toEqual(['NODE_ENV'])
    const settings = readSettings({ ...imageEnvironment, JWT_SECRET: 'of forty bytes or so, and only for tests' })
    expect(settings).toMatchObject({ host: '0.0.0.0', demo: false })
    expect(settings.port).toBe(readSettings({}).port)
    expect(argumentsOf('EXPOSE')).toEqual([String(settings.port)])
  })

  test('runs as nobody in particular, on a Node that is new enough', () => {
    expect(argumentsOf('USER')).toEqual(['node'])
    const least = Number(/\d+/.exec(manifest.engines.node)?.[0])
    for (const image of argumentsOf('FROM'))
      expect(Number(/^node:(\d+)-slim/.exec(image)?.[1])).toBeGreaterThanOrEqual(least)
  })

  test('gets the packages that are not bundled with all they need, each as the lock file has it', () => {
    const lockFile = JSON.parse(read('package-lock.json')) as LockFile
    const places = packagesAtRunTime(lockFile)
    const needs = places.flatMap((place) => {
      const { dependencies = {} } = JSON.parse(read(`${place}/package.json`)) as LockFile['packages'][string]
      return Object.keys(dependencies)
    })
    for (const name of ['@electric-sql/pglite', '@prisma/schema-engine-wasm', 'ioredis', ...needs]) {
      expect(
        places.some((place) => place.endsWith(`node_modules/${name}`)),
        name,
      ).toBe(true)
    }
    // A tenth of what package.json lists: the rest is inside of the build.
    expect(places.length).toBeLessThan(20)
  })

  test('of two versions of a package each is taken from where Node would', () => {
    const packages = {
      'node_modules/@electric-sql/pglite': {},
      'node_modules/@prisma/schema-engine-wasm': {},
      'node_modules/ioredis': { dependencies: { debug: '4', denque: '2' } },
      'node_modules/ioredis/node_modules/debug': { dependencies: { ms: '2' } },
      'node_modules/debug': {},
      'node_modules/denque': { dependencies: { debug: '3' } },
      'node_modules/ms': {},
    }
    expect(packagesAtRunTime({ packages })).toEqual(Object.keys(packages).sort())
    const { 'node_modules/ms': _, ...without } = packages
    expect(() => packagesAtRunTime({ packages: without })).toThrow('ms')
  })
})

describe('the services', () => {
  test('two gateways stand behind the proxy, and one command migrates before both', () => {
    expect(gateways.map(([name]) => name)).toEqual(['migrate', 'gateway-1', 'gateway-2'])
    for (const [, { depends_on }] of gateways.slice(1)) {
      expect(depends_on?.migrate?.condition).toBe('service_completed_successfully')
    }
    const conf = read('.config/container/nginx.conf')
    const port = readSettings({}).port
    const upstreams = [...conf.matchAll(/server (\S+?):(\d+) max_fails/g)].map(([, name, to]) => [name, Number(to)])
    expect(upstreams).toEqual([
      ['gateway-1', port],
      ['gateway-2', port],
    ])
    expect(compose.services.proxy?.ports?.map((mapping) => mapping.split(':').at(-1))).toEqual([
      /listen (\d+)/.exec(conf)?.[1],
    ])
  })

  test('set nothing but settings, and what their images know', () => {
    const others: Record<string, readonly string[]> = {
      postgres: ['POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD'],
    }
    for (const [name, { environment = {} }] of services) {
      const strangers = Object.keys(environment).filter((key) => !(others[name] ?? [...known]).includes(key))
      expect(strangers, name).toEqual([])
    }
  })

  test('with the secrets filled in the gateways have nothing to complain of; without, nothing starts', () => {
    const secrets = { POSTGRES_PASSWORD: 'cafe0123', JWT_SECRET: 'of forty bytes or so, and only for tests' }
    const filled = (text: string) =>
      text.replace(/\$\{(\w+):([?-])([^}]*)\}/g, (_, name: keyof typeof secrets) => secrets[name] ?? '')
    for (const [name, { environment = {} }] of gateways) {
      const env = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filled(value)]))
      expect(() => readSettings({ ...imageEnvironment, ...env }), name).not.toThrow()
      expect(readSettings({ ...imageEnvironment, ...env }).trustedProxies, name).toBe(1)
      for (const secret of ['JWT_SECRET', 'DATABASE_URL']) expect(environment[secret], name).toMatch(/\$\{\w+:\?/)
    }
    expect(compose.services.postgres?.environment?.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?/)
  })

  test('wait for services that are there and say when they are well', () => {
    for (const [name, { depends_on = {} }] of services) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const service = compose.services[other]
        expect(service, `${name} waits for ${other}`).toBeDefined()
        // The gateways say it by their image.
        const tells = service?.healthcheck !== undefined || service?.image === 'viewer-gateway'
        if (condition === 'service_healthy') expect(tells, `${name} waits for ${other}`).toBe(true)
      }
    }
  })

  test('build and mount what is there', () => {
    const directory = new URL('.config/container/', root)
    const { build } = compose.services.migrate ?? {}
    const context = new URL(`${build?.context}/`, directory)
    expect(fileURLToPath(context)).toBe(fileURLToPath(root))
    expect(existsSync(new URL(build?.dockerfile ?? '', context))).toBe(true)
    const mounts = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''))
    const missing = mounts.filter((from) =>
      from.startsWith('.') ? !existsSync(new URL(from, directory)) : !(from in compose.volumes),
    )
    expect(missing).toEqual([])
  })

  test('a gateway runs a command that the build makes', () => {
    const [program, file, command] = compose.services.migrate?.command ?? []
    expect([program, file, command]).toEqual([...(manifest.scripts.gateway?.split(' ') ?? []), 'migrate'])
  })
})
