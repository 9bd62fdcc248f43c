import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasRedis } from '../support/redis.ts'
import { likened } from './likeness.ts'
import { type Demo, type Newcomer, newcomer, startDemo } from './newcomer.ts'
import { type Block, type Page, pages } from './pages.ts'

/** What no newcomer's shell runs here, command by command, and why. */
const notRun: Readonly<Record<string, string>> = {
  'README.md: npm ci && npm test': 'this is what runs it; .ci/run begins with the very command',
  'docs/how-to/run-in-containers.md: export JWT_SECRET=$(openssl rand -base64 48) POSTGRES_PASSWORD=$(openssl rand -hex 24)':
    'of use to the next line only',
  'docs/how-to/run-in-containers.md: docker compose -f .config/container/compose.yaml up --build':
    'no container engine has been at hand: the page says so',
  'docs/performance.md: npm run bench -- --quick': 'two minutes of a quiet machine, and a PostgreSQL server’s programs',
  'docs/performance.md: npm run bench': 'half an hour of the same',
  'docs/performance.md: npm run bench:ledger': 'minutes of the same, and nobody else on it',
  'docs/performance.md: npm run bench:curves': 'half an hour of the same',
}

/** Blocks that show code or settings and are held to it by a test of their own. */
const heldElsewhere: readonly { readonly file: string; readonly languages: readonly string[]; readonly by: string }[] =
  [
    { file: 'docs/how-to/add-a-shape.md', languages: ['ts', 'json', 'diff'], by: 'test/rest/example.test.ts' },
    { file: 'docs/how-to/add-a-plan-feature.md', languages: ['diff', 'text'], by: 'test/docs/plan-feature.test.ts' },
    { file: 'docs/how-to/run-on-postgresql.md', languages: ['sql'], by: 'test/docs/two-roles.server.test.ts' },
    { file: 'docs/operations/README.md', languages: ['json', 'yaml'], by: 'test/telemetry/operations.test.ts' },
    { file: 'docs/scale.md', languages: ['js', 'sql', 'ini'], by: 'test/docs/scale.server.test.ts' },
  ]

/** A word after the language says what a block needs. */
const needs: Readonly<Record<string, boolean>> = {
  server: Boolean(process.env.TEST_DATABASE_URL),
  redis: hasRedis,
}

/** A gateway for all pages that only read, started by the first of them; who changes something has one of its own. */
const shared = demoOf()
afterAll(shared.end)

function demoOf() {
  let demo: Promise<Demo> | undefined
  return {
    start: () => {
      demo ??= startDemo()
      return demo
    },
    end: async () => (await demo)?.end(),
  }
}

function changesSomething({ block: { text, words } }: Step): boolean {
  return /\bmutation\b/.test(text) && !words.includes('refused')
}

interface Step {
  readonly block: Block
  readonly expected: Block | null
}

/** A block by its first line. */
const titleOf = ({ text }: Block) => text.trim().split('\n')[0] ?? ''
const isHeld = ({ file }: Page, { language }: Block) =>
  heldElsewhere.some((one) => one.file === file && one.languages.includes(language))

describe.each(pages.filter(({ blocks }) => blocks.length > 0))('$file does what it says', (page) => {
  const { steps, loose } = stepsIn(page)
  const demo = steps.some(changesSomething) ? demoOf() : shared
  let reader: Newcomer
  beforeAll(() => {
    reader = newcomer(demo.start)
  })
  afterAll(async () => {
    await reader.leave()
    if (demo !== shared) await demo.end()
  })

  test('every block is run, or is what came of the one before, or is held by a test of its own', () => {
    expect(loose.map(({ language, line }) => `line ${line}: ${language}`)).toEqual([])
  })

  for (const { block, expected } of steps) {
    const missing = block.words.filter((word) => needs[word] === false)
    const title = missing.length > 0 ? `${titleOf(block)} (skipped: no ${missing.join(', no ')})` : titleOf(block)
    test.skipIf(missing.length > 0)(title, async () => {
      const came = await done(block)
      if (expected) expect(likened(came, expected.text)).toBe(expected.text)
    })
  }

  async function done({ language, words, text }: Block): Promise<string> {
    if (language === 'sh') return reader.run(text, { server: words.includes('server') })
    const body = await reader.ask(text, words.includes('service') ? 'service' : 'ada')
    expect(Object.hasOwn(JSON.parse(body), 'errors')).toBe(words.includes('refused'))
    return body
  }
})

test('nothing is left out that is not there, and no word is used that means nothing', () => {
  const shown = pages.flatMap((page) => page.blocks.map((block) => ({ page, block })))
  const left = shown.flatMap(({ page: { file }, block: { words, text } }) => {
    const lines = words.includes('no-run') ? text.trim().split('\n') : []
    return lines.map((line) => `${file}: ${line.replace(/ +#.*/, '')}`)
  })
  expect(left.sort()).toEqual(Object.keys(notRun).sort())
  for (const { file, languages } of heldElsewhere) {
    expect(
      [...new Set(languages)].filter((one) => !shown.some((s) => s.page.file === file && s.block.language === one)),
    ).toEqual([])
  }
  const words = new Set(shown.flatMap(({ page, block }) => (isHeld(page, block) ? [] : block.words)))
  expect(
    [...words].filter((word) => !['service', 'refused', 'no-run', 'drawing', ...Object.keys(needs)].includes(word)),
  ).toEqual([])
})

/** What is to be done on a page, in order, and the blocks nobody accounts for. */
function stepsIn(page: Page): { readonly steps: readonly Step[]; readonly loose: readonly Block[] } {
  const steps: Step[] = []
  const loose: Block[] = []
  page.blocks.forEach((block, index) => {
    const before = page.blocks[index - 1]
    if (isHeld(page, block) || block.words.includes('drawing')) return
    if (block.language === 'sh' || block.language === 'graphql') {
      const next = page.blocks[index + 1]
      const expected = next?.follows && isAnswer(next) ? next : null
      if (!block.words.includes('no-run')) steps.push({ block, expected })
    } else if (!(isAnswer(block) && block.follows && before && isAsked(before))) loose.push(block)
  })
  return { steps, loose }
}

const isAnswer = ({ language }: Block) => language === 'json' || language === 'text'
const isAsked = ({ language }: Block) => language === 'sh' || language === 'graphql'
