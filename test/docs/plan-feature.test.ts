import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { buildSchema, parse, validate } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shapes } from '../../src/rest/legacy/index.ts'
import { jsonSchemaOf } from '../../src/rest/legacy/json-schema.ts'
import { lineageOf } from '../../src/rest/legacy/lineage.ts'
import { likened } from './likeness.ts'
import { pageNamed, root } from './pages.ts'

const { blocks } = pageNamed('docs/how-to/add-a-plan-feature.md')
const changes = blocks.filter(({ language }) => language === 'diff')
const complaints = blocks.filter(({ language }) => language === 'text')

/** Within the repository, where packages are found. */
const copy = fileURLToPath(new URL(`node_modules/.cache/viewer-gateway/plan-feature-${process.pid}/`, root))

beforeAll(() => {
  mkdirSync(copy, { recursive: true })
  cpSync(new URL('src', root), join(copy, 'src'), { recursive: true })
  cpSync(new URL('package.json', root), join(copy, 'package.json'))
  const base = fileURLToPath(new URL('tsconfig.json', root))
  const compiler = { extends: base, compilerOptions: { types: [] }, include: ['src/domain/plan.ts'] }
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(compiler))
  writeFileSync(join(copy, 'told.ts'), told)
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

test('the page changes what it says it changes, and says what the compiler says', async () => {
  expect(changes.map(({ words: [file] }) => file)).toEqual([
    'src/domain/features.ts',
    'src/domain/features.ts',
    'src/domain/plan.ts',
    'src/graph/schema.graphql',
    'src/console/documents/subscription.graphql',
    'src/console/app/account/subscription-card.tsx',
  ])
  expect(complaints).toHaveLength(1)
  const [first, second, third] = changes
  apply(first)
  expect(likened(await compile(), complaints[0]?.text ?? '')).toBe(complaints[0]?.text)
  apply(second)
  apply(third)
  expect(await compile()).toBe('')
})

test('the graph then tells it as the page prints it, the console may ask for it, and no legacy shape knows of it', async () => {
  const { status, stdout, stderr } = await run(['--import', 'tsx', 'told.ts'])
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const { schema, pro, developer, legacy } = JSON.parse(stdout) as Told
  for (const change of changes.slice(3)) apply(change)
  expect(schema).toBe(readFileSync(join(copy, 'src/graph/schema.graphql'), 'utf8'))
  expect(validate(buildSchema(schema), parse(consoleDocuments()))).toEqual([])
  expect([pro, developer]).toEqual([true, false])
  expect(legacy).toEqual(JSON.parse(JSON.stringify(shapes.map((shape) => [lineageOf(shape), jsonSchemaOf(shape)]))))
})

interface Told {
  readonly schema: string
  readonly pro: boolean
  readonly developer: boolean
  readonly legacy: unknown
}

/** What the changed sources say, as JSON. */
const told = `import { printSchema } from 'graphql'
import { gatewaySchema } from './src/app.ts'
import { planCatalogue } from './src/domain/plan.ts'
import { shapes } from './src/rest/legacy/index.ts'
import { jsonSchemaOf } from './src/rest/legacy/json-schema.ts'
import { lineageOf } from './src/rest/legacy/lineage.ts'

const { PRO, DEVELOPER } = planCatalogue
console.log(JSON.stringify({
  schema: printSchema(gatewaySchema()),
  pro: PRO.features.auditLog,
  developer: DEVELOPER.features.auditLog,
  legacy: shapes.map((shape) => [lineageOf(shape), jsonSchemaOf(shape)]),
}))
`

function consoleDocuments(): string {
  const folder = join(copy, 'src/console/documents')
  const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'))
  return names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
}

/** Puts a change where its lines stand, once. */
function apply(change: (typeof changes)[number] | undefined): void {
  const { words: [file = ''] = [], text: shown = '' } = change ?? {}
  const lines = shown.trimEnd().split('\n')
  const side = (sign: '+' | '-') =>
    lines.filter((line) => !line.startsWith(sign === '+' ? '-' : '+')).map((line) => line.slice(1))
  const before = side('-').join('\n')
  const source = readFileSync(join(copy, file), 'utf8')
  expect(source.split(before)).toHaveLength(2)
  writeFileSync(
    join(copy, file),
    source.replace(before, () => side('+').join('\n')),
  )
}

async function compile(): Promise<string> {
  return (await run([fileURLToPath(new URL('node_modules/typescript/bin/tsc', root)), '-p', '.'])).stdout
}

async function run(args: readonly string[]) {
  const env = { PATH: process.env.PATH }
  const child = spawn(process.execPath, args, { cwd: copy, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { status, stdout, stderr }
}
