import type { Command } from 'commander'
import { version } from '../build.ts'
import { readDataSettings, readSettings, SettingsError } from '../env.ts'
import { systems } from '../rest/legacy/index.ts'
import { type Sighting, sightDatabase } from '../store/sighting.ts'
import { type Check, type Finding, fail, type Place } from './doctor/check.ts'
import { checks } from './doctor/checks.ts'
import { teach } from './teach.ts'

interface Options {
  readonly json?: boolean
}

export function addDoctor(program: Command): void {
  const doctor = program
    .command('doctor')
    .summary('say what works, and what to do about what does not')
    .description(
      'Looks at everything the gateway stands on, each for at most ten seconds: settings, database, migrations, clocks, ' +
        'keys, Redis, disk, port. Changes nothing, and may run beside a gateway. A line each: ok, warn (works, or cannot ' +
        'be seen from here) or fail, what was seen, and what to do about it.',
    )
    .option('--json', 'one JSON object: { ok, version, checks: [{ name, status, saw, remedy? }] }')
    .action(runDoctor)
  teach(doctor, {
    examples: [
      ['doctor', 'before a start, or when something is amiss'],
      ['doctor --json', 'for a script'],
    ],
    found: 'something fails',
  })
}

async function runDoctor({ json = false }: Options): Promise<void> {
  const place = placeOf(process.env)
  const all: Line[] = []
  for (const check of checks) {
    for (const finding of await lookedAt(check, place)) {
      const line = { name: check.name, ...finding }
      all.push(line)
      if (!json) console.log(inWords(line))
    }
  }
  await place.leave()
  const isWell = all.every(({ status }) => status !== 'fail')
  if (json) console.log(JSON.stringify({ ok: isWell, version, checks: all }))
  if (!isWell) process.exitCode = 1
}

interface Line extends Finding {
  readonly name: string
}

/** Milliseconds that one check may take: each waits less by itself, this is for what nobody thought of. */
const patience = 10_000

async function lookedAt({ look }: Check, place: Place): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(() => resolve(fail(`was not done within ${patience / 1_000} s`)), patience)
  })
  try {
    return await Promise.race([look(place), tooLong])
  } catch (error) {
    // Its message may quote what it was given.
    return fail(`could not be looked at (${error instanceof Error ? error.name : 'unknown error'})`)
  } finally {
    clearTimeout(timer)
  }
}

function inWords({ name, status, saw, remedy }: Line): string {
  const line = `${status.padEnd(4)}  ${name.padEnd(10)}  ${saw}`
  return remedy === undefined ? line : `${line}\n${' '.repeat(18)}→ ${remedy}`
}

function placeOf(env: NodeJS.ProcessEnv): Place & { leave(): Promise<void> } {
  const { value: settings, problems } = read(() => readSettings(env, systems))
  const { value: data } = read(() => readDataSettings(env))
  let sighting: Promise<Sighting | null> | undefined
  const database = () => {
    sighting ??=
      data === null
        ? Promise.resolve(null)
        : sightDatabase({ url: data.databaseUrl, pooler: data.databasePooler, dataDir: data.dataDir })
    return sighting
  }
  return {
    settings,
    problems,
    data,
    database,
    leave: async () => {
      const found = await sighting?.catch(() => null)
      if (found?.kind === 'open') await found.close()
    },
  }
}

function read<T>(from: () => T): { value: T | null; problems: readonly string[] } {
  try {
    return { value: from(), problems: [] }
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    return { value: null, problems: error.problems }
  }
}
