import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { defaultScopes, scopes } from '../src/auth/scope.ts'
import { type RefusalCode, refusals } from '../src/domain/refusal.ts'
import { settingsTable } from '../src/env.ts'
import { wordsOf } from '../src/graph/problem.ts'
import { shapes } from '../src/rest/legacy/index.ts'
import { lineageOf } from '../src/rest/legacy/lineage.ts'
import { meaningOf } from '../src/rest/openapi/meaning.ts'
import { tagOf } from '../src/rest/openapi/names.ts'
import { createMetrics, toldMetrics } from '../src/telemetry/metrics.ts'
import { mutationRows } from '../test/support/mutation-table.ts'

/** A page, and what stands in it between `<!-- name -->` and `<!-- /name -->`. */
export interface GeneratedPage {
  /** From the root of the repository. */
  readonly file: string
  readonly blocks: { readonly [name: string]: () => string }
}

/** The blocks that the code knows better: `npm run docs` writes them, a test compares them. */
export const generatedPages: readonly GeneratedPage[] = [
  { file: 'README.md', blocks: { settings: () => settingsBlock(firstSettings) } },
  { file: 'docs/reference/settings.md', blocks: { settings: () => settingsBlock() } },
  { file: 'docs/reference/lineage.md', blocks: { lineage: lineageBlock } },
  { file: 'docs/reference/errors.md', blocks: { errors: errorsBlock } },
  { file: 'docs/reference/metrics.md', blocks: { metrics: metricsBlock } },
  { file: 'docs/reference/scopes.md', blocks: { scopes: scopesBlock } },
]

/** What a newcomer may want to set; the rest stands in the reference. */
const firstSettings: ReadonlySet<string> = new Set([
  'PORT',
  'DATA_DIR',
  'DATABASE_URL',
  'JWT_SECRET',
  'JWT_JWKS_URL',
  'DEMO',
  'REDIS_URL',
])

/**
 * The page's text with its blocks filled in.
 *
 * @throws Error where the page has no place for one of its blocks.
 */
export function withGeneratedBlocks({ file, blocks }: GeneratedPage, text: string): string {
  return Object.entries(blocks).reduce((filled, [name, block]) => {
    const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`)
    if (!place.test(filled)) throw new Error(`${file} has no <!-- ${name} --> … <!-- /${name} -->`)
    return filled.replace(place, (_all, open, close) => `${open}${block()}\n${close}`)
  }, text)
}

export function pageUrl({ file }: Pick<GeneratedPage, 'file'>): URL {
  return new URL(`../${file}`, import.meta.url)
}

/** @param names without them all. */
function settingsBlock(names?: ReadonlySet<string>): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const listed = settingsTable.filter(({ name }) => names?.has(name) ?? true)
  const rows = listed.map((row) => `| \`${row.name}\` | ${cell(row.default)} | ${cell(row.meaning)} |`)
  return ['| setting | default | meaning |', '|---|---|---|', ...rows].join('\n')
}

function scopesBlock(): string {
  const rows = Object.entries(scopes).map(([scope, meaning]) => {
    const mutations = mutationRows.filter((row) => row.scope === scope).map(({ name }) => `\`${name}\``)
    const holders = defaultScopes.has(scope)
      ? 'every person’s token and API key, unless it says otherwise'
      : 'who is given it'
    return `| \`${scope}\` | ${meaning} | ${mutations.join(', ')} | ${holders} |`
  })
  return ['| scope | what for | mutations | who has it |', '|---|---|---|---|', ...rows].join('\n')
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

/** What the gateway tells of itself; what Node's process is told of by its library differs between systems. */
function metricsBlock(): string {
  const rows = toldMetrics(createMetrics({}).registry)
    .filter(({ name }) => name.startsWith('gateway_'))
    .map(({ name, type, labels, help }) => {
      const said = labels.map((label) => `\`${label}\``).join(', ')
      return `| \`${name}\` | ${type} | ${said} | ${help.replaceAll('|', '\\|')} |`
    })
  return ['| metric | type | labels | meaning |', '|---|---|---|---|', ...rows].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const page of generatedPages) {
    await writeFile(pageUrl(page), withGeneratedBlocks(page, await readFile(pageUrl(page), 'utf8')))
  }
}
