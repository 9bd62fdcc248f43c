import { defaultLimits } from '../../edge/limits.ts'
import { readDataSettings, readSettings, SettingsError } from '../../env.ts'
import { systems } from '../../rest/legacy/index.ts'
import { type Sighting, sightDatabase } from '../../store/sighting.ts'
import { type Check, type Finding, fail, type Place } from './check.ts'
import { checks } from './checks.ts'

/** A finding, and of which check it is. */
export interface Diagnosis extends Finding {
  readonly name: string
}

/** Looks at everything a gateway of this environment would stand on, one after the other, and changes nothing. */
export async function* diagnose(env: NodeJS.ProcessEnv): AsyncGenerator<Diagnosis> {
  const place = placeOf(env)
  try {
    for (const check of checks) {
      for (const finding of await lookedAt(check, place)) yield { name: check.name, ...finding }
    }
  } finally {
    await place.leave()
  }
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

function placeOf(env: NodeJS.ProcessEnv): Place & { leave(): Promise<void> } {
  const { value: settings, problems } = read(() => readSettings(env, systems))
  const { value: data } = read(() => readDataSettings(env))
  const { databaseWaitMs: waitMs, statementMs, lockMs } = settings?.limits ?? defaultLimits
  const bounds = { waitMs, statementMs, lockMs }
  let sighting: Promise<Sighting | null> | undefined
  const database = () => {
    sighting ??=
      data === null
        ? Promise.resolve(null)
        : sightDatabase({ url: data.databaseUrl, pooler: data.databasePooler, dataDir: data.dataDir, bounds })
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
