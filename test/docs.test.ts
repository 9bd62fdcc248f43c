import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { settingsTable } from '../src/env.ts'

const root = new URL('../', import.meta.url)
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

/** Read by tests and by other programs, not by the gateway. */
const notOurs = /^(?:TEST_|FUZZ_|FAULTS_|LEDGER_|CHROMIUM_|OTEL_)/

describe.each(pages)('%s', (page) => {
  const text = readFileSync(new URL(page, root), 'utf8')
  const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, inside]) => inside ?? '')

  test('names tests that are there', () => {
    const named = code.filter((name) => /^test\/\S+\.ts$/.test(name))
    expect(named.filter((name) => !existsSync(new URL(name, root)))).toEqual([])
  })

  test('links to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)[^)]*\)/g)].map(([, target]) => target ?? '')
    expect(links.filter((target) => !existsSync(new URL(target, new URL(page, root))))).toEqual([])
  })

  test('names settings that there are', () => {
    const known = new Set(settingsTable.map(({ name }) => name))
    const named = code.flatMap((words) => [...words.matchAll(/^[A-Z]+(?:_[A-Z]+)+(?==|$)/g)].map(([name]) => name))
    const codes = readFileSync(new URL('src/graph/schema.graphql', root), 'utf8')
    const isOther = (name: string) => notOurs.test(name) || codes.includes(name) || isRefusalCode(name)
    expect(named.filter((name) => !known.has(name) && !isOther(name))).toEqual([])
  })
})

function isRefusalCode(name: string): boolean {
  const sources = ['src/domain/refusal.ts', 'src/graph/bounds.ts', 'src/graph/trusted-documents.ts']
  return sources.some((file) => readFileSync(new URL(file, root), 'utf8').includes(name))
}
