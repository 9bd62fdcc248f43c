import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { settingsTable } from '../src/env.ts'
import { shapes } from '../src/rest/legacy/index.ts'
import { lineageOf } from '../src/rest/legacy/lineage.ts'
import { createMetrics, toldMetrics } from '../src/telemetry/metrics.ts'

/** A page, and what stands in it between `<!-- name -->` and `<!-- /name -->`. */
export interface GeneratedPage {
  /** From the root of the repository. */
  readonly file: string
  readonly blocks: { readonly [name: string]: () => string }
}

/** The blocks that the code knows better: `npm run docs` writes them, a test compares them. */
export const generatedPages: readonly GeneratedPage[] = [
  { file: 'README.md', blocks: { settings: settingsBlock, lineage: lineageBlock } },
  { file: 'docs/reference/metrics.md', blocks: { metrics: metricsBlock } },
]

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
