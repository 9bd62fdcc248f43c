import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { settingsTable } from '../src/env.ts'
import { shapes } from '../src/rest/legacy/index.ts'
import { lineageOf } from '../src/rest/legacy/lineage.ts'

/** The README with the blocks that the code knows better filled in: `npm run docs` writes it, a test compares it. */
export function withGeneratedBlocks(readme: string): string {
  const blocks = { settings: settingsBlock(), lineage: lineageBlock() }
  return Object.entries(blocks).reduce(
    (text, [name, block]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
        (_all, open, close) => `${open}${block}\n${close}`,
      ),
    readme,
  )
}

export const readmeFile = new URL('../README.md', import.meta.url)

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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(readmeFile, withGeneratedBlocks(await readFile(readmeFile, 'utf8')))
}
