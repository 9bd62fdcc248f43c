import { randomUUID } from 'node:crypto'
import { type Command, InvalidArgumentError } from 'commander'
import { type BodyOutcome, importBodies } from '../rest/legacy/import-bodies.ts'
import type { Normalisation } from '../rest/legacy/intake.ts'
import type { Shape } from '../rest/legacy/shape.ts'
import type { Prisma, PrismaClient } from '../store/client/client.ts'
import { rehearse } from '../store/transactions.ts'
import { pastInstantArgument, systemOption } from './arguments.ts'
import { chunksOf } from './input.ts'
import type { Line } from './lines.ts'
import { teach } from './teach.ts'
import { withMigratedDatabase } from './with-database.ts'

interface Options {
  readonly system: Shape
  readonly link?: 'email'
  readonly asOf?: Date
  readonly dryRun?: boolean
  readonly json?: boolean
}

export function addImport(program: Command): void {
  const command = program
    .command('import')
    .summary('import one legacy system’s profiles')
    .description(
      'Imports the bodies that a legacy profile endpoint answers with, one JSON object a line. The same record again ' +
        'changes nothing. A bad line is reported and the rest goes in; then the exit status is 1.',
    )
    .addOption(systemOption('whose bodies they are'))
    .option(
      '--link <by>',
      'lay a record upon the account that has its address already (the only way: email)',
      linkArgument,
    )
    .option('--as-of <instant>', 'the instant the records are true at (default: now)', pastInstantArgument)
    .option('--dry-run', 'say what would happen and write nothing')
    .argument('<file>', 'NDJSON; - for standard input')
    .option('--json', 'NDJSON: { line, status, … } of every record, and { summary } last')
    .action(runImport)
  teach(command, {
    examples: [
      ['import --system users-me --dry-run users.ndjson', 'what it would do'],
      ['import --system users-me users.ndjson', 'and have it done'],
      ['import -s user-info --link email --json - < info.ndjson', 'upon accounts that have the address; for a script'],
    ],
    found: 'a line is refused',
  })
}

async function runImport(
  file: string,
  { system: shape, link, asOf, dryRun = false, json = false }: Options,
): Promise<void> {
  const options = { now: asOf ?? new Date(), linkByEmail: link === 'email', newId: () => randomUUID() }
  const tally = await withMigratedDatabase('import', ({ prisma }) => {
    const run = async (db: PrismaClient | Prisma.TransactionClient) => {
      const tally = new Tally(json)
      for await (const lines of chunksOf(file)) {
        const readable = lines.filter(isReadable)
        const outcomes = await importBodies(
          db,
          shape,
          readable.map(({ text }) => text),
          options,
        )
        const outcomeOf = new Map(readable.map((line, index) => [line, outcomes[index]]))
        for (const line of lines) tally.count(line, outcomeOf.get(line as Line & { text: string }) ?? unreadable)
      }
      return tally
    }
    return dryRun ? rehearse(prisma, run) : run(prisma)
  })
  console.log(json ? JSON.stringify({ summary: { dryRun, ...tally.counts } }) : tally.summary(dryRun))
  if (tally.refused > 0) process.exitCode = 1
}

/** Reports line by line what is worth knowing, and counts the rest. */
class Tally {
  readonly #counts: Record<BodyOutcome['status'], number> = {
    created: 0,
    linked: 0,
    changed: 0,
    unchanged: 0,
    refused: 0,
  }
  #normalised = 0
  #warned = 0
  readonly #json: boolean

  /** @param json says every record's outcome as JSON. */
  constructor(json: boolean) {
    this.#json = json
  }

  get counts() {
    return { ...this.#counts, normalised: this.#normalised, warned: this.#warned }
  }

  get refused(): number {
    return this.#counts.refused
  }

  count({ number }: Line, outcome: BodyOutcome): void {
    this.#counts[outcome.status] += 1
    if (this.#json) console.log(JSON.stringify({ line: number, ...outcome }))
    if (outcome.status === 'refused') {
      if (this.#json) return
      for (const { field, message } of outcome.problems) console.log(`line ${number}: refused: ${field}: ${message}`)
      return
    }
    if (outcome.normalised.length > 0) this.#normalised += 1
    if (outcome.warnings.length > 0) this.#warned += 1
    if (this.#json) return
    for (const one of outcome.normalised) console.log(`line ${number}: normalised: ${inWords(one)}`)
    for (const one of outcome.warnings)
      console.log(`line ${number}: warning: does not follow at this instant: ${inWords(one)}`)
  }

  summary(dryRun: boolean): string {
    const counts = Object.entries(this.#counts).map(([status, count]) => `${count} ${status}`)
    const head = dryRun ? 'Would be (nothing was written): ' : ''
    return `${head}${[...counts, `${this.#normalised} normalised`, `${this.#warned} with warnings`].join(', ')}.`
  }
}

const unreadable: BodyOutcome = {
  status: 'refused',
  problems: [{ field: '(line)', message: 'is not UTF-8, or is longer than a million bytes' }],
}

function inWords({ field, theirs, ours }: Normalisation): string {
  if (theirs === undefined && ours === undefined) return `${field}: same values, written differently`
  return `${field}: ${theirs ?? 'absent'} → ${ours ?? 'absent'}`
}

function isReadable(line: Line): line is Line & { readonly text: string } {
  return line.text !== null
}

function linkArgument(by: string): 'email' {
  if (by !== 'email') throw new InvalidArgumentError('Records are linked by email only: --link email.')
  return by
}
