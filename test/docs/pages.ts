import { readdirSync, readFileSync } from 'node:fs'

export const root = new URL('../../', import.meta.url)

/** A page of the papers, as a reader finds it. */
export interface Page {
  /** From the root of the repository. */
  readonly file: string
  readonly text: string
  readonly blocks: readonly Block[]
}

/** What stands between two fences. */
export interface Block {
  /** The first word after the fence, and those after it. */
  readonly language: string
  readonly words: readonly string[]
  readonly text: string
  readonly line: number
  /** Nothing but blank lines between it and the block before. */
  readonly follows: boolean
}

export const pages: readonly Page[] = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...pagesUnder('docs'),
  ...pagesUnder('src'),
].map((file) => {
  const text = readFileSync(new URL(file, root), 'utf8')
  return { file, text, blocks: blocksIn(text) }
})

function pagesUnder(directory: string): string[] {
  return readdirSync(new URL(`${directory}/`, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${directory}/${name}`)
    .sort()
}

export function pageNamed(file: string): Page {
  const page = pages.find((one) => one.file === file)
  if (!page) throw new Error(`There is no page ${file}.`)
  return page
}

function blocksIn(text: string): Block[] {
  let end = 0
  return [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map((match) => {
    const [whole, info = '', inside = ''] = match
    const [language = '', ...words] = info.split(' ')
    const before = text.slice(0, match.index)
    const follows = end > 0 && before.slice(end).trim() === ''
    end = match.index + whole.length
    return { language, words, text: inside, line: before.split('\n').length, follows }
  })
}

/** The page without its blocks: what is said, not shown. */
export function proseOf({ text }: Page): string {
  return text.replace(/^```.*\n[\s\S]*?^```$/gm, '')
}

/** What stands in backticks within the prose. */
export function codeIn(page: Page): string[] {
  return [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, inside = '']) => inside)
}
