import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../src/', import.meta.url))
const generated = ['store/client', 'console/gql']

/** The rooms, and the rooms each may look into beside itself. Files directly in `src` are the composition. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  store: ['domain'],
  auth: ['domain'],
  edge: ['domain', 'auth'],
  rates: ['domain', 'edge'],
  actions: ['domain', 'auth', 'store'],
  graph: ['domain', 'auth', 'edge', 'rates', 'actions'],
  rest: ['domain', 'auth', 'edge', 'rates', 'actions'],
  // Of what is above src, package.json alone.
  telemetry: ['domain', 'edge', 'store', ''],
  console: ['edge'],
  demo: ['domain', 'auth', 'actions', 'rest', 'store'],
  cli: ['domain', 'auth', 'edge', 'rates', 'actions', 'rest', 'store', 'demo', ''],
  '': ['domain', 'auth', 'edge', 'rates', 'actions', 'store', 'graph', 'rest', 'console', 'demo', 'telemetry'],
}

/** Only these do anything when they are loaded. */
const acting = ['main.ts', 'cli/main.ts']

const imported = /^(?:import|export) [\w\s{},*]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm

interface SourceFile {
  readonly path: string
  readonly room: string
  readonly text: string
  /** Of other files of ours, from `src`; and of packages. */
  readonly imports: readonly string[]
  readonly packages: readonly string[]
}

const files: readonly SourceFile[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !generated.some((folder) => path.startsWith(folder)))
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    const specifiers = [...text.matchAll(imported)].map((match) => match.slice(1).find(Boolean) ?? '')
    // The manifest is no file of ours to look into: only the version is read from it.
    const own = specifiers.filter((specifier) => specifier.startsWith('.') && !specifier.endsWith('/package.json'))
    return {
      path,
      room: roomOf(path),
      text,
      imports: own.map((specifier) => relative(root, join(root, dirname(path), specifier))),
      packages: specifiers.filter((specifier) => !specifier.startsWith('.')),
    }
  })

function roomOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : ''
}

describe('the walls of the house', () => {
  test('every folder of src is a room with a rule', () => {
    expect([...new Set(files.map(({ room }) => room))].sort()).toEqual(Object.keys(mayImport).sort())
  })

  test('imports point inward only', () => {
    const breaches = files.flatMap(({ path, room, imports }) =>
      imports
        .map((target) => ({ target, into: roomOf(target) }))
        .filter(({ into }) => into !== room && !mayImport[room]?.includes(into))
        .map(({ target }) => `${path} → ${target}`),
    )
    expect(breaches).toEqual([])
  })

  test('the domain knows no library but zod, and of Node only what is pure', () => {
    const allowed = ['zod', 'node:util', 'node:crypto']
    const strangers = files.flatMap(({ path, room, packages }) =>
      room === 'domain' ? packages.filter((name) => !allowed.includes(name)).map((name) => `${path}: ${name}`) : [],
    )
    expect(strangers).toEqual([])
  })

  test('only the store imports Prisma as more than a type', () => {
    const breaches = files.filter(
      ({ room, text }) => room !== 'store' && /import (?!type)[^\n]*(?:store\/client|@prisma\/)/.test(text),
    )
    expect(breaches.map(({ path }) => path)).toEqual([])
  })

  test('no line of the shared machinery names a shape', () => {
    const names = /ACCOUNT_PROFILE|USERS_ME|USER_PROFILE|USER_INFO|account-profile|users-me|user-profile|user-info/
    const rooms = /^rest\/legacy\/[^/]+\/|^rest\/legacy\/index\.ts$|^demo\/|^main\.ts$|^env\.ts$/
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
    const branching = files.filter(({ path, text }) => !rooms.test(path) && names.test(code(text)))
    // What the command line shows as an example is no branch.
    expect(branching.map(({ path }) => path).filter((path) => !path.startsWith('cli/'))).toEqual([])
  })

  test('only main.ts and cli/main.ts act when loaded', () => {
    const waits = files.filter(({ text }) => /^(?:await|try|process\.)\b/m.test(text)).map(({ path }) => path)
    expect(waits.sort()).toEqual([...acting].sort())
  })

  test('there is no barrel and no drawer', () => {
    const drawers = files.filter(({ path }) => /(?:^|\/)(?:utils?|helpers?|common|misc)\b/.test(path))
    expect(drawers.map(({ path }) => path)).toEqual([])
    const barrels = files.filter(({ text }) => /^export \* from|^export \{[^}]*\} from/m.test(text))
    expect(barrels.map(({ path }) => path)).toEqual([])
  })
})
