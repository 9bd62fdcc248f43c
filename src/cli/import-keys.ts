import type { Command } from 'commander'
import { z } from 'zod'
import { type ApiKeyOutcome, type IncomingApiKey, importApiKeys } from '../actions/import-api-keys.ts'
import { parseInstant } from '../domain/instant.ts'
import { isKeepable, keepableRule } from '../domain/keepable-text.ts'
import { systems } from '../rest/legacy/index.ts'
import { chunksOf } from './input.ts'
import type { Line } from './lines.ts'
import { teach } from './teach.ts'
import { withMigratedDatabase } from './with-database.ts'

export function addImportKeys(program: Command): void {
  const command = program
    .command('import-keys')
    .summary('take over API keys of a legacy system by their hash')
    .description(
      'Takes over API keys, so that they go on working; the secrets themselves are not needed. One JSON object a line: ' +
        'system, legacyId, sha256 (hex of the whole key), lastFour, createdAt, revokedAt (null while it works). The ' +
        'accounts must have been imported before. A bad line is reported and the rest goes in; then the exit status is 1.',
    )
    .argument('<file>', 'NDJSON; - for standard input')
    .option('--json', 'NDJSON: { line, status, … } of every record, and { summary } last')
    .action(runImportKeys)
  teach(command, {
    examples: [
      ['import-keys keys.ndjson', 'after the accounts they belong to'],
      ['import-keys --json - < keys.ndjson', 'for a script'],
    ],
    found: 'a line is refused',
  })
}

interface Options {
  readonly json?: boolean
}

async function runImportKeys(file: string, { json = false }: Options): Promise<void> {
  const counts: Record<ApiKeyOutcome['status'], number> = { created: 0, changed: 0, unchanged: 0, refused: 0 }
  const count = ({ number }: Line, outcome: ApiKeyOutcome) => {
    counts[outcome.status] += 1
    if (json) console.log(JSON.stringify({ line: number, ...outcome }))
    else if (outcome.status === 'refused') console.log(`line ${number}: refused: ${outcome.field}: ${outcome.message}`)
  }
  await withMigratedDatabase('import-keys', async ({ prisma }) => {
    for await (const lines of chunksOf(file)) {
      const read = lines.map((line) => ({ line, key: readKey(line) }))
      const keys = read.flatMap(({ key }) => ('status' in key ? [] : [key]))
      const outcomes = (await importApiKeys(prisma, keys)).values()
      for (const { line, key } of read) {
        const outcome = 'status' in key ? key : outcomes.next().value
        if (outcome) count(line, outcome)
      }
    }
  })
  const inWords = Object.entries(counts).map(([status, count]) => `${count} ${status}`)
  console.log(json ? JSON.stringify({ summary: counts }) : `${inWords.join(', ')}.`)
  if (counts.refused > 0) process.exitCode = 1
}

function readKey({ text }: Line): IncomingApiKey | Extract<ApiKeyOutcome, { status: 'refused' }> {
  const json = text === null ? undefined : parseJson(text)
  if (json === undefined) return { status: 'refused', field: '(line)', message: 'is not valid JSON in UTF-8' }
  const parsed = keyLine.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return { status: 'refused', field: issue?.path.join('.') || '(line)', message: issue?.message ?? 'is not a key' }
}

const instant = z.string().transform((text, context) => {
  const date = parseInstant(text)
  if (!date) context.addIssue('must be an RFC 3339 date and time with an offset')
  return date ?? z.NEVER
})

const keyLine = z.strictObject({
  system: z.enum(systems),
  legacyId: z.string().min(1).refine(isKeepable, keepableRule),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
    .transform((hex) => new Uint8Array(Buffer.from(hex, 'hex'))),
  lastFour: z.string().regex(/^[\x21-\x7e]{4}$/, 'must be four characters'),
  createdAt: instant,
  revokedAt: instant.nullable().default(null),
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
