import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { generatedPages, pageUrl, withGeneratedBlocks } from '../../.config/docs.ts'
import { settingsTable } from '../../src/env.ts'
import { codeIn, type Page, pages, proseOf, root } from './pages.ts'

/** What tests and benches read of the environment. */
const testSettings = new Set(
  ['test', '.config', '.ci'].flatMap((directory) =>
    readdirSync(new URL(directory, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...source(`${directory}/${name}`).matchAll(/process\.env\.(\w+)/g)])
      .map(([, name = '']) => name),
  ),
)

const settings = new Set(settingsTable.map(({ name }) => name))
const { scripts } = JSON.parse(source('package.json')) as { scripts: Record<string, string> }

test.each(generatedPages)('what is generated in $file is what the code says (else: npm run docs)', (page) => {
  const text = readFileSync(pageUrl(page), 'utf8')
  expect(text).toBe(withGeneratedBlocks(page, text))
})

describe.each(pages)('$file', (page) => {
  const code = codeIn(page)

  test('closes every block it opens', () => {
    expect(page.text.match(/^\s*```/gm)?.length ?? 0).toBe(2 * page.blocks.length)
  })

  test('links to what is there, to the heading', () => {
    expect(linksIn(page).filter((target) => !leadsSomewhere(page, target))).toEqual([])
  })

  test('names files that are there', () => {
    const named = code.filter((name) => /^(?:\.\/)?(?:\.ci|\.config|docs|src|test)\/[\w./-]+$/.test(name))
    expect(named.filter((name) => !existsSync(new URL(name, root)))).toEqual([])
  })

  test('names scripts that package.json has', () => {
    const named = code.flatMap((words) =>
      [...words.matchAll(/(?:\bnpm run (?:-s )?|^(?=bench:|test:))([\w:]+)/g)].map(([, name = '']) => name),
    )
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
  })

  test('names settings that there are', () => {
    const named = code.flatMap((words) =>
      [...words.matchAll(/(?:^| )([A-Z]+(?:_[A-Z]+)+)(?==|$)/g)].map(([, name = '']) => name),
    )
    expect(named.filter((name) => !settings.has(name) && !testSettings.has(name) && !isWordOfOurs(name))).toEqual([])
  })
})

test('every page is reached from the README', () => {
  const reached = new Set(['README.md'])
  for (const file of reached) {
    const page = pages.find((one) => one.file === file)
    for (const target of page ? linksIn(page) : []) {
      const url = new URL(target.split('#')[0] ?? '', new URL(file, root))
      if (url.href.startsWith(root.href)) reached.add(url.href.slice(root.href.length))
    }
    // A link to a directory shows all that is in it.
    for (const one of pages) {
      if (reached.has(one.file.slice(0, one.file.lastIndexOf('/') + 1))) reached.add(one.file)
      if (reached.has(one.file.slice(0, one.file.lastIndexOf('/')))) reached.add(one.file)
    }
  }
  expect(pages.map(({ file }) => file).filter((file) => !reached.has(file))).toEqual([])
})

/** Where links and pictures lead within the repository. */
function linksIn(page: Page): string[] {
  const prose = proseOf(page)
  const [links, pictures] = [/\]\((?!https?:)([^)\s]+)[^)]*\)/g, /\bsrc(?:set)?="([^"]+)"/g]
  return [...prose.matchAll(links), ...prose.matchAll(pictures)].map(([, target = '']) => target)
}

function leadsSomewhere(page: Page, target: string): boolean {
  const [file = '', heading] = target.split('#')
  const url = new URL(file === '' ? page.file : file, file === '' ? root : new URL(page.file, root))
  if (!existsSync(url)) return false
  return heading === undefined || anchorsIn(readFileSync(url, 'utf8')).includes(heading)
}

/** As GitHub names headings. */
function anchorsIn(text: string): string[] {
  const prose = text.replace(/^```.*\n[\s\S]*?^```$/gm, '')
  return [...prose.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** A value of the graph, or the code of a refusal. */
function isWordOfOurs(name: string): boolean {
  const sources = [
    'src/graph/schema.graphql',
    'src/domain/refusal.ts',
    'src/graph/bounds.ts',
    'src/graph/problem.ts',
    'src/graph/trusted-documents.ts',
    'src/rest/legacy/user-profile/index.ts',
  ]
  // The last are the OpenTelemetry standard's own.
  return sources.some((file) => source(file).includes(name)) || name.startsWith('OTEL_')
}

function source(file: string): string {
  return readFileSync(new URL(file, root), 'utf8')
}
