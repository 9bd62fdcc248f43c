import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type RefusalCode, refusals } from '../src/domain/refusal.ts'
import { settingsTable } from '../src/env.ts'
import { wordsOf } from '../src/graph/problem.ts'
import { shapes } from '../src/rest/legacy/index.ts'
import { lineageOf } from '../src/rest/legacy/lineage.ts'
import { meaningOf } from '../src/rest/openapi/meaning.ts'
import { tagOf } from '../src/rest/openapi/names.ts'

/** The files with blocks that the code knows better, and what makes each: `npm run docs` fills them in, a test compares. */
export const generated: readonly { readonly file: URL; readonly blocks: Readonly<Record<string, () => string>> }[] = [
  { file: new URL('../README.md', import.meta.url), blocks: { settings: settingsBlock, lineage: lineageBlock } },
  { file: new URL('../docs/reference/errors.md', import.meta.url), blocks: { errors: errorsBlock } },
]

export function withGeneratedBlocks(page: string, blocks: Readonly<Record<string, () => string>>): string {
  return Object.entries(blocks).reduce(
    (text, [name, block]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
        (_all, open, close) => `${open}${block()}\n${close}`,
      ),
    page,
  )
}

function settingsBlock(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const rows = settingsTable.map((row) => `| \`${row.name}\` | ${cell(row.default)} | ${cell(row.meaning)} |`)
  return ['| setting | default | meaning |', '|---|---|---|', ...rows].join('\n')
}

/** One row per place in the Viewer, one column per shape. */
function lineageBlock(): string {
  const lineage = shapes.flatMap(lineageOf)
  const places = [...new Set(lineage.flatMap(({ viewerFields }) => viewerFields))]
  const cell = (system: string, place: string) =>
    lineage
      .filter((field) => field.system === system && field.viewerFields.includes(place))
      .map(({ legacyField, writable }) => `\`${legacyField}\`${writable ? ' ✎' : ''}`)
      .join(', ')
  const systems = shapes.map(({ system }) => system)
  const rows = places.map((place) => `| \`${place}\` | ${systems.map((system) => cell(system, place)).join(' | ')} |`)
  const names = systems.map((system) => system.toLowerCase().replaceAll('_', '-'))
  return [`| Viewer field | ${names.join(' | ')} |`, `|---|${systems.map(() => '---').join('|')}|`, ...rows].join('\n')
}

/** One row per refusal: its meaning, the graph's code for it, and the status and word of each shape. */
function errorsBlock(): string {
  const codes = [...(Object.keys(refusals) as RefusalCode[]), 'INTERNAL' as const]
  const names = shapes.map(({ system }) => tagOf(system))
  const rows = codes.map((code) => {
    const words = shapes.map(({ errors }) => {
      const { status, code: word } = errors.table[code]
      return word === '' ? String(status) : `${status} \`${word}\``
    })
    return `| ${[`\`${code}\``, meaningOf(code), graphWords(code), ...words].join(' | ')} |`
  })
  return [
    `| refusal | what it means | graph | ${names.join(' | ')} |`,
    `|---|---|---${'|---'.repeat(names.length)}|`,
    ...rows,
  ].join('\n')
}

function graphWords(code: RefusalCode | 'INTERNAL'): string {
  if (code === 'INTERNAL') return '`INTERNAL`'
  const { code: word, reason } = wordsOf(code)
  return `\`${word}\`${reason === null ? '' : ` (\`${reason}\`)`}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, blocks } of generated) {
    await writeFile(file, withGeneratedBlocks(await readFile(file, 'utf8'), blocks))
  }
}
