import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { createProgram } from '../../src/cli/program.ts'
import { demoPeople } from '../../src/demo/people.ts'
import { seedDemo } from '../../src/demo/seed.ts'
import { openEmbedded } from '../../src/store/embedded.ts'
import { runShell } from '../support/process.ts'

const program = createProgram()

/** What `--help` writes, with what comes after it. */
function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part) })
  command.outputHelp()
  return text
}

const helps = [program, ...program.commands].map((command) => ({ name: command.name(), text: helpOf(command) }))
const examplesIn = (text: string) => [...text.matchAll(/^ {2}\$ (.+)$/gm)].map(([, line = '']) => line)

/** Files that examples read, each made by the example before it or here. */
const order = ['viewer-gateway', 'doctor', 'export', 'import', 'import-keys', 'token', 'reconcile', 'migrate']

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-help-'))
  const made = inject('template')
  if (made.home !== 'embedded') throw new Error('The embedded project has an embedded template.')
  const template = new Blob([await readFile(made.file)])
  const database = await openEmbedded({ dataDir: join(directory, '.data'), template })
  const now = new Date()
  await seedDemo(database, now)
  await database.close()
  const known = demoPeople(now)
    .flatMap(({ records }) => records)
    .find(({ system }) => system === 'USERS_ME')
  const key = { sha256: createHash('sha256').update('k').digest('hex'), lastFour: 'abcd' }
  const { id: legacyId } = z.object({ id: z.string() }).parse(known?.body)
  const line = { system: 'USERS_ME', legacyId, ...key, createdAt: '2026-01-01T00:00:00Z', revokedAt: null }
  await writeFile(join(directory, 'keys.ndjson'), `${JSON.stringify(line)}\n`)
})
afterAll(() => rm(directory, { recursive: true, force: true }))

describe.sequential('help that teaches', () => {
  test.each(helps)('$name says what it is for, where its settings come from and what its exit status means', (help) => {
    expect(help.text).toMatch(/^Usage: viewer-gateway/)
    expect(help.text).toContain('Settings come from the environment')
    expect(help.text).toMatch(/^Exit status: 0 done, 1 .*, 2 not understood, 130 interrupted\.$/m)
    expect(examplesIn(help.text).length).toBeGreaterThan(0)
  })

  test('every command that works upon data says how a script has it in JSON, but those whose output is data already', () => {
    const without = program.commands.filter(({ options }) => !options.some(({ long }) => long === '--json'))
    expect(without.map((command) => command.name())).toEqual(['export', 'token'])
  })

  const examples = [...helps]
    .sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name))
    .flatMap(({ name, text }) => examplesIn(text).map((line) => [name, line] as const))

  test.each(examples)('%s: `%s` runs as it stands', async (_, line) => {
    const { code, stderr } = await runShell(line, directory, { DATA_DIR: '.data', PORT: '0' })
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringMatching(/error/i) })
  })
})
